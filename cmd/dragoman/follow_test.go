package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// press is a made news site. It counts what it was asked, and notes the requests
// that it answered with 304.
type press struct {
	*httptest.Server
	mu    sync.Mutex
	asked map[string]int
	same  map[string]int
}

func newPress(t *testing.T) *press {
	t.Helper()
	p := &press{asked: map[string]int{}, same: map[string]int{}}
	article := func(title, body string) string {
		return "<!doctype html><html lang=en><head><title>" + title + "</title></head><body><nav>Home | World</nav><article><h1>" +
			title + "</h1>" + "<p>" + body + "</p><p>" + said + "</p><p>" + said + "</p></article></body></html>"
	}
	pages := map[string]string{
		"/robots.txt": "User-agent: *\nDisallow: /closed/\n",
		"/feed.xml": `<rss version="2.0"><channel><title>The Lima Paper</title><link>/</link>
			<item><title>Talks in Lima</title><link>/news/lima</link><description>Teaser.</description><pubDate>Mon, 09 Mar 2020 10:00:00 GMT</pubDate></item>
			<item><title>Not for programs</title><link>/closed/secret</link><description>A short word on a page that is closed to programs.</description></item>
			</channel></rss>`,
		"/atom.xml": `<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom of Oslo</title><id>x</id><updated>2020-03-09T10:00:00Z</updated>
			<entry><title>Talks in Oslo</title><id>o</id><link href="news/oslo"/><updated>2020-03-09T10:00:00Z</updated></entry></feed>`,
		"/news-sitemap.xml": `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
			<loc>SITE/news/quito</loc><news:news><news:publication><news:name>Quito Daily</news:name><news:language>en</news:language></news:publication>
			<news:publication_date>2020-03-09</news:publication_date><news:title>Talks in Quito</news:title></news:news></url></urlset>`,
		"/front":      `<html><head><title>Front</title><link rel="alternate" type="application/rss+xml" href="feed.xml"></head><body>Hello</body></html>`,
		"/plain":      `<html><head><title>No feed</title></head><body>Hello</body></html>`,
		"/news/lima":  article("Talks in Lima", "Ministers of Peru and Chile met in Lima on Monday."),
		"/news/oslo":  article("Talks in Oslo", "Ministers of Norway and Sweden met in Oslo on Monday."),
		"/news/quito": article("Talks in Quito", "Ministers of Ecuador and Peru met in Quito on Monday."),
	}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.asked[r.URL.Path]++
		switch r.URL.Path {
		case "/moved.xml":
			http.Redirect(w, r, "/atom.xml", http.StatusMovedPermanently)
			return
		case "/gone.xml":
			if p.asked[r.URL.Path] > 1 {
				w.WriteHeader(http.StatusGone)
				return
			}
		case "/busy.xml":
			if p.asked[r.URL.Path] > 1 {
				w.Header().Set("Retry-After", "7200")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
		}
		path := r.URL.Path
		if path == "/gone.xml" || path == "/busy.xml" {
			fmt.Fprint(w, `<rss version="2.0"><channel><title>Soon not here</title></channel></rss>`)
			return
		}
		body, ok := pages[path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if strings.HasSuffix(path, ".xml") {
			w.Header().Set("Content-Type", "application/xml")
			w.Header().Set("ETag", `"of `+path+`"`)
			if r.Header.Get("If-None-Match") == `"of `+path+`"` {
				p.same[path]++
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		fmt.Fprint(w, strings.ReplaceAll(body, "SITE", "http://"+r.Host))
	}))
	t.Cleanup(p.Close)
	return p
}

// counts says how often a path was asked for, and answered with 304.
func (p *press) counts(path string) (asked, same int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[path], p.same[path]
}

func wantIn(t *testing.T, s string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(s, w) {
			t.Errorf("no %q in:\n%s", w, s)
		}
	}
}

// TestFollow subscribes to every kind of listing, polls twice, and looks at what was
// kept and at the manners shown.
func TestFollow(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	dir := t.TempDir()
	writeAll(t, dir, "feeds.opml", `<opml version="2.0"><body><outline text="Two"><outline type="rss" text="Atom of Oslo" xmlUrl="`+
		p.URL+`/moved.xml"/><outline type="rss" text="Gone" xmlUrl="`+p.URL+`/gone.xml"/></outline></body></opml>`)

	e := run(t, dir, "", "follow", p.URL+"/feed.xml")
	if e.status != 1 {
		t.Errorf("a feed on this machine: status %d, want 1", e.status)
	}
	wantIn(t, e.err, "127.0.0.1", "inside your own network", "try: --allow-private")
	if n, _ := p.counts("/feed.xml"); n != 0 {
		t.Error("it was asked all the same")
	}

	e = run(t, dir, "", "follow", "--allow-private", p.URL+"/front", p.URL+"/news-sitemap.xml", p.URL+"/busy.xml", "feeds.opml")
	if e.status != 0 {
		t.Fatalf("status %d: %s", e.status, e.err)
	}
	wantIn(t, e.out, "following "+p.URL+"/feed.xml", "following "+p.URL+"/news-sitemap.xml", "following "+p.URL+"/moved.xml", "following "+p.URL+"/gone.xml")
	e = run(t, dir, "", "follow", "--allow-private", p.URL+"/plain", p.URL+"/nowhere.xml", "missing.opml", p.URL+"/front")
	if e.status != 3 {
		t.Errorf("three that cannot be followed and one that is: status %d, want 3", e.status)
	}
	wantIn(t, e.err, "names no feed", "answered 404", "missing.opml", "is followed already")

	p.mu.Lock()
	p.asked["/gone.xml"] = 1 // an OPML list is believed without asking
	p.mu.Unlock()
	e = run(t, dir, "", "follow", "--poll", "--allow-private")
	if e.status != 3 {
		t.Errorf("poll: status %d, want 3: two of five fail\n%s%s", e.status, e.out, e.err)
	}
	wantIn(t, e.out, "/feed.xml  2 new reports", "/news-sitemap.xml  1 new report", "/moved.xml  1 new report", "410 Gone", "429 Too Many Requests")
	if n, _ := p.counts("/closed/secret"); n != 0 {
		t.Error("a page was asked for that robots.txt closes")
	}
	if n, _ := p.counts("/news/lima"); n != 1 {
		t.Errorf("the page of the feed with a relative link was asked for %d times, want 1", n)
	}
	e = run(t, dir, "", "reports", "--json")
	wantIn(t, e.out, p.URL+"/news/lima", p.URL+"/news/oslo", p.URL+"/news/quito", "Ministers of Ecuador", "Ministers of Norway", "closed to programs")

	e = run(t, dir, "", "follow", "--poll", "--allow-private")
	wantIn(t, e.out, "/feed.xml  0 new reports")
	if _, same := p.counts("/feed.xml"); same != 1 {
		t.Errorf("the second poll was answered %d times with 304, want 1", same)
	}
	if strings.Contains(e.out, "/gone.xml") {
		t.Error("what is gone for good was asked again")
	}
	e = run(t, dir, "", "follow")
	wantIn(t, e.out, "The Lima Paper", "paused", "gone for good", "429 Too Many Requests")
}

// TestServe starts on a free port, answers, and ends when it is told to.
func TestServe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if e := run(t, dir, object("id", "a", "title", "Talks in Baghdad <script>alert(1)</script>", "published", "2020-03-09", "text", said), "add", "-q", "-"); e.status != 0 {
		t.Fatal(e.err)
	}
	cmd := child(t.Context(), t, dir, "serve", "--addr", "localhost:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := false
	defer func() {
		if !ended {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	address := strings.TrimSpace(line)
	if err != nil || !regexp.MustCompile(`^http://127\.0\.0\.1:\d+$|^http://\[::1\]:\d+$`).MatchString(address) {
		t.Fatalf("serve prints %q, %v; want its address", line, err)
	}
	client := &http.Client{Timeout: 10 * time.Second}
	for path, want := range map[string]int{"/": 200, "/reports/a": 200, "/nowhere": 404, "/reports/nosuch": 404} {
		res, err := client.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
		if err != nil || res.StatusCode != want {
			t.Errorf("GET %s: %d, %v, want %d", path, res.StatusCode, err, want)
		}
		if strings.Contains(string(body), "<script>alert") {
			t.Errorf("GET %s: a title is run as a script", path)
		}
		if want == 200 && !strings.Contains(string(body), "Talks in Baghdad") {
			t.Errorf("GET %s shows no report:\n%.500s", path, body)
		}
	}
	stream, err := http.Get(address + "/api/v1/stories/stream")
	if err != nil || stream.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatal(stream, err)
	}
	start := time.Now()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_, cut := io.ReadAll(stream.Body)
	if err := errors.Join(cut, stream.Body.Close()); err != nil {
		t.Errorf("a stream does not end with the program: %v", err)
	}
	err = cmd.Wait()
	ended = true
	if err != nil || time.Since(start) > 8*time.Second {
		t.Errorf("ended by SIGTERM: %v after %s", err, time.Since(start))
	}
}
