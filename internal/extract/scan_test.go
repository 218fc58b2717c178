package extract

import (
	"testing"
	"time"
	"unicode/utf8"
)

func TestScanDates(t *testing.T) {
	cases := []struct {
		text     string
		dayFirst bool
		want     string
	}{
		{"2020-07-22", true, "2020-07-22"},
		{"Stand: 07.08.2020, 14:05 Uhr", true, "2020-08-07"},
		{"07/08/2020", false, "2020-07-08"},
		{"22/07/2020", false, "2020-07-22"},
		{"Published on July 22nd, 2020", false, "2020-07-22"},
		{"mercredi 1er juillet 2020", true, "2020-07-01"},
		{"3 de setembro de 2021", true, "2021-09-03"},
		{"٢٢ تموز ٢٠٢٠", true, "2020-07-22"},
		{"الثلاثاء 9 كانون الثاني/يناير 2024", true, "2024-01-09"},
		{"۱۲ مارس ۲۰۲۰", true, "2020-03-12"},
		{"7 августа 2020 г.", true, "2020-08-07"},
		{"12 Ağustos 2021", true, "2021-08-12"},
		{"2020年3月8日", true, "2020-03-08"},
		{"2020년 3월 8일", true, "2020-03-08"},
		{"31.02.2020 is no day", true, ""},
		{"version 1.2.2020.4", true, ""},
		{"tel. 030 12 34 56", true, ""},
		{"in 2020", true, ""},
	}
	for _, c := range cases {
		got := ""
		if hits := scanDates(c.text, c.dayFirst); len(hits) > 0 {
			got = hits[0].day.Format(time.DateOnly)
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestPathDate(t *testing.T) {
	cases := []struct{ path, want string }{
		{"/world/2020/07/22/talks", "2020-07-22"},
		{"/2020/jul/22/talks", "2020-07-22"},
		{"/talks-2020-07-22.html", "2020-07-22"},
		{"/news/20200722_2.html", "2020-07-22"},
		{"/news/29-10-2021", "2021-10-29"},
		{"/a/12345678", ""},
		{"/2020/07/talks", ""},
		{"/2020/13/45/x", ""},
	}
	for _, c := range cases {
		got := ""
		if day, ok := pathDate(c.path); ok {
			got = day.Format(time.DateOnly)
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.path, got, c.want)
		}
	}
}

func TestReadLinked(t *testing.T) {
	cases := []struct{ name, json, headline, published string }{
		{"a plain article", `{"@type":"NewsArticle","headline":"A","datePublished":"2020-01-02"}`, "A", "2020-01-02"},
		{"an article in a list in a graph", `[{"@graph":[{"@type":"Article","headline":["A","B"],"datePublished":"2020-01-02"}]}]`, "A", "2020-01-02"},
		{"a type with its vocabulary", `{"@type":"http://schema.org/ReportageNewsArticle","headline":"A &amp; B"}`, "A & B", ""},
		{"quotation marks that nobody escaped", `{"@type":"NewsArticle","headline":"He said "no" again","datePublished":"2020-01-02"}`, `He said "no" again`, "2020-01-02"},
		{"an unknown escape", `{"@type":"NewsArticle","headline":"It\'s A"}`, "It's A", ""},
		{"two values in a row", `{"@type":"WebSite"}{"@type":"NewsArticle","headline":"A"}`, "A", ""},
		{"entities for quotation marks", `{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;A&quot;}`, "A", ""},
		{"broken beyond repair", `{"@type":"NewsArticle","headline":"A", "datePublished" : "2020-01-02", oops: [}`, "A", "2020-01-02"},
	}
	for _, c := range cases {
		got := readLinked([]string{c.json})
		if len(got) != 1 || got[0].headline != c.headline || got[0].published != c.published {
			t.Errorf("%s: got %+v", c.name, got)
		}
	}
}

func FuzzScanDates(f *testing.F) {
	f.Add("الثلاثاء 9 كانون الثاني/يناير 2024", true)
	f.Add("2020年3月8日 07/08/2020", false)
	f.Fuzz(func(t *testing.T, s string, dayFirst bool) {
		for _, h := range scanDates(s, dayFirst) {
			part := s[h.span[0]:h.span[1]] // panics when out of range
			if utf8.ValidString(s) && !utf8.ValidString(part) {
				t.Errorf("%q splits a rune of %q", part, s)
			}
		}
	})
}

func FuzzReadLinked(f *testing.F) {
	f.Add(`<!--{"@type":["NewsArticle"],"author":[{"@id":"#a"}],}-->`)
	f.Add(`{"@id":"a","author":{"@id":"a"},"@type":"Article","headline":"\u00zz"}`)
	f.Fuzz(func(t *testing.T, s string) {
		for _, a := range readLinked([]string{s}) {
			if len(a.types) == 0 {
				t.Errorf("an article without a type in %q", s)
			}
		}
	})
}
