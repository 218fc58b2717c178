package sqlite_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/storetest"
)

func synthetic(from, to int) []*news.Document { return storetest.Synthetic(from, to) }

// withVectors gives documents vectors of 64 values for their leads and sentences.
func withVectors(docs []*news.Document) []*news.Document {
	for _, d := range docs {
		r := rand.New(rand.NewPCG(uint64(len(d.Text)), 13))
		made := func() []int8 {
			v := make([]int8, 64)
			for i := range v {
				v[i] = int8(r.IntN(255) - 127)
			}
			return v
		}
		d.Reading = &news.Reading{Model: "made", Lead: made()}
		for range d.Sentences {
			d.Reading.Sentences = append(d.Reading.Sentences, made())
		}
	}
	return docs
}

// features is about as large as what clustering keeps: a row of 600 bytes, and 12 keys.
func features(doc *news.Document) ([]byte, []string) {
	row := make([]byte, 0, 600)
	for i := range 600 {
		row = append(row, doc.Title[i%max(len(doc.Title), 1)]^byte(i))
	}
	var keys []string
	for _, m := range doc.Mentions[:min(12, len(doc.Mentions))] {
		keys = append(keys, m.Entity)
	}
	return row, keys
}

// addAll adds docs in batches of a size.
func addAll(tb interface{ Context() context.Context }, s store.Writer, docs []*news.Document, size int) error {
	for batch := range slices.Chunk(docs, size) {
		if _, err := s.Add(tb.Context(), batch); err != nil {
			return err
		}
	}
	return nil
}

func splitWords(s string) []string { return strings.Fields(strings.ReplaceAll(s, ".", "")) }
