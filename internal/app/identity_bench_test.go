package app

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
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
				Entity: "L" + written, Country: []string{"IRQ", "IRN", "FRA", "USA"}[k%4], Role: "minister",
			})
			d.Text += written + " spoke of the harvest. "
		}
		docs = append(docs, d)
	}
	return docs
}

// BenchmarkSettlePeople keeps reports in batches and settles who is who after each.
func BenchmarkSettlePeople(b *testing.B) {
	docs := crowd(b, *manyReports)
	for b.Loop() {
		st, err := OpenStore(b.Context(), filepath.Join(b.TempDir(), "a.db"))
		if err != nil {
			b.Fatal(err)
		}
		who := &settling{st, "bench", newAcquaintance(st)}
		var add, settle, last time.Duration
		for i := 0; i < len(docs); i += batch {
			start := time.Now()
			if _, err := st.Add(b.Context(), docs[i:min(i+batch, len(docs))]); err != nil {
				b.Fatal(err)
			}
			added := time.Now()
			if err := who.identify(context.Background()); err != nil {
				b.Fatal(err)
			}
			last = time.Since(added)
			add, settle = add+added.Sub(start), settle+last
		}
		n := float64(len(docs))
		b.ReportMetric(float64(add.Microseconds())/n, "µs-add/report")
		b.ReportMetric(float64(settle.Microseconds())/n, "µs-settle/report")
		b.ReportMetric(float64(last.Microseconds())/batch, "µs-settle/report-at-the-end")
		if err := st.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
