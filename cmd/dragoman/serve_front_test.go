package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/dragoman-news/dragoman/internal/access"
	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/monitor"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)>`

// hostile is a store whose one report has markup in every field.
func hostile(t *testing.T) *sqlite.Store {
	t.Helper()
	st, err := app.OpenStore(t.Context(), filepath.Join(t.TempDir(), "dragoman.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	text := "Barham Salih said: " + evil
	doc := &news.Document{
		Report: news.Report{
			ID: "evil", URL: "javascript:alert(1)", Canonical: "javascript:alert(2)", Source: evil, Site: evil, Title: evil, Description: evil, Authors: []string{evil},
			Lang: "en", Text: text, Dropped: []news.Dropped{{Text: evil, Reason: evil}},
		},
		Mentions: []news.Mention{{Span: news.Span{Start: 0, End: 12}, Kind: news.Person, Entity: "L1", Name: evil, Role: evil, Country: "IRQ"}},
		Quotes:   []news.Quote{{Span: news.Span{Start: 19, End: len(text)}, Speaker: evil, Direct: true}},
		Events: []news.Event{{
			Type: news.Consult, Mode: evil, Contexts: []string{evil}, Status: news.Occurred, Evidence: []news.Span{{Start: 0, End: len(text)}},
			Actors: []news.Party{{Name: evil, Entity: "L1", Kind: news.Person, Country: "IRQ"}}, AccordingTo: []news.Attribution{{Name: evil, Kind: "agency"}},
		}},
	}
	if _, err := st.Add(t.Context(), []*news.Document{doc}); err != nil {
		t.Fatal(err)
	}
	story := &news.Story{
		ID: "s1", Titles: map[news.Lang]string{"en": evil}, Languages: []news.Lang{"en"}, Reports: []string{"evil"}, Sources: 1,
		Entries: []news.Entry{{
			ID: "e1", Story: "s1", Type: news.Consult, Mode: evil, Status: news.Occurred,
			Actors:   []news.EntryParty{{Party: doc.Events[0].Actors[0], Reports: []string{"evil"}}},
			Evidence: []news.ReportSpan{{Report: "evil", Span: doc.Events[0].Evidence[0]}},
		}},
	}
	if err := st.ApplyStories(t.Context(), store.StoryChanges{Put: []*news.Story{story}}); err != nil {
		t.Fatal(err)
	}
	if err := st.PutFeed(t.Context(), store.Feed{URL: "javascript:alert(3)", Title: evil, LastError: evil}); err != nil {
		t.Fatal(err)
	}
	return st
}

// fronted is the whole of serve but for its listening.
func fronted(t *testing.T, st *sqlite.Store, opt guard.Options) http.Handler {
	t.Helper()
	return servedBy(t, st, opt).Handler
}

// servedBy is the server that serve starts.
func servedBy(t *testing.T, st *sqlite.Store, opt guard.Options) *http.Server {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	gate := access.New(st, access.Options{Loopback: opt.Loopback})
	t.Cleanup(gate.Wait)
	return server(gate, monitor.New(st, "test", log), served(t.Context(), st, app.Meaning{}, nil, app.NewFetcher(false), log), opt)
}

func request(h http.Handler, method, target string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	media := ""
	if form != nil {
		media = "application/x-www-form-urlencoded"
	}
	return asked(h, method, target, form.Encode(), media, headers)
}

// asked makes a request from this machine with a body of some media type, "" for none.
func asked(h http.Handler, method, target, body, media string, headers []string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.RemoteAddr, r.Host = "127.0.0.1:1", "localhost:8080"
	if media != "" {
		r.Header.Set("Content-Type", media)
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestNoPageRunsWhatAReportSays looks at each page of a report that has markup in every field.
func TestNoPageRunsWhatAReportSays(t *testing.T) {
	h := fronted(t, hostile(t), guard.Options{Loopback: true})
	for _, path := range []string{
		"/", "/stories/s1", "/reports/evil", "/people", "/feeds", "/sources", "/inbox", "/inbox/commitments", "/search?q=Barham", "/search?q=" + url.QueryEscape(evil), "/?lang=" + url.QueryEscape(evil),
		"/nothing/" + url.PathEscape(evil), "/stories/" + url.PathEscape(evil), "/reports/" + url.PathEscape(evil), "/login?next=" + url.QueryEscape(evil),
		"/api/v1/stories/" + url.PathEscape(evil),
	} {
		t.Run(path, func(t *testing.T) {
			w := request(h, "GET", path, nil, "Accept: text/html")
			policy := w.Header().Get("Content-Security-Policy")
			page := strings.HasPrefix(w.Header().Get("Content-Type"), "text/html")
			if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") || page && !strings.Contains(policy, "base-uri 'none'") {
				t.Errorf("policy %q", policy)
			}
			if w.Header().Get("X-Content-Type-Options") != "nosniff" {
				t.Error("its type may be guessed")
			}
			if w.Code >= 500 {
				t.Errorf("status %d", w.Code)
			}
			if page {
				checkInert(t, w.Body.String())
			}
		})
	}
}

// checkInert wants no script but from a file, no handlers and no addresses that run.
func checkInert(t *testing.T, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		source := false
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
			if (a.Key == "href" || a.Key == "src" || a.Key == "action") && (strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:")) {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
			source = source || a.Key == "src" && strings.HasPrefix(value, "/static/")
		}
		if n.Data == "script" && !source || n.Data == "img" && !source || n.Data == "iframe" || n.Data == "object" || n.Data == "base" {
			t.Errorf("<%s> with %v", n.Data, n.Attr)
		}
	}
}

func TestNoPathLeadsOutOfWhatIsServed(t *testing.T) {
	h := fronted(t, hostile(t), guard.Options{Loopback: true})
	server := httptest.NewServer(h)
	defer server.Close()
	for _, path := range []string{
		"/static/../../../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2f..%2fetc%2fpasswd", "/static/....//....//etc/passwd",
		"/static//etc/passwd", `/static/..\..\etc\passwd`, "/static/%00/etc/passwd", "/static/..%5c..%5cetc%5cpasswd", "/static/../web.go", "/static/..%2ftemplates%2fframe.html",
		"/watches/..%2f..%2fdragoman.db/feed.rss", "/watches/w1/..%2f..%2fdragoman.db", "/watches/%2e%2e/%2e%2e/feed.rss", "/entities/..%2f..%2f..%2fetc%2fpasswd", "/entities/%2e%2e/%2e%2e%2fetc%2fpasswd",
		"/entities/L1/..%2f..%2fetc%2fpasswd", "/api/v1/reports/..%2f..%2f..%2fetc%2fpasswd", "/api/v1/stories/%2e%2e%2f%2e%2e%2fdragoman.db", "/api/v1/../../etc/passwd", "/api/v1/entities/%2fetc%2fpasswd",
		"/stories/%252e%252e%252fetc%252fpasswd", "/static/%252e%252e/web.go", "/static/%c0%ae%c0%ae/etc/passwd", "/static/style.css/../../web.go", "/static/style.css%00.html",
		"/reports/..%2f..%2f..%2fetc%2fpasswd", "/stories/%2e%2e%2f%2e%2e%2fdragoman.db", "//etc/passwd", "/../dragoman.db", "/static/", "/dragoman.db",
	} {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path)
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil || strings.Contains(string(body), "root:") || strings.Contains(string(body), "SQLite format") || strings.Contains(string(body), "{{") || strings.Contains(string(body), "package web") {
			t.Errorf("%s: %d, %v\n%.200s", path, res.StatusCode, err, body)
		}
		if res.StatusCode == 200 && path != "/static/" {
			t.Errorf("%s: 200\n%.200s", path, body)
		}
		_ = res.Body.Close()
		_ = conn.Close()
	}
}

// TestADeskThatOthersReach goes the way of a user from the command line to the page.
func TestADeskThatOthersReach(t *testing.T) {
	st := hostile(t)
	gate := access.New(st, access.Options{})
	if _, err := gate.AddUser(t.Context(), "ada", store.RoleReader, "correct horse battery"); err != nil {
		t.Fatal(err)
	}
	token, _, err := gate.NewToken(t.Context(), store.Token{Name: "t", Role: store.RoleAdmin})
	if err != nil {
		t.Fatal(err)
	}
	h := fronted(t, st, guard.Options{Hosts: []string{"localhost"}})
	w := request(h, "GET", "/stories/s1", nil, "Accept: text/html")
	if w.Code != 303 || w.Header().Get("Location") != "/login?next=%2Fstories%2Fs1" {
		t.Fatalf("a stranger: %d to %s", w.Code, w.Header().Get("Location"))
	}
	form := url.Values{"name": {"Ada"}, "password": {"correct horse battery"}, "next": {"/stories/s1"}}
	if w := request(h, "POST", "/login", form, "Sec-Fetch-Site: cross-site"); w.Code != 403 {
		t.Errorf("a login that another site makes: %d", w.Code)
	}
	w = request(h, "POST", "/login", form, "Sec-Fetch-Site: same-origin")
	cookies := w.Result().Cookies()
	if w.Code != 303 || w.Header().Get("Location") != "/stories/s1" || len(cookies) != 1 {
		t.Fatalf("the login: %d %v", w.Code, w.Header())
	}
	cookie := "Cookie: " + cookies[0].Name + "=" + cookies[0].Value
	for _, tc := range []struct {
		name, method, path, header string
		status                     int
	}{
		{"the page", "GET", "/stories/s1", cookie, 200},
		{"a reader decides nothing", "POST", "/stories/s1", cookie, 403},
		{"nor sees how the program does", "GET", "/metrics", cookie + "\nX-Forwarded-For: 203.0.113.9", 403},
		{"an admin's token does", "GET", "/metrics", "Authorization: Bearer " + token, 200},
		{"health is everybody's", "GET", "/readyz", "X: y", 200},
		{"another name", "GET", "/", "X: y", 303},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if w := request(h, tc.method, tc.path, nil, strings.Split(tc.header, "\n")...); w.Code != tc.status {
				t.Errorf("%d, want %d\n%s", w.Code, tc.status, w.Body)
			}
		})
	}
}

// TestServeListensAndStops runs serve as the command does.
func TestServeListensAndStops(t *testing.T) {
	t.Setenv("DRAGOMAN_MODEL", "none")
	t.Setenv("DRAGOMAN_ADDR", "")
	db := filepath.Join(t.TempDir(), "dragoman.db")
	out, said := io.Pipe()
	var log bytes.Buffer
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	serve := newRoot(&console{in: strings.NewReader(""), out: said, err: &log})
	serve.SetArgs([]string{"serve", "--db", db, "--addr", "localhost:0"})
	go func() { done <- serve.ExecuteContext(ctx) }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`http://(\S+)`).FindStringSubmatch(line)
	if address == nil {
		t.Fatalf("it said %q", line)
	}
	for path, want := range map[string]string{"/": "<html", "/readyz": `"ok"`, "/metrics": "dragoman_store_up 1"} {
		res, err := http.Get("http://" + address[1] + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || res.StatusCode != 200 || !strings.Contains(string(body), want) {
			t.Errorf("%s: %d, %v\n%.300s", path, res.StatusCode, err, body)
		}
	}
	var health bytes.Buffer
	root := newRoot(&console{in: strings.NewReader(""), out: &health, err: &health})
	root.SetArgs([]string{"health", "--addr", address[1]})
	if err := root.ExecuteContext(t.Context()); err != nil || health.String() != "ok\n" {
		t.Errorf("health: %q, %v", &health, err)
	}
	stop()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("it does not stop")
	}
	if _, err := os.Stat(db + "-wal"); err == nil {
		t.Error("the store was not closed")
	}
}
