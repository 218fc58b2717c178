package api

import (
	"context"
	"iter"
	"net/http"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// listing is a list of the store: how its rows are read, where each stands, and how it is shown.
type listing[T, U any] struct {
	rows   func(ctx context.Context, f store.Filter) iter.Seq2[T, error]
	place  func(T) store.Place
	render func(T) (U, error)
}

// answer writes a page of a list, or the whole of it as lines.
func (l listing[T, U]) answer(s *server, w http.ResponseWriter, q *request) error {
	f, c, limit, err := s.asked(q)
	if err != nil {
		return err
	}
	f.Past = c.place()
	if q.lines() {
		f.Limit = limit
		return stream(s, w, q, l.rows(q.Context(), f), func(row T) (any, error) { return l.render(row) })
	}
	f.Limit = limit + 1 // one more tells that there is a next page
	items, last, err := page(l.rows(q.Context(), f), limit, l.render)
	if err != nil {
		return err
	}
	var next *cursor
	if last != nil {
		at := placeCursor(l.place(*last))
		next = &at
	}
	return writeList(s, w, q, items, next)
}

// page renders the first rows of a list, and returns the last of them where there are more.
func page[T, U any](rows iter.Seq2[T, error], limit int, render func(T) (U, error)) (items []U, last *T, err error) {
	items = []U{}
	var before T
	for row, err := range rows {
		if err != nil {
			return nil, nil, err
		}
		if len(items) == limit {
			return items, &before, nil
		}
		item, err := render(row)
		if err != nil {
			return nil, nil, err
		}
		items, before = append(items, item), row
	}
	return items, nil, nil
}

func writeList[T any](s *server, w http.ResponseWriter, q *request, items []T, next *cursor) error {
	out := List[T]{Schema: ListSchema, Items: items}
	if next != nil {
		address := q.next(*next)
		out.Next = &address
		w.Header().Set("Link", "<"+address+`>; rel="next"`)
	}
	return s.write(w, q, out)
}

// texts reads the texts that evidence lies in, as they are now.
func (s *server) texts(ctx context.Context) export.Texts {
	return func(report string) (string, error) { return s.st.Text(ctx, report, 0) }
}

// textsOf reads the texts that a story was told from. A story of before revisions were noted was told from the latest.
func (s *server) textsOf(ctx context.Context, story *news.Story) export.Texts {
	return func(report string) (string, error) {
		text, err := s.st.Text(ctx, report, max(story.Revisions[report], 1))
		if news.CodeOf(err) == news.NotFound {
			return s.st.Text(ctx, report, 0)
		}
		return text, err
	}
}
