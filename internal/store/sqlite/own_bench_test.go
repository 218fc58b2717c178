package sqlite_test

import (
	"fmt"
	"iter"
	"path/filepath"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// people yields n people with three names each, in no order of ids.
func people(n int) iter.Seq2[*news.Known, error] {
	return func(yield func(*news.Known, error) bool) {
		for i := range n {
			at := i * 7919 % 1_000_003
			name := fmt.Sprintf("Given%d Family%d", at%5003, at)
			k := &news.Known{
				ID: fmt.Sprintf("NK-%07d", at), Kind: news.Person, Name: name, Country: "IRN", Sector: "GOV",
				Names: []news.KnownName{{Name: fmt.Sprintf("علي %d شمخاني", at), Lang: "ar"}, {Name: fmt.Sprintf("Family%d Given", at)}},
			}
			if !yield(k, nil) {
				return
			}
		}
	}
}

// BenchmarkPutOwn imports 20,000 people with three names each.
func BenchmarkPutOwn(b *testing.B) {
	const n = 20_000
	for b.Loop() {
		s := openBench(b)
		if c, err := s.PutOwn(b.Context(), people(n)); err != nil || c.Added != n {
			b.Fatal(c, err)
		}
		if c, err := s.PutOwn(b.Context(), people(n)); err != nil || c.Same != n {
			b.Fatal(c, err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "us/entity")
}

// BenchmarkOwned reads 20,000 people.
func BenchmarkOwned(b *testing.B) {
	const n = 20_000
	s := openBench(b)
	if _, err := s.PutOwn(b.Context(), people(n)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		seen := 0
		for _, err := range s.Owned(b.Context(), store.OwnFilter{}) {
			if err != nil {
				b.Fatal(err)
			}
			seen++
		}
		if seen != n {
			b.Fatal(seen)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "us/entity")
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

func openBench(b *testing.B) *sqlite.Store {
	b.Helper()
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "own.db"), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return s
}
