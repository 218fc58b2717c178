package main

import (
	"context"
	"io"
	"net/http"

	"github.com/dragoman-news/dragoman/internal/access"
	"github.com/dragoman-news/dragoman/internal/api"
	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
	"github.com/dragoman-news/dragoman/internal/watch"
	"github.com/dragoman-news/dragoman/internal/web"
)

// watchPages are watches as the pages show them.
type watchPages struct {
	*watch.Desk
	st *sqlite.Store
}

var _ web.Watches = watchPages{}

func newWatchPages(st *sqlite.Store) watchPages {
	return watchPages{&watch.Desk{Keeper: st, Reader: st}, st}
}

func (p watchPages) News(ctx context.Context, w store.Watch, limit int) (web.WatchNews, error) {
	f, err := p.Fresh(ctx, w, limit)
	return web.WatchNews(f), err
}

func (p watchPages) Feed(ctx context.Context, w store.Watch, kind, base string, out io.Writer) (string, error) {
	return app.WatchFeed(ctx, p.Desk, p.st, w, kind, base, out)
}

// watchAnswers are watches as the API shows them.
type watchAnswers struct{ *watch.Desk }

var _ api.Watches = watchAnswers{}

func (p watchAnswers) Fresh(ctx context.Context, w store.Watch, limit int) (api.Fresh, error) {
	f, err := p.Desk.Fresh(ctx, w, limit)
	return api.Fresh(f), err
}

// whoAsks is who the gate let in.
func whoAsks(r *http.Request) (name string, edits bool) {
	who := access.Of(r.Context())
	return who.Name, who.Role.May(store.RoleEditor)
}

// seatOf is how whoever asks sits before the pages. Who reads without a login could log in where there are users.
func seatOf(st store.Access) func(*http.Request) web.Seat {
	return func(r *http.Request) web.Seat {
		switch who := access.Of(r.Context()); who.Via {
		case access.Login:
			return web.Seat{Name: who.Name}
		case access.Open, access.Nobody:
			users, err := st.Users(r.Context())
			return web.Seat{Login: err == nil && len(users) > 0}
		}
		return web.Seat{}
	}
}

// baseOf is the address under which whoever asks has the pages.
func baseOf(r *http.Request) string {
	info := guard.Of(r)
	if info.HTTPS {
		return "https://" + info.Host
	}
	return "http://" + info.Host
}
