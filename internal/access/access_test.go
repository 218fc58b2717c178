package access_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/access"
	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
)

// cheap is for tests: real hashes take a tenth of a second.
var cheap = access.Cost{Memory: 8, Passes: 1, Threads: 1}

const secret = "correct horse battery"

// desk is the program's front, with its clock and log.
type desk struct {
	t    *testing.T
	st   *memstore.Store
	gate *access.Gate
	h    http.Handler
	log  bytes.Buffer

	mu sync.Mutex
	at time.Time
}

func (d *desk) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.at
}

func (d *desk) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = d.at.Add(by)
}

// newDesk has a reader, an editor and an admin, unless empty.
func newDesk(t *testing.T, opt access.Options, empty bool) *desk {
	t.Helper()
	d := &desk{t: t, st: memstore.New(store.Options{}), at: time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)}
	opt.Cost, opt.Now, opt.Log = cheap, d.now, slog.New(slog.NewTextHandler(&d.log, nil))
	d.gate = access.New(d.st, opt)
	pages := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := access.Of(r.Context())
		fmt.Fprintf(w, "%s %s for %s, %s by %s", r.Method, r.URL.Path, who.Name, who.Role, who.Via)
	})
	g := guard.New(guard.Options{Loopback: opt.Loopback, Now: d.now, Trusted: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	d.h = g.Wrap(d.gate.Wrap(pages))
	if empty {
		return d
	}
	for _, role := range store.Roles {
		if _, err := d.gate.AddUser(t.Context(), "the-"+string(role), role, secret); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// ask makes a request from an address; headers are "Name: value".
func (d *desk) ask(method, path, remote string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	r.RemoteAddr, r.Host = remote, "localhost"
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	d.h.ServeHTTP(w, r)
	return w
}

// login returns the answer, and the cookie as a header.
func (d *desk) login(remote, name, password string, headers ...string) (*httptest.ResponseRecorder, string) {
	w := d.ask("POST", "/login", remote, url.Values{"name": {name}, "password": {password}, "next": {"/people"}}, headers...)
	for _, c := range w.Result().Cookies() {
		if c.Value != "" {
			return w, "Cookie: " + c.Name + "=" + c.Value
		}
	}
	return w, "Cookie: none=none"
}

const (
	near = "127.0.0.1:5000"
	far  = "203.0.113.9:5000"
)

func TestWhoMayDoWhat(t *testing.T) {
	public := newDesk(t, access.Options{}, false)
	open := newDesk(t, access.Options{Open: true}, false)
	alone := newDesk(t, access.Options{Loopback: true}, true)
	shared := newDesk(t, access.Options{Loopback: true}, false)
	unset := newDesk(t, access.Options{}, true)
	cookie := func(d *desk, role store.Role) string {
		_, c := d.login("192.0.2.7:1", "the-"+string(role), secret)
		return c
	}
	token := func(role store.Role) string {
		s, _, err := public.gate.NewToken(t.Context(), store.Token{Name: "t", Role: role})
		if err != nil {
			t.Fatal(err)
		}
		return "Authorization: Bearer " + s
	}
	page := "Accept: text/html"
	for _, tc := range []struct {
		name                 string
		d                    *desk
		method, path, remote string
		headers              []string
		status               int
		want                 string
	}{
		{"a stranger who wants a page logs in", public, "GET", "/stories/s1?x=1", far, []string{page}, 303, ""},
		{"a stranger's program is told how", public, "GET", "/api/v1/stories", far, []string{"Accept: application/json"}, 401, "tokens create"},
		{"a stranger changes nothing", public, "POST", "/stories/merge", far, []string{page}, 401, "editor"},
		{"a stranger sees the stylesheet", public, "GET", "/static/style.css", far, nil, 200, "for ,"},
		{"a stranger may ask for health", public, "GET", "/healthz", far, nil, 200, ""},
		{"a stranger sees no metrics", public, "GET", "/metrics", far, nil, 303, ""},
		{"who sits at the machine sees metrics", public, "GET", "/metrics", near, nil, 200, ""},
		{"and nothing else without a login", public, "GET", "/", near, []string{page}, 303, ""},
		{"a reader reads", public, "GET", "/", far, []string{cookie(public, "reader")}, 200, "for the-reader, reader by login"},
		{"a reader changes nothing", public, "POST", "/stories/merge", far, []string{cookie(public, "reader")}, 403, "editor"},
		{"an editor changes", public, "POST", "/stories/merge", far, []string{cookie(public, "editor")}, 200, "editor by login"},
		{"an editor is no admin", public, "GET", "/users", far, []string{cookie(public, "editor")}, 403, "admin"},
		{"nor for what lies below", public, "DELETE", "/api/v1/users/x", far, []string{cookie(public, "editor")}, 403, "admin"},
		{"an admin is", public, "GET", "/users", far, []string{cookie(public, "admin")}, 200, "admin by login"},
		{"another site does not change in an editor's name", public, "POST", "/stories/merge", far, []string{cookie(public, "editor"), "Sec-Fetch-Site: cross-site"}, 403, "Another site"},
		{"a program with a token", public, "GET", "/api/v1/stories", far, []string{token("reader")}, 200, "reader by token"},
		{"a reader's token changes nothing", public, "DELETE", "/api/v1/feeds/x", far, []string{token("reader")}, 403, "editor"},
		{"an editor's token does", public, "POST", "/api/v1/feeds", far, []string{token("editor")}, 200, "editor by token"},
		{"a wrong token is refused, whoever brings it", public, "GET", "/", far, []string{"Authorization: Bearer drg_abcdefgh_x", cookie(public, "admin")}, 401, "not known"},
		{"an empty one, too", public, "GET", "/", far, []string{"Authorization: Bearer "}, 401, "not known"},
		{"a login for the proxy before us is none of ours", public, "GET", "/", far, []string{"Authorization: Basic eDp5", cookie(public, "reader")}, 200, "reader by login"},
		{"an invented cookie is nothing", public, "GET", "/", far, []string{page, "Cookie: dragoman=AAAA"}, 303, ""},
		{"where strangers may read, they do", open, "GET", "/api/v1/stories", far, nil, 200, "reader by open"},
		{"and change nothing", open, "POST", "/stories/merge", far, nil, 401, "editor"},
		{"and see no metrics", open, "GET", "/metrics", far, []string{"Accept: application/json"}, 401, "admin"},
		{"whoever sits at the machine before there are users is its master", alone, "POST", "/x", near, nil, 200, "admin by machine"},
		{"not through a proxy", alone, "GET", "/", near, []string{"X-Forwarded-For: 203.0.113.9", "Accept: application/json"}, 401, ""},
		{"not through one that we trust", alone, "GET", "/", "10.0.0.1:1", []string{"X-Forwarded-For: 127.0.0.1", "Accept: application/json"}, 401, ""},
		{"nor with a wrong token", alone, "GET", "/", near, []string{"Authorization: Bearer x"}, 401, ""},
		{"nor from another site", alone, "POST", "/x", near, []string{"Origin: https://evil.example"}, 403, ""},
		{"with users there is a login at the machine, too", shared, "GET", "/", near, []string{page}, 303, ""},
		{"without users nobody comes in from elsewhere", unset, "GET", "/", far, []string{page}, 303, ""},
		{"nor from the machine, where others may reach it", unset, "GET", "/", near, []string{page}, 303, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := tc.d.ask(tc.method, tc.path, tc.remote, nil, tc.headers...)
			if w.Code != tc.status || !strings.Contains(w.Body.String(), tc.want) {
				t.Errorf("%d %s, want %d with %s", w.Code, w.Body, tc.status, tc.want)
			}
			if tc.status == 303 && !strings.HasPrefix(w.Header().Get("Location"), "/login?next=%2F") {
				t.Errorf("sent to %s", w.Header().Get("Location"))
			}
		})
	}
}

func TestAUserBroughtInWhileServing(t *testing.T) {
	d := newDesk(t, access.Options{Loopback: true}, true)
	if w := d.ask("GET", "/", near, nil); w.Code != 200 {
		t.Fatalf("before: %d", w.Code)
	}
	if _, err := d.gate.AddUser(t.Context(), "Ada", store.RoleAdmin, secret); err != nil {
		t.Fatal(err)
	}
	if w := d.ask("GET", "/", near, nil, "Accept: text/html"); w.Code != 303 {
		t.Errorf("after: %d", w.Code)
	}
}

func TestTheStoreThatFailsLetsNobodyIn(t *testing.T) {
	d := newDesk(t, access.Options{Open: true}, false)
	_, cookie := d.login(far, "the-admin", secret)
	h := access.New(failing{d.st}, access.Options{Open: true, Loopback: true, Cost: cheap}).Wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was let in") }))
	for _, header := range []string{cookie, "Authorization: Bearer drg_abcdefgh_x"} {
		r := httptest.NewRequest("GET", "/", nil)
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != 500 {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}
