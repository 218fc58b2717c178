package locale

import (
	"html/template"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// uses returns the keys that pages ask for, the beginnings of those that they put together, and all that may be keys.
func uses(t *testing.T) (keys, families, all map[string]bool) {
	t.Helper()
	// t "a.b", th "a.b", (printf "a.%s" x) in templates; T("a.b", HTML("a."+x), named(l, "a.", x) in Go.
	pattern := regexp.MustCompile(`(?:\bth? |printf |\.(?:T|HTML|Has|known)\(|\w\([\w.]+, |\b(?:key|form)(?:: |, | :?= )|Key: )"([a-z]\w*\.[\w.%-]*)"`)
	literal := regexp.MustCompile(`"([a-z]\w*\.[\w.-]+)"`)
	keys, families, all = map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, glob := range []string{"*.go", "../*.go", "../*/*.go", "../templates/*.html"} {
		names, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range literal.FindAllStringSubmatch(string(src), -1) {
				all[m[1]] = true
			}
			for _, m := range pattern.FindAllStringSubmatch(string(src), -1) {
				key, _, open := strings.Cut(m[1], "%")
				if open || strings.HasSuffix(key, ".") {
					families[key] = true
				} else {
					keys[key] = true
				}
			}
		}
	}
	return keys, families, all
}

func TestEveryTextThatAPageNamesIsThereAndNoOther(t *testing.T) {
	keys, families, all := uses(t)
	if len(keys) < 20 {
		t.Fatalf("only %d keys found in the pages", len(keys))
	}
	en := New().All()[0]
	for key := range keys {
		if !en.Has(key) {
			t.Errorf("a page names %s, which has no text", key)
		}
	}
	for family := range families {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(en.texts)), func(k string) bool { return strings.HasPrefix(k, family) }) {
			t.Errorf("a page names %s…, of which there is no text", family)
		}
	}
	for key := range en.texts {
		of := func(f string) bool { return strings.HasPrefix(key, f) }
		if !all[key] && !slices.ContainsFunc(slices.Collect(maps.Keys(families)), of) {
			t.Errorf("no page names %s", key)
		}
	}
}

// holes lists the arguments that a text has places for.
func holes(form string) []string {
	out := regexp.MustCompile(`\{[0-9]\}`).FindAllString(form, -1)
	slices.Sort(out)
	return slices.Compact(out)
}

func TestEveryLanguageHasEveryTextInAllItsForms(t *testing.T) {
	all := New().All()
	for _, l := range all[1:] {
		for key := range l.texts {
			if !all[0].Has(key) {
				t.Errorf("%s has %s, which is not in English", l.Tag, key)
			}
		}
	}
	for key, english := range all[0].texts {
		for _, l := range all {
			m := l.texts[key]
			if m == nil {
				t.Errorf("%s has no %s", l.Tag, key)
				continue
			}
			if got := slices.Sorted(maps.Keys(m)); len(english) > 1 && !slices.Equal(got, forms(l.Tag)) {
				t.Errorf("%s %s has the forms %v, want %v", l.Tag, key, got, forms(l.Tag))
			}
			if got, want := holes(m["other"]), holes(english["other"]); !slices.Equal(got, want) {
				t.Errorf("%s %s has places for %v, in English for %v", l.Tag, key, got, want)
			}
			for form, s := range m {
				if strings.TrimSpace(s) == "" && !strings.HasPrefix(key, "list.") || strings.ContainsAny(s, "<>") {
					t.Errorf("%s %s %s is empty or has markup: %q", l.Tag, key, form, s)
				}
			}
		}
	}
}

// column lists what stands in one column of a table of another package.
func column(t *testing.T, name string, n int) []string {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(src)) {
		if cells := strings.Split(strings.TrimSpace(line), "\t"); len(cells) > n && !strings.HasPrefix(line, "#") {
			out = append(out, cells[n])
		}
	}
	if len(out) < 100 {
		t.Fatalf("only %d rows in %s", len(out), name)
	}
	return out
}

func all[T ~string](names []T) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = string(n)
	}
	return out
}

func TestFamiliesAreWhole(t *testing.T) {
	en := New().All()[0]
	types := all(news.EventTypes)
	for family, names := range map[string][]string{
		"type.%": types, "deed.%.to": types, "deed.%.alone": types, "noun.%.to": types, "noun.%.alone": types,
		"status.%": all([]news.Status{news.Occurred, news.Planned, news.CalledFor, news.Denied, news.Background}),
		"tell.%":   all([]news.Status{news.Planned, news.CalledFor, news.Denied, news.Background}),
		"kind.%":   all([]news.Kind{news.Person, news.Organisation, news.Place, news.Country, news.EventName}),
		"report.from.%": all([]news.ReadFrom{
			news.ReadFromFeed, news.ReadFromInput, news.ReadFromJSONLD, news.ReadFromMeta, news.ReadFromPage, news.ReadFromText, news.ReadFromURL,
			news.ReadFromFile, news.ReadFromArchive,
		}),
		"pledge.%":  all(news.CommitmentKinds),
		"outcome.%": all(news.FollowUpKinds), "about.after.%": all(news.FollowUpKinds),
		"part.of.%":   {"morning", "noon", "afternoon", "evening", "night"},
		"attribute.%": {"date", "place", "status", "type", "mode", "actors", "recipients", "who did it", "hour", "money", "duration", "percent", "measure"},
		"voice.%":     {"agency", "outlet", "official", "person", "unnamed"},
		"mode.%":      column(t, "../../event/data/modes.tsv", 2),
		"context.%":   column(t, "../../event/data/contexts.tsv", 1),
	} {
		for _, name := range names {
			if key := strings.Replace(family, "%", name, 1); !en.Has(key) {
				t.Errorf("no text for %s", key)
			}
		}
	}
}

func TestPlurals(t *testing.T) {
	for _, tc := range []struct {
		tag  string
		n    int
		want string
	}{
		{"en", 0, "0 reports"},
		{"en", 1, "1 report"},
		{"en", 1234567, "1,234,567 reports"},
		{"fr", 0, "0 article"},
		{"fr", 1, "1 article"},
		{"fr", 2, "2 articles"},
		{"fr", 12345, "12\u202f345 articles"},
		{"ar", 0, "لا تقارير"},
		{"ar", 1, "تقرير واحد"},
		{"ar", 2, "تقريران"},
		{"ar", 7, "7 تقارير"},
		{"ar", 11, "11 تقريرًا"},
		{"ar", 100, "100 تقرير"},
		{"ar", 103, "103 تقارير"},
		{"ar", 1011, "1,011 تقريرًا"},
	} {
		if got := New().Choose("", tc.tag).T("count.reports", tc.n); got != tc.want {
			t.Errorf("%s %d: %q, want %q", tc.tag, tc.n, got, tc.want)
		}
	}
}

func TestChoose(t *testing.T) {
	s := New()
	for _, tc := range []struct {
		name, accept, want string
		tags               []string
	}{
		{"nobody says", "", "en", nil},
		{"the browser says", "fr-CH, fr;q=0.9, en;q=0.8", "fr", nil},
		{"the browser's first is not there", "de, ar-EG;q=0.7", "ar", nil},
		{"none of the browser's is there", "ja", "en", nil},
		{"the address stands above all", "fr", "ar", []string{"ar", "en"}},
		{"a cookie stands above the browser", "fr", "ar", []string{"", "ar"}},
		{"what is no language is nobody's wish", "fr", "fr", []string{"../x", "klingon"}},
		{"a header that is none", "\x00;;q=", "en", nil},
		{"a header without end", strings.Repeat("xx,", 1000), "en", nil},
	} {
		if got := s.Choose(tc.accept, tc.tags...).Tag; got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestHTMLEscapesWhatIsNotMarkup(t *testing.T) {
	l := New().Choose("", "en")
	got := l.HTML("frame.zone", "<b>")
	if want := template.HTML("Times are shown in the zone <bdi>&lt;b&gt;</bdi>."); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := l.HTML("frame.zone", template.HTML("<i>x</i>")); !strings.Contains(string(got), "<i>x</i>") {
		t.Errorf("markup did not stay: %s", got)
	}
	if got := l.T("no.such") + l.T("frame.zone"); got != "no.suchTimes are shown in the zone ." {
		t.Errorf("without key or argument %q", got)
	}
}

func TestDates(t *testing.T) {
	day := func(s string) time.Time {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	baghdad := time.FixedZone("", 3*60*60)
	clock := time.Date(2020, 3, 8, 23, 30, 0, 0, baghdad)
	for _, tc := range []struct {
		name, tag string
		iv        news.Interval
		want, iso string
	}{
		{"a day", "en", news.Interval{From: day("2020-03-08"), To: day("2020-03-08"), Precision: news.Day}, "on 8 March 2020", "2020-03-08"},
		{"the first of a month", "fr", news.Interval{From: day("2020-03-01"), To: day("2020-03-01"), Precision: news.Day}, "le 1er mars 2020", "2020-03-01"},
		{"a day in Arabic", "ar", news.Interval{From: day("2020-03-08"), To: day("2020-03-08"), Precision: news.PartOfDay}, "في 8 مارس/آذار 2020", "2020-03-08"},
		{"a month", "en", news.Interval{From: day("2020-03-01"), To: day("2020-03-31"), Precision: news.Month}, "in March 2020", "2020-03"},
		{"a year", "fr", news.Interval{From: day("2020-01-01"), To: day("2020-12-31"), Precision: news.Year}, "en 2020", "2020"},
		{"a decade", "en", news.Interval{From: day("2010-01-01"), To: day("2019-12-31"), Precision: news.Decade}, "in 2010–2019", "2010"},
		{"a stretch", "fr", news.Interval{From: day("2020-03-03"), To: day("2020-03-05"), Precision: news.Range}, "du 3 mars 2020 au 5 mars 2020", "2020-03-03"},
		{"an instant in the reader's zone", "en", news.Interval{From: clock, To: clock, Precision: news.Minute}, "on 8 March 2020, 20:30", "2020-03-08T23:30:00+03:00"},
		{"a clock of no zone stays as written", "en", news.Interval{From: clock, To: clock, Precision: news.Minute, Floating: true}, "on 8 March 2020, 23:30", "2020-03-08T23:30"},
	} {
		l := New().Choose("", tc.tag)
		if got := l.When(tc.iv, time.UTC); got != tc.want || ISO(tc.iv) != tc.iso {
			t.Errorf("%s: %q and %q, want %q and %q", tc.name, got, ISO(tc.iv), tc.want, tc.iso)
		}
	}
	en := New().Choose("", "en")
	if got := en.Weekday(day("2020-03-08")) + ", " + en.Zone(clock) + ", " + en.Zone(clock.UTC()); got != "Sunday 8 March 2020, UTC+03:00, UTC" {
		t.Error(got)
	}
}

func TestNames(t *testing.T) {
	for tag, want := range map[string][4]string{
		"en": {"Persian", "Iraq", "Baghdad, Moscow and Tehran", "language not known"},
		"fr": {"persan", "Irak", "Baghdad, Moscow et Tehran", "langue inconnue"},
		"ar": {"الفارسية", "العراق", "Baghdad وMoscow وTehran", "لغة غير معروفة"},
	} {
		l := New().Choose("", tag)
		got := [4]string{l.Language("fa"), l.Country("IRQ"), l.List("Baghdad", "Moscow", "Tehran"), l.Language("und")}
		if got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
		if l.Language("no language") != "no language" || l.Country("<b>") != "<b>" || l.Country("150") != "150" || l.Number(-1000)[:3] != "\u2212" {
			t.Errorf("%s: %s %s %s %s", tag, l.Language("no language"), l.Country("<b>"), l.Country("150"), l.Number(-1000))
		}
	}
}

func TestDamagedTextsAreRefused(t *testing.T) {
	whole := `{"a.b":"x"}`
	for name, fsys := range map[string]fstest.MapFS{
		"no JSON":              {"en.json": {Data: []byte(`{`)}},
		"a text that is none":  {"en.json": {Data: []byte(`{"a.b":[1]}`)}},
		"no form for the rest": {"en.json": {Data: []byte(`{"a.b":{"one":"x"}}`)}},
		"a text in two files":  {"en.json": {Data: []byte(whole)}, "en.more.json": {Data: []byte(whole)}},
	} {
		if _, err := open(fsys); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestEveryReasonHasAText(t *testing.T) {
	for _, l := range New().All() {
		for _, key := range news.ReasonKeys() {
			if !l.Has("because." + key) {
				t.Errorf("%s has no because.%s", l.Tag, key)
			}
		}
	}
}
