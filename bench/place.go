package main

import (
	"bufio"
	"context"
	"iter"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/cluster"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/window"
)

// What is placed for one size of the window.
const (
	placed     = 300             // reports, spread over the window
	placeDays  = 9               // of the window: as far as a report is compared with others
	placeLimit = 3 * time.Minute // no more are begun after it
)

// places measures placing one report among so many that are within the days it is compared with.
func (b *bench) places(sizes string) {
	base := realItems()
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(app.PlacingMemory)) // as "dragoman add" has it
	b.line("%-28s %8s %9s %12s %10s   rows varied from %d texts", "placing, CPU", "reports", "p50 ms", "p99 ms", "heap MB", len(base))
	for _, s := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil {
			log.Fatalf("-place %s: %v", sizes, err)
		}
		b.place(newCrowd(21, base, placeDays), n)
	}
}

// place fills a window with n reports of which some are held back, and places those.
func (b *bench) place(c *crowd, n int) {
	ctx := context.Background()
	path := filepath.Join(b.dir, "rows")
	src := newPlaceSource(c, n, path)
	defer func() { _, _ = src.file.Close(), os.Remove(path) }()
	before := heap()
	start := time.Now()
	if err := src.fill(ctx); err != nil {
		log.Fatal(err)
	}
	filled, held := time.Since(start), heap()-before
	settler := cluster.NewSettler(src)
	var t placeTimes
	for _, i := range src.back {
		if time.Since(start) > filled+placeLimit && len(t.known) > 20 {
			break
		}
		t.one(ctx, src, settler, i)
	}
	what := "  among " + strconv.Itoa(n)
	b.line("%-28s %8d %9s %12s %10.0f   filled in %.0f s; resident %.0f MB", what, len(t.known), "", "", float64(held)/1e6, filled.Seconds(), float64(resident())/1e6)
	t.row(b, "looking up candidates", t.look)
	t.row(b, "judging them", t.judge)
	t.row(b, "a report", t.known)
	t.row(b, "the same, just restarted", t.cold)
	resides := resident()
	atEnd := float64(heap()) / 1e6
	pairs, most := 0, 0
	for _, k := range t.pairs {
		pairs, most = pairs+k, max(most, k)
	}
	b.line("%-28s %8d   candidates on average, %d at most; %.1f us a pair; at the end heap %.0f MB, resident %.0f MB", "    pairs", pairs/len(t.pairs), most,
		1e6*sum(t.judge).Seconds()/float64(max(pairs, 1)), atEnd, float64(resides)/1e6)
	runtime.KeepAlive(settler)
}

// placeTimes are how long the parts took, for each report.
type placeTimes struct {
	look, judge, cold, known []time.Duration
	pairs                    []int
}

// one places report i: its candidates by themselves, then all of it, first with a settler that knows
// nobody and then, as if it came again, with one that met those around it.
func (t *placeTimes) one(ctx context.Context, src *placeSource, settler *cluster.Settler, i int) {
	id, it := rowID(i), src.item(i)
	src.held[i] = false
	if err := src.near.Refresh(ctx, []string{id}); err != nil {
		log.Fatal(err)
	}
	start := cpuTime()
	candidates, err := src.Candidates(ctx, cluster.CandidatesOf(it))
	if err != nil {
		log.Fatal(err)
	}
	t.look = append(t.look, cpuTime()-start)
	start = cpuTime()
	for _, other := range candidates {
		_ = cluster.Pair(it, other)
	}
	t.judge, t.pairs = append(t.judge, cpuTime()-start), append(t.pairs, len(candidates))
	settle := func(s *cluster.Settler) time.Duration {
		start := cpuTime()
		ch, err := s.Settle(ctx, []string{id})
		if err != nil {
			log.Fatal(err)
		}
		used := cpuTime() - start
		src.write(ch)
		return used
	}
	t.cold = append(t.cold, settle(cluster.NewSettler(src)))
	settle(settler)
	t.known = append(t.known, settle(settler))
}

func (t *placeTimes) row(b *bench, what string, took []time.Duration) {
	sorted := slices.Sorted(slices.Values(took))
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.line("%-28s %8d %9.1f %12.1f", "    "+what, len(took), ms(sorted[len(sorted)/2]), ms(sorted[len(sorted)*99/100]))
}

func sum(all []time.Duration) time.Duration {
	var t time.Duration
	for _, d := range all {
		t += d
	}
	return t
}

// resident is the memory that this process has now, in bytes.
func resident() int64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b))
	if len(f) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(f[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// placeSource is the reports of a crowd as a store would give them, from a file, so that what
// is measured is the memory of the window and the settler.
type placeSource struct {
	c    *crowd
	n    int
	file *os.File
	ends []int64      // of the rows in file, 0 first
	held map[int]bool // held back: not there yet
	back []int
	days map[string][]int
	told map[string]cluster.Group // stories that were settled, by report; the others are as the reports were made
	near *window.Window[*cluster.Item]
}

func newPlaceSource(c *crowd, n int, path string) *placeSource {
	file, err := os.Create(filepath.Clean(path))
	if err != nil {
		log.Fatal(err)
	}
	s := &placeSource{c: c, n: n, file: file, ends: make([]int64, 1, n+1), held: map[int]bool{}, days: map[string][]int{}, told: map[string]cluster.Group{}}
	w := bufio.NewWriter(file)
	for i := range n {
		row := c.item(i).Encode()
		if _, err := w.Write(row); err != nil {
			log.Fatal(err)
		}
		s.ends = append(s.ends, s.ends[i]+int64(len(row)))
		day := isoDay(c.day(i))
		s.days[day] = append(s.days[day], i)
		if i%max(1, n/placed) == 7 && len(s.back) < placed {
			s.held[i] = true
			s.back = append(s.back, i)
		}
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
	s.near = window.New(s, window.Codec[*cluster.Item]{
		Decode: func(f store.Feature) (*cluster.Item, error) { return cluster.Decode(f.Data) }, Keys: (*cluster.Item).Keys,
		Signs: func(it *cluster.Item) window.Signs { return window.Signs(it.Signs()) },
	})
	return s
}

func isoDay(day int32) string { return time.Unix(int64(day)*86400, 0).UTC().Format(time.DateOnly) }

// fill makes the window read all days.
func (s *placeSource) fill(ctx context.Context) error {
	_, err := s.near.Candidates(ctx, window.Ask{FeatureQuery: store.FeatureQuery{
		From: isoDay(s.c.first), To: isoDay(s.c.first + int32(s.c.days) - 1), Undated: true, Keys: []string{"nothing"},
	}, Weigh: cluster.KeyWeight, Least: cluster.Enough})
	return err
}

// Features implements window.Rows.
func (s *placeSource) Features(_ context.Context, q store.FeatureQuery) iter.Seq2[store.Feature, error] {
	return func(yield func(store.Feature, error) bool) {
		var which []int
		for _, id := range q.Reports {
			which = append(which, rowNumber(id))
		}
		if len(q.Reports) == 0 {
			for d := s.c.first; d < s.c.first+int32(s.c.days); d++ {
				if day := isoDay(d); day >= q.From && (q.To == "" || day <= q.To) {
					which = append(which, s.days[day]...)
				}
			}
		}
		for _, i := range which {
			if s.held[i] {
				continue
			}
			if !yield(store.Feature{Report: rowID(i), Day: isoDay(s.c.day(i)), Data: s.row(i)}, nil) {
				return
			}
		}
	}
}

// Items implements cluster.Source.
func (s *placeSource) Items(ctx context.Context, ids []string) ([]*cluster.Item, error) {
	rows, err := s.near.Get(ctx, ids)
	out := make([]*cluster.Item, len(rows))
	for i, r := range rows {
		out[i] = r.Value
	}
	return out, err
}

// Candidates implements cluster.Source.
func (s *placeSource) Candidates(ctx context.Context, q cluster.Query) ([]*cluster.Item, error) {
	rows, err := s.near.Candidates(ctx, window.Ask{
		FeatureQuery: store.FeatureQuery{From: q.From, To: q.To, Undated: true, Keys: q.Keys, PerKey: q.PerKey},
		Weigh:        cluster.KeyWeight, Signs: window.Signs(q.Signs), Near: cluster.SignWeight, Least: cluster.Enough, Most: q.Most,
	})
	out := make([]*cluster.Item, len(rows))
	for i, r := range rows {
		out[i] = r.Value
	}
	return out, err
}

// Story implements cluster.Source. The stories are those that the reports were made for, as far as
// clustering finds their reports alike.
func (s *placeSource) Story(_ context.Context, report string) (string, []string, error) {
	i := rowNumber(report)
	if s.held[i] {
		return "", nil, nil
	}
	if g, ok := s.told[report]; ok {
		return g.ID, g.Reports, nil
	}
	number, _ := story(i)
	var items []*cluster.Item
	from, to := reports(number)
	for k := from; k < to; k++ {
		if _, ok := s.told[rowID(k)]; !ok && !s.held[k] && k < s.n {
			items = append(items, s.item(k))
		}
	}
	for _, g := range cluster.Groups(items) {
		for _, r := range g.Reports {
			s.told[r] = g
		}
	}
	g := s.told[report]
	return g.ID, g.Reports, nil
}

// write keeps what was settled.
func (s *placeSource) write(ch cluster.Changes) {
	for _, g := range ch.Stories {
		for _, r := range g.Reports {
			s.told[r] = g
		}
	}
}

// item is the row of report i, decoded.
func (s *placeSource) item(i int) *cluster.Item {
	it, err := cluster.Decode(s.row(i))
	if err != nil {
		log.Fatal(err)
	}
	return it
}

// row reads the row of report i.
func (s *placeSource) row(i int) []byte {
	b := make([]byte, s.ends[i+1]-s.ends[i])
	if _, err := s.file.ReadAt(b, s.ends[i]); err != nil {
		log.Fatal(err)
	}
	return b
}
