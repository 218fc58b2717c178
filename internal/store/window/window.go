// Package window keeps the feature rows of the days that are being worked on in
// memory, decoded and indexed by key, so that the candidates of a report cost no
// query. It is rebuilt from the store at will; it keeps no texts and decides nothing.
package window

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/store"
)

// Rows is the store, as far as a window needs it.
type Rows interface {
	Features(ctx context.Context, q store.FeatureQuery) iter.Seq2[store.Feature, error]
}

// Decode reads a row: what it holds, and its posting keys, the same that the store
// was given with it.
type Decode[V any] func(f store.Feature) (value V, keys []string, err error)

// The bounds of what is held; what lies beyond is asked of the store each time.
const (
	maxSpan    = 45     // days: a query over more is the store's
	maxRows    = 60_000 // in the days held together
	maxUndated = 20_000
)

// Window is a cache over a store for one goroutine that owns the placing of reports.
// Reports that others add after their day was read are met when Refresh names
// them, which their own placing does.
type Window[V any] struct {
	st      Rows
	decode  Decode[V]
	days    map[string]*bucket[V]
	held    map[string]*Row[V] // of all buckets, by report
	clock   int                // grows with each query: the age of buckets
	undated *bucket[V]
	tooMany bool // undated reports are too many to hold
}

// Row is a decoded feature row.
type Row[V any] struct {
	Report, Day string // as in store.Feature
	Value       V
	keys        []string
	in          *bucket[V]
	shared      int // what it has in common with the report asked for, while a query runs
}

// bucket is the rows of one day, or the undated ones.
type bucket[V any] struct {
	rows  map[string]*Row[V]
	byKey map[string][]*Row[V] // by report, sorted
	used  int
}

// New returns a window over st.
func New[V any](st Rows, decode Decode[V]) *Window[V] {
	return &Window[V]{st: st, decode: decode, days: map[string]*bucket[V]{}, held: map[string]*Row[V]{}}
}

func newBucket[V any]() *bucket[V] {
	return &bucket[V]{rows: map[string]*Row[V]{}, byKey: map[string][]*Row[V]{}}
}

func (w *Window[V]) row(f store.Feature) (*Row[V], error) {
	v, keys, err := w.decode(f)
	return &Row[V]{Report: f.Report, Day: f.Day, Value: v, keys: keys}, err
}

func byReport[V any](r *Row[V], report string) int { return strings.Compare(r.Report, report) }

func (w *Window[V]) put(b *bucket[V], f store.Feature) error {
	r, err := w.row(f)
	if err != nil {
		return err
	}
	w.drop(f.Report)
	r.in = b
	b.rows[f.Report], w.held[f.Report] = r, r
	for _, k := range r.keys {
		i, _ := slices.BinarySearchFunc(b.byKey[k], f.Report, byReport[V])
		b.byKey[k] = slices.Insert(b.byKey[k], i, r)
	}
	return nil
}

func (w *Window[V]) drop(report string) {
	r := w.held[report]
	if r == nil {
		return
	}
	for _, k := range r.keys {
		if i, found := slices.BinarySearchFunc(r.in.byKey[k], report, byReport[V]); found {
			r.in.byKey[k] = slices.Delete(r.in.byKey[k], i, i+1)
		}
	}
	delete(r.in.rows, report)
	delete(w.held, report)
}

// Refresh reads the rows of reports anew, after they were added or revised.
func (w *Window[V]) Refresh(ctx context.Context, reports []string) error {
	for _, id := range reports {
		w.drop(id)
	}
	if len(w.days) == 0 && w.undated == nil || len(reports) == 0 {
		return nil // all is read when it is asked for
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

// Get returns the rows of reports in any order, without those that are not kept.
func (w *Window[V]) Get(ctx context.Context, reports []string) ([]*Row[V], error) {
	out := make([]*Row[V], 0, len(reports))
	var rest []string
	for _, id := range reports {
		if r := w.held[id]; r != nil {
			out = append(out, r)
		} else {
			rest = append(rest, id)
		}
	}
	if len(rest) == 0 {
		return out, nil
	}
	for f, err := range w.st.Features(ctx, store.FeatureQuery{Reports: rest}) {
		if err != nil {
			return nil, err
		}
		r, err := w.row(f)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// Candidates returns the rows that the store's Features would yield for q, which
// must have keys, as far as the keys in common with q weigh least or more together; the
// newest first, ties by id. q.PerKey counts the reports of a day in the order of their ids.
func (w *Window[V]) Candidates(ctx context.Context, q store.FeatureQuery, weigh func(key string) int, least int) ([]*Row[V], error) {
	w.clock++
	days, short := span(q.From, q.To)
	buckets, err := w.load(ctx, days)
	if err != nil {
		return nil, err
	}
	var rest []store.FeatureQuery // what the store must be asked
	if !short {
		rest = append(rest, store.FeatureQuery{From: q.From, To: q.To, Keys: q.Keys, PerKey: q.PerKey})
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
	out := count(buckets, q, weigh, least)
	for _, r := range rest {
		more, err := w.ask(ctx, r, weigh, least)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	slices.SortFunc(out, func(a, b *Row[V]) int {
		return cmp.Or(strings.Compare(b.Day, a.Day), strings.Compare(a.Report, b.Report))
	})
	return slices.CompactFunc(out, func(a, b *Row[V]) bool { return a.Report == b.Report }), nil
}

// count adds up what the rows of buckets have in common with q.
func count[V any](buckets []*bucket[V], q store.FeatureQuery, weigh func(string) int, least int) []*Row[V] {
	var met []*Row[V]
	for _, key := range q.Keys {
		left, weight := q.PerKey, weigh(key)
		for _, b := range buckets { // newest day first
			for _, r := range b.byKey[key] {
				if q.PerKey > 0 && left == 0 {
					break
				}
				left--
				if r.shared == 0 {
					met = append(met, r)
				}
				r.shared += weight
			}
		}
	}
	out := met[:0]
	for _, r := range met {
		if r.shared >= least {
			out = append(out, r)
		}
		r.shared = 0
	}
	return out
}

// ask reads candidates from the store.
func (w *Window[V]) ask(ctx context.Context, q store.FeatureQuery, weigh func(string) int, least int) ([]*Row[V], error) {
	wanted := make(map[string]int, len(q.Keys))
	for _, k := range q.Keys {
		wanted[k] = weigh(k)
	}
	var out []*Row[V]
	for f, err := range w.st.Features(ctx, q) {
		if err != nil {
			return nil, err
		}
		r := w.held[f.Report]
		if r == nil {
			if r, err = w.row(f); err != nil {
				return nil, err
			}
		}
		shared := 0
		for _, k := range r.keys {
			shared += wanted[k]
		}
		if shared >= least {
			out = append(out, r)
		}
	}
	return out, nil
}

// load returns the buckets of days, newest first, reading those that are not held.
func (w *Window[V]) load(ctx context.Context, days []string) ([]*bucket[V], error) {
	var missing []string
	for _, d := range days {
		if w.days[d] == nil {
			missing = append(missing, d)
			w.days[d] = newBucket[V]()
		}
		w.days[d].used = w.clock
	}
	if len(missing) > 0 {
		if err := w.read(ctx, missing); err != nil {
			for _, d := range missing {
				w.forget(d)
			}
			return nil, err
		}
	}
	out := make([]*bucket[V], 0, len(days)+1)
	for _, d := range slices.Backward(days) {
		out = append(out, w.days[d])
	}
	return out, nil
}

func (w *Window[V]) read(ctx context.Context, missing []string) error {
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

// forget lets go of a day.
func (w *Window[V]) forget(day string) {
	for id := range w.days[day].rows {
		delete(w.held, id)
	}
	delete(w.days, day)
}

// evict lets go of the days that were asked for longest ago.
func (w *Window[V]) evict() {
	rows := 0
	for _, b := range w.days {
		rows += len(b.rows)
	}
	for rows > maxRows {
		oldest := ""
		for _, d := range slices.Sorted(maps.Keys(w.days)) {
			if b := w.days[d]; b.used < w.clock && (oldest == "" || b.used < w.days[oldest].used) {
				oldest = d
			}
		}
		if oldest == "" {
			return // all of them are needed now
		}
		rows -= len(w.days[oldest].rows)
		w.forget(oldest)
	}
}

func (w *Window[V]) loadUndated(ctx context.Context) error {
	if w.undated != nil || w.tooMany {
		return nil
	}
	b := newBucket[V]()
	for f, err := range w.st.Features(ctx, store.FeatureQuery{From: "9999-12-31", Undated: true}) {
		if err == nil && len(b.rows) < maxUndated {
			err = w.put(b, f)
		} else if err == nil {
			w.tooMany = true
		}
		if err != nil || w.tooMany {
			for id := range b.rows {
				delete(w.held, id)
			}
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
