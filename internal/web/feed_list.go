package web

import (
	"net/http"

	"github.com/dragoman-news/dragoman/internal/store"
)

type feedView struct {
	store.Feed
	Last string
}

func (s *server) feedList(w http.ResponseWriter, r *http.Request) {
	feeds, err := s.st.ListFeeds(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	views := make([]feedView, len(feeds))
	for i, f := range feeds {
		views[i] = feedView{f, stamp(f.LastSuccess)}
	}
	s.render(w, r, "feed_list.html", views)
}
