package web_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
)

// contains checks that a page has some words and not others.
func contains(t *testing.T, page string, want, not []string) {
	t.Helper()
	for _, s := range want {
		if !strings.Contains(page, s) {
			t.Errorf("no %q in\n%s", s, page)
		}
	}
	for _, s := range not {
		if strings.Contains(page, s) {
			t.Errorf("%q in\n%s", s, page)
		}
	}
}

func TestAnEmptyStoreTellsWhatToDo(t *testing.T) {
	h := pages(memstore.New(store.Options{}))
	for ui, want := range map[string]string{"en": "Nothing has been read yet", "fr": "Rien n’a encore été lu", "ar": "لم يُقرأ شيء بعد"} {
		contains(t, shown(t, h, "/?ui="+ui), []string{want, "dragoman add PATH", "dragoman follow https://"}, []string{`<form class="filters"`})
	}
	for _, path := range []string{"/people", "/feeds", "/search", "/search?q=x"} {
		shown(t, h, path)
	}
}

func TestStoriesAreListedByDayInTheReadersLanguage(t *testing.T) {
	st := memstore.New(store.Options{})
	keep(t, st, "s-lamu", lamu(t)...)
	many(t, st, 2)
	h := pages(st)
	contains(t, shown(t, h, "/"), []string{
		`<h2><time datetime="2031-05-05">Monday 5 May 2031</time></h2>`, `<h2><time datetime="2030-01-02">Wednesday 2 January 2030</time></h2>`,
		`<span lang="en" dir="ltr">Vasconcelos in Nairobi for talks on port</span></a></h3>`,
		`<bdi>Helena Vasconcelos</bdi> and <bdi>Daniel Mwangi</bdi> met in <bdi>Nairobi</bdi> <time datetime="2031-05-05">on 5 May 2031</time>.`,
		`<span>3 voices</span><span>3 reports</span><span>Arabic, English, Chinese</span><span>United Kingdom, Egypt, China</span>`,
		`<a class="tag differ" href="/stories/s-lamu#differ">1 difference</a>`,
		`<span lang="ar" dir="rtl">Title 1</span></a> <span class="tag">Arabic</span>`,
	}, nil)
	contains(t, shown(t, h, "/?ui=ar"), []string{
		`<html lang="ar" dir="rtl"`, `الاثنين 5 مايو/أيار 2031`, `<span lang="ar" dir="rtl">رئيسة وزراء البرتغال تلتقي الرئيس الكيني</span></a></h3>`, `لقاء بين <bdi>Helena`,
		`3 مصادر مستقلة`, `<span>العربية والإنجليزية والصينية</span>`,
	}, []string{"Stories", "voices"})
	contains(t, shown(t, h, "/", "Accept-Language: fr-BE"), []string{`<html lang="fr"`, "lundi 5 mai 2031", "se sont entretenus"}, []string{"Stories"})
}

func TestStoriesAreNarrowedByWhatTheAddressSays(t *testing.T) {
	st := memstore.New(store.Options{})
	keep(t, st, "s-lamu", lamu(t)...)
	many(t, st, 6)
	h := pages(st)
	ids := regexp.MustCompile(`<h3><a href="/stories/([^"]+)"`)
	for _, tc := range []struct{ name, query, want string }{
		{"nothing", "", "s-lamu s0005 s0004 s0003 s0002 s0001 s0000"},
		{"a language", "lang=zh", "s-lamu s0005 s0002"},
		{"the country of a source", "from=EGY", "s-lamu s0004 s0001"},
		{"a country involved", "country=MAR", "s0005 s0004 s0003 s0002 s0001 s0000"},
		{"a place", "place=Fes", "s0005 s0003 s0001"},
		{"a place in another script", "place=" + url.QueryEscape("نيروبي"), "s-lamu"},
		{"a person and a place", "entity=Omar+Said&place=Rabat", "s0004 s0002 s0000"},
		{"a person in another script", "entity=" + url.QueryEscape("瓦斯康塞洛斯"), "s-lamu"},
		{"days", "since=2030-01-02&until=2030-01-03", "s0002 s0001"},
		{"a type and a status", "type=consult&status=occurred&lang=ar", "s-lamu s0004 s0001"},
		{"a status that none has", "status=denied", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			page := shown(t, h, "/?"+tc.query)
			var got []string
			for _, m := range ids.FindAllStringSubmatch(page, -1) {
				got = append(got, m[1])
			}
			if s := strings.Join(got, " "); s != tc.want {
				t.Errorf("%s, want %s", s, tc.want)
			}
			if tc.want == "" && !strings.Contains(page, "No story matches.") {
				t.Error("nothing says that there is none")
			}
		})
	}
}

func TestFiltersInForceAreShownAndRemovable(t *testing.T) {
	st := memstore.New(store.Options{})
	many(t, st, 3)
	page := shown(t, pages(st), "/?lang=ar&from=EGY&type=CONSULT&entity=%3Cb%3E&ui=en")
	contains(t, page, []string{
		`<a class="off" href="/?entity=%3Cb%3E&amp;from=EGY&amp;type=CONSULT&amp;ui=en"><span>Language of a report: <bdi>Arabic</bdi></span>`,
		`<span>Country of a source: <bdi>Egypt</bdi></span>`, `<span>What was done: <bdi>meeting or talks</bdi></span>`,
		`<span>Person or organisation: <bdi>&lt;b&gt;</bdi></span>`, `<a href="/">Remove all filters</a>`, `<option value="ar" selected>Arabic</option>`,
	}, []string{"<b>"})
	if w := get(t, pages(st), "/?from=%D9%85%D8%B5%D8%B1&ui=ar"); w.Code != 303 || w.Header().Get("Location") != "/?from=EGY&ui=ar" {
		t.Errorf("a country by its name: %d to %s", w.Code, w.Header().Get("Location"))
	}
	for _, bad := range []string{"/?since=yesterday", "/?until=2030-13-01"} {
		if w := get(t, pages(st), bad); w.Code != 400 {
			t.Errorf("GET %s = %d", bad, w.Code)
		}
	}
}

func TestPagingLosesAndDoublesNothingWhileReportsCome(t *testing.T) {
	st := memstore.New(store.Options{})
	many(t, st, 75)
	h := pages(st)
	ids := regexp.MustCompile(`<h3><a href="/stories/([^"]+)"`)
	next := regexp.MustCompile(`<a href="([^"]+)" rel="next"`)
	for _, query := range []string{"/", "/?place=Fes"} {
		seen := map[string]int{}
		path := query
		for n := 0; path != ""; n++ {
			page := shown(t, h, path)
			for _, m := range ids.FindAllStringSubmatch(page, -1) {
				seen[m[1]]++
			}
			path = ""
			if m := next.FindStringSubmatch(page); m != nil {
				path = strings.ReplaceAll(m[1], "&amp;", "&")
			}
			if n == 0 && query == "/" { // a report of a later day
				w := tells(t, "late", "en", "late.example", "", "Late", "Late.").on("2032-01-01")
				keep(t, st, "s-late", w.doc)
			}
		}
		for i := range 75 {
			want := 1
			if query != "/" && i%2 == 0 {
				want = 0
			}
			if id := fmt.Sprintf("s%04d", i); seen[id] != want {
				t.Errorf("%s: %s %d times, want %d", query, id, seen[id], want)
			}
		}
	}
	if w := get(t, h, "/?after=gone&before=2030-01-10&lang=ar"); w.Code != 303 || w.Header().Get("Location") != "/?lang=ar&until=2030-01-10" {
		t.Errorf("behind a story that is no more: %d to %s", w.Code, w.Header().Get("Location"))
	}
}
