package web_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/web"
)

// searched asks the search page of a store with a report in English and one in Arabic
// without a title, and returns the status, the page and the log.
func searched(t *testing.T, address string, meaning func(store.Searcher) web.Search) (status int, page, log string) {
	t.Helper()
	st := memstore.New(store.Options{})
	if _, err := st.Add(t.Context(), []*news.Document{
		{Report: news.Report{ID: "en", Lang: "en", Title: "Signed", Text: "The treaty was signed."}},
		{Report: news.Report{ID: "ar", Lang: "ar", Text: "وقع البلدان على <b> الاتفاق."}},
	}); err != nil {
		t.Fatal(err)
	}
	var search web.Search
	if meaning != nil {
		search = meaning(st)
	}
	var lines bytes.Buffer
	w := httptest.NewRecorder()
	web.New(st, web.Options{Meaning: search}, slog.New(slog.NewTextHandler(&lines, nil))).ServeHTTP(w, httptest.NewRequest("GET", address, nil))
	return w.Code, w.Body.String(), lines.String()
}

// near finds by words and puts the Arabic report behind as near in meaning.
func near(st store.Searcher) web.Search {
	return func(ctx context.Context, q store.Query) (*web.Answer, error) {
		res, err := st.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		return &web.Answer{Words: res, LeftOut: 3, Near: []store.Hit{
			{Found: store.ByMeaning, Report: "ar", Lang: "ar", Score: 0.714, Snippet: "وقع البلدان على <b> الاتفاق."},
		}}, nil
	}
}

// broken is a model that cannot be opened.
func broken(store.Searcher) web.Search {
	return func(context.Context, store.Query) (*web.Answer, error) {
		return nil, errors.New("the weights are damaged")
	}
}

const nearHeading = "Without the words, but near in meaning"

func TestSearchPage(t *testing.T) {
	for _, tc := range []struct {
		name, address string
		meaning       func(store.Searcher) web.Search
		want, not     []string
		log           string
	}{
		{
			"words come first, then what means the same", "/search?q=treaty", near,
			[]string{
				"1 report · 1 near in meaning", `<mark class="hit" title="found">treaty</mark>`, nearHeading,
				`<h3 lang="ar" dir="rtl"><a href="/reports/ar">`, "near in meaning, 0.71", "3 reports were not compared by meaning",
			},
			[]string{"No report has all", "words alone"},
			"",
		},
		{
			"without the words there is still what means the same", "/search?q=pact", near,
			[]string{"0 reports · 1 near in meaning", "No report has all of these words", nearHeading},
			[]string{`class="hit" title`},
			"",
		},
		{
			"markup in what is near is text, in its first words for a title, too", "/search?q=pact", near,
			[]string{"على &lt;b&gt; الاتفاق.</a>", "<p lang=\"ar\" dir=\"rtl\">وقع البلدان على &lt;b&gt; الاتفاق.</p>"},
			[]string{"<b>"},
			"",
		},
		{
			"without a model the words are found", "/search?q=treaty", nil,
			[]string{"1 report</p>", `<mark class="hit" title="found">treaty</mark>`},
			[]string{nearHeading, "words alone", "near in meaning"},
			"",
		},
		{
			"with a model that fails the words are found, and the page says so", "/search?q=treaty", broken,
			[]string{"1 report</p>", `<mark class="hit" title="found">treaty</mark>`, "Found by words alone"},
			[]string{nearHeading, "damaged"},
			"the weights are damaged",
		},
		{"without a query nothing is searched", "/search", broken, []string{"<h1>Search</h1>"}, []string{"No report", nearHeading, "alone"}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			status, page, log := searched(t, tc.address, tc.meaning)
			if status != 200 {
				t.Errorf("status %d", status)
			}
			for _, s := range tc.want {
				if !strings.Contains(page, s) {
					t.Errorf("no %q in\n%s", s, page)
				}
			}
			for _, s := range tc.not {
				if strings.Contains(page, s) {
					t.Errorf("%q in\n%s", s, page)
				}
			}
			if (tc.log == "") != (log == "") || !strings.Contains(log, tc.log) {
				t.Errorf("logged %q, want %q", log, tc.log)
			}
		})
	}
}

func TestSearchPageKeepsTheOrder(t *testing.T) {
	_, page, _ := searched(t, "/search?q=treaty", near)
	words, meant, ok := strings.Cut(page, nearHeading)
	if !ok || !strings.Contains(words, `"/reports/en"`) || strings.Contains(words, `"/reports/ar"`) || !strings.Contains(meant, `"/reports/ar"`) || strings.Contains(meant, `"/reports/en"`) {
		t.Errorf("by words the English report and then by meaning the Arabic one, not\n%s", page)
	}
}

func TestSearchPageRefuses(t *testing.T) {
	for _, tc := range []struct{ name, address, body string }{
		{"a wrong filter, with a model or without", "/search?q=treaty&since=yesterday", "This cannot be shown"},
		{"a text that is too long to understand on demand", "/search?q=" + strings.Repeat("%D9%88", 1001), "1,001 characters"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, m := range []func(store.Searcher) web.Search{nil, near, broken} {
				status, page, log := searched(t, tc.address, m)
				if status != 400 || !strings.Contains(page, tc.body) || log != "" {
					t.Errorf("status %d, logged %q, want 400 with %s in\n%s", status, log, tc.body, page)
				}
			}
		})
	}
}
