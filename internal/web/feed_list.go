package web

import (
	"net/http"

	"github.com/dragoman-news/dragoman/internal/store"
)

func (s *server) feedList(w http.ResponseWriter, r *http.Request) {
	feeds, err := s.st.ListFeeds(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	f := s.frame(w, r, "feeds", "")
	f.Title = f.L.T("feeds.title")
	s.render(w, r, "feed_list.html", struct {
		frame
		Feeds []store.Feed
	}{f, feeds})
}
