package sqlite

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// batch gathers what the documents of one transaction write, so that rows are
// written once and in the order of their keys.
type batch struct {
	t        *tx
	days     map[int64]*dayRow
	words    []wordRow
	postings []posting
	entities map[int64]*entityDelta
	counts   map[string]int64 // meta rows and what to add to them
	widest   int64            // longest publication, in days
}

type dayRow struct{ next, reports, inexact int64 }

func (d *dayRow) count(sign int64, exact bool) {
	d.reports += sign
	if !exact {
		d.inexact += sign
	}
}

type wordRow struct {
	n           int64
	title, body string
}

type posting struct{ day, k, seq int64 }

func newBatch(t *tx) *batch {
	return &batch{
		t: t, days: make(map[int64]*dayRow), entities: make(map[int64]*entityDelta), counts: make(map[string]int64),
	}
}

// day loads the row of a day.
func (b *batch) day(day int64) error {
	if b.days[day] != nil {
		return nil
	}
	var d dayRow
	if _, err := b.t.get(`SELECT next, reports, inexact FROM day WHERE day = ?`, []any{day}, &d.next, &d.reports, &d.inexact); err != nil {
		return err
	}
	b.days[day] = &d
	return nil
}

// place gives out the next number of a day.
func (b *batch) place(day int64) (int64, error) {
	if err := b.day(day); err != nil {
		return 0, err
	}
	d := b.days[day]
	if d.next == places {
		return 0, &news.Error{
			Code: news.Invalid, Message: "more than 16 million reports on one day, or without a date",
			Hint: "keep them in several stores",
		}
	}
	d.next++
	return day<<placeBits | (d.next - 1), nil
}

// count adds a document to the counts, or takes it off.
func (b *batch) count(sign int64, lang, copyOf string, quotes, events int64) {
	b.counts["reports"] += sign
	b.counts[langCount+lang] += sign
	b.counts["quotes"] += sign * quotes
	b.counts["events"] += sign * events
	if copyOf != "" {
		b.counts["copies"] += sign
	}
}

// langCount begins the names of the counts of reports by language.
const langCount = "lang:"

// finish writes all that was gathered.
func (b *batch) finish() error {
	if err := b.flush(); err != nil {
		return err
	}
	for _, day := range slices.Sorted(maps.Keys(b.days)) {
		d := b.days[day]
		if _, err := b.t.exec(`INSERT OR REPLACE INTO day (day, next, reports, inexact) VALUES (?, ?, ?, ?)`, day, d.next, d.reports, d.inexact); err != nil {
			return err
		}
	}
	if err := b.writeEntities(); err != nil {
		return err
	}
	if b.widest > 0 {
		_, err := b.t.exec(`INSERT INTO meta (name, value) VALUES ('widest', ?)
			ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)`, b.widest)
		if err != nil {
			return err
		}
	}
	return b.t.addCounts(b.counts)
}

// addCounts adds to the meta rows.
func (t *tx) addCounts(counts map[string]int64) error {
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		if counts[name] == 0 {
			continue
		}
		_, err := t.exec(`INSERT INTO meta (name, value) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET value = value + excluded.value`, name, counts[name])
		if err != nil {
			return err
		}
	}
	return nil
}

// flush writes the gathered postings and words. FTS5 writes out its buffer
// whenever a rowid is smaller than the one before, so they go in ascending order.
func (b *batch) flush() error {
	slices.SortFunc(b.postings, func(x, y posting) int {
		return cmp.Or(cmp.Compare(x.day, y.day), cmp.Compare(x.k, y.k), cmp.Compare(x.seq, y.seq))
	})
	for chunk := range slices.Chunk(b.postings, postingRows) {
		if err := b.writePostings(chunk); err != nil {
			return err
		}
	}
	b.postings = b.postings[:0]
	slices.SortFunc(b.words, func(x, y wordRow) int { return cmp.Compare(x.n, y.n) })
	for _, w := range b.words {
		if _, err := b.t.exec(`INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)`, w.n, w.title, w.body); err != nil {
			return err
		}
	}
	b.words = b.words[:0]
	return nil
}

// postingRows is how many postings one statement writes.
const postingRows = 64

var insertPostings = `INSERT INTO posting (day, k, seq) VALUES (?, ?, ?)` + strings.Repeat(`, (?, ?, ?)`, postingRows-1)

func (b *batch) writePostings(chunk []posting) error {
	if len(chunk) < postingRows {
		for _, p := range chunk {
			if _, err := b.t.exec(`INSERT INTO posting (day, k, seq) VALUES (?, ?, ?)`, p.day, p.k, p.seq); err != nil {
				return err
			}
		}
		return nil
	}
	args := make([]any, 0, 3*postingRows)
	for _, p := range chunk {
		args = append(args, p.day, p.k, p.seq)
	}
	_, err := b.t.exec(insertPostings, args...)
	return err
}

// entityDelta is what a batch changes about one entity.
type entityDelta struct {
	id      string
	reports int
	forms   map[index.Form]int
	aliases map[index.Written]int
	names   map[string]int
	roles   map[roleDay]int
}

type roleDay struct{ title, day string }

// name adds how a document names entities, or with sign -1 takes it off.
func (b *batch) name(namings []index.Naming, day string, sign int) error {
	for _, n := range namings {
		k, err := b.t.term(index.EntityTerm(n.Entity))
		if err != nil {
			return err
		}
		d := b.entities[k]
		if d == nil {
			d = &entityDelta{
				id: n.Entity, forms: map[index.Form]int{}, aliases: map[index.Written]int{}, names: map[string]int{}, roles: map[roleDay]int{},
			}
			b.entities[k] = d
		}
		d.reports += sign
		for f, count := range n.Forms {
			d.forms[f] += sign * count
		}
		for w, count := range n.Aliases {
			d.aliases[w] += sign * count
		}
		for folded, count := range n.Names {
			d.names[folded] += sign * count
		}
		for _, title := range n.Roles {
			d.roles[roleDay{title, day}] += sign
		}
	}
	return nil
}

func (b *batch) writeEntities() error {
	for _, k := range slices.Sorted(maps.Keys(b.entities)) {
		if err := b.writeEntity(k, b.entities[k]); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) writeEntity(k int64, d *entityDelta) error {
	if d.reports != 0 {
		var reports int
		_, err := b.t.get(`INSERT INTO entity (k, id, reports) VALUES (?, ?, ?)
			ON CONFLICT (k) DO UPDATE SET reports = reports + excluded.reports RETURNING reports`, []any{k, d.id, d.reports}, &reports)
		if err != nil {
			return err
		}
		switch {
		case reports == d.reports:
			b.counts["entities"]++
		case reports <= 0:
			b.counts["entities"]--
			if _, err := b.t.exec(`DELETE FROM entity WHERE k = ?`, k); err != nil {
				return err
			}
		}
	}
	for f, n := range d.forms {
		if err := b.t.tally(formTally, n, k, f.Name, string(f.Kind), f.Country, f.Sector); err != nil {
			return err
		}
	}
	for w, n := range d.aliases {
		if err := b.t.tally(aliasTally, n, k, string(w.Lang), w.Name); err != nil {
			return err
		}
	}
	for folded, n := range d.names {
		if err := b.t.tally(nameTally, n, folded, k); err != nil {
			return err
		}
	}
	for r, n := range d.roles {
		if err := b.t.tally(roleTally, n, k, r.title, r.day); err != nil {
			return err
		}
	}
	return nil
}

// tallyStatements count rows of one table up and down.
type tallyStatements struct{ add, drop string }

var (
	formTally = tallyStatements{
		`INSERT INTO entity_form (k, name, kind, country, sector, mentions) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET mentions = mentions + excluded.mentions`,
		`DELETE FROM entity_form WHERE k = ? AND name = ? AND kind = ? AND country = ? AND sector = ? AND mentions <= 0`,
	}
	aliasTally = tallyStatements{
		`INSERT INTO alias (k, lang, name, mentions) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET mentions = mentions + excluded.mentions`,
		`DELETE FROM alias WHERE k = ? AND lang = ? AND name = ? AND mentions <= 0`,
	}
	nameTally = tallyStatements{
		`INSERT INTO name (folded, k, mentions) VALUES (?, ?, ?)
			ON CONFLICT DO UPDATE SET mentions = mentions + excluded.mentions`,
		`DELETE FROM name WHERE folded = ? AND k = ? AND mentions <= 0`,
	}
	roleTally = tallyStatements{
		`INSERT INTO role (k, title, day, reports) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET reports = reports + excluded.reports`,
		`DELETE FROM role WHERE k = ? AND title = ? AND day = ? AND reports <= 0`,
	}
)

// tally adds n to the row with the given key, and deletes it when nothing is left.
func (t *tx) tally(st tallyStatements, n int, key ...any) error {
	if n == 0 {
		return nil
	}
	if _, err := t.exec(st.add, append(slices.Clone(key), n)...); err != nil {
		return err
	}
	if n > 0 {
		return nil
	}
	_, err := t.exec(st.drop, key...)
	return err
}
