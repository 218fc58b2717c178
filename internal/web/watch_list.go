package web

import (
	"net/http"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/web/locale"
)

// maxForm bounds what is sent by a form on watches, in bytes.
const maxForm = 64 << 10

// watchRow is a watch in the list.
type watchRow struct {
	store.Watch
	Path  string
	Asked []active
	News  WatchNews
}

type watchListPage struct {
	frame
	Watches []watchRow
	Edits   bool
}

func (s *server) watchList(w http.ResponseWriter, r *http.Request) {
	p := watchListPage{frame: s.frame(w, r, "watches", "")}
	p.Title = p.L.T("watch.title")
	_, p.Edits = s.who(r)
	watches, err := s.Watches.Watches(r.Context())
	for _, one := range watches {
		row := watchRow{Watch: one, Path: watchPath(one.ID), Asked: watchFilters(p.L, one)}
		if err == nil {
			row.News, err = s.Watches.News(r.Context(), one, 0)
		}
		p.Watches = append(p.Watches, row)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, "watch_list.html", p)
}

// form reads what a form sends, from whoever may change things. Else it answers, and ok is false.
func (s *server) form(w http.ResponseWriter, r *http.Request) (name string, ok bool) {
	name, edits := s.who(r)
	if !edits {
		s.refuse(w, r, http.StatusForbidden, func(l *locale.Locale) string { return l.T("watch.readOnly") })
		return name, false
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		s.refuse(w, r, http.StatusBadRequest, func(l *locale.Locale) string { return l.T("watch.noForm") })
		return name, false
	}
	return name, true
}

func (s *server) watchAdd(w http.ResponseWriter, r *http.Request) {
	owner, ok := s.form(w, r)
	if !ok {
		return
	}
	f := s.frame(w, r, "watches", "")
	one := watchOf(r.PostForm, f.L)
	if one.Name == "" {
		s.refuse(w, r, http.StatusBadRequest, func(l *locale.Locale) string { return l.T("watch.noName") })
		return
	}
	one.Owner = owner
	one, err := s.Watches.NewWatch(r.Context(), one)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, watchPath(one.ID), http.StatusSeeOther)
}
