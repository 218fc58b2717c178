// Package acled reads a user's own copy of ACLED's event data, CSV with a line of names. ACLED's terms do not let such
// rows be passed on or built upon without its leave: what is read here stays in the user's store, apart, and the
// program reminds of it when it is written out.
package acled

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/intake"
	"github.com/dragoman-news/dragoman/internal/news"
)

//go:embed data/events.tsv
var eventsFile string

// Format is ACLED's CSV.
func Format() intake.Format {
	return intake.Format{Name: "acled", About: "your own copy of ACLED's event data, CSV with a line of names", Read: read}
}

// meaning is a row of events.tsv.
type meaning struct {
	kind     news.EventType
	mode     string
	contexts []string
	who      string
}

var meanings = sync.OnceValue(func() map[[2]string]meaning {
	out := map[[2]string]meaning{}
	for line := range strings.Lines(eventsFile) {
		if line = strings.TrimSuffix(line, "\n"); line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		out[[2]string{key(f[0]), key(blank(f[1]))}] = meaning{news.EventType(blank(f[2])), blank(f[3]), strings.Fields(blank(f[4])), f[5]}
	}
	return out
})

func key(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func blank(s string) string {
	if s == "-" {
		return ""
	}
	return s
}

// needed are the columns without which a file is none of ACLED's.
var needed = []string{"event_id_cnty", "event_date", "event_type"}

func read(r io.Reader) iter.Seq2[intake.Item, error] {
	return func(yield func(intake.Item, error) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		bound := &limited{r: in}
		c := csv.NewReader(bound)
		c.Comma, c.FieldsPerRecord, c.LazyQuotes = delimiter(in), -1, true
		head, err := c.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			yield(intake.Item{Line: 1}, err)
			return
		}
		t, missing := columns(head)
		if missing != "" {
			yield(intake.Bad(1, nil, "no column %s: this is no file of ACLED's with a line of names", missing), nil)
			return
		}
		for {
			bound.n = 0
			item, err := t.next(c)
			if errors.Is(err, io.EOF) || !yield(item, err) || err != nil {
				return
			}
		}
	}
}

// maxRecord is how long a record may be. A quotation mark that is not closed makes one of the rest of a file.
const maxRecord = 8 << 20

// limited passes over a byte order mark, and ends a file in which a record never ends.
type limited struct {
	r     *bufio.Reader
	begun bool
	n     int // bytes since the last record
}

func (l *limited) Read(p []byte) (int, error) {
	if !l.begun {
		l.begun = true
		if b, _ := l.r.Peek(3); bytes.Equal(b, []byte("\ufeff")) {
			_, _ = l.r.Discard(3)
		}
	}
	if l.n > maxRecord {
		return 0, errors.New("a record does not end: a quotation mark is not closed")
	}
	n, err := l.r.Read(p)
	l.n += n
	return n, err
}

// delimiter is what the first line parts its names by: ACLED's files have commas, some semicolons.
func delimiter(in *bufio.Reader) rune {
	b, _ := in.Peek(4096)
	line, _, _ := bytes.Cut(b, []byte("\n"))
	best, n := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if k := bytes.Count(line, []byte(string(c))); k > n {
			best, n = c, k
		}
	}
	return best
}

// table is where the columns stand.
type table struct {
	at    map[string]int
	names []string
}

func columns(head []string) (table, string) {
	t := table{at: map[string]int{}, names: head}
	for i, name := range head {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, ok := t.at[name]; !ok {
			t.at[name] = i
		}
	}
	for _, name := range needed {
		if _, ok := t.at[name]; !ok {
			return t, name
		}
	}
	return t, ""
}

func (t table) next(c *csv.Reader) (intake.Item, error) {
	f, err := c.Read()
	if errors.Is(err, io.EOF) {
		return intake.Item{}, err
	}
	if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
		return intake.Bad(wrong.StartLine, rawOf(f), "%s", wrong.Err), nil
	}
	if err != nil {
		return intake.Item{}, err
	}
	line, _ := c.FieldPos(0)
	raw := rawOf(f)
	if len(f) != len(t.names) {
		return intake.Bad(line, raw, "%d columns, the line of names has %d", len(f), len(t.names)), nil
	}
	if !utf8.Valid(raw) {
		return intake.Bad(line, raw, "no UTF-8"), nil
	}
	return t.item(line, f, raw), nil
}

// rawOf is a record as a line of CSV: the file may have written the same in another way.
func rawOf(f []string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(f) // into memory
	w.Flush()
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func (t table) item(line int, f []string, raw []byte) intake.Item {
	col := func(name string) string {
		if i, ok := t.at[name]; ok {
			return strings.TrimSpace(f[i])
		}
		return ""
	}
	means, ok := meanings()[[2]string{key(col("event_type")), key(col("sub_event_type"))}]
	if !ok {
		means, ok = meanings()[[2]string{key(col("event_type")), ""}]
	}
	if !ok {
		return intake.Bad(line, raw, "event_type is none of ACLED's: %s", col("event_type"))
	}
	date, ok := when(col("event_date"), col("time_precision"))
	if !ok {
		return intake.Bad(line, raw, "event_date is no day: %s", col("event_date"))
	}
	e := news.Event{
		Type: means.kind, Mode: means.mode, Contexts: slices.Clone(means.contexts), Status: news.Occurred, Date: date, Location: place(col),
	}
	first := parties(col("actor1"), col("assoc_actor_1"), col("inter1"))
	second := parties(col("actor2"), col("assoc_actor_2"), col("inter2"))
	switch means.who {
	case "both":
		e.Actors = slices.Concat(first, second)
	case "2":
		e.Actors, e.Recipients = second, first
	default:
		e.Actors, e.Recipients = first, second
	}
	out := &news.Imported{Line: line, Original: col("event_id_cnty"), Raw: raw}
	d := &out.Document
	d.Source, d.Text, d.Lang = col("source"), col("notes"), "en"
	if d.Text != "" {
		e.Evidence = []news.Span{{Start: 0, End: len(d.Text)}}
	}
	d.Events = []news.Event{e}
	return intake.Item{Record: out, Line: line}
}

// when reads the day and how exactly it is known: 1 the day, 2 the week, 3 the month.
func when(day, precision string) (*news.Interval, bool) {
	iv, ok := intake.Day(day)
	if !ok || iv.Precision != news.Day {
		return nil, false
	}
	switch precision {
	case "2":
		monday := iv.From.AddDate(0, 0, -(int(iv.From.Weekday())+6)%7)
		iv.From, iv.To, iv.Precision = monday, monday.AddDate(0, 0, 6), news.Week
	case "3":
		first := time.Date(iv.From.Year(), iv.From.Month(), 1, 0, 0, 0, 0, time.UTC)
		iv.From, iv.To, iv.Precision = first, first.AddDate(0, 1, -1), news.Month
	}
	return iv, true
}

// sectors are ACLED's kinds of actors, by number as files of before 2024 have them, and by name.
var sectors = map[string]string{
	"1": "MIL", "2": "REB", "3": "UAF", "4": "UAF", "5": "CVL", "6": "CVL", "7": "CVL", "8": "",
	"state forces": "MIL", "rebel group": "REB", "rebel forces": "REB", "political militia": "UAF", "identity militia": "UAF",
	"rioters": "CVL", "protesters": "CVL", "civilians": "CVL", "external/other forces": "",
}

// parties are an actor and those that ACLED says were with it.
func parties(name, with, kind string) []news.Party {
	var out []news.Party
	if name != "" {
		p := news.Party{Name: name, Sector: sectors[key(kind)], Kind: news.Organisation, Mention: -1}
		if p.Sector == "MIL" && strings.HasPrefix(name, "Police") { // ACLED's state forces are both
			p.Sector = "COP"
		}
		out = append(out, p)
	}
	for other := range strings.SplitSeq(with, ";") {
		if other = strings.TrimSpace(other); other != "" {
			out = append(out, news.Party{Name: other, Kind: news.Organisation, Mention: -1})
		}
	}
	return out
}

// precisions are how exactly a place is known: 1 the town, 2 a part of the region near it, 3 the region.
var precisions = map[string]string{"1": news.AtCity, "2": news.AtCity, "3": news.AtRegion}

func place(col func(string) string) *news.Location {
	l := &news.Location{Name: col("location"), Precision: precisions[col("geo_precision")]}
	if id := col("event_id_cnty"); len(id) > 3 && intake.Alpha3(id[:3]) {
		l.Country = id[:3] // ACLED's ids begin with the code of the country
	}
	if l.Name == "" {
		l.Name = col("country")
		l.Precision = news.AtCountry
	}
	lat, err := strconv.ParseFloat(col("latitude"), 64)
	lon, err2 := strconv.ParseFloat(col("longitude"), 64)
	if err == nil && err2 == nil && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 {
		l.Lat, l.Lon, l.HasPoint = lat, lon, true
	}
	if l.Name == "" && !l.HasPoint {
		return nil
	}
	return l
}
