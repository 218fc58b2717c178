package api_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/api"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// odd is an id that is an address.
const odd = "https://example.org/a?b=c"

func TestLists(t *testing.T) {
	b := newBench(t, nil).fill(t)
	for _, tc := range []struct{ name, path, want string }{
		{"reports come newest first", "/reports", "en ar fr " + odd},
		{"by language", "/reports?lang=fr", "fr"},
		{"by days", "/reports?since=2020-03-09&until=2020-03", "en"},
		{"days ago count from now", "/reports?since=11d", "en"},
		{"by who is named, in any spelling", "/reports?entity=برهم+صالح", "en ar fr"},
		{"by a place beside them", "/reports?entity=Shamkhani&place=Baghdad", ""},
		{"by a place", "/reports?entity=Ali+Shamkhani&place=GN:98182", "en"},
		{"by outlet, type, status and country", "/reports?source=www.example.org&type=consult&status=OCCURRED&country=irn", "en"},
		{"stories", "/stories", "s1 s2"},
		{"stories by language", "/stories?lang=ar", "s1"},
		{"stories by place", "/stories?place=Baghdad", "s1"},
		{"entries", "/entries", "s1/0"},
		{"entries of somebody else", "/entries?entity=L1", ""},
		{"entities, most reports first", "/entities", "Q1 Q2 GN:98182 L1"},
		{"people", "/entities?kind=Person", "Q1 Q2 L1"},
		{"quotes", "/quotes", "en/We agree fr/Oui fr/et non"},
		{"quotes of somebody", "/quotes?entity=Q2", "en/We agree fr/Oui"},
		{"sources by name", "/sources", "echo.example example.org watan.example"},
		{"feeds without passwords", "/feeds", "https://example.org/map.xml https://user:xxxxx@example.org/feed"},
		{"commitments", "/commitments", "c-s1 c-s2"},
		{"commitments of a kind", "/commitments?kind=Asked", ""},
		{"changes", "/stories/changes", "s1 s2"},
		{"visits", "/visits", b.visits(t)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := b.get(t, escaped(tc.path))
			ids, _ := rows(t, w)
			if got := strings.Join(ids, " "); w.Code != http.StatusOK || got != tc.want {
				t.Errorf("GET %s = %d %q, want %q\n%s", tc.path, w.Code, got, tc.want, w.Body)
			}
		})
	}
}

// visits are the ids that the desk has.
func (b *bench) visits(t *testing.T) string {
	t.Helper()
	all, err := desk{b}.Visits(t.Context(), store.Filter{})
	if err != nil || len(all) == 0 {
		t.Fatalf("visits: %v, %v", all, err)
	}
	var ids []string
	for _, v := range all {
		ids = append(ids, v.ID)
	}
	return strings.Join(ids, " ")
}

func escaped(path string) string {
	name, query, _ := strings.Cut(path, "?")
	var out strings.Builder
	for _, c := range []byte(query) {
		if c >= 0x80 {
			fmt.Fprintf(&out, "%%%02X", c)
		} else {
			out.WriteByte(c)
		}
	}
	return name + "?" + out.String()
}

func TestOneOfEach(t *testing.T) {
	b := newBench(t, nil).fill(t)
	for _, tc := range []struct{ name, path, body string }{
		{"a report has what was found in it", "/reports/en", `"mentions":[{"start":0,"end":12,"text":"Barham Salih","kind":"person"`},
		{"an id that is an address", "/reports/" + url.PathEscape(odd), `"title":"=cmd|'/c calc'!A1 <b>"`},
		{"what strangers wrote is text", "/reports/" + url.PathEscape(odd), `"text":"<script>alert(1)</script> Jean`},
		{"a revision", "/reports/en?revision=1", `"revision":1`},
		{"offsets are code points", "/reports/ar", `"start":14,"end":23,"text":"برهم صالح"`},
		{"a story has its sides", "/stories/s1", `"sides":[{"source":"`},
		{"as it stood", "/stories/s1?as-of=2020-03-20T12:00:30Z", `"id":"s1"`},
		{"an entity has its meetings", "/entities/Q1", `"meetings":[{"entry":"s1/0"`},
		{"coverage", "/coverage?since=2020-03-08&until=2020-03-09", `"all":{"reports":[1,1],"copies":[1,0],"undated":`},
		{"a search shows where the words stand", "/search?q=shamkhani", `"highlight":[{"start":`},
		{"and what else there is", "/search?q=shamkhani", `"facets":{"lang":{"en":1,"fr":1},`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := b.get(t, tc.path)
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), tc.body) {
				t.Errorf("GET %s = %d, want %s in\n%s", tc.path, w.Code, tc.body, w.Body)
			}
		})
	}
}

func TestProblems(t *testing.T) {
	b := newBench(t, nil).fill(t)
	cursor := strings.TrimPrefix(second(rows(t, b.get(t, "/reports?limit=1"))), "/reports?")
	for _, tc := range []struct {
		name, path   string
		status       int
		kind, detail string
		hint         string
	}{
		{"a parameter that there is not names the near one", "/reports?sinse=2020", 400, "unknown-parameter", "there is no parameter sinse", "did you mean since?"},
		{"or all of them", "/coverage?colour=red", 400, "unknown-parameter", "there is no parameter colour", "there are since, until, lang, source"},
		{"or that there are none", "/openapi.json?x=", 400, "unknown-parameter", "there is no parameter x", "this takes none"},
		{"a parameter twice", "/reports?lang=fr&lang=ar", 400, "invalid-parameter", "lang is given 2 times", "give it once"},
		{"no day", "/stories?since=yesterday", 400, "invalid-parameter", "since=yesterday is no day", "since=2020-03-08, or 2020-03, 2020, 7d"},
		{"no country", "/stories?country=IQ", 400, "invalid-parameter", "country=IQ", "three letters, such as country=IRQ"},
		{"no type", "/stories?type=TALK", 400, "invalid-parameter", "type=TALK is no event type", "one of AGREE CONSULT"},
		{"no status", "/stories?status=done", 400, "invalid-parameter", "status=done is not possible", "one of occurred planned"},
		{"no number", "/reports?limit=ten", 400, "invalid-parameter", "limit=ten is no number from 1 on", "limit=50"},
		{"less than one", "/reports?limit=0", 400, "invalid-parameter", "limit=0 is no number from 1 on", "limit=50"},
		{"too many", "/reports?limit=201", 400, "invalid-parameter", "limit=201 is too much for a page: at most 200", "Accept: application/jsonl streams"},
		{"neither true nor false", "/commitments?open=yes", 400, "invalid-parameter", "open=yes is neither true nor false", "open=true"},
		{"a kind that is none", "/entities?kind=ship", 400, "invalid-parameter", "kind=ship is not possible", "one of person organisation"},
		{"no moment", "/stories/s1?as-of=noon", 400, "invalid-parameter", "as-of=noon is no moment", "as-of=2026-11-20T10:00Z"},
		{"not yet", "/stories/s1?as-of=2020-01-01", 404, "not-found", "no story s1", ""},
		{"too long", "/search?q=" + strings.Repeat("x", 1001), 400, "invalid-parameter", "q has 1001 characters, and at most 1000 are looked at", ""},
		{"not UTF-8", "/search?q=%ff", 400, "invalid-parameter", "q is not UTF-8", ""},
		{"a query that is none", "/search?q=%zz", 400, "invalid-parameter", "the query cannot be read", "percent-encoded"},
		{"nothing to search for", "/search", 400, "invalid-parameter", "q is missing", "like=a+sentence"},
		{"two ways to search", "/search?q=a&like=b", 400, "invalid-parameter", "q and like are two ways to search", "one of them"},
		{"an order of what is near", "/search?like=b&sort=newest", 400, "invalid-parameter", "sort is for words", ""},
		{"no such report", "/reports/zz", 404, "not-found", "no report zz", ""},
		{"no such revision", "/reports/en?revision=7", 404, "not-found", "", ""},
		{"no such story", "/stories/zz", 404, "not-found", "no story zz", ""},
		{"no such entity; commands are no hints", "/entities/zz", 404, "not-found", "nobody is called zz", ""},
		{"no such thing", "/nothing", 404, "not-found", "there is nothing at /api/v1/nothing", "openapi.json"},
		{"a cursor that is none", "/reports?cursor=x", 400, "bad-cursor", "the cursor cannot be read", "next"},
		{"a cursor of another list", "/stories?" + cursor, 400, "bad-cursor", "the cursor is of another list", "same parameters"},
		{"a cursor of other filters", "/reports?lang=fr&" + cursor, 400, "bad-cursor", "the cursor is of another list", "same parameters"},
		{"a query that GDELT could answer", "/doc?query=" + url.QueryEscape("(a OR b)"), 400, "invalid-parameter", "query: OR and brackets cannot be asked here", "ask once for each"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := b.get(t, tc.path)
			p := decode[api.Problem](t, w)
			if w.Code != tc.status || p.Status != tc.status || !strings.HasSuffix(p.Type, "docs/api.md#"+tc.kind) || p.Title == "" ||
				!strings.Contains(p.Detail, tc.detail) || !strings.Contains(p.Hint, tc.hint) || strings.Contains(p.Hint, "dragoman ") {
				t.Errorf("GET %s = %d %+v", tc.path, w.Code, p)
			}
			if w.Header().Get("Content-Type") != "application/problem+json" || w.Header().Get("ETag") != "" {
				t.Errorf("headers %v", w.Header())
			}
		})
	}
}

func second(_ []string, next string) string { return next }

func TestOnlyReading(t *testing.T) {
	b := newBench(t, nil).fill(t)
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH"} {
		w := b.ask(t, method, "/reports/en")
		if p := decode[api.Problem](t, w); w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD, OPTIONS" || p.Status != 405 || !strings.Contains(p.Detail, method) {
			t.Errorf("%s = %d %v %+v", method, w.Code, w.Header(), p)
		}
	}
	if w := b.ask(t, "OPTIONS", "/reports"); w.Code != 204 || w.Header().Get("Allow") == "" {
		t.Errorf("OPTIONS = %d %v", w.Code, w.Header())
	}
}

func TestHeadHasTheHeadersOfGet(t *testing.T) {
	b := newBench(t, nil).fill(t)
	server := httptest.NewServer(b)
	defer server.Close()
	for _, path := range []string{"/reports", "/stories/s1", "/openapi.json"} {
		got, err := http.Head(server.URL + "/api/v1" + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(got.Body)
		if err := errors.Join(err, got.Body.Close()); err != nil {
			t.Fatal(err)
		}
		want := b.get(t, path, "Accept-Encoding", "gzip")
		if len(body) > 0 || got.Header.Get("ETag") != want.Header().Get("ETag") || got.StatusCode != 200 {
			t.Errorf("HEAD %s = %d %v, GET %v", path, got.StatusCode, got.Header, want.Header())
		}
	}
	if w := b.ask(t, "HEAD", "/reports", "Accept", "application/jsonl"); w.Code != 200 || w.Header().Get("Content-Type") != "application/jsonl" {
		t.Errorf("HEAD of lines = %d %v", w.Code, w.Header())
	}
}

func TestAnswersAreNoPages(t *testing.T) {
	b := newBench(t, nil).fill(t)
	for _, path := range []string{"/reports", "/nothing"} {
		h := b.get(t, path).Header()
		if h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("GET %s: %v", path, h)
		}
	}
}

func TestWhoHasItIsToldSo(t *testing.T) {
	b := newBench(t, nil).fill(t)
	w := b.get(t, "/stories")
	tag := w.Header().Get("ETag")
	if !strings.HasPrefix(tag, `W/"`) {
		t.Fatalf("ETag %q", tag)
	}
	for header, want := range map[string]int{
		tag: 304, strings.TrimPrefix(tag, "W/"): 304, `"x", ` + tag: 304, "*": 304, `W/"x"`: 200, "": 200,
	} {
		w := b.get(t, "/stories", "If-None-Match", header)
		if w.Code != want || want == 304 && w.Body.Len() > 0 || w.Header().Get("ETag") != tag {
			t.Errorf("If-None-Match %s = %d %s", header, w.Code, w.Body)
		}
	}
	b.many(t, 0, 1)
	if w := b.get(t, "/stories", "If-None-Match", tag); w.Code != 200 {
		t.Errorf("after a new story: %d", w.Code)
	}
}

func TestAnswersAreCompressed(t *testing.T) {
	b := newBench(t, nil).fill(t)
	plain := b.get(t, "/reports").Body.String()
	for _, accept := range []string{"gzip", "br, gzip;q=0.5", "GZIP"} {
		w := b.get(t, "/reports", "Accept-Encoding", accept)
		z, err := gzip.NewReader(w.Body)
		if err != nil || w.Header().Get("Content-Encoding") != "gzip" {
			t.Fatalf("%s: %v %v", accept, err, w.Header())
		}
		if body, err := io.ReadAll(z); err != nil || string(body) != plain {
			t.Errorf("%s: %v %s", accept, err, body)
		}
	}
	for _, accept := range []string{"", "br", "gzip;q=0", "identity"} {
		if w := b.get(t, "/reports", "Accept-Encoding", accept); w.Header().Get("Content-Encoding") != "" || w.Body.String() != plain {
			t.Errorf("%q: %v", accept, w.Header())
		}
	}
	if w := b.get(t, "/visits?limit=1&country=CHE", "Accept-Encoding", "gzip"); w.Body.Len() < 1400 && w.Header().Get("Content-Encoding") != "" {
		t.Error("what fits a packet was compressed")
	}
}

func TestLinesAreTheWholeList(t *testing.T) {
	b := newBench(t, nil).fill(t)
	b.many(t, 0, 300) // more than a page
	for path, want := range map[string]int{
		"/reports": 304, "/stories": 302, "/entries": 301, "/quotes": 603, "/reports?limit=7": 7, "/quotes?limit=5": 5, "/stories/changes": 302, "/search?q=barham": 302,
		"/sources?limit=2": 2, "/entities": 4, "/commitments?limit=3": 3,
	} {
		for _, accept := range []string{"application/jsonl", "application/x-ndjson, */*;q=0.1"} {
			w := b.get(t, path, "Accept", accept, "Accept-Encoding", "gzip")
			if w.Code != 200 || w.Header().Get("Content-Type") != "application/jsonl" || w.Header().Get("ETag") != "" {
				t.Fatalf("%s: %d %v", path, w.Code, w.Header())
			}
			z, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			lines := bufio.NewScanner(z)
			lines.Buffer(nil, 1<<20)
			for lines.Scan() {
				if n++; !strings.HasPrefix(lines.Text(), `{"schema":"dragoman.`) {
					t.Errorf("%s: %s", path, lines.Text())
				}
			}
			if n != want || lines.Err() != nil {
				t.Errorf("%s: %d lines, want %d; %v", path, n, want, lines.Err())
			}
		}
	}
	if w := b.get(t, "/reports?lang=zh", "Accept", "application/jsonl"); w.Code != 200 || w.Body.Len() > 0 || w.Header().Get("Content-Type") != "application/jsonl" {
		t.Errorf("an empty list: %d %v %s", w.Code, w.Header(), w.Body)
	}
	if w := b.get(t, "/reports", "Accept", "application/jsonl;q=0, application/json"); w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("lines were refused: %v", w.Header())
	}
}

// failing is a store that breaks after some rows.
type failing struct {
	*bench
	after int
}

func (f failing) Documents(ctx context.Context, filter store.Filter) iter.Seq2[*news.Document, error] {
	return func(yield func(*news.Document, error) bool) {
		n := 0
		for d, err := range f.Store.Documents(ctx, filter) {
			if n == f.after {
				err = errors.New("disk /secret/path is full")
			}
			if n++; !yield(d, err) {
				return
			}
		}
	}
}

func TestWhatFailsIsSeen(t *testing.T) {
	b := newBench(t, nil).fill(t)
	server := httptest.NewServer(api.New(failing{b, 2}, api.Options{Desk: desk{b}}))
	defer server.Close()
	ask := func(accept string) (*http.Response, string, error) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/api/v1/reports", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", accept)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		return res, string(body), err
	}
	if res, body, err := ask("application/json"); err != nil || res.StatusCode != 500 || strings.Contains(body, "secret") || !strings.Contains(body, "#internal") {
		t.Errorf("%d %s %v", res.StatusCode, body, err)
	}
	if res, body, err := ask("application/jsonl"); res.StatusCode != 200 || err == nil {
		t.Errorf("half a list looks whole: %d %s", res.StatusCode, body)
	}
}

func TestIDsThatLeadOn(t *testing.T) {
	b := newBench(t, nil).fill(t)
	for path, want := range map[string]string{
		"/stories/s0": "/api/v1/stories/s1", "/stories/fr": "/api/v1/stories/s1", "/entities/Barham%20Salih": "/api/v1/entities/Q1",
	} {
		w := b.get(t, path)
		if w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != want || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("GET %s = %d %v", path, w.Code, w.Header())
		}
	}
}

func TestPagesLoseAndDoubleNothing(t *testing.T) {
	b := newBench(t, nil)
	b.many(t, 0, 150)
	paths := []string{"/reports?limit=7", "/stories?limit=7", "/entries?limit=7", "/quotes?limit=7", "/reports?limit=7&entity=Q1", "/quotes?limit=1&since=2020-11&entity=Q1"}
	want := map[string][]string{}
	for _, path := range paths {
		want[path] = b.walk(t, path, nil)
		if !unique(want[path]) || len(want[path]) < 8 {
			t.Fatalf("%s: %d rows", path, len(want[path]))
		}
	}
	next := 1000
	for _, path := range paths {
		got := b.walk(t, path, func(int) { // new ones come above and below the cursor
			b.many(t, next, 1)
			next++
		})
		if !unique(got) {
			t.Errorf("%s: a row comes twice", path)
		}
		there := slices.DeleteFunc(got, func(id string) bool { return !slices.Contains(want[path], id) })
		if !slices.Equal(there, want[path]) {
			t.Errorf("%s: %d of %d rows that were there all the time", path, len(there), len(want[path]))
		}
	}
	for _, path := range []string{"/entities?limit=1", "/sources?limit=1", "/feeds?limit=1", "/visits?limit=1", "/commitments?limit=60", "/search?q=barham&limit=33", "/search?q=barham&limit=33&sort=newest"} {
		whole, _ := rows(t, b.get(t, strings.Replace(path, "limit=1", "limit=200", 1)))
		if got := b.walk(t, path, nil); !unique(got) || len(got) < len(whole) {
			t.Errorf("%s: %d rows, whole %d", path, len(got), len(whole))
		}
	}
}

func TestAPageNamesTheNext(t *testing.T) {
	b := newBench(t, nil).fill(t)
	w := b.get(t, "/reports?limit=2&since=2020-03-01")
	_, next := rows(t, w)
	if link := w.Header().Get("Link"); link != "</api/v1"+next+`>; rel="next"` || !strings.Contains(next, "since=2020-03-01") {
		t.Errorf("Link %s, next %s", link, next)
	}
	if ids, next := rows(t, b.get(t, next)); strings.Join(ids, " ") != "fr" || next != "" {
		t.Errorf("the last page has %v, and next %s", ids, next)
	}
}

func TestACursorOfWhatIsGoneSaysSo(t *testing.T) {
	b := newBench(t, nil).fill(t)
	_, next := rows(t, b.get(t, "/commitments?limit=1"))
	if err := b.ApplyStories(t.Context(), store.StoryChanges{Delete: []string{"s1"}}); err != nil {
		t.Fatal(err)
	}
	if w := b.get(t, next); w.Code != http.StatusGone || !strings.Contains(w.Body.String(), "list-changed") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// The story that was told from an earlier text points into that text.
func TestAStoryPointsIntoTheTextItWasToldFrom(t *testing.T) {
	b := newBench(t, nil).fill(t)
	d := report("en", "en", "2020-03-09T10:00:00Z", "x")
	b.add(t, d)
	for _, path := range []string{"/stories/s1", "/stories", "/entries", "/stories/changes"} {
		if w := b.get(t, path); w.Code != 200 {
			t.Errorf("GET %s = %d %s", path, w.Code, w.Body)
		}
	}
	if w := b.get(t, "/stories"); !strings.Contains(w.Body.String(), `"evidence":[{"report":"en","start":0,"end":47}]`) {
		t.Errorf("the evidence moved: %s", w.Body)
	}
}
