package api

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/dragoman-news/dragoman/internal/export"
)

func sourceList(s *server, w http.ResponseWriter, q *request) error {
	f, err := s.filter(q)
	if err != nil {
		return err
	}
	counts, err := s.st.Counts(q.Context(), f)
	if err != nil {
		return err
	}
	return atHand(s, w, q, export.NewSources(counts), func(o export.Source) string { return o.Source }, same)
}

func feedList(s *server, w http.ResponseWriter, q *request) error {
	feeds, err := s.st.ListFeeds(q.Context())
	if err != nil {
		return err
	}
	out := make([]export.Feed, len(feeds))
	for i, f := range feeds {
		out[i] = export.NewFeed(f)
	}
	return atHand(s, w, q, out, func(f export.Feed) string { return f.URL }, same)
}

// same shows a row as it is.
func same[T any](row T) (T, error) { return row, nil }

// atHand answers with a list that is at hand as a whole, in the order of its keys. It goes on after a key whether that is
// still there or not.
func atHand[T, U any](s *server, w http.ResponseWriter, q *request, rows []T, key func(T) string, render func(T) (U, error)) error {
	c, err := q.cursor()
	if err != nil {
		return err
	}
	limit, err := q.limit(q.lines())
	if err != nil {
		return err
	}
	slices.SortStableFunc(rows, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	if c.Skip > 0 {
		rows = slices.DeleteFunc(rows, func(row T) bool { return key(row) <= c.ID })
	}
	if q.lines() {
		return stream(s, w, q, first(each(rows), limit), func(row T) (any, error) { return render(row) })
	}
	items, last, err := page(each(rows), limit, render)
	if err != nil {
		return err
	}
	var next *cursor
	if last != nil {
		next = &cursor{ID: key(*last), Skip: 1}
	}
	return writeList(s, w, q, items, next)
}
