package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// entityKinds are the kinds that have pages, in the order in which they are offered.
var entityKinds = []news.Kind{news.Person, news.Organisation, news.Country, news.Place}

// peopleList lists people, or whoever and whatever else has pages of its own.
func (s *server) peopleList(w http.ResponseWriter, r *http.Request) {
	page := struct {
		frame
		Filter store.Filter
		Kinds  []news.Kind
		People []*news.Entity
		Next   string
	}{frame: s.frame(w, r, "people", ""), Filter: filter(r), Kinds: entityKinds}
	page.Title = page.L.T("people.title")
	page.Filter.Kind = news.Kind(r.URL.Query().Get("kind"))
	if !slices.Contains(entityKinds, page.Filter.Kind) {
		page.Filter.Kind = news.Person
	}
	var err error
	if page.People, err = s.people(r.Context(), page.Filter); err != nil {
		s.fail(w, r, err)
		return
	}
	if n := len(page.People); n == perPage && page.Filter.Entity == "" {
		page.Next = page.With("after", page.People[n-1].ID)
	}
	s.render(w, r, "people_list.html", page)
}

// people finds those of a filter: people and organisations in any spelling, where the program can tell.
func (s *server) people(ctx context.Context, f store.Filter) ([]*news.Entity, error) {
	if f.Entity != "" && s.Entities.Find != nil && (f.Kind == news.Person || f.Kind == news.Organisation) {
		return s.Entities.Find(ctx, f.Entity, f)
	}
	var out []*news.Entity
	for e, err := range s.st.Entities(ctx, f) {
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}
