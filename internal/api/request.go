package api

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/filter"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
)

const (
	defaultLimit = 50
	maxLimit     = 200
	maxValue     = 1000 // characters of a parameter: understanding a query costs time for each of its words
)

// request is a request whose parameters are known to be those of its route.
type request struct {
	*http.Request
	route *route
	query url.Values
	who   string // who asks, "" for nobody by name
}

func (q *request) get(name string) string { return q.query.Get(name) }

// read checks the parameters of a request against those of its route.
func (s *server) read(r *http.Request, rt *route) (*request, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, &problem{invalid, "the query cannot be read: " + strings.ToValidUTF8(err.Error(), "\uFFFD"), "write it as name=value&name=value, each percent-encoded"}
	}
	names := make([]string, 0, len(query))
	for name := range query {
		names = append(names, name)
	}
	slices.Sort(names) // the same request has the same answer
	for _, name := range names {
		p := rt.param(name)
		if p == nil {
			return nil, unknown(rt, name)
		}
		if err := p.check(query[name]); err != nil {
			return nil, err
		}
	}
	for _, p := range rt.params {
		if p.required && !p.path && query.Get(p.name) == "" {
			return nil, &problem{invalid, p.name + " is missing", p.name + "=" + p.example}
		}
	}
	return &request{Request: r, route: rt, query: query}, nil
}

// unknown names the parameter that was likely meant.
func unknown(rt *route, name string) error {
	best, least := "", 3
	names := make([]string, len(rt.params))
	for i, p := range rt.params {
		names[i] = p.name
		if d := text.Distance([]rune(strings.ToLower(short(name))), []rune(p.name)); d < least {
			best, least = p.name, d
		}
	}
	p := &problem{kind: unknownParameter, detail: "there is no parameter " + short(name)}
	switch {
	case best != "":
		p.hint = "did you mean " + best + "?"
	case len(names) > 0:
		p.hint = "there are " + strings.Join(names, ", ")
	default:
		p.hint = "this takes none"
	}
	return p
}

// short is as much of what somebody wrote as an answer repeats.
func short(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if utf8.RuneCountInString(s) <= 100 {
		return s
	}
	return string([]rune(s)[:100]) + "…"
}

// check looks at the values of one parameter, whatever it means.
func (p *param) check(values []string) error {
	if len(values) > 1 {
		return &problem{invalid, p.name + " is given " + strconv.Itoa(len(values)) + " times", "give it once"}
	}
	v := values[0]
	switch {
	case !utf8.ValidString(v):
		return &problem{kind: invalid, detail: p.name + " is not UTF-8"}
	case utf8.RuneCountInString(v) > p.most():
		return &problem{kind: invalid, detail: p.name + " has " + strconv.Itoa(utf8.RuneCountInString(v)) + " characters, and at most " + strconv.Itoa(p.most()) + " are looked at"}
	case v == "":
		return nil
	}
	switch p.typ {
	case "integer":
		if n, err := strconv.Atoi(v); err != nil || n < p.least {
			return &problem{invalid, p.name + "=" + short(v) + " is no number from " + strconv.Itoa(p.least) + " on", p.name + "=" + p.example}
		}
	case "boolean":
		if v != "true" && v != "false" {
			return &problem{invalid, p.name + "=" + short(v) + " is neither true nor false", p.name + "=true"}
		}
	}
	if len(p.enum) > 0 && !slices.Contains(p.enum, strings.ToLower(v)) {
		return &problem{invalid, p.name + "=" + short(v) + " is not possible", "one of " + strings.Join(p.enum, " ")}
	}
	return nil
}

func (p *param) most() int {
	if p.name == "cursor" { // ids are in it, which may be addresses
		return 16 * maxValue
	}
	return maxValue
}

// number is the value of an integer parameter, which was checked.
func (q *request) number(name string, otherwise int) int {
	if n, err := strconv.Atoi(q.get(name)); err == nil {
		return n
	}
	return otherwise
}

func (q *request) is(name string) bool { return q.get(name) == "true" }

// filter reads what a list is narrowed by.
func (s *server) filter(q *request) (store.Filter, error) {
	f, err := filter.Parse(filter.Words{
		Since: q.get("since"), Until: q.get("until"), Lang: q.get("lang"), Country: q.get("country"), Entity: q.get("entity"),
		Place: q.get("place"), Source: q.get("source"), Type: q.get("type"), Status: q.get("status"),
	}, filter.Options{Now: s.Now(), Types: s.Types, Say: func(name string) string { return name + "=" }})
	f.Kind = news.Kind(strings.ToLower(q.get("kind")))
	return f, err
}

// asked is what a list is narrowed by, where it goes on, and how many rows of it are wanted.
func (s *server) asked(q *request) (f store.Filter, c cursor, limit int, err error) {
	if f, err = s.filter(q); err != nil {
		return f, c, 0, err
	}
	if c, err = q.cursor(); err != nil {
		return f, c, 0, err
	}
	limit, err = q.limit(q.lines())
	return f, c, limit, err
}

// limit is how many rows a page has, or a stream, where 0 is all.
func (q *request) limit(streamed bool) (int, error) {
	n := q.number("limit", 0)
	switch {
	case streamed:
		return n, nil
	case n > maxLimit:
		return 0, &problem{invalid, "limit=" + strconv.Itoa(n) + " is too much for a page: at most " + strconv.Itoa(maxLimit), "Accept: application/jsonl streams the whole list"}
	case n == 0:
		return defaultLimit, nil
	}
	return n, nil
}

// upTo is how many are wanted of an answer that has no pages.
func (q *request) upTo(otherwise int) (int, error) {
	n := q.number("limit", otherwise)
	if n > maxLimit {
		return 0, &problem{kind: invalid, detail: "limit=" + strconv.Itoa(n) + " is too much: at most " + strconv.Itoa(maxLimit)}
	}
	return n, nil
}

// instant reads a moment; a day means its end, in UTC.
func (q *request) instant(name string) (time.Time, error) {
	v := q.get(name)
	if v == "" {
		return time.Time{}, nil
	}
	t, ok := filter.Instant(v, time.UTC)
	if !ok || t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}, &problem{invalid, name + "=" + short(v) + " is no moment", name + "=2026-11-20T10:00Z, or 2026-11-20 for the end of that day"}
	}
	return t, nil
}
