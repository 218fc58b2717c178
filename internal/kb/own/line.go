package own

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// maxLine is the longest line that is read: the entity with most names of public lists
// has a tenth of it.
const maxLine = 4 << 20

// lines reads JSON lines: FollowTheMoney where a line has properties, else our own.
func (f *File) lines() iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for n := 1; ; n++ {
			line, err := f.line(n)
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil && len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			var k *news.Known
			if err == nil {
				k, err = f.jsonLine(n, line)
			}
			if err != nil {
				yield(row{}, err)
				return
			}
			if k != nil && !yield(row{k, n}, nil) {
				return
			}
		}
	}
}

// line reads line n, io.EOF behind the last.
func (f *File) line(n int) ([]byte, error) {
	var line []byte
	for {
		part, err := f.in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxLine:
			return nil, f.wrong(place{line: n}, fmt.Sprintf("it is longer than %d MiB", maxLine>>20), "one entity is one line")
		case errors.Is(err, io.EOF) && len(line) > 0, err == nil:
			if at := invalidAt(line); at >= 0 {
				return nil, f.wrong(place{line: n, column: columnAt(line, at)}, "it is not UTF-8", "save the file as UTF-8")
			}
			return line, nil
		case errors.Is(err, io.EOF):
			return nil, io.EOF
		case err != nil && len(part) == 0:
			return nil, f.unread(err)
		}
	}
}

// invalidAt is where b ceases to be UTF-8, -1 if it does not.
func invalidAt(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for at := 0; at < len(b); {
		r, n := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && n == 1 {
			return at
		}
		at += n
	}
	return -1
}

// columnAt counts letters up to byte at, from 1.
func columnAt(line []byte, at int) int { return utf8.RuneCount(line[:max(0, min(at, len(line)))]) + 1 }

// jsonLine reads one line; nil for one that is passed over.
func (f *File) jsonLine(n int, line []byte) (*news.Known, error) {
	var form struct {
		Properties json.RawMessage `json:"properties"`
		Schema     json.RawMessage `json:"schema"`
	}
	if err := json.Unmarshal(line, &form); err != nil {
		return nil, f.badJSON(n, line, err)
	}
	if form.Properties != nil {
		return f.moneyLine(n, line)
	}
	return f.ownLine(n, line)
}

// ownEntity is our own shape, that of dragoman.entity/1. What lists print of reports
// (counts) may stand in it and says nothing.
type ownEntity struct {
	Schema   string      `json:"schema"`
	ID       string      `json:"id"`
	Kind     string      `json:"kind"`
	Name     string      `json:"name"`
	Aliases  []ownAlias  `json:"aliases"`
	Country  string      `json:"country"`
	Sector   string      `json:"sector"`
	Role     string      `json:"role"`
	Roles    []ownRole   `json:"roles"`
	Wikidata string      `json:"wikidata"`
	Lat      *float64    `json:"lat"`
	Lon      *float64    `json:"lon"`
	Reports  json.Number `json:"reports"`
	Origin   string      `json:"origin"`
}

type ownAlias struct {
	Name string      `json:"name"`
	Lang string      `json:"lang"`
	Weak bool        `json:"weak"`
	N    json.Number `json:"n"`
}

// UnmarshalJSON takes an object, or just the name.
func (a *ownAlias) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &a.Name)
	}
	type plain ownAlias
	return strict(b, (*plain)(a))
}

type ownRole struct {
	Title string      `json:"title"`
	From  string      `json:"from"`
	To    string      `json:"to"`
	N     json.Number `json:"n"`
}

// UnmarshalJSON takes an object, or just the title.
func (r *ownRole) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &r.Title)
	}
	type plain ownRole
	return strict(b, (*plain)(r))
}

// strict reads JSON and refuses fields that v has not.
func strict(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

const ownSchema = "dragoman.entity/1"

func (f *File) ownLine(n int, line []byte) (*news.Known, error) {
	var e ownEntity
	if err := strict(line, &e); err != nil {
		return nil, f.badJSON(n, line, err)
	}
	b := builder{f: f, at: func(field string) place {
		return place{line: n, column: fieldColumn(line, field), field: field}
	}}
	if e.Schema != "" && e.Schema != ownSchema {
		return nil, f.wrong(b.at("schema"), shown(e.Schema)+" is another shape", "the schema of an entity is "+ownSchema)
	}
	b.kind("kind", e.Kind)
	b.id("id", e.ID)
	b.name("name", e.Name)
	for _, a := range e.Aliases {
		b.alias("aliases", a.Name, a.Lang, a.Weak)
	}
	b.country("country", e.Country)
	b.sector("sector", e.Sector)
	if e.Role != "" {
		b.role("role", e.Role, "", "")
	}
	for _, r := range e.Roles {
		b.role("roles", r.Title, r.From, r.To)
	}
	b.wikidata("wikidata", e.Wikidata)
	b.point("lat", e.Lat, e.Lon)
	return b.done()
}

var unknownField = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`unknown field "(.*)"`) })

// badJSON says in words what is wrong with a line of JSON.
func (f *File) badJSON(n int, line []byte, err error) error {
	at := place{line: n}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at.column = columnAt(line, int(syntax.Offset)-1)
		return f.wrong(at, "it is no JSON: "+syntax.Error(), "one entity is one line: an object in { }")
	case errors.As(err, &kind):
		at.column, at.field = fieldColumn(line, kind.Field), kind.Field
		return f.wrong(at, fmt.Sprintf("a %s stands where %s is wanted", kind.Value, jsonWanted(kind)), "docs/kb-import.md has an example")
	}
	if m := unknownField().FindStringSubmatch(err.Error()); m != nil {
		at.column = fieldColumn(line, m[1])
		return f.wrong(at, "no field is called "+shown(m[1]), "the fields are id kind name aliases country sector role roles wikidata lat lon")
	}
	return f.wrong(at, "it is no JSON: "+err.Error(), "one entity is one line: an object in { }")
}

func jsonWanted(e *json.UnmarshalTypeError) string {
	switch e.Type.Kind().String() {
	case "string":
		return "a text"
	case "slice":
		return "a list"
	case "float64", "int":
		return "a number"
	case "bool":
		return "true or false"
	}
	return "an object"
}

// fieldColumn is where a field is named in a line, 0 where it is not.
func fieldColumn(line []byte, field string) int {
	if i := strings.LastIndexByte(field, '.'); i >= 0 {
		field = field[i+1:]
	}
	at := bytes.Index(line, []byte(`"`+field+`"`))
	if at < 0 || field == "" {
		return 0
	}
	return columnAt(line, at)
}
