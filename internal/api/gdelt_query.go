package api

import (
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/dragoman-news/dragoman/internal/news"
)

// docQuery is a query as GDELT's DOC API has them, as far as it can be asked here.
type docQuery struct {
	words   string // for store.Query
	lang    news.Lang
	country string // of the publisher, alpha-3
	domain  string
}

var (
	operator = regexp.MustCompile(`^(-?)([A-Za-z]+\d*)([:<>])(.*)$`)
	piece    = regexp.MustCompile(`-?"[^"]*"?|\S+`)
)

// operators are GDELT's. Those that are not in parseDoc are told apart from words with a colon.
var operators = map[string]bool{
	"sourcelang": true, "sourcecountry": true, "domain": true, "domainis": true, "near": true, "repeat": true, "theme": true, "tone": true,
	"toneabs": true, "imagefacetone": true, "imagenumfaces": true, "imageocrmeta": true, "imagetag": true, "imagewebcount": true,
	"imagewebtag": true, "image": true, "location": true, "locationcc": true, "locationadm": true, "webtag": true,
}

func parseDoc(s string) (docQuery, error) {
	var q docQuery
	var words []string
	for _, token := range piece.FindAllString(s, -1) {
		m := operator.FindStringSubmatch(token)
		switch {
		case strings.HasPrefix(strings.TrimPrefix(token, "-"), `"`):
			words = append(words, token)
		case strings.ContainsAny(token, "()") || token == "OR":
			return q, unsupported("OR and brackets", "ask once for each of the words")
		case m == nil || !operators[strings.TrimRight(strings.ToLower(m[2]), "0123456789")]:
			words = append(words, token)
		case m[1] != "":
			return q, unsupported("a minus before "+m[2]+m[3], "words and phrases can be left out: -word")
		case m[3] != ":":
			return q, unsupported(m[2]+m[3], "")
		default:
			if err := q.narrow(strings.ToLower(m[2]), strings.Trim(m[4], `"`)); err != nil {
				return q, err
			}
		}
	}
	q.words = strings.Join(words, " ")
	return q, nil
}

func unsupported(what, hint string) error {
	if hint == "" {
		hint = "there are words, \"phrases\", -word, sourcelang:, sourcecountry:, domain: and domainis:"
	}
	return &problem{invalid, "query: " + short(what) + " cannot be asked here", hint}
}

func (q *docQuery) narrow(operator, value string) error {
	set := func(to *string, v string, ok bool) error {
		switch {
		case !ok || v == "":
			return &problem{invalid, "query: " + operator + ":" + short(value) + " is not known", "write it in English without spaces, or in three letters: sourcelang:french, sourcecountry:IRQ"}
		case *to != "" && *to != v:
			return &problem{invalid, "query: " + operator + ": is given twice, and nothing is both", "ask once for each"}
		}
		*to = v
		return nil
	}
	switch operator {
	case "domain", "domainis":
		return set(&q.domain, strings.ToLower(value), true)
	case "sourcelang":
		l, ok := langNamed(value)
		return set((*string)(&q.lang), string(l), ok)
	case "sourcecountry":
		c, ok := countryNamed(value)
		return set(&q.country, c, ok)
	}
	return unsupported(operator+":", "")
}

// squeezed is a name as GDELT writes them in queries: its letters, in lower case.
func squeezed(name string) string {
	name = strings.ReplaceAll(strings.ToLower(name), "&", "")
	name = strings.ReplaceAll(name, " and ", "")
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, name)
}

// langs are the languages with two letters, by their English names.
var langs = sync.OnceValue(func() map[string]news.Lang {
	out := map[string]news.Lang{}
	names := display.English.Languages()
	pairs(func(code string) {
		if base, err := language.ParseBase(code); err == nil && base.String() == code {
			out[squeezed(names.Name(base))] = news.Lang(code)
		}
	})
	delete(out, "")
	return out
})

// countries are the codes of countries, by their English names.
var countries = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	names := display.English.Regions()
	pairs(func(code string) {
		if region, err := language.ParseRegion(code); err == nil && region.IsCountry() && region == region.Canonicalize() && region.ISO3() != "ZZZ" {
			out[squeezed(names.Name(region))] = region.ISO3()
		}
	})
	delete(out, "")
	return out
})

// pairs calls f with all pairs of letters.
func pairs(f func(code string)) {
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			f(string([]rune{a, b}))
		}
	}
}

func langNamed(s string) (news.Lang, bool) {
	if l, ok := langs()[squeezed(s)]; ok {
		return l, true
	}
	base, err := language.ParseBase(strings.ToLower(s))
	return news.Lang(base.String()), err == nil && base.String() != "und"
}

// countryNamed takes names and three letters. Two would be ISO's here and FIPS's at GDELT, which mean other countries.
func countryNamed(s string) (string, bool) {
	if c, ok := countries()[squeezed(s)]; ok {
		return c, true
	}
	if len(s) != 3 {
		return "", false
	}
	region, err := language.ParseRegion(strings.ToUpper(s))
	return region.ISO3(), err == nil && region.IsCountry()
}

// langName and countryName are the English names, "" where there is none.
func langName(l news.Lang) string {
	base, err := language.ParseBase(string(l))
	if err != nil || base.String() == "und" {
		return ""
	}
	return display.English.Languages().Name(base)
}

func countryName(alpha3 string) string {
	region, err := language.ParseRegion(alpha3)
	if err != nil {
		return ""
	}
	return display.English.Regions().Name(region)
}

// The layouts of GDELT's times.
const (
	docAsked = "20060102150405"
	docTime  = "20060102T150405Z"
)

var timespan = regexp.MustCompile(`^(\d{1,4})(min|h|hours?|d|days?|w|weeks?|m|months?)$`)

// docSpan is the stretch of time that a request asks for; zero ends are open.
func (s *server) docSpan(q *request) (from, to time.Time, err error) {
	for _, end := range []struct {
		name string
		t    *time.Time
	}{{"startdatetime", &from}, {"enddatetime", &to}} {
		v := q.get(end.name)
		if v == "" {
			continue
		}
		if *end.t, err = time.Parse(docAsked, v); err != nil || end.t.Year() < 1 {
			return from, to, &problem{invalid, end.name + "=" + short(v) + " is no moment", end.name + "=20200308120000: year, month, day, hour, minute and second, in UTC"}
		}
	}
	v := strings.ToLower(q.get("timespan"))
	if v == "" {
		return from, to, nil
	}
	m := timespan.FindStringSubmatch(v)
	switch {
	case m == nil:
		return from, to, &problem{invalid, "timespan=" + short(v) + " is no stretch of time", "timespan=7d; units are min, h, d, w and m"}
	case !from.IsZero() || !to.IsZero():
		return from, to, &problem{invalid, "timespan and startdatetime or enddatetime are two ways to say when", "give one of them"}
	}
	return before(s.Now().UTC(), m[1], m[2]), s.Now().UTC(), nil
}

func before(now time.Time, n, unit string) time.Time {
	k := 0
	for _, r := range n {
		k = 10*k + int(r-'0')
	}
	switch {
	case unit == "min":
		return now.Add(-time.Duration(k) * time.Minute)
	case unit[0] == 'h':
		return now.Add(-time.Duration(k) * time.Hour)
	case unit[0] == 'w':
		return now.AddDate(0, 0, -7*k)
	case unit[0] == 'm':
		return now.AddDate(0, -k, 0)
	}
	return now.AddDate(0, 0, -k)
}
