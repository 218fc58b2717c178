//go:build unix

package sqlite_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

const (
	benchSentences  = 15
	benchDimensions = 256
	benchModel      = "made"
)

// read makes a short report with vectors of its lead and 15 sentences: what is
// measured does not look at the rest.
func read(i int) *news.Document {
	r := rand.New(rand.NewPCG(uint64(i), 11))
	at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Minute)
	d := &news.Document{
		Report: news.Report{
			ID: fmt.Sprintf("r%07d", i), Lang: []news.Lang{"en", "fr", "ar"}[i%3], Source: fmt.Sprintf("outlet%d.example", i%50), Title: "Report",
			Published: &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Minute}, ReadFrom: news.ReadFromFeed},
		},
		Reading: &news.Reading{Model: benchModel, Lead: madeVector(r)},
	}
	var text strings.Builder
	for range benchSentences {
		start := text.Len()
		text.WriteString("A sentence. ")
		d.Sentences = append(d.Sentences, news.Span{Start: start, End: text.Len() - 1})
		d.Reading.Sentences = append(d.Reading.Sentences, madeVector(r))
	}
	d.Text = text.String()
	return d
}

func madeVector(r *rand.Rand) []int8 {
	v := make([]int8, benchDimensions)
	for i := range v {
		v[i] = int8(r.NormFloat64() * 35)
	}
	return v
}

// BenchmarkLike keeps reports with vectors and searches them by meaning:
//
//	go test ./internal/store/sqlite -run '^$' -bench Like -benchtime 20x -reports 100000 -v
func BenchmarkLike(b *testing.B) {
	path := filepath.Join(b.TempDir(), "bench.db")
	s, err := sqlite.Open(b.Context(), path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	var adding time.Duration
	for from := 0; from < *benchReports; from += *benchBatch {
		var docs []*news.Document
		for i := from; i < min(from+*benchBatch, *benchReports); i++ {
			docs = append(docs, read(i))
		}
		began := cpuTime(b)
		if _, err := s.Add(b.Context(), docs); err != nil {
			b.Fatal(err)
		}
		adding += cpuTime(b) - began
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d bytes of disk and %v of CPU a report", info.Size()/int64(*benchReports), adding/time.Duration(*benchReports))
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for _, q := range []struct {
		name string
		f    store.Filter
	}{
		{"all", store.Filter{}},
		{"one language", store.Filter{Lang: "ar"}},
		{"a week", store.Filter{Since: "2020-01-02", Until: "2020-01-08"}},
	} {
		b.Run(q.name, func(b *testing.B) {
			i, used := 0, cpuTime(b)
			for b.Loop() {
				i++
				res, err := s.Like(b.Context(), store.LikeQuery{Vector: read(i * 7).Reading.Lead, Model: benchModel, Filter: q.f})
				if err != nil || len(res.Hits) == 0 || q.f == (store.Filter{}) && res.Hits[0].Score < 0.99 {
					b.Fatalf("%+v, %v", res, err)
				}
			}
			b.ReportMetric(1000*(cpuTime(b)-used).Seconds()/float64(i), "cpu-ms/op")
		})
	}
	for _, q := range []struct {
		name string
		q    store.Query
	}{
		{"words", store.Query{Text: "sentence"}},
		{"words and their meaning", store.Query{Text: "sentence", Vector: read(7).Reading.Lead, Model: benchModel}},
	} {
		b.Run(q.name, func(b *testing.B) {
			i, used := 0, cpuTime(b)
			for b.Loop() {
				i++
				if res, err := s.Search(b.Context(), q.q); err != nil || len(res.Hits) != 20 {
					b.Fatalf("%+v, %v", res, err)
				}
			}
			b.ReportMetric(1000*(cpuTime(b)-used).Seconds()/float64(i), "cpu-ms/op")
		})
	}
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	b.Logf("the heap has grown from %d to %d MB", before.HeapSys>>20, after.HeapSys>>20)
}
