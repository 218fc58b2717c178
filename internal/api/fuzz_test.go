package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/api"
)

// Whatever is asked, the answer is JSON, and nothing that was asked is the fault of the program.
func FuzzQueries(f *testing.F) {
	b := newBench(f, nil).fill(f)
	_, next := rows(f, b.get(f, "/reports?limit=1"))
	f.Add("/reports", strings.TrimPrefix(next, "/reports?"))
	f.Add("/reports", "cursor=eyJxIjoiIiwibiI6LTkyMjMzNzIwMzY4NTQ3NzU4MDgsImkiOiJ4In0")
	f.Add("/stories", "since=0000&until=9999y&lang=%00&type=consult&status=denied")
	f.Add("/entries", "entity=%ff&limit=99999999999999999999")
	f.Add("/quotes", "limit=-1;x=1")
	f.Add("/search", `q="-"&sort=newest&limit=1`)
	f.Add("/doc", `query=sourcelang:&startdatetime=00000101000000&enddatetime=99991231235959&mode=timelinevol`)
	f.Add("/doc", `query=-"a" domain:&timespan=9999months&sort=dateasc&maxrecords=999`)
	f.Add("/stories/changes", "from=0001-01-01&limit=2")
	f.Add("/stories/s1", "as-of=9999-12-31")
	f.Add("/watches/w0/stories", "day=9999-12-31&limit=200")
	f.Add("/export/dropped", "format=csv&of=events&imported=all&since=7d")
	f.Add("/reports/%2e%2e%2f", "revision=0")
	f.Add("/entities/"+url.PathEscape("<script>"), "")
	f.Fuzz(func(t *testing.T, path, query string) {
		if strings.Contains(path, "stream") || strings.HasSuffix(path, "/export") { // one does not end, the other is a file
			return
		}
		target := &url.URL{Path: "/api/v1" + path, RawQuery: query}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL = target
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		switch {
		case w.Code >= 500:
			t.Errorf("GET %s = %d %s", target, w.Code, w.Body)
		case w.Code < 300 || w.Code >= 400:
			if !json.Valid(w.Body.Bytes()) && w.Body.Len() > 0 {
				t.Errorf("GET %s = %d, which is no JSON: %s", target, w.Code, w.Body)
			}
		}
		if w.Code >= 400 {
			var p api.Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Status != w.Code {
				t.Errorf("GET %s = %d %+v", target, w.Code, p)
			}
		}
	})
}

// A cursor that was tampered with is refused or gives another page, and no more.
func FuzzCursor(f *testing.F) {
	b := newBench(f, nil).fill(f)
	for _, path := range []string{"/reports?limit=1", "/quotes?limit=1", "/sources?limit=1", "/stories?limit=1"} {
		_, next := rows(f, b.get(f, path))
		_, cursor, _ := strings.Cut(next, "cursor=")
		cursor, _, _ = strings.Cut(cursor, "&")
		f.Add(cursor)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		for _, path := range []string{"/reports", "/quotes", "/sources", "/stories", "/entries", "/entities", "/stories/changes", "/search"} {
			query := url.Values{"cursor": {cursor}, "limit": {"1"}}
			if path == "/search" {
				query.Set("q", "x")
			}
			if w := b.get(t, path+"?"+query.Encode()); w.Code != 200 && w.Code != 400 && w.Code != 410 {
				t.Errorf("%s with cursor %q = %d %s", path, cursor, w.Code, w.Body)
			}
		}
	})
}
