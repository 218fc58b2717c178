package api

import (
	"net/http"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

func entityList(s *server, w http.ResponseWriter, q *request) error {
	return listing[*news.Entity, export.Entity]{
		rows: s.st.Entities, place: store.PlaceOfEntity,
		render: func(e *news.Entity) (export.Entity, error) { return export.NewEntity(e), nil },
	}.answer(s, w, q)
}

func entityShow(s *server, w http.ResponseWriter, q *request) error {
	id := q.PathValue("id")
	e, err := s.Desk.Entity(q.Context(), id)
	if err != nil {
		return err
	}
	if e.ID != id {
		return redirect(w, q, "/entities/", e.ID)
	}
	return s.write(w, q, e)
}
