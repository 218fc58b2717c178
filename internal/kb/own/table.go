package own

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// columns are the names that columns of a table may have, folded, and what they hold:
// ours, and those of tables that OpenSanctions and FollowTheMoney's tools write.
var columns = map[string]string{
	"id": "id", "kind": "kind", "type": "kind", "schema": "kind", "name": "name", "caption": "name",
	"alias": "aliases", "aliases": "aliases", "weak_alias": "weak", "weak_aliases": "weak", "weakalias": "weak", "weakaliases": "weak",
	"country": "country", "countries": "country", "nationality": "country", "sector": "sector",
	"role": "role", "roles": "role", "position": "role", "from": "from", "to": "to",
	"wikidata": "wikidata", "wikidataid": "wikidata", "wikidata_id": "wikidata",
	"lat": "lat", "latitude": "lat", "lon": "lon", "lng": "lon", "longitude": "lon",
}

// passedColumns are columns that lists of people often have and that say nothing here.
var passedColumns = words(`note notes comment comments source birth_date birthdate gender address addresses identifiers sanctions
	phones emails dataset datasets program_ids first_seen last_seen last_change topics`)

const columnsWanted = "the first line names the columns: kind and name, and any of id aliases weak_aliases country sector role from to wikidata lat lon, and alias_ar, alias_ru... for one language; # before a name passes a column over"

// named matches a column of names in one language: "alias_ar", "name:zh".
var named = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:name|alias|aliases)[_:.]([a-z]{2,3})$`) })

// table is a CSV file that is being read.
type table struct {
	f     *File
	in    *csv.Reader
	limit *limited
	line  int      // of the last row read
	heads []string // as written
	holds []string // what each column holds: a value of columns, "lang:ar", "" if it is passed over
}

// table reads CSV, whose columns are parted by commas, semicolons or tabs.
func (f *File) table(head []byte) (iter.Seq2[row, error], error) {
	limit := &limited{in: f.in, left: maxLine}
	t := &table{f: f, limit: limit, in: csv.NewReader(limit)}
	t.in.Comma, t.in.FieldsPerRecord = delimiter(head), -1
	heads, err := t.in.Read()
	if errors.Is(err, io.EOF) {
		return nil, f.wrong(place{}, "it is empty", "docs/kb-import.md has an example of each format")
	}
	if err != nil {
		return nil, t.broken(err)
	}
	t.heads = heads
	t.line, _ = t.in.FieldPos(0)
	if err := t.header(); err != nil {
		return nil, err
	}
	return t.rows, nil
}

// delimiter is what parts most columns in the first line that is not blank.
func delimiter(head []byte) rune {
	line, _, _ := bytes.Cut(bytes.TrimLeft(head, "\r\n"), []byte("\n"))
	best, most := ',', 0
	for _, d := range ",;\t" {
		if n := bytes.Count(line, []byte(string(d))); n > most {
			best, most = d, n
		}
	}
	return best
}

// header finds out what each column holds.
func (t *table) header() error {
	line := t.line
	first := map[string]int{}
	for i, h := range t.heads {
		at := place{line: line, column: i + 1}
		if !utf8.ValidString(h) {
			return t.f.wrong(at, "it is not UTF-8", "save the table as UTF-8")
		}
		key := strings.ReplaceAll(text.Fold(strings.TrimSpace(text.StripControls(h))), " ", "_")
		holds := columns[key]
		if m := named().FindStringSubmatch(key); m != nil {
			holds = "lang:" + m[1]
		}
		switch {
		case holds == "" && (key == "" || strings.HasPrefix(key, "#") || passedColumns[key]):
		case holds == "":
			return t.f.wrong(at, "no column is called "+shown(h), columnsWanted)
		case first[holds] > 0:
			return t.f.wrong(at, fmt.Sprintf("%s is what column %d holds already", shown(h), first[holds]), "one column for each; several names in it are parted by |")
		}
		if holds != "" {
			first[holds] = i + 1
		}
		t.holds = append(t.holds, holds)
	}
	for _, must := range []string{"kind", "name"} {
		if first[must] == 0 {
			return t.f.wrong(place{line: line}, "there is no column "+must, columnsWanted)
		}
	}
	return nil
}

func (t *table) rows(yield func(row, error) bool) {
	for {
		t.limit.left = maxLine
		fields, err := t.in.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			yield(row{}, t.broken(err))
			return
		}
		t.line, _ = t.in.FieldPos(0)
		if strings.TrimSpace(strings.Join(fields, "")) == "" {
			continue // the empty rows under a table
		}
		k, err := t.entity(t.line, fields)
		if !yield(row{k, t.line}, err) || err != nil {
			return
		}
	}
}

// entity makes an entity of a row.
func (t *table) entity(line int, fields []string) (*news.Known, error) {
	if len(fields) != len(t.heads) {
		return nil, t.f.wrong(place{line: line, column: min(len(fields), len(t.heads)) + 1},
			fmt.Sprintf("the row has %s, the first line %d", plural(len(fields), "column"), len(t.heads)),
			`put "quotation marks" around a value that holds `+strconv.QuoteRune(t.in.Comma))
	}
	value := map[string]string{}
	for i, v := range fields {
		if !utf8.ValidString(v) {
			return nil, t.f.wrong(place{line: line, column: i + 1, field: t.heads[i]}, "it is not UTF-8", "save the table as UTF-8")
		}
		if t.holds[i] != "" {
			value[t.holds[i]] = strings.TrimSpace(v)
		}
	}
	b := builder{f: t.f, at: func(holds string) place { return t.place(line, holds) }}
	b.kind("kind", value["kind"])
	b.id("id", value["id"])
	b.name("name", value["name"])
	for _, a := range list(value["aliases"]) {
		b.alias("aliases", a, "", false)
	}
	for _, holds := range t.holds {
		lang, ok := strings.CutPrefix(holds, "lang:")
		for _, a := range list(value[holds]) {
			if ok {
				b.alias(holds, a, lang, false)
			}
		}
	}
	for _, a := range list(value["weak"]) {
		b.alias("weak", a, "", true)
	}
	if all := list(value["country"]); len(all) > 0 {
		b.country("country", all[0])
	}
	b.sector("sector", value["sector"])
	t.roles(&b, value)
	b.wikidata("wikidata", value["wikidata"])
	t.point(&b, value)
	return b.done()
}

// roles reads offices and their terms: the first date of "from" is of the first role.
func (t *table) roles(b *builder, value map[string]string) {
	titles, from, to := slots(value["role"]), slots(value["from"]), slots(value["to"])
	for i := range max(len(titles), len(from), len(to)) {
		b.role("role", slot(titles, i), slot(from, i), slot(to, i))
	}
}

func (t *table) point(b *builder, value map[string]string) {
	var at [2]*float64
	for i, holds := range []string{"lat", "lon"} {
		s := value[holds]
		if s == "" {
			continue
		}
		v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
		if err != nil {
			b.fail(holds, shown(s)+" is no number", "degrees, such as 33.34")
			return
		}
		at[i] = &v
	}
	b.point("lat", at[0], at[1])
}

// place is that of the column which holds something.
func (t *table) place(line int, holds string) place {
	for i, h := range t.holds {
		if h == holds {
			return place{line, i + 1, t.heads[i]}
		}
	}
	return place{line: line}
}

// list parts several values in one cell, and leaves empty ones out.
func list(cell string) []string {
	var out []string
	for v := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == '|' || r == ';' }) {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// slots parts several values in one cell; an empty one keeps its place.
func slots(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(strings.ReplaceAll(cell, ";", "|"), "|")
}

func slot(list []string, i int) string {
	if i < len(list) {
		return strings.TrimSpace(list[i])
	}
	return ""
}

// broken says in words what the CSV reader says.
func (t *table) broken(err error) error {
	var parse *csv.ParseError
	switch {
	case errors.Is(err, errLong):
		return t.f.wrong(place{line: t.line + 1}, fmt.Sprintf("a row is longer than %d MiB", maxLine>>20), `a quotation mark " is not closed, perhaps`)
	case !errors.As(err, &parse):
		return t.f.unread(err)
	case errors.Is(err, csv.ErrQuote) && parse.Line != parse.StartLine:
		return t.f.wrong(place{line: parse.StartLine}, `a quotation mark " is not closed`, `inside a value in quotation marks, write "" for each`)
	}
	return t.f.wrong(place{line: parse.Line, column: parse.Column}, `a quotation mark " stands where it cannot`, `put the whole value into quotation marks, and write "" for each inside`)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

var errLong = errors.New("the row is too long")

// limited ends with errLong when more is read than one row may have: a quotation mark
// that is not closed would else read a whole file into memory.
type limited struct {
	in   io.Reader
	left int
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errLong
	}
	n, err := l.in.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}
