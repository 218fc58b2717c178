// Package window keeps the feature rows of the days that are being worked on in
// memory, indexed by key, so that the candidates of a report cost no query. It is
// rebuilt from the store at will and answers as the store's Features does; it keeps
// no texts and decides nothing.
package window

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/store"
)

// Rows is the store, as far as a window needs it.
type Rows interface {
	Features(ctx context.Context, q store.FeatureQuery) iter.Seq2[store.Feature, error]
}

// The bounds of what is held; what lies beyond is asked of the store each time.
const (
	maxSpan    = 45     // days: a query over more is the store's
	maxRows    = 60_000 // in the days held together
	maxUndated = 20_000
)

// Window is a cache over a store for one goroutine that owns the placing of reports.
// Reports that others add after their day was read are met when Refresh names
// them, which their own placing does.
type Window struct {
	st   Rows
	keys func(data []byte) ([]string, error)

	days    map[string]*bucket
	clock   int // grows with each query: the age of buckets
	undated *bucket
	tooMany bool // undated reports are too many to hold
}

// bucket is the rows of one day, or the undated ones.
type bucket struct {
	rows  map[string]store.Feature // by report
	byKey map[string][]string      // reports, sorted
	of    map[string][]string      // keys of a report
	used  int
}

// New returns a window over st. keys gives the posting keys of a row, the same that
// the store was given with it.
func New(st Rows, keys func(data []byte) ([]string, error)) *Window {
	return &Window{st: st, keys: keys, days: map[string]*bucket{}}
}

func newBucket() *bucket {
	return &bucket{rows: map[string]store.Feature{}, byKey: map[string][]string{}, of: map[string][]string{}}
}

func (w *Window) put(b *bucket, f store.Feature) error {
	b.drop(f.Report)
	keys, err := w.keys(f.Data)
	if err != nil {
		return err
	}
	b.rows[f.Report], b.of[f.Report] = f, keys
	for _, k := range keys {
		if i, found := slices.BinarySearch(b.byKey[k], f.Report); !found {
			b.byKey[k] = slices.Insert(b.byKey[k], i, f.Report)
		}
	}
	return nil
}

func (b *bucket) drop(report string) {
	for _, k := range b.of[report] {
		if i, found := slices.BinarySearch(b.byKey[k], report); found {
			b.byKey[k] = slices.Delete(b.byKey[k], i, i+1)
		}
	}
	delete(b.rows, report)
	delete(b.of, report)
}

// Refresh reads the rows of reports anew, after they were added or revised.
func (w *Window) Refresh(ctx context.Context, reports []string) error {
	for _, b := range w.days {
		for _, id := range reports {
			b.drop(id)
		}
	}
	if w.undated != nil {
		for _, id := range reports {
			w.undated.drop(id)
		}
	}
	for f, err := range w.st.Features(ctx, store.FeatureQuery{Reports: reports}) {
		if err != nil {
			return err
		}
		b := w.days[f.Day]
		if f.Day == "" {
			b = w.undated
		}
		if b == nil {
			continue // its day is read when it is asked for
		}
		if err := w.put(b, f); err != nil {
			return err
		}
	}
	return nil
}

// Features answers q as the store's Features does; q.PerKey counts the reports of a
// day in the order of their ids.
func (w *Window) Features(ctx context.Context, q store.FeatureQuery) iter.Seq2[store.Feature, error] {
	days, short := span(q.From, q.To)
	if len(q.Reports) > 0 || len(q.Keys) == 0 || !short && q.From != "" {
		return w.st.Features(ctx, q)
	}
	return func(yield func(store.Feature, error) bool) {
		found, err := w.candidates(ctx, q, days)
		if err != nil {
			yield(store.Feature{}, err)
			return
		}
		for _, f := range found {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func (w *Window) candidates(ctx context.Context, q store.FeatureQuery, days []string) ([]store.Feature, error) {
	w.clock++
	buckets, err := w.load(ctx, days)
	if err != nil {
		return nil, err
	}
	var rest []store.FeatureQuery // what the store must be asked
	if len(days) == 0 {
		rest = append(rest, store.FeatureQuery{Keys: q.Keys, PerKey: q.PerKey})
	}
	if q.Undated {
		if err := w.loadUndated(ctx); err != nil {
			return nil, err
		}
		if w.tooMany {
			rest = append(rest, store.FeatureQuery{From: "9999-12-31", Undated: true, Keys: q.Keys, PerKey: q.PerKey})
		} else {
			buckets = append(buckets, w.undated)
		}
	}
	seen := map[string]store.Feature{}
	for _, key := range q.Keys {
		left := q.PerKey
		for _, b := range buckets { // newest day first
			for _, id := range b.byKey[key] {
				if q.PerKey > 0 && left == 0 {
					break
				}
				left--
				seen[id] = b.rows[id]
			}
		}
	}
	for _, r := range rest {
		for f, err := range w.st.Features(ctx, r) {
			if err != nil {
				return nil, err
			}
			seen[f.Report] = f
		}
	}
	out := make([]store.Feature, 0, len(seen))
	for _, f := range seen {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b store.Feature) int {
		return cmp.Or(strings.Compare(b.Day, a.Day), strings.Compare(a.Report, b.Report))
	})
	return out, nil
}

// load returns the buckets of days, newest first, reading those that are not held.
func (w *Window) load(ctx context.Context, days []string) ([]*bucket, error) {
	var missing []string
	for _, d := range days {
		if w.days[d] == nil {
			missing = append(missing, d)
			w.days[d] = newBucket()
		}
		w.days[d].used = w.clock
	}
	if len(missing) > 0 {
		if err := w.read(ctx, missing); err != nil {
			for _, d := range missing {
				delete(w.days, d)
			}
			return nil, err
		}
	}
	out := make([]*bucket, 0, len(days))
	for _, d := range slices.Backward(days) {
		out = append(out, w.days[d])
	}
	return out, nil
}

func (w *Window) read(ctx context.Context, missing []string) error {
	q := store.FeatureQuery{From: missing[0], To: missing[len(missing)-1]}
	for f, err := range w.st.Features(ctx, q) {
		if err != nil {
			return err
		}
		if !slices.Contains(missing, f.Day) {
			continue
		}
		if err := w.put(w.days[f.Day], f); err != nil {
			return err
		}
	}
	w.evict()
	return nil
}

// evict lets go of the days that were asked for longest ago.
func (w *Window) evict() {
	rows := 0
	for _, b := range w.days {
		rows += len(b.rows)
	}
	for rows > maxRows {
		oldest := ""
		for d, b := range w.days {
			if b.used < w.clock && (oldest == "" || b.used < w.days[oldest].used || b.used == w.days[oldest].used && d < oldest) {
				oldest = d
			}
		}
		if oldest == "" {
			return // all of them are needed now
		}
		rows -= len(w.days[oldest].rows)
		delete(w.days, oldest)
	}
}

func (w *Window) loadUndated(ctx context.Context) error {
	if w.undated != nil || w.tooMany {
		return nil
	}
	b := newBucket()
	for f, err := range w.st.Features(ctx, store.FeatureQuery{From: "9999-12-31", Undated: true}) {
		if err != nil {
			return err
		}
		if len(b.rows) == maxUndated {
			w.tooMany = true
			return nil
		}
		if err := w.put(b, f); err != nil {
			return err
		}
	}
	w.undated = b
	return nil
}

// span lists the days from one ISO date to another; short is false for an open or
// a long stretch, which has no list.
func span(from, to string) (days []string, short bool) {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err1 != nil || err2 != nil || b.Sub(a) > maxSpan*24*time.Hour {
		return nil, false
	}
	for d := a; !d.After(b); d = d.AddDate(0, 0, 1) {
		days = append(days, d.Format(time.DateOnly))
	}
	return days, true
}
