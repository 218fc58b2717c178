package sqlite

import (
	"cmp"
	"maps"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// batch gathers what the documents of one transaction write, so that rows are
// written once and in the order of their keys.
type batch struct {
	t        *tx
	days     map[int64]*dayRow
	words    []wordRow
	postings []posting
	entities map[int64]*entityDelta
	vectors  map[int64]entry  // by report; one without data is taken out
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
		vectors: make(map[int64]entry),
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
	if err := b.writeVectors(); err != nil {
		return err
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
	rows := newRows(b.t, `INSERT INTO posting (day, k, seq) VALUES `, 3, ``)
	for _, p := range b.postings {
		if err := rows.add(p.day, p.k, p.seq); err != nil {
			return err
		}
	}
	if err := rows.flush(); err != nil {
		return err
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
