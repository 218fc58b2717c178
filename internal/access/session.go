package access

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// The cookie of a session. The prefix makes browsers refuse one that another host of the
// domain sets, or that came without TLS; so it is for https alone.
const (
	cookieName   = "dragoman"
	secureCookie = "__Host-dragoman"
)

func nameFor(r *http.Request) string {
	if guard.Of(r).HTTPS {
		return secureCookie
	}
	return cookieName
}

// session is who is logged in, or nobody.
func (g *Gate) session(r *http.Request) (Who, error) {
	c, err := r.Cookie(nameFor(r))
	if err != nil || c.Value == "" {
		return Who{}, nil //nolint:nilerr // no cookie is no session
	}
	s, err := g.st.Session(r.Context(), hashed(c.Value))
	if news.CodeOf(err) == news.NotFound {
		return Who{}, nil
	}
	if err != nil {
		return Who{}, err
	}
	now := g.opt.Now()
	if now.Sub(s.Seen) >= g.opt.Idle || now.Sub(s.Made) >= g.opt.Valid {
		return Who{}, g.st.EndSession(r.Context(), s.Hash)
	}
	u, err := g.st.User(r.Context(), s.User)
	if news.CodeOf(err) == news.NotFound { // removed between the two questions
		return Who{}, nil
	}
	if err != nil {
		return Who{}, err
	}
	if now.Sub(s.Seen) >= touching {
		err = g.st.TouchSession(r.Context(), s.Hash, now)
	}
	return Who{Name: u.Name, Role: u.Role, Via: Login}, err
}

// begin makes a session for a user. It always has a new secret: one that somebody else may
// have put into the browser before is worth nothing.
func (g *Gate) begin(w http.ResponseWriter, r *http.Request, user string) error {
	if err := g.end(w, r); err != nil {
		return err
	}
	now, secret := g.opt.Now(), rand.Text()+rand.Text()
	if _, err := g.st.EndSessions(r.Context(), now.Add(-g.opt.Valid), now.Add(-g.opt.Idle)); err != nil {
		return err
	}
	if err := g.st.AddSession(r.Context(), store.Session{Hash: hashed(secret), User: user, Made: now, Seen: now}); err != nil {
		return err
	}
	g.setCookie(w, r, secret, g.opt.Valid)
	return nil
}

// end forgets the session of a request, where it has one.
func (g *Gate) end(w http.ResponseWriter, r *http.Request) error {
	c, err := r.Cookie(nameFor(r))
	if err != nil || c.Value == "" {
		return nil //nolint:nilerr // no cookie is no session
	}
	g.setCookie(w, r, "", -time.Second)
	return g.st.EndSession(context.WithoutCancel(r.Context()), hashed(c.Value))
}

func (g *Gate) setCookie(w http.ResponseWriter, r *http.Request, secret string, age time.Duration) {
	name := nameFor(r)
	w.Header().Del("Set-Cookie") // the one that ends the session before
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: secret, Path: "/", MaxAge: int(age.Seconds()),
		Secure: name == secureCookie, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
