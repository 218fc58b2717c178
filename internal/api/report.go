package api

import (
	"net/http"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

func reportList(s *server, w http.ResponseWriter, q *request) error {
	return listing[*news.Document, export.Document]{
		rows: s.st.Documents, place: store.PlaceOfReport,
		render: func(d *news.Document) (export.Document, error) { return export.NewDocument(d), nil },
	}.answer(s, w, q)
}

func reportShow(s *server, w http.ResponseWriter, q *request) error {
	id := q.PathValue("id")
	doc, err := s.st.Document(q.Context(), id)
	if n := q.number("revision", 0); err == nil && n > 0 {
		doc, err = s.st.Revision(q.Context(), id, n)
	}
	if err != nil {
		return err
	}
	return s.write(w, q, export.NewDocument(doc))
}
