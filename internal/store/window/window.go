// Package window keeps an index of the feature rows of the days that are being worked on in
// memory, by key, and those of the rows themselves that were used last, so that the
// candidates of a report cost no query and few readings. It is rebuilt from the store at will; it
// keeps no texts and decides nothing.
//
// A report costs some 750 bytes: its postings at eight bytes each, the signs of its vector, its id, and its place.
package window

import (
	"context"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/store"
)

// Rows is the store, as far as a window needs it.
type Rows interface {
	Features(ctx context.Context, q store.FeatureQuery) iter.Seq2[store.Feature, error]
}

// Codec reads rows.
type Codec[V any] struct {
	Decode func(f store.Feature) (V, error)
	Keys   func(V) []string // its posting keys, the same that the store was given with it
	Signs  func(V) Signs    // of its vector; nil where rows have none
}

func (c *Codec[V]) signs(v V) Signs {
	if c.Signs == nil {
		return Signs{}
	}
	return c.Signs(v)
}

// Ask says which rows are wanted: the rows that the store's Features would yield for the query, which
// must have keys, as far as their keys in common with it, and their signs, weigh Least or more together; those
// first that have the rarest keys in common, and at most so many (0 is no bound).
// PerKey counts the reports of a day in an order that is their own, whatever else is there; a key that more rows have brings
// in none as soon as rarer ones brought in plenty.
type Ask struct {
	store.FeatureQuery
	Weigh       func(key string) int
	Signs       Signs
	Near        func(differ, all int) int // weighs that so many of all signs differ; nil weighs nothing
	Least, Most int
}

// The bounds of what is held; what lies beyond is asked of the store each time.
const (
	maxSpan    = 45        // days: a query over more is the store's
	maxRows    = 1_200_000 // in the days held together
	maxUndated = 20_000
)

// Window is a cache over a store for one goroutine that owns the placing of reports.
// Reports that others add after their day was read are met when Refresh names
// them, which their own placing does.
type Window[V any] struct {
	st      Rows
	codec   Codec[V]
	days    map[string]*bucket[V]
	held    map[string]place[V] // of all buckets, by report
	decoded values[V]
	clock   int // grows with each query: the age of buckets
	undated *bucket[V]
	tooMany bool // undated reports are too many to hold
	last    counted[V]
}

// Row is a decoded feature row.
type Row[V any] struct {
	Report, Day string // as in store.Feature
	Value       V
	in          *bucket[V] // nil for a row that was only read
	at          uint32
	used        bool
}

// place is where a report is held.
type place[V any] struct {
	in *bucket[V]
	at uint32
}

// New returns a window over st.
func New[V any](st Rows, codec Codec[V]) *Window[V] {
	return &Window[V]{
		st: st, codec: codec, days: map[string]*bucket[V]{}, held: map[string]place[V]{}, decoded: values[V]{most: maxDecoded},
	}
}

// put holds a row; sorted is false while many are read.
func (w *Window[V]) put(b *bucket[V], f store.Feature, sorted bool) error {
	w.last = counted[V]{}
	v, err := w.codec.Decode(f)
	if err != nil {
		return err
	}
	w.drop(f.Report)
	r := &Row[V]{Report: f.Report, Day: f.Day, Value: v, in: b}
	if r.at = b.add(f.Report, w.codec.Keys(v), w.codec.signs(v), sorted); r.at == maxRow {
		return nil // no day has sixteen million reports
	}
	w.held[f.Report] = place[V]{b, r.at}
	w.decoded.keep(r)
	return nil
}

func (w *Window[V]) drop(report string) {
	p, ok := w.held[report]
	if !ok {
		return
	}
	w.last = counted[V]{}
	p.in.drop(p.at)
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
		if err := w.put(b, f, true); err != nil {
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
		if p, ok := w.held[id]; ok && p.in.values[p.at] != nil {
			r := p.in.values[p.at]
			r.used = true
			out = append(out, r)
		} else {
			rest = append(rest, id)
		}
	}
	err := w.fetch(ctx, rest, func(r *Row[V]) { out = append(out, r) })
	return out, err
}

// fetch reads the rows of reports from the store, and keeps those decoded that are held.
func (w *Window[V]) fetch(ctx context.Context, reports []string, got func(*Row[V])) error {
	if len(reports) == 0 {
		return nil
	}
	for f, err := range w.st.Features(ctx, store.FeatureQuery{Reports: reports}) {
		if err != nil {
			return err
		}
		v, err := w.codec.Decode(f)
		if err != nil {
			return err
		}
		r := &Row[V]{Report: f.Report, Day: f.Day, Value: v}
		if p, ok := w.held[f.Report]; ok {
			r.in, r.at, r.used = p.in, p.at, true
			w.decoded.keep(r)
		}
		got(r)
	}
	return nil
}

// Candidates returns the rows that q asks for.
func (w *Window[V]) Candidates(ctx context.Context, q Ask) ([]*Row[V], error) {
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
	if !w.last.answers(q) {
		w.last = count(buckets, q)
	}
	found := w.last.matches(q)
	var read []*Row[V]
	for _, r := range rest {
		part := q
		part.FeatureQuery = r
		more, err := w.ask(ctx, part)
		if err != nil {
			return nil, err
		}
		read = append(read, more...)
	}
	found = best(found, q.Most)
	if q.Most > 0 {
		read = read[:min(len(read), q.Most)]
	}
	out, err := w.rows(ctx, found)
	if err != nil {
		return nil, err
	}
	seen := make(map[string]bool, len(out))
	for _, r := range out {
		seen[r.Report] = true
	}
	for _, r := range read {
		if !seen[r.Report] {
			seen[r.Report] = true
			out = append(out, r)
		}
	}
	return out, nil
}

// rows returns the rows of matches, in their order.
func (w *Window[V]) rows(ctx context.Context, of []match[V]) ([]*Row[V], error) {
	out := make([]*Row[V], len(of))
	var rest []string
	at := map[string]int{}
	for i, m := range of {
		if r := m.in.values[m.at]; r != nil {
			r.used = true
			out[i] = r
			continue
		}
		id := m.in.ids[m.at]
		rest = append(rest, id)
		at[id] = i
	}
	if err := w.fetch(ctx, rest, func(r *Row[V]) { out[at[r.Report]] = r }); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(out, func(r *Row[V]) bool { return r == nil }), nil
}

// ask reads candidates from the store, those with most in common first.
func (w *Window[V]) ask(ctx context.Context, q Ask) ([]*Row[V], error) {
	wanted := make(map[string]int, len(q.Keys))
	for _, k := range q.Keys {
		wanted[k] = q.Weigh(k)
	}
	var out []*Row[V]
	shares := map[*Row[V]]int{}
	for f, err := range w.st.Features(ctx, q.FeatureQuery) {
		if err != nil {
			return nil, err
		}
		v, err := w.codec.Decode(f)
		if err != nil {
			return nil, err
		}
		shared := 0
		for _, k := range w.codec.Keys(v) {
			shared += wanted[k]
		}
		if shared > 0 && shared < q.Least {
			shared += q.near(w.codec.signs(v))
		}
		if shared >= q.Least {
			r := &Row[V]{Report: f.Report, Day: f.Day, Value: v}
			out, shares[r] = append(out, r), shared
		}
	}
	slices.SortStableFunc(out, func(a, b *Row[V]) int { return shares[b] - shares[a] })
	return out, nil
}

// load returns the buckets of days, newest first, reading those that are not held.
func (w *Window[V]) load(ctx context.Context, days []string) ([]*bucket[V], error) {
	var missing []string
	for _, d := range days {
		if w.days[d] == nil {
			missing = append(missing, d)
			w.days[d] = &bucket[V]{}
		}
		w.days[d].used = w.clock
	}
	if len(missing) > 0 {
		if err := w.read(ctx, missing); err != nil {
			for _, d := range missing {
				w.forget(w.days[d])
				delete(w.days, d)
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
		if err := w.put(w.days[f.Day], f, false); err != nil {
			return err
		}
	}
	for _, d := range missing {
		w.days[d].postings.sort(w.days[d].gone)
	}
	w.evict()
	return nil
}

// forget lets go of a bucket's reports.
func (w *Window[V]) forget(b *bucket[V]) {
	w.last = counted[V]{}
	for at, id := range b.ids {
		if !b.gone[at] {
			delete(w.held, id)
		}
	}
	*b = bucket[V]{} // decoded rows that are kept may still name it
}

// evict lets go of the days that were asked for longest ago.
func (w *Window[V]) evict() {
	rows := 0
	for _, b := range w.days {
		rows += len(b.ids)
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
		rows -= len(w.days[oldest].ids)
		w.forget(w.days[oldest])
		delete(w.days, oldest)
	}
}

func (w *Window[V]) loadUndated(ctx context.Context) error {
	if w.undated != nil || w.tooMany {
		return nil
	}
	b := &bucket[V]{}
	for f, err := range w.st.Features(ctx, store.FeatureQuery{From: "9999-12-31", Undated: true}) {
		if err == nil && len(b.ids) < maxUndated {
			err = w.put(b, f, false)
		} else if err == nil {
			w.tooMany = true
		}
		if err != nil || w.tooMany {
			w.forget(b)
			return err
		}
	}
	b.postings.sort(b.gone)
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
