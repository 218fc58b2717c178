package web

import (
	"net/http"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// perPage is how many rows a page shows.
const perPage = 50

// filter reads the filters that live in the address.
func filter(r *http.Request) store.Filter {
	q := r.URL.Query()
	return store.Filter{
		Since: q.Get("since"), Until: q.Get("until"), Lang: news.Lang(q.Get("lang")), Country: strings.ToUpper(q.Get("country")),
		Entity: q.Get("entity"), Type: news.EventType(strings.ToUpper(q.Get("type"))), After: q.Get("after"), Limit: perPage,
	}
}

func (s *server) storyList(w http.ResponseWriter, r *http.Request) {
	page := struct {
		frame
		Filter  store.Filter
		Types   []news.EventType
		Stories []*news.Story
		Stats   store.Stats
		Next    string
	}{frame: s.frame(w, r, "stories", ""), Filter: filter(r), Types: news.EventTypes}
	page.Title = page.L.T("nav.stories")
	for story, err := range s.st.Stories(r.Context(), page.Filter) {
		if err != nil {
			s.fail(w, r, err)
			return
		}
		page.Stories = append(page.Stories, story)
	}
	var err error
	if page.Stats, err = s.st.Stats(r.Context()); err != nil {
		s.fail(w, r, err)
		return
	}
	if n := len(page.Stories); n == perPage {
		q := r.URL.Query()
		q.Set("after", page.Stories[n-1].ID)
		page.Next = "/?" + q.Encode()
	}
	s.render(w, r, "story_list.html", page)
}
