package storetest

import (
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

var (
	noon   = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	ada    = store.User{Name: "ada", Role: store.RoleAdmin, Password: "$argon2id$a", Made: noon}
	omar   = store.User{Name: "عمر", Role: store.RoleReader, Password: "$argon2id$o", Made: noon.Add(time.Hour)}
	login  = store.Session{Hash: "h1", User: "ada", Made: noon, Seen: noon}
	script = store.Token{ID: "1a2b", Hash: "h2", Name: "nightly", User: "ada", Role: store.RoleEditor, Made: noon, Expires: noon.Add(24 * time.Hour)}
	free   = store.Token{ID: "0000", Hash: "h3", Name: "dashboard", Role: store.RoleReader, Made: noon.Add(time.Minute)}
)

// accessed has two users, a session and two tokens.
func (e *env) accessed(t *testing.T) {
	t.Helper()
	for _, err := range []error{
		e.AddUser(e.ctx, omar), e.AddUser(e.ctx, ada), e.AddSession(e.ctx, login), e.AddToken(e.ctx, free), e.AddToken(e.ctx, script),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

var accessTests = []test{
	{"a new store lets nobody in", func(t *testing.T, e *env) {
		users, err := e.Users(e.ctx)
		tokens, failed := e.Tokens(e.ctx)
		if len(users) != 0 || err != nil || len(tokens) != 0 || failed != nil {
			t.Errorf("users %v, %v, tokens %v, %v", users, err, tokens, failed)
		}
	}},
	{"users, sessions and tokens come back as they were given", func(t *testing.T, e *env) {
		e.accessed(t)
		users, err := e.Users(e.ctx)
		equal(t, "users, by name", users, []store.User{ada, omar})
		wantCode(t, "Users", err, "")
		tokens, err := e.Tokens(e.ctx)
		equal(t, "tokens, by age", tokens, []store.Token{script, free})
		wantCode(t, "Tokens", err, "")
		u, err := e.User(e.ctx, "عمر")
		equal(t, "a user", u, omar)
		wantCode(t, "User", err, "")
		s, err := e.Session(e.ctx, "h1")
		equal(t, "a session", s, login)
		wantCode(t, "Session", err, "")
		k, err := e.Token(e.ctx, "1a2b")
		equal(t, "a token", k, script)
		wantCode(t, "Token", err, "")
	}},
	{"what is not there is not found", func(t *testing.T, e *env) {
		e.accessed(t)
		_, err := e.User(e.ctx, "Ada")
		wantCode(t, "User", err, news.NotFound)
		_, err = e.Session(e.ctx, "h2")
		wantCode(t, "Session", err, news.NotFound)
		_, err = e.Token(e.ctx, "h2")
		wantCode(t, "Token", err, news.NotFound)
		wantCode(t, "RemoveUser", e.RemoveUser(e.ctx, "eve"), news.NotFound)
		wantCode(t, "RemoveToken", e.RemoveToken(e.ctx, "eve"), news.NotFound)
		wantCode(t, "ChangeUser", e.ChangeUser(e.ctx, store.User{Name: "eve", Role: store.RoleAdmin, Password: "p"}), news.NotFound)
		wantCode(t, "AddSession", e.AddSession(e.ctx, store.Session{Hash: "h9", User: "eve"}), news.NotFound)
		wantCode(t, "AddToken", e.AddToken(e.ctx, store.Token{ID: "9", Hash: "h9", User: "eve", Role: store.RoleReader}), news.NotFound)
		wantCode(t, "TouchSession", e.TouchSession(e.ctx, "h9", noon), "")
		wantCode(t, "TouchToken", e.TouchToken(e.ctx, "9", noon), "")
		wantCode(t, "EndSession", e.EndSession(e.ctx, "h9"), "")
	}},
	{"a name or an id is given once, and nothing without a secret or a role", func(t *testing.T, e *env) {
		e.accessed(t)
		wantCode(t, "AddUser", e.AddUser(e.ctx, store.User{Name: "ada", Role: store.RoleReader, Password: "p"}), news.Conflict)
		wantCode(t, "AddToken", e.AddToken(e.ctx, store.Token{ID: "1a2b", Hash: "h", Role: store.RoleReader}), news.Conflict)
		wantCode(t, "a user without a password", e.AddUser(e.ctx, store.User{Name: "eve", Role: store.RoleReader}), news.Invalid)
		wantCode(t, "a user without a role", e.AddUser(e.ctx, store.User{Name: "eve", Password: "p", Role: "owner"}), news.Invalid)
		wantCode(t, "a change without a password", e.ChangeUser(e.ctx, store.User{Name: "ada", Role: store.RoleReader}), news.Invalid)
		wantCode(t, "a session without a secret", e.AddSession(e.ctx, store.Session{User: "ada"}), news.Invalid)
		wantCode(t, "a token without a secret", e.AddToken(e.ctx, store.Token{ID: "2", Role: store.RoleReader}), news.Invalid)
		u, err := e.User(e.ctx, "ada")
		equal(t, "the first stays", u, ada)
		wantCode(t, "User", err, "")
	}},
	{"a changed user is logged out, keeps tokens and the day of joining", func(t *testing.T, e *env) {
		e.accessed(t)
		wantCode(t, "ChangeUser", e.ChangeUser(e.ctx, store.User{Name: "ada", Role: store.RoleReader, Password: "other", Made: noon.Add(time.Hour)}), "")
		u, err := e.User(e.ctx, "ada")
		equal(t, "user", u, store.User{Name: "ada", Role: store.RoleReader, Password: "other", Made: noon})
		wantCode(t, "User", err, "")
		_, err = e.Session(e.ctx, "h1")
		wantCode(t, "Session", err, news.NotFound)
		_, err = e.Token(e.ctx, "1a2b")
		wantCode(t, "Token", err, "")
	}},
	{"a user who goes takes sessions and tokens along, and nobody else's", func(t *testing.T, e *env) {
		e.accessed(t)
		wantCode(t, "AddSession", e.AddSession(e.ctx, store.Session{Hash: "h9", User: "عمر", Made: noon, Seen: noon}), "")
		wantCode(t, "RemoveUser", e.RemoveUser(e.ctx, "ada"), "")
		_, err := e.Session(e.ctx, "h1")
		wantCode(t, "Session", err, news.NotFound)
		_, err = e.Session(e.ctx, "h9")
		wantCode(t, "another's session", err, "")
		tokens, err := e.Tokens(e.ctx)
		equal(t, "tokens", tokens, []store.Token{free})
		wantCode(t, "Tokens", err, "")
	}},
	{"use is noted", func(t *testing.T, e *env) {
		e.accessed(t)
		later := noon.Add(90*time.Minute + 7*time.Millisecond)
		wantCode(t, "TouchSession", e.TouchSession(e.ctx, "h1", later), "")
		wantCode(t, "TouchToken", e.TouchToken(e.ctx, "0000", later), "")
		s, err := e.Session(e.ctx, "h1")
		equal(t, "seen", s.Seen, later)
		wantCode(t, "Session", err, "")
		k, err := e.Token(e.ctx, "0000")
		equal(t, "used", k.Used, later)
		wantCode(t, "Token", err, "")
	}},
	{"sessions end one by one, and the old ones together", func(t *testing.T, e *env) {
		e.accessed(t)
		for _, s := range []store.Session{
			{Hash: "idle", User: "ada", Made: noon, Seen: noon.Add(-2 * time.Hour)},
			{Hash: "old", User: "ada", Made: noon.Add(-100 * time.Hour), Seen: noon},
			{Hash: "left", User: "ada", Made: noon, Seen: noon},
		} {
			wantCode(t, "AddSession", e.AddSession(e.ctx, s), "")
		}
		wantCode(t, "EndSession", e.EndSession(e.ctx, "left"), "")
		n, err := e.EndSessions(e.ctx, noon.Add(-24*time.Hour), noon.Add(-time.Hour))
		equal(t, "ended", n, 2)
		wantCode(t, "EndSessions", err, "")
		for hash, want := range map[string]news.Code{"idle": news.NotFound, "old": news.NotFound, "left": news.NotFound, "h1": ""} {
			_, err := e.Session(e.ctx, hash)
			wantCode(t, "Session "+hash, err, want)
		}
	}},
	{"a token that was taken back is none", func(t *testing.T, e *env) {
		e.accessed(t)
		wantCode(t, "RemoveToken", e.RemoveToken(e.ctx, "1a2b"), "")
		_, err := e.Token(e.ctx, "1a2b")
		wantCode(t, "Token", err, news.NotFound)
	}},
}
