package main

import (
	"context"
	"iter"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// counted tells how many rows an export has read so far.
type counted struct {
	format.Source
	tell func(n int)
	n    int
}

// countedImport counts the rows of what others coded, whose records are kept as they were.
type countedImport struct {
	counted
	format.Kept
}

func (s *counted) Stories(ctx context.Context, f store.Filter) iter.Seq2[*news.Story, error] {
	return countRows(s, s.Source.Stories(ctx, f))
}

func (s *counted) Entries(ctx context.Context, f store.Filter) iter.Seq2[*news.Entry, error] {
	return countRows(s, s.Source.Entries(ctx, f))
}

func (s *counted) Documents(ctx context.Context, f store.Filter) iter.Seq2[*news.Document, error] {
	return countRows(s, s.Source.Documents(ctx, f))
}

func (s *counted) Entities(ctx context.Context, f store.Filter) iter.Seq2[*news.Entity, error] {
	return countRows(s, s.Source.Entities(ctx, f))
}

func countRows[T any](s *counted, rows iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for row, err := range rows {
			s.n++
			s.tell(s.n)
			if !yield(row, err) {
				return
			}
		}
	}
}
