package api_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/api"
)

func (b *bench) doc(t *testing.T, query string, more ...string) string {
	t.Helper()
	path := "/doc?query=" + url.QueryEscape(query)
	for _, m := range more {
		path += "&" + m
	}
	w := b.get(t, path)
	if w.Code != 200 {
		return fmt.Sprint(w.Code, " ", decode[api.Problem](t, w).Detail)
	}
	var out []string
	for _, a := range decode[api.ArticleList](t, w).Articles {
		out = append(out, strings.TrimPrefix(a.Title, "Report "))
	}
	return strings.Join(out, " ")
}

func TestArticles(t *testing.T) {
	b := newBench(t, nil).fill(t)
	for _, tc := range []struct {
		name, query, want string
		more              []string
	}{
		{"words", "Shamkhani", "en fr", []string{"sort=datedesc"}},
		{"oldest first", "Shamkhani", "fr en", []string{"sort=DateAsc"}},
		{"oldest of them", "Shamkhani", "fr", []string{"sort=dateasc", "maxrecords=1"}},
		{"phrases", `"Ali Shamkhani" "Le président"`, "fr", nil},
		{"words that must not occur", "Shamkhani -Bagdad", "en", nil},
		{"Arabic", "شمخاني", "ar", nil},
		{"language by name", "sourcelang:Arabic", "ar", nil},
		{"language by letters", "Shamkhani sourcelang:fra", "fr", nil},
		{"country by name", "sourcecountry:France", "fr", nil},
		{"country by letters", "Shamkhani sourcecountry:IRQ", "en", nil},
		{"outlet", "domain:echo.example", "fr", nil},
		{"outlet of another language", "domainis:echo.example sourcelang:english", "", nil},
		{"from a moment on", "sourcecountry:iraq", "en", []string{"startdatetime=20200308203100"}},
		{"up to a moment", "Shamkhani", "fr", []string{"enddatetime=20200309095959"}},
		{"a stretch back from now, which a day may lie in", "Shamkhani", "en fr", []string{"timespan=12d", "format=json", "mode=ArtList"}},
		{"as many as asked for", "Shamkhani", "en", []string{"maxrecords=1", "sort=datedesc"}},
		{"all languages", "sourcelang:persian", "", nil},
		{"OR cannot be asked", "a OR b", "400 query: OR and brackets cannot be asked here", nil},
		{"tone is not known", "tone<-5", "400 query: tone< cannot be asked here", nil},
		{"themes are not known", "theme:TERROR", "400 query: theme: cannot be asked here", nil},
		{"nor is nearness", `near20:"a b"`, "400 query: near20: cannot be asked here", nil},
		{"a country that is none", "sourcecountry:atlantis", "400 query: sourcecountry:atlantis is not known", nil},
		{"two letters mean one country here and another there", "sourcecountry:IZ", "400 query: sourcecountry:IZ is not known", nil},
		{"two languages", "sourcelang:french sourcelang:arabic", "400 query: sourcelang: is given twice, and nothing is both", nil},
		{"a minus before a filter", "-sourcelang:french", "400 query: a minus before sourcelang: cannot be asked here", nil},
		{"other formats", "x", "400 format=html is not possible", []string{"format=html"}},
		{"other modes", "x", "400 mode=tonechart is not possible", []string{"mode=tonechart"}},
		{"orders by tone", "x", "400 sort=ToneDesc is not possible", []string{"sort=ToneDesc"}},
		{"no moment", "x", "400 startdatetime=2020 is no moment", []string{"startdatetime=2020"}},
		{"no stretch", "x", "400 timespan=week is no stretch of time", []string{"timespan=week"}},
		{"two ways to say when", "x", "400 timespan and startdatetime or enddatetime are two ways to say when", []string{"timespan=7d", "startdatetime=20200308203100"}},
		{"the wrong way round", "x", "400 enddatetime is before startdatetime", []string{"startdatetime=20200308203100", "enddatetime=20200308203059"}},
		{"no query", "", "400 query is missing", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := b.doc(t, tc.query, tc.more...); got != tc.want {
				t.Errorf("%s %v = %q, want %q", tc.query, tc.more, got, tc.want)
			}
		})
	}
}

func TestArticlesHaveTheFieldsOfGDELT(t *testing.T) {
	b := newBench(t, nil).fill(t)
	got := decode[map[string][]map[string]string](t, b.get(t, "/doc?query=%22Ali+Shamkhani%22+sourcelang:english"))
	want := map[string][]map[string]string{"articles": {{
		"url": "https://example.org/en", "url_mobile": "", "title": "Report en", "seendate": "20200309T100000Z", "socialimage": "",
		"domain": "example.org", "language": "English", "sourcecountry": "Iraq",
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	strange := decode[api.ArticleList](t, b.get(t, "/doc?query=weather")).Articles
	if len(strange) != 1 || strange[0].URL != "" || strange[0].SeenDate != "" {
		t.Errorf("what is no address of a page is none: %+v", strange)
	}
}

func TestTimelines(t *testing.T) {
	b := newBench(t, nil).fill(t)
	ask := func(query string) api.Timeline {
		return decode[api.Timeline](t, b.get(t, "/doc?"+query))
	}
	points := func(tl api.Timeline) string {
		var out []string
		for _, p := range tl.Timeline[0].Data {
			s := fmt.Sprint(p.Date, " ", p.Value)
			if p.Norm != nil {
				s += fmt.Sprint("/", *p.Norm)
			}
			out = append(out, s)
		}
		return strings.Join(out, ", ")
	}
	for query, want := range map[string]string{
		"mode=timelinevol&query=Bagdad":                                                                  "20200308T000000Z 50, 20200309T000000Z 0",
		"mode=timelinevolraw&query=Bagdad":                                                               "20200308T000000Z 1/2, 20200309T000000Z 0/1",
		"mode=timelinevolraw&query=sourcelang:french":                                                    "20200308T000000Z 1/2, 20200309T000000Z 0/1",
		"mode=timelinevol&query=nowhere&startdatetime=20200307120000":                                    "20200307T000000Z 0, 20200308T000000Z 0, 20200309T000000Z 0",
		"mode=timelinevol&query=Shamkhani&startdatetime=20200308000000&enddatetime=20200308235959":       "20200308T000000Z 50",
		"mode=timelinevolraw&query=domain:example.org&startdatetime=20200309000000&enddatetime=20200310": "",
	} {
		w := b.get(t, "/doc?"+query)
		if want == "" {
			if w.Code != 400 {
				t.Errorf("%s = %d", query, w.Code)
			}
			continue
		}
		tl := ask(query)
		if got := points(tl); got != want || tl.Details.Resolution != "day" {
			t.Errorf("%s = %s, want %s", query, got, want)
		}
	}
	if tl := decode[api.Timeline](t, newBench(t, nil).get(t, "/doc?mode=timelinevol&query=x")); len(tl.Timeline) != 1 || len(tl.Timeline[0].Data) != 0 {
		t.Errorf("of nothing: %+v", tl)
	}
	for _, query := range []string{"query=sourcecountry:france", "query=x&startdatetime=19000101000000"} {
		if w := b.get(t, "/doc?mode=timelinevol&"+query); w.Code != 400 {
			t.Errorf("%s = %d", query, w.Code)
		}
	}
}
