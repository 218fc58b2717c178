package sqlite

import (
	"bytes"
	"context"
	"database/sql"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// Add keeps docs in one transaction: see store.Writer.
func (s *Store) Add(ctx context.Context, docs []*news.Document) ([]store.Outcome, error) {
	if len(docs) == 0 {
		return nil, ctx.Err()
	}
	ready, err := s.prepare(ctx, docs)
	if err != nil {
		return nil, err
	}
	outcomes := make([]store.Outcome, len(docs))
	err = s.do(ctx, func(t *tx) error {
		b := newBatch(t)
		for i, p := range ready {
			if err := ctx.Err(); err != nil {
				return err
			}
			if p, err = s.withdraw(ctx, t, p); err != nil {
				return err
			}
			if outcomes[i], err = b.add(p); err != nil {
				return err
			}
		}
		return b.finish()
	})
	if err != nil {
		return nil, err
	}
	return outcomes, nil
}

// Replace puts new findings in place: see store.Writer.
func (s *Store) Replace(ctx context.Context, doc *news.Document) error {
	p, err := s.prepareOne(ctx, doc)
	if err != nil {
		return err
	}
	return s.do(ctx, func(t *tx) error {
		old, err := t.head(doc.ID)
		if err != nil {
			return err
		}
		if old == nil {
			return notFound("report", doc.ID)
		}
		if p, err = s.withdraw(ctx, t, p); err != nil {
			return err
		}
		b := newBatch(t)
		next := *old
		if doc.CopyOf != "" {
			next.copyOf = doc.CopyOf
		}
		if !bytes.Equal(old.same, p.same) {
			next.n = 0
		}
		if _, err := b.takeOut(old, next.n != 0); err != nil {
			return err
		}
		if err := b.put(p, next); err != nil {
			return err
		}
		return b.finish()
	})
}

// head is what the report table says of a kept document.
type head struct {
	n        int64 // 0: to be given one
	revision int
	copyOf   string
	story    sql.NullInt64
	same     []byte
	lang     string
	quotes   int64
	events   int64
}

// head returns the row of a report, nil if there is none.
func (t *tx) head(id string) (*head, error) {
	var h head
	ok, err := t.get(`SELECT n, revision, copy_of, story, same, lang, quotes, events FROM report WHERE id = ?`, []any{id},
		&h.n, &h.revision, &h.copyOf, &h.story, &h.same, &h.lang, &h.quotes, &h.events)
	if err != nil || !ok {
		return nil, err
	}
	return &h, nil
}

// add keeps one document of a batch.
func (b *batch) add(p *prepared) (store.Outcome, error) {
	old, err := b.t.head(p.doc.ID)
	switch {
	case err != nil:
		return "", err
	case old == nil:
		if err := b.put(p, head{revision: 1, copyOf: p.doc.CopyOf}); err != nil {
			return "", err
		}
		b.counts["revisions"]++
		return store.Added, b.t.enqueue(store.JobPlace, p.doc.ID, nil)
	case bytes.Equal(old.same, p.same):
		return store.Same, b.giveVectors(old.n, p)
	}
	data, err := b.takeOut(old, false)
	if err != nil {
		return "", err
	}
	if _, err := b.t.exec(`INSERT INTO revision (id, number, data) VALUES (?, ?, ?)`, p.doc.ID, old.revision, data); err != nil {
		return "", err
	}
	next := head{revision: old.revision + 1, copyOf: old.copyOf, story: old.story}
	if err := b.put(p, next); err != nil {
		return "", err
	}
	b.counts["revisions"]++
	return store.Revised, b.t.enqueueAgain(store.JobPlace, p.doc.ID)
}

// withdraw makes a withdrawn report ready: it keeps the features of its latest revision that stood,
// and the latest revision's text and findings where it comes without a text.
func (s *Store) withdraw(ctx context.Context, t *tx, p *prepared) (*prepared, error) {
	if !p.doc.Withdrawn {
		return p, nil
	}
	revisions, err := t.revisions(p.doc.ID)
	if err != nil || len(revisions) == 0 {
		return p, err
	}
	if p.doc.Text == "" {
		doc := *revisions[0]
		doc.Withdrawn = true
		if p, err = s.prepareOne(ctx, &doc); err != nil {
			return nil, err
		}
	}
	for _, doc := range revisions {
		if !doc.Withdrawn {
			p.features(s.opt.Features, doc)
			p.derive(p.held)
			break
		}
	}
	return p, nil
}

// revisions returns all that a report was, with the ids that it gave, the latest first.
func (t *tx) revisions(id string) ([]*news.Document, error) {
	rows, err := t.w.conn.QueryContext(t.ctx, `SELECT data FROM (
		SELECT revision AS number, b.data FROM report r JOIN body b ON b.n = r.n WHERE r.id = ?1
		UNION ALL SELECT number, data FROM revision WHERE id = ?1) ORDER BY number DESC`, id)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(scan scanFunc) (*news.Document, error) {
		var data []byte
		if err := scan(&data); err != nil {
			return nil, err
		}
		return codec.DecodeDocument(data)
	})
}

// put writes a document and all that is derived from it. A head without a number
// gets one.
func (b *batch) put(p *prepared, h head) error {
	held, err := b.t.holders()
	if err != nil {
		return err
	}
	if held != p.held { // somebody was settled since
		p.derive(held)
	}
	day := dayOf(p.at.Instant)
	keepWords := h.n != 0
	if !keepWords {
		if h.n, err = b.place(day); err != nil {
			return err
		}
		b.words = append(b.words, wordRow{h.n, p.title, p.body})
	}
	b.days[day].count(1, p.at.Exact)
	d := p.doc
	_, err = b.t.exec(`INSERT INTO report (n, id, pub, first, last, exact, lang, source,
		revision, quotes, events, same, copy_of, story) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		h.n, d.ID, p.at.Instant, p.at.First, p.at.Last, p.at.Exact, string(d.Lang), d.Source,
		h.revision, len(d.Quotes), len(d.Events), p.same, h.copyOf, h.story)
	if err != nil {
		return err
	}
	ks, err := b.t.termNumbers(p.terms)
	if err != nil {
		return err
	}
	for _, k := range ks {
		b.postings = append(b.postings, posting{day, k, h.n & (places - 1)})
	}
	if _, err := b.t.exec(`INSERT INTO body (n, title, terms, data) VALUES (?, ?, ?, ?)`, h.n, d.Title, packNumbers(ks), p.data); err != nil {
		return err
	}
	if p.hasFeature {
		if _, err := b.t.exec(`INSERT INTO feature (n, data) VALUES (?, ?)`, h.n, p.feature); err != nil {
			return err
		}
	}
	if err := b.putVectors(h.n, p); err != nil {
		return err
	}
	b.widest = max(b.widest, span(p.at))
	b.count(1, string(d.Lang), h.copyOf, int64(len(d.Quotes)), int64(len(d.Events)))
	if err := b.see(d.ID, p.at.Day(), p.sightings); err != nil {
		return err
	}
	return b.name(p.namings, p.at.Day(), 1)
}

// takeOut deletes a report and all that is derived from it, and returns its
// encoded document. With keepWords its place and its full-text row stay.
func (b *batch) takeOut(h *head, keepWords bool) ([]byte, error) {
	if err := b.flush(); err != nil { // it may have been put by this very batch
		return nil, err
	}
	var packed, data []byte
	if _, err := b.t.get(`SELECT terms, data FROM body WHERE n = ?`, []any{h.n}, &packed, &data); err != nil {
		return nil, err
	}
	old, err := codec.DecodeDocument(data)
	if err != nil {
		return nil, err
	}
	day := h.n >> placeBits
	if err := b.day(day); err != nil {
		return nil, err
	}
	at := index.PublicationOf(old)
	b.days[day].count(-1, at.Exact)
	for _, k := range unpackNumbers(packed) {
		if _, err := b.t.exec(`DELETE FROM posting WHERE day = ? AND k = ? AND seq = ?`, day, k, h.n&(places-1)); err != nil {
			return nil, err
		}
	}
	tables := []string{`DELETE FROM report WHERE n = ?`, `DELETE FROM body WHERE n = ?`, `DELETE FROM feature WHERE n = ?`}
	if !keepWords {
		tables = append(tables, `DELETE FROM words WHERE rowid = ?`)
	}
	for _, query := range tables {
		if _, err := b.t.exec(query, h.n); err != nil {
			return nil, err
		}
	}
	b.dropVectors(h.n)
	b.count(-1, h.lang, h.copyOf, h.quotes, h.events)
	if err := b.unsee(old, at.Day()); err != nil {
		return nil, err
	}
	held, err := b.t.holders()
	if err != nil {
		return nil, err
	}
	return data, b.name(index.Namings(held.Apply(old)), at.Day(), -1)
}
