package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// everySighting bounds what is read of one id when all is asked for.
const everySighting = 1 << 30

// See notes how reports name people: see store.Identities.
func (s *Store) See(ctx context.Context, reports []string, jobs ...store.Job) error {
	return s.do(ctx, func(t *tx) error {
		b := newBatch(t)
		for _, id := range reports {
			h, err := t.head(id)
			if err != nil {
				return err
			}
			if h == nil || s.opt.Sightings == nil {
				continue
			}
			var data []byte
			if _, err := t.get(`SELECT data FROM body WHERE n = ?`, []any{h.n}, &data); err != nil {
				return err
			}
			doc, err := codec.DecodeDocument(data)
			if err != nil {
				return err
			}
			day := index.PublicationOf(doc).Day()
			if err := b.unsee(doc, day); err != nil {
				return err
			}
			if err := b.see(id, day, s.opt.Sightings(doc)); err != nil {
				return err
			}
		}
		return t.ack(jobs)
	})
}

// Sightings returns how reports name people: see store.Identities.
func (s *Store) Sightings(ctx context.Context, ids []string, perID int) ([]store.Sighting, error) {
	if perID <= 0 {
		perID = everySighting
	}
	st, err := s.stmts.get(ctx, s.read, selectSightings) //nolint:sqlclosecheck // it is kept until the store is closed
	if err != nil {
		return nil, s.explain(err)
	}
	var out []store.Sighting
	for _, id := range ids {
		rows, err := st.QueryContext(ctx, id, perID)
		if err != nil {
			return nil, s.explain(err)
		}
		of, err := collect(rows, func(scan scanFunc) (store.Sighting, error) {
			g := store.Sighting{ID: id}
			err := scan(&g.Day, &g.Report, &g.Data)
			return g, err
		})
		if err != nil {
			return nil, s.explain(err)
		}
		out = append(out, of...)
	}
	return out, nil
}

const selectSightings = `SELECT day, report, data FROM (SELECT day, report, data FROM sighting WHERE id = ?1 ORDER BY day, report LIMIT ?2)
	UNION SELECT day, report, data FROM (SELECT day, report, data FROM sighting WHERE id = ?1 ORDER BY day DESC, report DESC LIMIT ?2)
	ORDER BY day, report`

// Sharing returns the ids that have one of the keys: see store.Identities.
func (s *Store) Sharing(ctx context.Context, keys []string, limit int) ([]string, error) {
	stmt, args := selectSharing, []any{jsonList(keys)}
	if limit > 0 {
		stmt, args = selectSharingAll, append(args, limit)
	}
	st, err := s.stmts.get(ctx, s.read, stmt) //nolint:sqlclosecheck // it is kept until the store is closed
	if err != nil {
		return nil, s.explain(err)
	}
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return nil, s.explain(err)
	}
	out, err := collect(rows, scanString)
	return out, s.explain(err)
}

const (
	selectSharing = `SELECT DISTINCT k.id FROM json_each(?) j CROSS JOIN sighting_key k ON k.key = j.value
		WHERE j.value NOT IN (SELECT key FROM crowded) ORDER BY 1`
	selectSharingAll = `SELECT DISTINCT k.id FROM json_each(?) j CROSS JOIN sighting_key k ON k.key = j.value ORDER BY 1 LIMIT ?`
)

func scanString(scan scanFunc) (v string, err error) {
	err = scan(&v)
	return v, err
}

// jsonList writes a list of strings, which cannot fail.
func jsonList(values []string) string {
	if len(values) == 0 {
		return "[]"
	}
	b, _ := json.Marshal(values) //nolint:errchkjson // strings
	return string(b)
}

func parseList(s string) ([]string, error) {
	var out []string
	err := json.Unmarshal([]byte(s), &out)
	if len(out) == 0 {
		out = nil
	}
	return out, err
}

// Likenesses returns what was found alike: see store.Identities.
func (s *Store) Likenesses(ctx context.Context, ids []string) ([]store.Alike, error) {
	return query(ctx, s, `SELECT a.a, a.b, a.data FROM json_each(?1) j JOIN alike a ON a.a = j.value
		UNION SELECT a.a, a.b, a.data FROM json_each(?1) j JOIN alike a ON a.b = j.value ORDER BY 1, 2`,
		[]any{jsonList(ids)}, func(scan scanFunc) (a store.Alike, err error) {
			err = scan(&a.A, &a.B, &a.Data)
			return a, err
		})
}

// Holder returns the id that holds: see store.Identities.
func (s *Store) Holder(ctx context.Context, id string) (string, error) {
	h, err := s.holders(ctx)
	return h.Of(id, ""), err
}

// Held returns what holds for an id: see store.Identities.
func (s *Store) Held(ctx context.Context, holder string) ([]store.Holding, error) {
	return query(ctx, s, `SELECT id, report, holder FROM holding WHERE holder = ? ORDER BY id, report`, []any{holder}, scanHolding)
}

// Proposals returns what is to be decided: see store.Identities.
func (s *Store) Proposals(ctx context.Context) ([]store.Proposal, error) {
	out, err := query(ctx, s, `SELECT number, kind, a, b, confidence, reasons, reports FROM proposal`, nil, func(scan scanFunc) (p store.Proposal, err error) {
		var reasons, reports string
		if err = scan(&p.Number, &p.Kind, &p.A, &p.B, &p.Confidence, &reasons, &reports); err != nil {
			return p, err
		}
		if p.Reasons, err = parseList(reasons); err != nil {
			return p, err
		}
		p.Reports, err = parseList(reports)
		return p, err
	})
	index.SortProposals(out)
	return out, err
}

const selectDecisions = `SELECT number, step, kind, a, b, reports, at FROM decision `

func scanDecision(scan scanFunc) (d store.Decision, err error) {
	var reports string
	var at int64
	if err = scan(&d.Number, &d.Step, &d.Kind, &d.A, &d.B, &reports, &at); err != nil {
		return d, err
	}
	d.At = time.UnixMilli(at).UTC()
	d.Reports, err = parseList(reports)
	return d, err
}

// Decisions returns what was decided: see store.Identities.
func (s *Store) Decisions(ctx context.Context) ([]store.Decision, error) {
	return query(ctx, s, selectDecisions+`ORDER BY number`, nil, scanDecision)
}

// Decide remembers decisions: see store.Identities.
func (s *Store) Decide(ctx context.Context, together ...store.Decision) error {
	for _, d := range together {
		if err := index.CheckDecision(d); err != nil {
			return err
		}
	}
	return s.do(ctx, func(t *tx) error {
		var step int64
		for _, d := range together {
			var number int64
			_, err := t.get(`INSERT INTO decision (step, kind, a, b, reports, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING number`,
				[]any{step, d.Kind, d.A, d.B, jsonList(d.Reports), s.opt.Now().UnixMilli()}, &number)
			if err != nil {
				return err
			}
			if step == 0 {
				step = number
				if _, err := t.exec(`UPDATE decision SET step = ? WHERE number = ?`, step, number); err != nil {
					return err
				}
			}
		}
		return t.askAgain(together)
	})
}

// askAgain queues the ids that decisions name.
func (t *tx) askAgain(decisions []store.Decision) error {
	for _, d := range decisions {
		for _, id := range []string{d.A, d.B} {
			if id == "" {
				continue
			}
			if err := t.enqueueAgain(store.JobIdentify, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// Undo forgets the latest decisions: see store.Identities.
func (s *Store) Undo(ctx context.Context) ([]store.Decision, error) {
	var out []store.Decision
	err := s.do(ctx, func(t *tx) error {
		rows, err := t.w.conn.QueryContext(t.ctx, selectDecisions+`WHERE step = (SELECT max(step) FROM decision) ORDER BY number`)
		if err != nil {
			return err
		}
		if out, err = collect(rows, scanDecision); err != nil {
			return err
		}
		if len(out) == 0 {
			return &news.Error{Code: news.NotFound, Message: "nothing was decided that could be undone"}
		}
		if _, err := t.exec(`DELETE FROM decision WHERE step = ?`, out[0].Step); err != nil {
			return err
		}
		return t.askAgain(out)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Identify writes one step of settling who is who: see store.Identities.
func (s *Store) Identify(ctx context.Context, ch store.IdentityChanges) error {
	return s.do(ctx, func(t *tx) error {
		if err := t.fence(ch.Fence); err != nil {
			return err
		}
		if err := t.putAlike(ch); err != nil {
			return err
		}
		if err := t.putProposals(ch); err != nil {
			return err
		}
		if err := t.hold(ctx, ch); err != nil {
			return err
		}
		return t.ack(ch.Jobs)
	})
}

func (t *tx) putAlike(ch store.IdentityChanges) error {
	for _, q := range []string{
		`DELETE FROM alike WHERE a IN (SELECT value FROM json_each(?))`,
		`DELETE FROM alike WHERE (a, b) IN (SELECT x.a, x.b FROM json_each(?) j JOIN alike x ON x.b = j.value)`,
	} {
		if _, err := t.exec(q, jsonList(ch.Compared)); err != nil {
			return err
		}
	}
	for _, a := range ch.Alike {
		if _, err := t.exec(`INSERT OR REPLACE INTO alike (a, b, data) VALUES (?, ?, ?)`, a.A, a.B, a.Data); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) putProposals(ch store.IdentityChanges) error {
	was := map[[3]string]int64{}
	rows, err := t.w.conn.QueryContext(t.ctx, `DELETE FROM proposal WHERE number IN (
		SELECT p.number FROM json_each(?1) j JOIN proposal p ON p.a = j.value
		UNION SELECT p.number FROM json_each(?1) j JOIN proposal p ON p.b = j.value) RETURNING number, kind, a, b`, jsonList(ch.Of))
	if err != nil {
		return err
	}
	_, err = collect(rows, func(scan scanFunc) (struct{}, error) {
		var number int64
		var kind, a, b string
		err := scan(&number, &kind, &a, &b)
		was[[3]string{kind, a, b}] = number
		return struct{}{}, err
	})
	if err != nil {
		return err
	}
	for _, p := range ch.Proposals {
		number := sql.NullInt64{Int64: was[[3]string{p.Kind, p.A, p.B}]}
		number.Valid = number.Int64 > 0
		_, err := t.exec(`INSERT INTO proposal (number, kind, a, b, confidence, reasons, reports) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (a, b, kind) DO UPDATE SET confidence = excluded.confidence, reasons = excluded.reasons, reports = excluded.reports`,
			number, p.Kind, p.A, p.B, p.Confidence, jsonList(p.Reasons), jsonList(p.Reports))
		if err != nil {
			return err
		}
	}
	return nil
}

// hold puts the holdings of a step in the place of the old ones, and writes anew what
// hangs on the ids of the reports that this changes.
func (t *tx) hold(ctx context.Context, ch store.IdentityChanges) error {
	before, err := t.holders()
	if err != nil {
		return err
	}
	old, err := t.holdingsOf(ch.Of)
	if err != nil {
		return err
	}
	fresh := slices.Clone(ch.Hold)
	index.SortHoldings(fresh)
	if slices.Equal(old, fresh) {
		return nil
	}
	after := before.With(old, fresh)
	reports, err := t.renamed(old, fresh, before, after)
	if err != nil {
		return err
	}
	b := newBatch(t)
	for _, id := range reports {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := b.rename(id, before, after); err != nil {
			return err
		}
		if err := t.enqueueAgain(store.JobPlace, id); err != nil {
			return err
		}
	}
	if err := b.finish(); err != nil {
		return err
	}
	for _, h := range old {
		if _, err := t.exec(`DELETE FROM holding WHERE id = ? AND report = ?`, h.ID, h.Report); err != nil {
			return err
		}
	}
	for _, h := range fresh {
		if _, err := t.exec(`INSERT INTO holding (id, report, holder) VALUES (?, ?, ?)`, h.ID, h.Report, h.Holder); err != nil {
			return err
		}
	}
	t.held = after
	return t.addCounts(map[string]int64{holdersVersion: 1})
}

// holdingsOf returns the rows of some ids, by id and report.
func (t *tx) holdingsOf(ids []string) ([]store.Holding, error) {
	rows, err := t.w.conn.QueryContext(t.ctx,
		`SELECT DISTINCT h.id, h.report, h.holder FROM json_each(?) j JOIN holding h ON h.id = j.value ORDER BY 1, 2`, jsonList(ids))
	if err != nil {
		return nil, err
	}
	return collect(rows, scanHolding)
}

// renamed returns the reports in which another id holds than before, sorted.
func (t *tx) renamed(old, fresh []store.Holding, before, after *index.Holders) ([]string, error) {
	touched := make(map[string]bool)
	for _, h := range slices.Concat(old, fresh) {
		touched[h.ID] = true
	}
	changed := make(map[string]int)
	for id := range touched {
		rows, err := t.w.conn.QueryContext(t.ctx, `SELECT report FROM sighting WHERE id = ?`, id)
		if err != nil {
			return nil, err
		}
		_, err = collect(rows, func(scan scanFunc) (struct{}, error) {
			var report string
			err := scan(&report)
			if before.Of(id, report) != after.Of(id, report) {
				changed[report]++
			}
			return struct{}{}, err
		})
		if err != nil {
			return nil, err
		}
	}
	return sortedKeys(changed, cmp.Compare), nil
}

// rename writes the postings and the naming of a report under the ids that hold after
// a change. The report itself, its words and its features stay as they are.
func (b *batch) rename(report string, before, after *index.Holders) error {
	h, err := b.t.head(report)
	if err != nil || h == nil {
		return err
	}
	var packed, data []byte
	if _, err := b.t.get(`SELECT terms, data FROM body WHERE n = ?`, []any{h.n}, &packed, &data); err != nil {
		return err
	}
	doc, err := codec.DecodeDocument(data)
	if err != nil {
		return err
	}
	was, is := before.Apply(doc), after.Apply(doc)
	if err := b.repost(h.n, unpackNumbers(packed), index.Terms(was), index.Terms(is)); err != nil {
		return err
	}
	day := index.PublicationOf(doc).Day()
	if err := b.name(index.Namings(was), day, -1); err != nil {
		return err
	}
	return b.name(index.Namings(is), day, 1)
}

// repost changes the terms of a report from those that was implies to those of is,
// and leaves the others, such as feature keys, alone.
func (b *batch) repost(n int64, have []int64, was, is []string) error {
	drop, err := b.t.termNumbers(was)
	if err != nil {
		return err
	}
	ks, err := b.t.termNumbers(is)
	if err != nil {
		return err
	}
	day, seq := n>>placeBits, n&(places-1)
	terms := ks
	for _, k := range have {
		if _, gone := slices.BinarySearch(drop, k); !gone {
			terms = append(terms, k)
		} else if _, stays := slices.BinarySearch(ks, k); !stays {
			if _, err := b.t.exec(`DELETE FROM posting WHERE day = ? AND k = ? AND seq = ?`, day, k, seq); err != nil {
				return err
			}
		}
	}
	for _, k := range ks {
		if _, there := slices.BinarySearch(have, k); !there {
			b.postings = append(b.postings, posting{day, k, seq})
		}
	}
	slices.Sort(terms)
	_, err = b.t.exec(`UPDATE body SET terms = ? WHERE n = ?`, packNumbers(slices.Compact(terms)), n)
	return err
}

// see writes the sightings of a document, and queues whoever it names to be settled.
func (b *batch) see(report, day string, sightings []store.Sighting) error {
	for _, g := range sightings {
		if _, err := b.t.exec(`INSERT OR REPLACE INTO sighting (id, day, report, data) VALUES (?, ?, ?, ?)`, g.ID, day, report, g.Data); err != nil {
			return err
		}
		for _, key := range g.Keys {
			fresh, err := b.t.exec(`INSERT INTO sighting_key (key, id) VALUES (?, ?) ON CONFLICT DO NOTHING`, key, g.ID)
			if err != nil {
				return err
			}
			if fresh > 0 {
				if err := b.t.crowd(key); err != nil {
					return err
				}
			}
		}
		if err := b.t.enqueueAgain(store.JobIdentify, g.ID); err != nil {
			return err
		}
	}
	return nil
}

// crowd queues whoever has a key that has come to be shared by too many.
func (t *tx) crowd(key string) error {
	var there int
	many, err := t.get(`SELECT 1 FROM sighting_key WHERE key = ? LIMIT 1 OFFSET ?`, []any{key, store.MostSharing}, &there)
	if err != nil || !many {
		return err
	}
	fresh, err := t.exec(`INSERT INTO crowded (key) VALUES (?) ON CONFLICT DO NOTHING`, key)
	if err != nil || fresh == 0 {
		return err
	}
	rows, err := t.w.conn.QueryContext(t.ctx, `SELECT id FROM sighting_key WHERE key = ? ORDER BY id`, key)
	if err != nil {
		return err
	}
	ids, err := collect(rows, scanString)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := t.enqueueAgain(store.JobIdentify, id); err != nil {
			return err
		}
	}
	return nil
}

// unsee takes off the sightings of a document, and queues whoever it named.
func (b *batch) unsee(doc *news.Document, day string) error {
	for _, n := range index.Namings(doc) {
		gone, err := b.t.exec(`DELETE FROM sighting WHERE id = ? AND day = ? AND report = ?`, n.Entity, day, doc.ID)
		if err != nil {
			return err
		}
		if gone > 0 {
			if err := b.t.enqueueAgain(store.JobIdentify, n.Entity); err != nil {
				return err
			}
		}
	}
	return nil
}
