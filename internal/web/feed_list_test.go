package web_test

import (
	"context"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/web"
)

// manyFeeds follows n feeds, each fifth of which is broken, and shows them to somebody who may change them.
func manyFeeds(t *testing.T, n int) http.Handler {
	t.Helper()
	st := memstore.New(store.Options{})
	for i := range n {
		f := store.Feed{URL: fmt.Sprintf("https://desk:hidden@news%03d.example/a-section-with-a-rather-long-name/feed.xml", i), Title: fmt.Sprintf("Le Quotidien %03d", i), Kind: "feed"}
		if i%5 == 0 {
			f.LastError, f.Failures = "the server answered 404 Not Found", 3
		}
		if err := st.PutFeed(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	d := &desk{st: st}
	return web.New(st, web.Options{Desk: web.Desk{May: func(context.Context) bool { return true }, Feeds: feedDesk{d}}}, slog.New(slog.DiscardHandler))
}

var (
	nextLink = regexp.MustCompile(`<a rel="next" href="([^"]+)"`)
	rowName  = regexp.MustCompile(`<th scope="row">(?:<a [^>]*>)?<bdi>([^<]+)</bdi>`)
)

// walk goes through a list from page to page and returns the names of its rows, and how many pages there were.
func walk(t *testing.T, h http.Handler, path string) (names []string, pages int) {
	t.Helper()
	for path != "" {
		page := shown(t, h, path)
		if len(page) > 120<<10 { // with stylesheets, script and icon that makes 150 KB
			t.Errorf("GET %s weighs %d bytes", path, len(page))
		}
		for _, m := range rowName.FindAllStringSubmatch(page, -1) {
			names = append(names, html.UnescapeString(m[1]))
		}
		path = ""
		if m := nextLink.FindStringSubmatch(page); m != nil {
			path = html.UnescapeString(m[1])
		}
		if pages++; pages > 100 {
			t.Fatal("the list has no end")
		}
	}
	return names, pages
}

func TestHundredsOfFeedsComeInPagesTheBrokenFirst(t *testing.T) {
	h := manyFeeds(t, 300)
	var want []string
	for _, broken := range []bool{true, false} {
		for i := range 300 {
			if (i%5 == 0) == broken {
				want = append(want, fmt.Sprintf("Le Quotidien %03d", i))
			}
		}
	}
	if got, pages := walk(t, h, "/feeds"); !slices.Equal(got, want) || pages != 6 {
		t.Errorf("%d pages have %d feeds: %q", pages, len(got), got)
	}
	if got, pages := walk(t, h, "/feeds?errors=1"); !slices.Equal(got, want[:60]) || pages != 2 {
		t.Errorf("%d pages have %d broken feeds: %q", pages, len(got), got)
	}
	for find, want := range map[string][]string{
		"QUOTIDIÉN 007":     {"Le Quotidien 007"},
		"news012.example":   {"Le Quotidien 012"},
		"feed 299 le":       {"Le Quotidien 299"},
		"hidden":            nil, // a password is not looked for
		"Quotidien nowhere": nil,
	} {
		if got, _ := walk(t, h, "/feeds?"+url.Values{"q": {find}}.Encode()); !slices.Equal(got, want) {
			t.Errorf("%q finds %q", find, got)
		}
	}
	page := shown(t, h, "/feeds")
	for _, want := range []string{"300 feeds are followed", "60 with errors", "https://desk:xxxxx@news000.example/"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if !strings.Contains(shown(t, h, "/feeds?q=nothing"), "No feed matches") {
		t.Error("nothing is said where no feed matches")
	}
}

// Whoever pauses one of many is led back to where they were.
func TestAChangeOfAFeedLeadsBackToItsPage(t *testing.T) {
	h := manyFeeds(t, 300)
	page := shown(t, h, "/feeds?errors=1&q=quotidien&ui=en")
	action := regexp.MustCompile(`action="(/feeds/pause[^"]*)"`).FindStringSubmatch(page)
	if action == nil {
		t.Fatalf("no form pauses a feed\n%s", page)
	}
	const feed = "https://desk:hidden@news000.example/a-section-with-a-rather-long-name/feed.xml"
	w := send(h, html.UnescapeString(action[1]), url.Values{"url": {feed}})
	follow(t, h, w, "/feeds?errors=1&q=quotidien", "not asked until it is resumed")
	if w := send(h, "/feeds/pause?next=https://evil.example/", url.Values{"url": {feed}}); w.Header().Get("Location") != "/feeds" {
		t.Errorf("a form leads to %s", w.Header().Get("Location"))
	}
}

func TestThousandsOfSourcesComeInPages(t *testing.T) {
	st := memstore.New(store.Options{})
	const n = 3000
	var docs []*news.Document
	for i := range n {
		docs = append(docs, &news.Document{Report: news.Report{
			ID: fmt.Sprint("r", i), Source: fmt.Sprintf("outlet-%04d.example", i), Lang: "en", Text: fmt.Sprint("x", i), Published: &news.Published{Interval: *oneDay("2020-03-08")},
		}})
	}
	docs = append(docs, &news.Document{Report: news.Report{ID: "more", Source: "outlet-2500.example", Lang: "fr", Text: "y", Published: &news.Published{Interval: *oneDay("2020-03-09")}}})
	if _, err := st.Add(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	h := web.New(st, web.Options{Coverage: func(context.Context, store.Filter) (news.Coverage, error) {
		return news.Coverage{Gaps: []news.Gap{{Kind: news.GapSource, Source: "outlet-2999.example", Last: "2020-03-08", Days: 8, Open: true}}}, nil
	}}, slog.New(slog.DiscardHandler))
	got, pages := walk(t, h, "/sources")
	if len(got) != n || pages != n/50 || !slices.Equal(got[:3], []string{"outlet-2999.example", "outlet-2500.example", "outlet-0000.example"}) {
		t.Errorf("%d pages have %d sources, first %q", pages, len(got), got[:min(len(got), 3)])
	}
	if slices.Sort(got); len(slices.Compact(got)) != n {
		t.Error("a source is shown twice")
	}
	if got, _ := walk(t, h, "/sources?q=OUTLET-17"); len(got) != 100 {
		t.Errorf("%d sources are found", len(got))
	}
	if !strings.Contains(shown(t, h, "/sources?q=nothing"), "No source matches") {
		t.Error("nothing is said where no source matches")
	}
}
