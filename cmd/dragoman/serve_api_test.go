package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/access"
	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// fewHashed makes hashing quick.
var fewHashed = access.Cost{Memory: 8, Passes: 1, Threads: 1}

// withUsers adds a user of each role, and returns a token of each as a header.
func withUsers(t *testing.T, st *sqlite.Store) map[store.Role]string {
	t.Helper()
	gate, out := access.New(st, access.Options{Cost: fewHashed}), map[store.Role]string{}
	for _, role := range store.Roles {
		if _, err := gate.AddUser(t.Context(), "the-"+string(role), role, "correct horse battery"); err != nil {
			t.Fatal(err)
		}
		token, _, err := gate.NewToken(t.Context(), store.Token{Name: "t", Role: role})
		if err != nil {
			t.Fatal(err)
		}
		out[role] = "Authorization: Bearer " + token
	}
	return out
}

// sent makes a request with JSON.
func sent(h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	return asked(h, method, target, body, "application/json", headers)
}

func TestWatchesOverTheAPIAreForEditors(t *testing.T) {
	st := hostile(t)
	alone := fronted(t, st, guard.Options{Loopback: true})
	if w := sent(alone, "POST", "/api/v1/watches", `{"name":"whoever sits here"}`); w.Code != 201 {
		t.Fatalf("at the machine, without users: %d %s", w.Code, w.Body)
	}
	all, err := st.Watches(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	one := "/api/v1/watches/" + all[0].ID
	as := withUsers(t, st)
	h := fronted(t, st, guard.Options{})
	for _, ask := range []struct{ method, path, body string }{
		{"POST", "/api/v1/watches", `{"name":"x"}`},
		{"POST", one + "/pause", ""},
		{"POST", one + "/resume", ""},
		{"POST", one + "/seen", `{"until":"2026-01-01"}`},
		{"DELETE", one, ""},
	} {
		for header, want := range map[string]int{"X-None: ": 401, as[store.RoleReader]: 403} {
			if w := sent(h, ask.method, ask.path, ask.body, header); w.Code != want || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s %s = %d, want %d: %s", ask.method, ask.path, w.Code, want, w.Body)
			}
		}
		if w := sent(h, ask.method, ask.path, ask.body, as[store.RoleEditor], "Origin: https://evil.example", "Sec-Fetch-Site: cross-site"); w.Code != 403 {
			t.Errorf("another site may: %s %s = %d", ask.method, ask.path, w.Code)
		}
		if w := sent(h, ask.method, ask.path, ask.body, as[store.RoleEditor]); w.Code/100 != 2 {
			t.Errorf("an editor may not: %s %s = %d %s", ask.method, ask.path, w.Code, w.Body)
		}
	}
	for header, want := range map[string]int{"X-None: ": 401, as[store.RoleReader]: 200} {
		if w := sent(h, "GET", "/api/v1/watches", "", header); w.Code != want {
			t.Errorf("GET = %d, want %d", w.Code, want)
		}
	}
	if all, err = st.Watches(t.Context()); err != nil || len(all) != 1 || all[0].Name != "x" || !strings.HasPrefix(all[0].Owner, "token ") {
		t.Errorf("%+v, %v", all, err)
	}
}

// unclocked are formats that say when they were written, and so are not the same twice.
var unclocked = map[string]bool{"plover": true, "gdelt": true, "stix": true, "misp": true, "ical": true, "rss": true, "atom": true, "jsonfeed": true}

func TestEveryFormatIsWrittenOverTheAPI(t *testing.T) {
	st := hostile(t)
	server := httptest.NewServer(fronted(t, st, guard.Options{Loopback: true}))
	defer server.Close()
	for _, f := range app.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			res, err := http.Get(server.URL + "/api/v1/export?format=" + f.Name)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = res.Body.Close() }()
			got, err := io.ReadAll(res.Body)
			if err != nil || res.StatusCode != 200 || res.Header.Get("Content-Type") != f.MediaType {
				t.Errorf("%d %v, %d bytes, %v", res.StatusCode, res.Header, len(got), err)
			}
			if !strings.HasPrefix(res.Trailer.Get("Dragoman-Dropped"), "[") {
				t.Errorf("what was dropped: %v", res.Trailer)
			}
			if res.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment;") {
				t.Errorf("it could be taken for a page: %v", res.Header)
			}
			var want bytes.Buffer
			if _, err := f.Write(t.Context(), st, format.Options{Base: server.URL}, &want); err != nil {
				t.Fatal(err)
			}
			if !unclocked[f.Name] && !bytes.Equal(got, want.Bytes()) || len(got) == 0 && want.Len() > 0 {
				t.Errorf("the file is\n%s\nwant\n%s", got, want.Bytes())
			}
		})
	}
}

func TestThePagesSayWhoIsLoggedIn(t *testing.T) {
	const out, in = `action="/logout"`, `href="/login?next=%2Fpeople"`
	st := hostile(t)
	alone := request(fronted(t, st, guard.Options{Loopback: true}), "GET", "/people", nil, "Accept: text/html").Body.String()
	if strings.Contains(alone, out) || strings.Contains(alone, in) {
		t.Error("at the machine without users somebody logs in or out")
	}
	open := func(st *sqlite.Store) string {
		gate := access.New(st, access.Options{Open: true})
		t.Cleanup(gate.Wait)
		return request(gate.Wrap(served(t.Context(), st, app.Meaning{}, nil, app.NewFetcher(false), slog.New(slog.DiscardHandler))), "GET", "/people", nil, "Accept: text/html").Body.String()
	}
	if page := open(st); strings.Contains(page, out) || strings.Contains(page, in) {
		t.Error("strangers are asked to log in where there are no users")
	}
	withUsers(t, st)
	if page := open(st); strings.Contains(page, out) || !strings.Contains(page, in) {
		t.Error("strangers who read are not told that they could log in")
	}
	h := fronted(t, st, guard.Options{Loopback: true})
	if w := request(h, "GET", "/people", nil, "Accept: text/html"); w.Code != http.StatusSeeOther {
		t.Errorf("nobody reads: %d", w.Code)
	}
	for _, role := range store.Roles {
		w := request(h, "POST", "/login", url.Values{"name": {"the-" + string(role)}, "password": {"correct horse battery"}})
		cookie, _, _ := strings.Cut(w.Header().Get("Set-Cookie"), ";")
		page := request(h, "GET", "/people", nil, "Accept: text/html", "Cookie: "+cookie).Body.String()
		if !strings.Contains(page, out) || !strings.Contains(page, "<bdi>the-"+string(role)+"</bdi>") || strings.Contains(page, in) {
			t.Errorf("%s sees\n%s", role, page)
		}
		if w := request(h, "POST", "/logout", url.Values{}, "Cookie: "+cookie, "Sec-Fetch-Site: same-origin"); w.Code != http.StatusSeeOther {
			t.Errorf("logging out: %d %s", w.Code, w.Body)
		}
		if w := request(h, "GET", "/people", nil, "Accept: text/html", "Cookie: "+cookie); w.Code != http.StatusSeeOther {
			t.Errorf("after that: %d", w.Code)
		}
	}
}
