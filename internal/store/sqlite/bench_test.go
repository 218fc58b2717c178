//go:build unix

package sqlite_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// The numbers of docs/store.md:
//
//	go test ./internal/store/sqlite -run '^$' -bench . -benchtime 1x -cpu 1 -reports 100000
var (
	benchReports  = flag.Int("reports", 3000, "how many reports the benchmarks keep")
	benchDisorder = flag.Bool("disorder", false, "add them in random order of days")
	benchBatch    = flag.Int("batch", 200, "reports in a batch")
)

const benchWindow = 1000 // reports over which a rate is taken

// BenchmarkStore fills a store and reports how fast at its sizes, how large it
// gets, and what queries cost then.
func BenchmarkStore(b *testing.B) {
	path := filepath.Join(b.TempDir(), "bench.db")
	s, err := sqlite.Open(b.Context(), path, store.Options{Features: features})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for b.Loop() {
		fillTimed(b, s)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/float64(*benchReports), "bytes/report")
	for _, q := range benchQueries(b, s) {
		p50, p99 := timed(b, q.run)
		b.Logf("%-40s p50 %9s  p99 %9s", q.name, p50, p99)
	}
}

// fillTimed adds reports, their making not counted, and logs the rate at each size.
func fillTimed(b *testing.B, s *sqlite.Store) {
	order := make([]int, *benchReports)
	for i := range order {
		order[i] = i
	}
	if *benchDisorder {
		rand.New(rand.NewPCG(1, 1)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	var total, window, cpu, all time.Duration
	next := benchWindow
	for from := 0; from < len(order); from += *benchBatch {
		var docs []*news.Document
		for _, i := range order[from:min(from+*benchBatch, len(order))] {
			docs = append(docs, synthetic(i, i+1)...)
		}
		began, used := time.Now(), cpuTime(b)
		if _, err := s.Add(b.Context(), docs); err != nil {
			b.Fatal(err)
		}
		took := time.Since(began)
		used = cpuTime(b) - used
		total, window, cpu, all = total+took, window+took, cpu+used, all+used
		if n := from + len(docs); n%benchWindow == 0 {
			if n == next || n == len(order) {
				b.Logf("at %7d reports: %5.0f reports/s, %.2f ms of CPU each", n, benchWindow/window.Seconds(), 1000*cpu.Seconds()/benchWindow)
				next *= 10
			}
			window, cpu = 0, 0
		}
	}
	b.ReportMetric(float64(len(order))/total.Seconds(), "reports/s")
	b.ReportMetric(1000*all.Seconds()/float64(len(order)), "cpu-ms/report")
}

type benchQuery struct {
	name string
	run  func(ctx context.Context, i int) error
}

func benchQueries(b *testing.B, s *sqlite.Store) []benchQuery {
	docs := synthetic(0, 200)
	day := func(i int) string { return docs[i%len(docs)].Published.From.Format(time.DateOnly) }
	search := func(q store.Query) error {
		_, err := s.Search(b.Context(), q)
		return err
	}
	two := func(i int) string { // two middling words of one text
		w := slices.DeleteFunc(splitWords(docs[i%len(docs)].Text), func(w string) bool { return len(w) < 7 })
		return w[i%len(w)] + " " + w[(i*7+3)%len(w)]
	}
	common := func(i int) string { return splitWords(docs[i%len(docs)].Text)[i%9] }
	entity := func(i int) string { return docs[i%len(docs)].Mentions[i%20].Entity }
	list := func(f store.Filter) error {
		for _, err := range s.Documents(b.Context(), f) {
			if err != nil {
				return err
			}
		}
		return nil
	}
	return []benchQuery{
		{"a report by id", func(ctx context.Context, i int) error {
			_, err := s.Document(ctx, docs[i%len(docs)].ID)
			return err
		}},
		{"newest 50 reports", func(context.Context, int) error { return list(store.Filter{Limit: 50}) }},
		{"two words, newest 20", func(_ context.Context, i int) error { return search(store.Query{Text: two(i), Sort: store.ByNewest}) }},
		{"two words, ranked 20", func(_ context.Context, i int) error { return search(store.Query{Text: two(i)}) }},
		{"a common word, newest 20", func(_ context.Context, i int) error {
			return search(store.Query{Text: common(i), Sort: store.ByNewest})
		}},
		{"a common word, ranked 20", func(_ context.Context, i int) error { return search(store.Query{Text: common(i)}) }},
		{"a common word on one day, newest 20", func(_ context.Context, i int) error {
			return search(store.Query{Text: common(i), Sort: store.ByNewest, Filter: store.Filter{Since: day(i), Until: day(i)}})
		}},
		{"an entity's newest 50", func(_ context.Context, i int) error { return list(store.Filter{Entity: entity(i), Limit: 50}) }},
		{"features: 3 days, 8 keys, 2000 each", func(ctx context.Context, i int) error {
			_, keys := features(docs[i%len(docs)])
			for _, err := range s.Features(ctx, store.FeatureQuery{Keys: keys[4:], From: day(i), To: day(i), PerKey: 2000, Undated: true}) {
				if err != nil {
					return err
				}
			}
			return nil
		}},
		{"50 most named people", func(ctx context.Context, _ int) error {
			for _, err := range s.Entities(ctx, store.Filter{Kind: news.Person, Limit: 50}) {
				if err != nil {
					return err
				}
			}
			return nil
		}},
		{"counts", func(ctx context.Context, _ int) error {
			_, err := s.Stats(ctx)
			return err
		}},
		{"lease and acknowledge a job", func(ctx context.Context, _ int) error {
			jobs, err := s.Lease(ctx, store.JobPlace, 1, time.Minute)
			if err != nil {
				return err
			}
			return s.Ack(ctx, jobs...)
		}},
	}
}

// timed runs a query 100 times and returns the median and the slowest but one.
func timed(b *testing.B, run func(ctx context.Context, i int) error) (p50, p99 time.Duration) {
	const runs = 100
	took := make([]time.Duration, 0, runs)
	for i := range runs {
		began := time.Now()
		if err := run(b.Context(), i); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[runs/2].Round(time.Microsecond), took[runs-2].Round(time.Microsecond)
}

// cpuTime is what the process has used so far: on a busy machine it tells more
// than the clock.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
