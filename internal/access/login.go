package access

import (
	"context"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

//go:embed templates/login.html locale/*.json
var files embed.FS

var loginPage = template.Must(template.ParseFS(files, "templates/login.html"))

const maxForm = 16 << 10

// view is the login page.
type view struct {
	T    texts
	Who  Who
	Next string
	Name string // as it was given
	Said string // what went wrong
	Look string // light or dark, as the reader chose on the pages
}

func (g *Gate) loginShow(w http.ResponseWriter, r *http.Request) {
	who, err := g.person(r)
	if err != nil {
		g.broken(w, r, err)
		return
	}
	g.show(w, r, http.StatusOK, view{Who: who, Next: local(r.URL.Query().Get("next"))})
}

// show writes the page. It may load the stylesheet and the icon, and send its form here.
func (g *Gate) show(w http.ResponseWriter, r *http.Request, status int, v view) {
	v.T, v.Look = speak(r), look(r)
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", v.T["lang"])
	w.WriteHeader(status)
	if err := loginPage.Execute(w, v); err != nil && r.Context().Err() == nil {
		g.opt.Log.WarnContext(r.Context(), "page cut short", "path", r.URL.Path, "error", err)
	}
}

func (g *Gate) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		guard.Refuse(w, r, http.StatusBadRequest, "This form cannot be read.", "")
		return
	}
	name, password := Name(r.PostForm.Get("name")), r.PostForm.Get("password")
	v := view{Name: r.PostForm.Get("name"), Next: local(r.PostForm.Get("next"))}
	if wait := g.throttled(r, name); wait > 0 {
		v.Said = "wait"
		w.Header().Set("Retry-After", seconds(wait))
		g.show(w, r, http.StatusTooManyRequests, v)
		return
	}
	u, right, err := g.checked(r.Context(), name, password)
	switch {
	case err != nil:
		g.broken(w, r, err)
	case !right:
		g.opt.Log.WarnContext(r.Context(), "login refused", "request", guard.Of(r).ID, "client", guard.Of(r).Client.String(), "user", u.Name)
		v.Said = "wrong"
		g.show(w, r, http.StatusUnauthorized, v)
	default:
		g.pairs.Forget(pair(r, name))
		if err := g.begin(w, r, u.Name); err != nil {
			g.broken(w, r, err)
			return
		}
		g.opt.Log.InfoContext(r.Context(), "logged in", "request", guard.Of(r).ID, "client", guard.Of(r).Client.String(), "user", u.Name)
		http.Redirect(w, r, v.Next, http.StatusSeeOther)
	}
}

// throttled counts a guess, and says how long to wait when there were too many: of this user
// from this address, from this address, or of this user from anywhere. The last bound is
// wide, so that a stranger cannot lock a user out cheaply. A right password is refused as well
// while one waits, else waiting would tell.
func (g *Gate) throttled(r *http.Request, name string) time.Duration {
	if wait := g.pairs.Take(pair(r, name)); wait > 0 {
		return wait
	}
	if wait := g.clients.Take(client(r)); wait > 0 {
		return wait
	}
	return g.users.Take(short(name))
}

func pair(r *http.Request, name string) string { return client(r) + " " + short(name) }

// short keeps the memory of the limits bounded, whatever is sent for a name.
func short(name string) string {
	if len(name) > 4*maxName {
		return name[:4*maxName]
	}
	return name
}

// checked compares a password. A user who is not there takes as long as one who is, and
// looks no different from outside.
func (g *Gate) checked(ctx context.Context, name, password string) (u store.User, right bool, err error) {
	select {
	case g.hashing <- struct{}{}:
		defer func() { <-g.hashing }()
	case <-ctx.Done():
		return u, false, ctx.Err()
	}
	u, err = g.st.User(ctx, name)
	hash := u.Password
	if news.CodeOf(err) == news.NotFound {
		hash, err = g.dummy, nil
	}
	if err != nil {
		return u, false, err
	}
	return u, Verify(hash, password) && u.Name != "", nil
}

func (g *Gate) logout(w http.ResponseWriter, r *http.Request) {
	if err := g.end(w, r); err != nil {
		g.broken(w, r, err)
		return
	}
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

// local is next if it is a path of ours, else the first page: nobody is led away from here by a
// link to our login.
func local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") ||
		strings.ContainsFunc(next, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) ||
		u.Path == "/login" || u.Path == "/logout" {
		return "/"
	}
	return next
}

func escape(s string) string { return url.QueryEscape(s) }
