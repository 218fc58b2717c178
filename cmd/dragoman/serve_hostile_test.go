package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// attacks is what a stranger may write where text is expected.
var attacks = []string{
	evil,
	`</title></textarea></style></script><script>alert(1)</script>`,
	`" autofocus onfocus="alert(1)" x="`,
	`]]><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script><![CDATA[`,
	`--><script>alert(1)</script><!--`,
	`{{.}}{{template "x"}}<svg><script href="data:,alert(1)"/></svg>`,
	"&lt;img src=x onerror=alert(1)&gt;\u202e\u2066\u0000",
	`=HYPERLINK("http://evil.example")`,
}

// runs is an address that runs where it is followed.
const runs = "javascript:alert(9)"

// hostileAll is a store with an attack in every field that comes from outside: of reports, of what is made of them, and of what an
// editor may type.
func hostileAll(t *testing.T, x string) *sqlite.Store {
	t.Helper()
	st, err := app.OpenStore(t.Context(), filepath.Join(t.TempDir(), "dragoman.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err = st.Add(t.Context(), []*news.Document{hostileReport("h1", "La", x), hostileReport("h2", "Lb", x)})
	must(err)
	must(st.ApplyStories(t.Context(), store.StoryChanges{Put: []*news.Story{hostileStory(x)}}))
	must(st.PutFeed(t.Context(), store.Feed{URL: runs + x, Title: x, Kind: x, ETag: x, LastError: x, Failures: 3}))
	must(st.SetAside(t.Context(), []news.SetAside{{Name: x, Reason: x, Hint: x}}))
	must(st.Identify(t.Context(), store.IdentityChanges{Of: []string{"La", "Lb"}, Proposals: []store.Proposal{
		{Kind: store.Merge, A: "La", B: "Lb", Confidence: 0.7, Reasons: []string{x}},
		{Kind: store.Split, A: "La", Confidence: 0.5, Reasons: []string{x}, Reports: []string{"h2"}},
	}}))
	must(st.AddWatch(t.Context(), store.Watch{
		ID: "w1", Name: x, Owner: x, Made: time.UnixMilli(1), Webhook: "https://hook.example/" + url.PathEscape(x), Secret: "whsec_c2VjcmV0",
	}))
	must(st.AddWatch(t.Context(), store.Watch{ID: "w2", Name: x, Words: x, Filter: store.Filter{Entity: x, Place: x, Source: x, Country: x, Lang: news.Lang(x)}}))
	_, err = st.DecideStories(t.Context(), store.StoryDecision{
		Kind: store.Correct, Stories: []string{"s1"}, Parts: [][]string{{"h1"}}, Correction: &news.Correction{Mode: x, Place: &news.Location{Name: x}, Anchor: news.Anchor{Entry: "s1/0"}, Note: x},
	})
	must(err)
	must(st.Decide(t.Context(), store.Decision{Kind: store.Apart, A: "La", B: x}))
	return st
}

func hostileReport(id, who, x string) *news.Document {
	text := "Salih in " + x + " said: " + x + "."
	all, said := news.Span{Start: 0, End: len(text)}, news.Span{Start: len(text) - 1 - len(x), End: len(text) - 1}
	there := news.Span{Start: 9, End: 9 + len(x)}
	day := time.Date(2026, 1, 8, 9, 0, 0, 0, time.UTC)
	party := []news.Party{{Name: x, Entity: who, Kind: news.Person, Country: x, Sector: x}}
	return &news.Document{
		Report: news.Report{
			ID: id, URL: runs + x, Canonical: runs, Source: x, Site: x, Country: x, Title: x, Description: x, Authors: []string{x}, Lang: "en", Text: text,
			Dropped:   []news.Dropped{{Text: x, Reason: x}},
			Published: &news.Published{Interval: news.Interval{From: day, To: day, Precision: news.Second}, ReadFrom: news.ReadFrom(x)},
		},
		Sentences: []news.Span{all},
		Mentions: []news.Mention{
			{Span: news.Span{Start: 0, End: 5}, Kind: news.Person, Entity: who, Name: x, Role: x, Country: x, Sector: x},
			{Span: there, Kind: news.Place, Entity: "GN:1", Name: x, Country: x, Precision: news.AtCity, Candidates: []news.Candidate{{Entity: x, Name: x, Country: x}}},
			{Span: there, Kind: news.Organisation, Entity: "Lo", Name: x, Country: x},
		},
		Quotes: []news.Quote{{Span: said, Speaker: x, SpeakerSpan: news.Span{Start: 0, End: 5}, SpeakerMention: 0, Direct: true, Addressee: x}},
		Events: []news.Event{{
			Type: news.Consult, Mode: x, Contexts: []string{x}, Status: news.Occurred, Actors: party, Recipients: party, Evidence: []news.Span{all},
			AccordingTo: []news.Attribution{{Name: x, Kind: x, Span: there}}, Location: &news.Location{Name: x, Country: x, Precision: news.AtCity},
			Date: &news.Interval{From: day, To: day, Precision: news.Day},
		}},
	}
}

func hostileStory(x string) *news.Story {
	of := []string{"h1", "h2"}
	d := hostileReport("h1", "La", x)
	ev := []news.ReportSpan{{Report: "h1", Span: d.Events[0].Evidence[0]}, {Report: "h2", Span: d.Events[0].Evidence[0]}}
	who := news.EntryParty{Party: d.Events[0].Actors[0], Reports: of}
	other := news.EntryParty{Party: news.Party{Name: x + " the other", Entity: "Lb", Kind: news.Person, Country: x}, Reports: of}
	third := news.EntryParty{Party: news.Party{Name: x + " the third", Kind: news.Organisation, Country: x}, Reports: of}
	place := news.EntryPlace{Location: *d.Events[0].Location, Reports: of}
	return &news.Story{
		ID: "s1", Titles: map[news.Lang]string{"en": x, "ar": x}, From: "2026-01-08", To: "2026-01-08", Languages: []news.Lang{"ar", "en"}, Reports: of, Sources: 2,
		Entries: []news.Entry{{
			ID: "s1/0", Type: news.Consult, Mode: x, Status: news.Occurred, Actors: []news.EntryParty{who, other}, Recipients: []news.EntryParty{third},
			Location: &place.Location, Places: []news.EntryPlace{place}, Date: d.Events[0].Date, Dates: []news.EntryDate{{Interval: *d.Events[0].Date, Reports: of}}, Evidence: ev,
		}},
		Differences: []news.Difference{
			{Entry: 0, Attribute: x, Values: []news.DifferenceValue{{Value: x, Reports: of[:1], Evidence: ev[:1]}, {Value: x, Reports: of[1:], Evidence: ev[1:]}}},
			{Entry: -1, Attribute: "count of " + x, Values: []news.DifferenceValue{{Value: x, Reports: of}}},
		},
		Corrected: []news.Corrected{{Number: 1, Change: x, Entry: "s1/0", Attribute: x, Was: x, Is: x, Note: x, Since: of}, {Number: 2, Change: x, Note: x}},
	}
}

// hostilePaths are the pages, feeds and answers in which something of it is shown.
func hostilePaths(x string) []string {
	q := url.QueryEscape(x)
	paths := []string{
		"/", "/?entity=" + q + "&place=" + q + "&lang=" + q + "&source=" + q + "&country=" + q + "&type=" + q + "&status=" + q, "/?from=" + q, "/stories/s1", "/stories/s1?left=h1&right=h2",
		"/stories/s1/commitments", "/reports/h1", "/reports/h1?mark=0-5", "/people", "/people?entity=" + q, "/entities/GN:1", "/entities/Lo", "/coverage", "/coverage?lang=" + q, "/coverage?source=" + q,
		"/sources", "/sources?q=news", "/feeds?q=news&errors=1", "/feeds", "/inbox", "/inbox/commitments", "/watches", "/watches/w1", "/watches/w2", "/digest", "/digest?day=2026-01-08", "/search?q=salih", "/search?q=" + q,
		"/watches/w1/feed.rss", "/watches/w1/feed.atom", "/watches/w1/feed.json", "/watches/w2/feed.rss",
		"/api/v1/stories", "/api/v1/stories/s1", "/api/v1/reports", "/api/v1/reports/h1", "/api/v1/entries", "/api/v1/entities", "/api/v1/entities/La", "/api/v1/sources", "/api/v1/coverage",
		"/api/v1/search?q=salih", "/api/v1/quotes", "/api/v1/stories?entity=" + q, "/api/v1/openapi.json", "/api/v1/watches", "/api/v1/watches/w1",
		"/api/v1/watches/w2/new", "/api/v1/export?format=rss", "/api/v1/export?format=atom", "/api/v1/export?format=jsonld", "/nothing/" + url.PathEscape(x),
	}
	for _, part := range []string{"", "/timeline", "/quotes", "/visits", "/commitments"} {
		paths = append(paths, "/entities/La"+part)
	}
	return paths
}

func TestNothingThatComesFromOutsideRuns(t *testing.T) {
	for n, x := range attacks {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			st := hostileAll(t, x)
			h := fronted(t, st, guard.Options{Loopback: true})
			for _, path := range hostilePaths(x) {
				for _, ui := range []string{"en", "ar"} {
					w := request(h, "GET", path, nil, "Accept-Language: "+ui)
					if !strings.Contains(path, "?") && !strings.HasPrefix(path, "/nothing") && w.Code != 200 {
						t.Errorf("GET %s = %d: nothing was tried", path, w.Code)
					}
					kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
					if w.Code >= 500 || w.Header().Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
						t.Errorf("GET %s = %d %v", path, w.Code, w.Header())
					}
					checkKind(t, "GET "+path, kind, w.Body.Bytes())
				}
			}
			for _, f := range app.Formats() {
				var out bytes.Buffer
				_, err := f.Write(t.Context(), st, format.Options{Base: "https://desk.example", Now: time.UnixMilli(1).UTC()}, &out)
				if err != nil {
					t.Errorf("%s: %v", f.Name, err)
				}
				if f.Binary {
					continue
				}
				kind := f.MediaType
				if f.Extension == ".jsonl" {
					kind = "application/jsonl"
				}
				checkKind(t, f.Name, kind, out.Bytes())
				if f.Name != "jsonl" && bytes.Contains(out.Bytes(), []byte("alert(9)")) { // our own lines have all of a report, as it came
					t.Errorf("%s has an address that runs", f.Name)
				}
			}
		})
	}
}

// checkKind looks through an answer as whoever takes that kind does.
func checkKind(t *testing.T, what, kind string, body []byte) {
	t.Helper()
	switch {
	case kind == "text/html":
		checkInert(t, string(body))
		if bytes.Contains(body, []byte("<script>alert")) || bytes.Contains(body, []byte("<svg onload")) {
			t.Errorf("%s: what a stranger wrote is markup", what)
		}
	case strings.HasSuffix(kind, "xml"):
		checkXML(t, what, body)
	case strings.HasSuffix(kind, "json"):
		var v any
		if err := json.Unmarshal(body, &v); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		checkJSON(t, what, "", v)
	case strings.HasSuffix(kind, "jsonl"):
		for line := range bytes.Lines(body) {
			var v any
			if err := json.Unmarshal(line, &v); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
	}
}

// checkXML reads a feed: its elements are those of feeds, its addresses lead to the web, and its texts that are taken for HTML are inert.
func checkXML(t *testing.T, what string, body []byte) {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(body))
	var at, text string
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", what, err)
			return
		}
		switch e := token.(type) {
		case xml.StartElement:
			at, text = strings.ToLower(e.Name.Local), ""
			if e.Name.Space == "http://www.w3.org/2005/Atom" {
				text = "text" // unless it says otherwise
			}
			if at == "script" || at == "svg" || at == "img" || e.Name.Space == "http://www.w3.org/1999/xhtml" {
				t.Errorf("%s: <%s>", what, at)
			}
			for _, a := range e.Attr {
				if a.Name.Local == "type" {
					text = a.Value
				}
				if strings.HasPrefix(a.Name.Local, "on") || leadsToRun(a.Value) && a.Name.Local != "term" && a.Name.Local != "label" {
					t.Errorf("%s: <%s %s=%q>", what, at, a.Name.Local, a.Value)
				}
			}
		case xml.CharData:
			switch at {
			case "link", "guid", "id", "uri", "url", "comments":
				if leadsToRun(string(e)) {
					t.Errorf("%s: <%s>%s", what, at, e)
				}
			case "description", "content", "summary", "encoded":
				if text == "" {
					text = "html" // of RSS
				}
				if text != "text" {
					t.Logf("%s: <%s>", what, at)
					checkInert(t, string(e))
				}
			}
		case xml.EndElement:
			at = ""
		}
	}
}

// leadsToRun reports whether following an address runs what it says.
func leadsToRun(address string) bool {
	address = strings.ToLower(strings.TrimSpace(address))
	for _, scheme := range []string{"javascript:", "data:", "vbscript:", "file:"} {
		if strings.HasPrefix(address, scheme) {
			return true
		}
	}
	return false
}

// checkJSON looks at what readers take for HTML.
func checkJSON(t *testing.T, what, key string, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		for k, value := range v {
			checkJSON(t, what, k, value)
		}
	case []any:
		for _, value := range v {
			checkJSON(t, what, key, value)
		}
	case string:
		switch key {
		case "content_html", "body_html", "body_xhtml":
			checkInert(t, v)
		case "home_page_url", "feed_url", "external_url", "@id", "sameAs", "href", "link":
			if leadsToRun(v) {
				t.Errorf("%s: %s %q", what, key, v)
			}
		}
	}
}

// TestTheServerThatServesIsBounded holds the server as it is started to what docs/operations.md promises.
func TestTheServerThatServesIsBounded(t *testing.T) {
	st := hostile(t)
	s := servedBy(t, st, guard.Options{Loopback: true})
	if s.ReadHeaderTimeout <= 0 || s.ReadHeaderTimeout > 10*time.Second || s.ReadTimeout <= 0 || s.ReadTimeout > 30*time.Second || s.IdleTimeout <= 0 || s.IdleTimeout > time.Minute {
		t.Errorf("waits for headers %s, requests %s, another request %s", s.ReadHeaderTimeout, s.ReadTimeout, s.IdleTimeout)
	}
	if s.MaxHeaderBytes <= 0 || s.MaxHeaderBytes > 16<<10 {
		t.Errorf("takes %d bytes of headers", s.MaxHeaderBytes)
	}
}

// TestAWebhookDoesNotReachInside has watches tell addresses of one's own network, as serve does.
func TestAWebhookDoesNotReachInside(t *testing.T) {
	st := hostile(t)
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	_, port, _ := strings.Cut(strings.TrimPrefix(server.URL, "http://"), ":")
	for i, host := range []string{"127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[::]", "0"} {
		err := st.AddWatch(t.Context(), store.Watch{
			ID: fmt.Sprintf("w%d", i), Name: host, Made: time.UnixMilli(1), Looked: time.UnixMilli(1), Queued: store.Mark{At: time.UnixMilli(1)},
			Webhook: "http://" + host + ":" + port + "/", Secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(2 * time.Second) // what was written a moment ago is not told yet
	for range 2 {
		if err := app.NewWatchSender(st, "", false, slog.New(slog.DiscardHandler)).Round(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("told %d times", n)
	}
	tried := 0
	watches, err := st.Watches(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range watches {
		left, err := st.Deliveries(t.Context(), w.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range left {
			tried++
			if d.Error == "" {
				t.Errorf("%s was not tried", w.Name)
			}
		}
	}
	if tried == 0 {
		t.Error("nothing was to be told")
	}
}
