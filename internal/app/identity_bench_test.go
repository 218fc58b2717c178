package app

import (
	"context"
	"flag"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

var manyReports = flag.Int("reports", 2000, "reports that BenchmarkSettlePeople keeps")

// nameParts reads parts of names: the commonest, and all.
func nameParts(tb testing.TB) (common, all []string) {
	tb.Helper()
	file, err := os.ReadFile("../entity/data/names_latn.txt")
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(file)) {
		w, often := strings.CutSuffix(strings.TrimSpace(line), "!")
		if len(w) < 3 || w[0] < 'a' || w[0] > 'z' {
			continue
		}
		w = strings.ToUpper(w[:1]) + w[1:]
		all = append(all, w)
		if often {
			common = append(common, w)
		}
	}
	return common, all
}

// crowd makes reports that each name six of many people, some of them in a second spelling.
func crowd(tb testing.TB, n int) []*news.Document {
	tb.Helper()
	common, all := nameParts(tb)
	random := rand.New(rand.NewPCG(5, 6))
	var docs []*news.Document
	for i := range n {
		at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/50)
		d := &news.Document{Report: news.Report{ID: fmt.Sprint("r", i), Lang: "en", Title: fmt.Sprint("Report ", i), Published: &news.Published{
			Interval: news.Interval{From: at, To: at, Precision: news.Day},
		}}}
		for range 6 {
			k := int(float64(n) * random.ExpFloat64() / 2) // few are named often
			given, family := common[k*7919%len(common)], all[k*104729%len(all)]
			if random.IntN(8) == 0 {
				family += "h"
			}
			written := given + " " + family
			d.Mentions = append(d.Mentions, news.Mention{
				Span: news.Span{Start: len(d.Text), End: len(d.Text) + len(written)}, Kind: news.Person, Name: written,
				Entity: localOf(written), Country: []string{"IRQ", "IRN", "FRA", "USA"}[k%4], Role: "minister",
			})
			d.Text += written + " spoke of the harvest. "
		}
		docs = append(docs, d)
	}
	return docs
}

// choir makes reports that each name two people, in names made of fifteen syllables: hundreds share the rough sound of
// a word.
func choir(n int) []*news.Document {
	random := rand.New(rand.NewPCG(7, 8))
	syllables := strings.Fields("ba de ki lo mu ra se ti vo nu za fe gi ho pu")
	word := func() string {
		s := ""
		for range 2 + random.IntN(2) {
			s += syllables[random.IntN(len(syllables))]
		}
		return strings.ToUpper(s[:1]) + s[1:]
	}
	var docs []*news.Document
	for i := range n {
		at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/8)
		d := &news.Document{Report: news.Report{ID: fmt.Sprint("r", i), Lang: "en", Title: fmt.Sprint("Report ", i), Published: &news.Published{
			Interval: news.Interval{From: at, To: at, Precision: news.Day},
		}}}
		for range 2 {
			written := word() + " " + word()
			d.Mentions = append(d.Mentions, news.Mention{
				Span: news.Span{Start: len(d.Text), End: len(d.Text) + len(written)}, Kind: news.Person, Name: written, Entity: localOf(written),
			})
			d.Text += written + " spoke of the harvest. "
		}
		docs = append(docs, d)
	}
	return docs
}

// localOf is an id such as reports give.
func localOf(written string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(written))
	return fmt.Sprintf("L%016x", h.Sum64())
}

// BenchmarkSettlePeople keeps reports in batches and settles who is who after each.
func BenchmarkSettlePeople(b *testing.B) { benchmarkSettle(b, crowd(b, *manyReports)) }

// BenchmarkSettleAlike does so where all names sound alike.
func BenchmarkSettleAlike(b *testing.B) { benchmarkSettle(b, choir(*manyReports)) }

// cpu is the time that the program has had a core for: a clock would count what other programs do.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		b.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

func benchmarkSettle(b *testing.B, docs []*news.Document) {
	b.Helper()
	for b.Loop() {
		st, err := OpenStore(b.Context(), filepath.Join(b.TempDir(), "a.db"))
		if err != nil {
			b.Fatal(err)
		}
		who := &settling{st, "bench", newAcquaintance(st)}
		var add, settle, last time.Duration
		for i := 0; i < len(docs); i += batch {
			start := cpu(b)
			if _, err := st.Add(b.Context(), docs[i:min(i+batch, len(docs))]); err != nil {
				b.Fatal(err)
			}
			added := cpu(b)
			if err := who.identify(context.Background()); err != nil {
				b.Fatal(err)
			}
			if add, settle = add+added-start, settle+cpu(b)-added; i >= len(docs)*9/10 {
				last += cpu(b) - added
			}
		}
		n := float64(len(docs))
		b.ReportMetric(float64(add.Microseconds())/n, "cpu-µs-add/report")
		b.ReportMetric(float64(settle.Microseconds())/n, "cpu-µs-settle/report")
		b.ReportMetric(float64(last.Microseconds())/n*10, "cpu-µs-settle/report-of-the-last-tenth")
		if err := st.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
