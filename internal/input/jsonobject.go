package input

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// object is a JSON object whose fields are not decoded yet.
type object map[string]json.RawMessage

func parseObject(b []byte) (object, error) {
	var o object
	err := json.Unmarshal(b, &o)
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return nil, fmt.Errorf("it is of the type %s", e.Value)
	}
	if err == nil && o == nil {
		return nil, errors.New("it is null")
	}
	return o, err
}

// object reads one JSON object of any kind that we know.
func (r *run) object(s *source, name string, b []byte) bool {
	o, err := parseObject(b)
	if err != nil {
		return r.problem(name, because("is not a JSON object", err))
	}
	return r.parsed(s, name, b, o)
}

func (r *run) parsed(s *source, name string, b []byte, o object) bool {
	switch {
	case strings.Contains(o.text("version"), "jsonfeed.org"):
		sub, err := jsonFeed(b, name, s.url)
		if err != nil {
			return r.problem(name, because("cannot be read", err))
		}
		return r.items(s, sub)
	case o.has("@context") || o.has("@graph") || o.has("@type"):
		return r.linkedData(s, name, o)
	case isNinjs(o):
		return r.ninjs(name, o)
	}
	return r.line(s, name, o)
}

// line reads an object as the commands' own input describes it: any of id, url,
// source, title, text, html, lang, published, authors, description, withdrawn.
// A dragoman.document/1 is one of these.
func (r *run) line(s *source, name string, o object) bool {
	if schema := o.text("schema"); strings.HasPrefix(schema, "dragoman.") && !strings.HasPrefix(schema, "dragoman.document/") {
		return r.problem(name, bad("is a %s, not a report", shorten(schema, 40)))
	}
	x := &news.Raw{
		Name: name, ID: o.text("id"), URL: o.text("url"), Source: o.text("source"), Title: o.text("title"),
		Lang: langTag(o.text("lang")), Authors: o.names("authors"), Description: o.text("description"),
		MediaType: "text/plain", UTF8: true, Withdrawn: o.bool("withdrawn"),
	}
	x.Published, x.ReadFrom = o.published()
	switch text, html := o.text("text"), o.text("html"); {
	case strings.TrimSpace(text) != "":
		x.Body = []byte(text)
		if text[0] == '<' && SniffKind(x.Body, "", "") == KindHTML {
			x.MediaType = "text/html"
		}
	case strings.TrimSpace(html) != "":
		x.MediaType, x.Body = "text/html", []byte(html)
	}
	return r.orFetch(s, x, o)
}

// orFetch yields a report, or the page at its address if it has no text.
func (r *run) orFetch(s *source, x *news.Raw, o object) bool {
	switch {
	case len(x.Body) > 0 || x.Withdrawn:
		return r.raw(x)
	case isHTTP(x.URL) && r.opt.Fetcher != nil && s.depth < maxDepth:
		return r.fetchAs(x.URL, maxDepth, x)
	case isHTTP(x.URL):
		return r.problem(x.Name, hint(bad("has an address but no text"), "read the page itself: dragoman read %s", x.URL))
	}
	keys := make([]string, 0, len(o))
	for k := range o {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return r.problem(x.Name, hint(bad(`has neither "text" nor "html"`), "its fields are: %s", shorten(strings.Join(keys, ", "), 200)))
}

func (o object) has(key string) bool { _, ok := o[key]; return ok }

// text is a field that is a string, or a number as it is written; "" otherwise.
func (o object) text(key string) string { return jsonText(o[key]) }

func jsonText(v json.RawMessage) string {
	v = bytes.TrimSpace(v)
	if len(v) == 0 {
		return ""
	}
	if v[0] == '"' {
		return unquote(v)
	}
	if v[0] == '-' || v[0] >= '0' && v[0] <= '9' {
		return string(v)
	}
	return ""
}

func (o object) bool(key string) bool { return string(bytes.TrimSpace(o[key])) == "true" }

// names reads a name, a list of names, or objects with a name.
func (o object) names(key string) []string {
	var out []string
	for _, v := range jsonList(o[key]) {
		name := jsonText(v)
		if inner, err := parseObject(v); err == nil {
			name = inner.text("name")
		}
		out = append(out, people(name)...)
	}
	return out
}

// jsonList is the elements of a list, or the one value that stands in its place.
func jsonList(v json.RawMessage) []json.RawMessage {
	v = bytes.TrimSpace(v)
	if len(v) == 0 || string(v) == "null" {
		return nil
	}
	if v[0] != '[' {
		return []json.RawMessage{v}
	}
	var list []json.RawMessage
	if json.Unmarshal(v, &list) != nil {
		return nil
	}
	return list
}

// published reads the field of that name: a date in any writing, seconds or
// milliseconds of Unix time, or the object that a Document holds.
func (o object) published() (string, news.ReadFrom) {
	v := o["published"]
	if p, err := parseObject(v); err == nil {
		from := news.ReadFrom(p.text("read_from"))
		if !slices.Contains(places, from) {
			from = news.ReadFromInput
		}
		if s := intervalText(p); s != "" {
			return s, from
		}
		return "", ""
	}
	s := strings.TrimSpace(jsonText(v))
	if s == "" {
		return "", ""
	}
	return unixTime(s), news.ReadFromInput
}

// places are the values that read_from can have.
var places = []news.ReadFrom{
	news.ReadFromFeed, news.ReadFromInput, news.ReadFromJSONLD, news.ReadFromMeta, news.ReadFromPage,
	news.ReadFromText, news.ReadFromURL, news.ReadFromFile, news.ReadFromArchive,
}

// intervalText writes {"from","to","precision"} as a date of that precision:
// "2020", "2020-03", or both ends with a slash (ISO 8601).
func intervalText(p object) string {
	from, to := p.text("from"), p.text("to")
	precision := news.Precision(p.text("precision"))
	switch {
	case precision == news.Year && len(from) >= 4:
		return from[:4]
	case precision == news.Month && len(from) >= 7:
		return from[:7]
	case from == "" || to == "" || from == to:
		return firstOf(from, to)
	}
	return from + "/" + to
}

// unixTime writes a number that can only be Unix time as a date; anything else
// stays as it is. Eight digits are a date, ten are seconds, thirteen
// milliseconds.
func unixTime(s string) string {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(n) {
		return s
	}
	switch {
	case n >= 1e8 && n < 1e11:
		return time.Unix(int64(n), 0).UTC().Format(time.RFC3339)
	case n >= 1e11 && n < 1e14:
		return time.UnixMilli(int64(n)).UTC().Format(time.RFC3339)
	}
	return s
}
