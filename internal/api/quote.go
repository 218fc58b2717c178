package api

import (
	"context"
	"iter"
	"net/http"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// placedQuote is a quote with the place of its report, and its number among those of the report that match.
type placedQuote struct {
	export.QuoteLine
	report store.Place
	n      int
}

func quoteList(s *server, w http.ResponseWriter, q *request) error {
	f, c, limit, err := s.asked(q)
	if err != nil {
		return err
	}
	rows := s.quotes(q.Context(), f, c)
	render := func(line placedQuote) (export.QuoteLine, error) { return line.QuoteLine, nil }
	if q.lines() {
		return stream(s, w, q, first(rows, limit), func(line placedQuote) (any, error) { return render(line) })
	}
	items, last, err := page(rows, limit, render)
	if err != nil {
		return err
	}
	var next *cursor
	if last != nil {
		at := placeCursor(last.report)
		at.Skip = last.n + 1
		next = &at
	}
	return writeList(s, w, q, items, next)
}

// first ends a list after n rows; 0 is all.
func first[T any](rows iter.Seq2[T, error], n int) iter.Seq2[T, error] {
	if n == 0 {
		return rows
	}
	return func(yield func(T, error) bool) {
		k := 0
		for row, err := range rows {
			if k++; !yield(row, err) || k == n {
				return
			}
		}
	}
}

// quotes yields the quotes of the reports that match, from a cursor on: first what is left of the report that it
// stands at, then those of the reports after it. With an entity they are those that it speaks.
func (s *server) quotes(ctx context.Context, f store.Filter, c cursor) iter.Seq2[placedQuote, error] {
	return func(yield func(placedQuote, error) bool) {
		if c.ID != "" {
			doc, err := s.st.Document(ctx, c.ID)
			switch {
			case err == nil:
				if !quotesOf(doc, f.Entity, c.Skip, yield) {
					return
				}
			case news.CodeOf(err) != news.NotFound:
				yield(placedQuote{}, err)
				return
			}
		}
		f.Past = c.place()
		for doc, err := range s.st.Documents(ctx, f) {
			if err != nil {
				yield(placedQuote{}, err)
				return
			}
			if !quotesOf(doc, f.Entity, 0, yield) {
				return
			}
		}
	}
}

// quotesOf yields the quotes of one report that an entity speaks, without the first few; false when that is enough.
func quotesOf(doc *news.Document, entity string, skip int, yield func(placedQuote, error) bool) bool {
	n := 0
	for i, line := range export.NewQuotes(doc) {
		if entity != "" && !export.Speaks(doc, doc.Quotes[i], entity) {
			continue
		}
		if n >= skip && !yield(placedQuote{line, store.PlaceOfReport(doc), n}, nil) {
			return false
		}
		n++
	}
	return true
}
