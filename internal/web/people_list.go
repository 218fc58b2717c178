package web

import (
	"net/http"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

func (s *server) peopleList(w http.ResponseWriter, r *http.Request) {
	page := struct {
		frame
		Filter store.Filter
		People []*news.Entity
	}{frame: s.frame(w, r, "people", ""), Filter: filter(r)}
	page.Title = page.L.T("people.title")
	page.Filter.Kind = news.Person
	for e, err := range s.st.Entities(r.Context(), page.Filter) {
		if err != nil {
			s.fail(w, r, err)
			return
		}
		page.People = append(page.People, e)
	}
	s.render(w, r, "people_list.html", page)
}
