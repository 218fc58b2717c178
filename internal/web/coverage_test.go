package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/web"
)

// covered is ten days of two languages and n sources, one of which fell silent.
func covered(n, days int) news.Coverage {
	row := func(f func(day int) int) news.CoverageRow {
		r := news.CoverageRow{Reports: make([]int, days), Copies: make([]int, days)}
		for d := range days {
			r.Reports[d] = f(d)
		}
		return r
	}
	c := news.Coverage{From: "2020-02-27", To: "2020-03-07", Partial: true, All: row(func(d int) int { return 10 + d })}
	c.All.Copies[0], c.All.Undated = 3, 2
	ar, fr := row(func(d int) int { return 2000 * (d % 2) }), row(func(d int) int { return max(0, 6-d) })
	ar.Lang, fr.Lang = "ar", "fr"
	c.Langs = []news.CoverageRow{ar, fr}
	for i := range n {
		s := row(func(d int) int { return (i + d) % 4 })
		s.Source, s.Langs = fmt.Sprintf("outlet%d.example", i), []news.Lang{"ar", "fr"}
		c.Sources = append(c.Sources, s)
	}
	silent := row(func(int) int { return 0 })
	silent.Source = evil
	c.Sources = append(c.Sources, silent, row(func(int) int { return 1 }))
	c.Gaps = []news.Gap{
		{Kind: news.GapSource, Source: evil, Last: "2020-02-26", From: "2020-02-27", To: "2020-03-07", Days: 10, Rate: 0.5, Open: true},
		{Kind: news.GapLang, Lang: "fr", Sources: []string{"a", "b", "c", "d", "e", "f", "g"}, Last: "2020-03-03", From: "2020-03-04", To: "2020-03-07", Days: 4, Rate: 4, Open: true},
		{Kind: news.GapAll, Last: "2020-02-28", From: "2020-02-29", To: "2020-02-29", Days: 1, Rate: 0.01},
		{Kind: news.GapAll, Last: "2020-02-28", From: "2020-02-29", To: "2020-03-01", Days: 2, Rate: 0.14},
	}
	return c
}

func TestCoveragePage(t *testing.T) {
	var asked store.Filter
	var cover news.Coverage
	h := web.New(memstore.New(store.Options{}), web.Options{Coverage: func(_ context.Context, f store.Filter) (news.Coverage, error) {
		asked = f
		return cover, nil
	}}, slog.New(slog.DiscardHandler))
	page := func(c news.Coverage, path string) string {
		cover = c
		return shown(t, h, path)
	}
	for _, tc := range []struct{ name, path, body string }{
		{"the sum is told", "/coverage", `27 February 2020 to 7 March 2020</time> · 145 reports · 3 of them copies · 2 undated · The last day is not over.`},
		{"a column is a day", "/coverage", `<th scope="colgroup" colspan="3">February 2020</th><th scope="colgroup" colspan="7">March 2020</th>`},
		{"a day leads to its stories", "/coverage", `<a href="/?since=2020-02-29&amp;until=2020-02-29" title="29 February 2020" aria-label="29 February 2020">29</a>`},
		{"cells have numbers and shades", "/coverage", `<td class="l5">6</td><td class="l4">5</td>`},
		{"large numbers are short", "/coverage", `<td class="l5">2k</td>`},
		{"silence is no shade alone", "/coverage", `<td class="gap"><span aria-hidden="true">–</span><span class="unseen">silence</span></td>`},
		{"a row leads to itself", "/coverage", `<a href="/coverage?lang=fr">French</a>`},
		{"silence in words", "/coverage", `&lt;svg onload=x&gt; silent for 10 days, since Wednesday 26 February 2020 (usually 4 a week).`},
		{"of a language", "/coverage", `Nothing in French since Tuesday 3 March 2020 (usually 4 a day: a, b, c, d, e and 2 more).`},
		{"of one day", "/coverage", `Nothing at all on Saturday 29 February 2020 (usually 1 a month).`},
		{"of some", "/coverage", `Nothing at all from 29 February 2020 to 1 March 2020 (usually 1 a week).`},
		{"in French", "/coverage?ui=fr", `silence de 10 jours, depuis le mercredi 26 février 2020 (d’habitude 4 par semaine).`},
		{"in Arabic", "/coverage?ui=ar", `انقطاع مدته 10 أيام، منذ الأربعاء 26 فبراير/شباط 2020 (المعتاد 4 تقارير في الأسبوع).`},
		{"filters stay", "/coverage?lang=ar&source=x.example&since=2020-02-27", `value="x.example"`},
	} {
		if body := page(covered(3, 10), tc.path); !strings.Contains(body, tc.body) {
			t.Errorf("%s: no %s in\n%s", tc.name, tc.body, body)
		}
	}
	if asked.Lang != "ar" || asked.Source != "x.example" || asked.Since != "2020-02-27" {
		t.Errorf("asked for %+v", asked)
	}
	many := page(covered(400, 365), "/coverage")
	if rows := strings.Count(many, `<th scope="row">`); rows != 2+40 || !strings.Contains(many, "A column is 9 days.") || !strings.Contains(many, "Show 362 more sources") {
		t.Errorf("of 400 sources and a year: %d rows", rows)
	}
	if len(many) > 150_000 {
		t.Errorf("the page has %d bytes", len(many))
	}
	if all := page(covered(400, 365), "/coverage?all=1"); strings.Count(all, `<th scope="row">`) != 2+402 {
		t.Error("not all sources are shown")
	}
	if none := page(news.Coverage{From: "2020-01-01", To: "2020-01-28", All: news.CoverageRow{Reports: make([]int, 28), Copies: make([]int, 28)}}, "/coverage"); !strings.Contains(none, "No report is here yet.") {
		t.Error("an empty store is not told of")
	}
}

func TestCoverageOfDaysThatAreNone(t *testing.T) {
	h := web.New(memstore.New(store.Options{}), web.Options{Coverage: func(context.Context, store.Filter) (news.Coverage, error) {
		return news.Coverage{}, &news.Error{Code: news.Invalid, Message: "x is not a date"}
	}}, slog.New(slog.DiscardHandler))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/coverage?since=x", nil))
	if w.Code != 400 || !strings.Contains(w.Body.String(), "x is not a date") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
