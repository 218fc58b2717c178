package guard_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/guard"
)

// echo says what it was asked, and what the guard knows.
func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	info := guard.Of(r)
	fmt.Fprintf(w, "%s from %s local %t https %t host %s body %d", r.Method, info.Client, info.Local(), info.HTTPS, info.Host, len(body))
}

// ask makes one request; headers are "Name: value".
func ask(h http.Handler, method, target, remote, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.RemoteAddr = remote
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func prefixes(list ...string) (out []netip.Prefix) {
	for _, s := range list {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

const (
	near = "127.0.0.1:5000"
	far  = "203.0.113.9:5000"
)

func TestWhatIsLetThrough(t *testing.T) {
	public := guard.Options{Trusted: prefixes("10.0.0.0/8", "::1/128")}
	loopback := guard.Options{Loopback: true}
	named := guard.Options{Hosts: []string{"desk.example"}}
	for _, tc := range []struct {
		name         string
		opt          guard.Options
		method, path string
		remote, body string
		headers      []string
		status       int
		want         string
	}{
		{"a page", public, "GET", "/", far, "", nil, 200, "GET from 203.0.113.9 local false https false"},
		{"a form of our own", public, "POST", "/x", far, "a=1", []string{"Sec-Fetch-Site: same-origin"}, 200, "body 3"},
		{"a program's request", public, "POST", "/x", far, "a=1", nil, 200, "body 3"},
		{"a form of another site", public, "POST", "/x", far, "a=1", []string{"Sec-Fetch-Site: cross-site"}, 403, "Another site"},
		{"a form of another site on the same domain", public, "POST", "/x", far, "a=1", []string{"Sec-Fetch-Site: same-site"}, 403, "Another site"},
		{"a form of another origin in an old browser", public, "POST", "/x", far, "a=1", []string{"Origin: https://evil.example"}, 403, "Another site"},
		{"a form of a page that hides its origin", public, "DELETE", "/x", far, "", []string{"Origin: null"}, 403, "Another site"},
		{"a link from another site", public, "GET", "/x", far, "", []string{"Sec-Fetch-Site: cross-site"}, 200, "GET from"},
		{"an odd method", public, "TRACE", "/", far, "", nil, 405, "method"},
		{"a method nobody knows", public, "PROPFIND", "/", far, "", nil, 405, "method"},
		{"a body that says that it is too large", public, "POST", "/x", far, strings.Repeat("x", 1<<20+1), nil, 413, "1048576"},
		{"a body that is just small enough", public, "POST", "/x", far, strings.Repeat("x", 1<<20), nil, 200, "body 1048576"},
		{"a long address", public, "GET", "/?q=" + strings.Repeat("x", 9000), far, "", nil, 414, "8192"},
		{"a path with a backslash", public, "GET", "/static/..%5c..%5cetc/passwd", far, "", nil, 400, "character"},
		{"a path with a null", public, "GET", "/reports/a%00b", far, "", nil, 400, "character"},
		{"an untrusted proxy's claims", public, "GET", "/", far, "", []string{"X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: x.example"}, 200, "from 203.0.113.9 local false https false host example.com"},
		{"a trusted proxy's", public, "GET", "/", "10.1.1.1:9", "", []string{"X-Forwarded-For: 198.51.100.4", "X-Forwarded-Proto: https", "X-Forwarded-Host: x.example"}, 200, "from 198.51.100.4 local false https true host x.example"},
		{"two trusted proxies'", public, "GET", "/", "10.1.1.1:9", "", []string{"X-Forwarded-For: 127.0.0.1, 198.51.100.4", "X-Forwarded-For: 10.2.2.2"}, 200, "from 198.51.100.4 local false"},
		{"a trusted proxy that names nobody", public, "GET", "/", "10.1.1.1:9", "", []string{"X-Forwarded-For: unknown"}, 200, "from 10.1.1.1 local false"},
		{"a trusted proxy on this machine", public, "GET", "/", "[::1]:9", "", nil, 200, "from ::1 local false"},
		{"this machine", loopback, "GET", "/", near, "", []string{"Host: localhost:8080"}, 200, "local true"},
		{"this machine by number", loopback, "GET", "/", "[::1]:9", "", []string{"Host: [::1]:8080"}, 200, "local true"},
		{"this machine by a name of its own", loopback, "GET", "/", near, "", []string{"Host: desk.localhost"}, 200, "local true"},
		{"a name that was made to lead here", loopback, "GET", "/", near, "", []string{"Host: evil.example:8080"}, 421, "evil.example"},
		{"an address that is not this machine's", loopback, "GET", "/", near, "", []string{"Host: 192.168.0.4"}, 421, "192.168.0.4"},
		{"no name", loopback, "GET", "/", near, "", []string{"Host: "}, 421, ""},
		{"a proxy on this machine that nobody told us of", loopback, "GET", "/", near, "", []string{"Host: localhost", "X-Real-IP: 203.0.113.9"}, 200, "local false"},
		{"our name", named, "GET", "/", far, "", []string{"Host: DESK.example.:443"}, 200, "GET"},
		{"this machine, which asks for our health", named, "GET", "/readyz", near, "", []string{"Host: localhost:8080"}, 200, "local true"},
		{"a stranger who says that they are here", named, "GET", "/", far, "", []string{"Host: localhost:8080"}, 421, "localhost"},
		{"not our name", named, "GET", "/", far, "", []string{"Host: desk.example.evil.example"}, 421, "evil"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := ask(guard.New(tc.opt).Wrap(http.HandlerFunc(echo)), tc.method, tc.path, tc.remote, tc.body, tc.headers...)
			if w.Code != tc.status || !strings.Contains(w.Body.String(), tc.want) {
				t.Errorf("%d %s, want %d with %s", w.Code, w.Body, tc.status, tc.want)
			}
		})
	}
}

func TestABodyWithoutALengthIsCut(t *testing.T) {
	r := httptest.NewRequest("POST", "/x", io.MultiReader(strings.NewReader(strings.Repeat("x", 1<<20)), strings.NewReader("more")))
	r.ContentLength = -1
	w := httptest.NewRecorder()
	guard.New(guard.Options{}).Wrap(http.HandlerFunc(echo)).ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestHeaders(t *testing.T) {
	h := guard.New(guard.Options{Trusted: prefixes("10.0.0.0/8")}).Wrap(http.HandlerFunc(echo))
	plain, https := ask(h, "GET", "/", far, "").Header(), ask(h, "GET", "/", "10.0.0.1:1", "", "X-Forwarded-Proto: https").Header()
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	} {
		if plain.Get(name) != want {
			t.Errorf("%s: %q", name, plain.Get(name))
		}
	}
	if plain.Get("Strict-Transport-Security") != "" || https.Get("Strict-Transport-Security") == "" {
		t.Error("HSTS is for https alone")
	}
}

func TestRequestIDs(t *testing.T) {
	h := guard.New(guard.Options{}).Wrap(http.HandlerFunc(echo))
	for _, tc := range []struct {
		name, given string
		taken       bool
	}{
		{"one that a proxy gave", "4b1c-99.x_Z", true},
		{"a long one", strings.Repeat("a", 65), false},
		{"a short one", "a", false},
		{"one with a line of log in it", "12345678\nlevel=INFO", false},
		{"one in letters that can turn a line around", "12345678\u202e", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			id := ask(h, "GET", "/", far, "", "X-Request-Id: "+tc.given).Header().Get("X-Request-Id")
			if (id == tc.given) != tc.taken || len(id) < 8 {
				t.Errorf("%q became %q", tc.given, id)
			}
		})
	}
}

func TestAPanicIsAnAnswerAndALine(t *testing.T) {
	var log bytes.Buffer
	var seen guard.Seen
	g := guard.New(guard.Options{Log: slog.New(slog.NewTextHandler(&log, nil)), Observe: func(_ *http.Request, s guard.Seen) { seen = s }})
	h := g.Wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		panic(errors.New("no such row"))
	}))
	w := ask(h, "GET", "/api/v1/x", far, "", "X-Request-Id: 12345678")
	var problem struct {
		Status   int
		Instance string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil || w.Code != 500 || problem.Status != 500 || !strings.Contains(problem.Instance, "12345678") {
		t.Errorf("%d %s: %v", w.Code, w.Body, err)
	}
	if strings.Contains(w.Body.String(), "no such row") || w.Header().Get("Content-Encoding") != "" {
		t.Errorf("the answer tells too much, or is not what it says: %v %s", w.Header(), w.Body)
	}
	if !strings.Contains(log.String(), "no such row") || !strings.Contains(log.String(), "request=12345678") || !strings.Contains(log.String(), "guard_test.go") {
		t.Errorf("log: %s", &log)
	}
	if seen.Status != 500 {
		t.Errorf("counted as %d", seen.Status)
	}
}

func TestAnAnswerThatBreaksIsNotWhole(t *testing.T) {
	h := guard.New(guard.Options{}).Wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "half")
		panic("broken")
	}))
	defer func() {
		if fault := recover(); fault != http.ErrAbortHandler { //nolint:errorlint // this very value
			t.Errorf("the connection is not cut: %v", fault)
		}
	}()
	ask(h, "GET", "/", far, "")
}

func TestTheLogHasWhoAskedAndNotWhatFor(t *testing.T) {
	var log bytes.Buffer
	mux := http.NewServeMux()
	mux.HandleFunc("GET /reports/{id}", echo)
	var routes []string
	g := guard.New(guard.Options{Log: slog.New(slog.NewTextHandler(&log, nil)), Observe: func(_ *http.Request, s guard.Seen) {
		routes = append(routes, fmt.Sprint(s.Route, s.Status))
	}})
	h := g.Wrap(guard.Routed(mux))
	ask(h, "GET", "/reports/r1?q=secret", far, "", "Authorization: Bearer hidden", "Cookie: dragoman=hidden")
	ask(h, "GET", "/nothing%0Alevel=ERROR", far, "")
	ask(h, "GET", "/nothing", far, "")
	ask(h, "GET", "/healthz", far, "")
	if got := strings.Join(routes, " "); got != "/reports/{id}200 400 404 404" {
		t.Errorf("routes %q", got)
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 3 || !strings.Contains(lines[0], "path=/reports/r1 status=200") || !strings.Contains(lines[0], "client=203.0.113.9") {
		t.Errorf("log:\n%s", &log)
	}
	for _, word := range []string{"secret", "hidden", "level=ERROR "} {
		if strings.Contains(log.String(), word) {
			t.Errorf("%q is in the log:\n%s", word, &log)
		}
	}
}
