package app

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

var manyReports = flag.Int("reports", 2000, "reports that BenchmarkSettlePeople keeps")

// crowd makes reports that each name six of many people, some of them in a second spelling.
func crowd(n int) []*news.Document {
	random := rand.New(rand.NewPCG(5, 6))
	syllables := []string{"ka", "mi", "ro", "shan", "ten", "du", "lom", "ber", "nak", "viro", "sul", "gari", "pet", "honu", "zil", "fal", "brun", "tolm", "skor", "lind", "marg", "prel", "gath", "wend"}
	word := func(k, parts int) string {
		s := ""
		for range parts {
			s += syllables[k%len(syllables)]
			k /= len(syllables)
		}
		return string(s[0]-'a'+'A') + s[1:]
	}
	var docs []*news.Document
	for i := range n {
		at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/50)
		d := &news.Document{Report: news.Report{ID: fmt.Sprint("r", i), Lang: "en", Title: fmt.Sprint("Report ", i), Published: &news.Published{
			Interval: news.Interval{From: at, To: at, Precision: news.Day},
		}}}
		for range 6 {
			k := int(float64(n) * random.ExpFloat64() / 2) // few are named often
			given, family := word(k*7919, 2), word(k*104729, 3)
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
	docs := crowd(*manyReports)
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
