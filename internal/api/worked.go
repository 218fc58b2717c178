package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
)

// What is here is worked out of the record when it is asked for, so a page costs what the whole list does, and a cursor
// is the id of the last row: it holds as long as that row is still in the list.

func coverageShow(s *server, w http.ResponseWriter, q *request) error {
	f, err := s.filter(q)
	if err != nil {
		return err
	}
	c, err := s.Desk.Coverage(q.Context(), f)
	if err != nil {
		return err
	}
	return s.write(w, q, export.NewCoverage(c))
}

// gone says that the row which a page ended with is not in its list any more.
func gone() error {
	return &problem{listChanged, "the list changed, and the row that the page before ended with is not in it any more", "begin again without a cursor"}
}

func visitList(s *server, w http.ResponseWriter, q *request) error {
	f, c, limit, err := s.asked(q)
	if err != nil {
		return err
	}
	visits, err := s.Desk.Visits(q.Context(), f)
	if err != nil {
		return err
	}
	if c.ID != "" {
		at := slices.IndexFunc(visits, func(v news.Visit) bool { return v.ID == c.ID })
		if at < 0 {
			return gone()
		}
		visits = visits[at+1:]
	}
	texts := s.texts(q.Context())
	render := func(v news.Visit) (export.Visit, error) { return export.NewVisit(&v, texts) }
	if q.lines() {
		return stream(s, w, q, first(each(visits), limit), func(v news.Visit) (any, error) { return render(v) })
	}
	items, last, err := page(each(visits), limit, render)
	if err != nil {
		return err
	}
	var next *cursor
	if last != nil {
		next = &cursor{ID: last.ID}
	}
	return writeList(s, w, q, items, next)
}

func commitmentList(s *server, w http.ResponseWriter, q *request) error {
	f, c, limit, err := s.asked(q)
	if err != nil {
		return err
	}
	f.After, f.Kind = c.ID, ""
	rows := s.Desk.Commitments(q.Context(), f, CommitmentQuery{
		Kind: news.CommitmentKind(strings.ToLower(q.get("kind"))), Open: q.is("open"), Due: q.is("due"),
	})
	if q.lines() {
		return stream(s, w, q, first(rows, limit), func(row *export.Commitment) (any, error) { return row, nil })
	}
	items, last, err := page(rows, limit, func(row *export.Commitment) (*export.Commitment, error) { return row, nil })
	if c.ID != "" && news.CodeOf(err) == news.Invalid {
		return gone()
	}
	if err != nil {
		return err
	}
	var next *cursor
	if last != nil {
		next = &cursor{ID: (*last).ID}
	}
	return writeList(s, w, q, items, next)
}
