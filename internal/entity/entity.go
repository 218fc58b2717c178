// Package entity finds who and what a report names: people, organisations, places
// and countries, with the role and country the report gives a person. It reads one
// document and returns mentions; the same person in other reports, and other
// scripts, is left to the record, which it helps with ids that do not depend on
// the script of a name.
//
// Where the reading model has tagged a document, its tags are weighed against what
// tables of countries, cities, organisations, titles and name parts know, and rules on
// capitals, titles and verbs of speech find. Without tags tables and rules go alone.
// The package holds no weights.
package entity

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// Finder finds mentions. It is made once and used from many goroutines.
type Finder struct {
	t   *tables
	own *Own // of the user, nil for none
}

// New prepares a Finder. The tables are read when it first finds something.
func New() (*Finder, error) { return &Finder{t: shared()}, nil }

// Place returns where a city is, by the id that its mentions carry ("GN:98182").
// ok is false for ids of anything else.
func (f *Finder) Place(id string) (lat, lon float64, ok bool) {
	if lat, lon, ok = f.own.place(id); ok {
		return lat, lon, true
	}
	if e := f.t.places()[id]; e != nil {
		return e.lat, e.lon, true
	}
	if base := f.t.known().kb; base != nil {
		if e, ok := base.ByID(id); ok && e.HasPoint {
			return e.Lat, e.Lon, true
		}
	}
	return 0, 0, false
}

// CountryName returns the English name of a country by its ISO 3166-1 alpha-3 code,
// "" for an unknown code.
func (f *Finder) CountryName(code string) string {
	if e := f.t.places()["ISO:"+code]; e != nil {
		return e.name
	}
	return ""
}

// Find returns the mentions of doc in the order of the text. They do not overlap.
func (f *Finder) Find(doc *news.Document) []news.Mention { return newScan(f.t, doc).find(f) }

func (s *scan) find(f *Finder) []news.Mention {
	doc := s.doc
	if len(s.toks) == 0 {
		return nil
	}
	s.mark()
	s.markTags()
	for _, r := range s.ranges() {
		s.findIn(r)
	}
	if doc.Reading != nil {
		s.weigh()
	}
	s.markOwn(f.own)
	s.again()
	s.attach()
	out := s.withoutTitles(s.mentions())
	s.resolve(out)
	s.settleOwn(out)
	s.precise(out)
	s.govern(out)
	return out
}

// found is a mention while it is looked for, in tokens.
type found struct {
	from, to int // tokens, half-open
	start    int // byte at which it begins: after a particle written onto the token
	kind     news.Kind
	e        *entry // of a table, nil for a name that only rules found
	conf     float64
	role     news.Span
	sector   string
	country  string
	as       string // the written form without a genitive ending, "" if the same
}

func (s *scan) mentions() []news.Mention {
	slices.SortFunc(s.found, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to))
	})
	out := make([]news.Mention, 0, len(s.found))
	end := 0
	for _, f := range s.found {
		span := news.Span{Start: f.start, End: s.toks[f.to-1].Span.End}
		if span.Start < end || span.Empty() {
			continue
		}
		end = span.End
		if f.as != "" {
			s.as[span.Start] = f.as
		}
		m := news.Mention{Span: span, Kind: f.kind, Name: span.In(s.text), Country: f.country, Sector: f.sector, Confidence: f.conf}
		if f.e != nil {
			m.Entity, m.Name, m.Country, m.Adjective = f.e.id, f.e.name, f.e.country, f.e.adjective
			m.Sector = f.e.sector
		}
		if !f.role.Empty() {
			m.Role = f.role.In(s.text)
		}
		out = append(out, m)
	}
	return out
}

// scan is the work on one document.
type scan struct {
	t      *tables
	doc    *news.Document
	text   string
	lang   *language
	toks   []phrase.Token
	gaz    []int32 // for each token: index into marks of the table entry that covers it, -1
	role   []int32 // for each token: index into roles of the title that covers it, -1
	marks  []mark
	roles  []mark
	found  []found
	taken  []bool  // tokens that a found mention covers
	holder []int32 // for each token: 1 + index into found of the organisation or place that covers it, 0
	low    map[string]bool
	seen   map[string]int // words of an Arabic report, nil until they are asked for
	owned  *owned         // nil where the user has no entities
	as     map[int]string // by the byte where a mention starts: its form without a genitive ending
	abroad map[int]bool   // by the byte where a mention starts: whose title is an envoy's
}

// mark is a phrase of a table found in the text.
type mark struct {
	from, to int
	start    int
	e        *entry
	sector   string
	country  string
}

func newScan(t *tables, doc *news.Document) *scan {
	s := &scan{t: t, doc: doc, text: doc.Text, lang: t.language(doc.Lang), toks: phrase.Tokens(doc.Text)}
	n := len(s.toks)
	s.gaz, s.role, s.taken = make([]int32, n), make([]int32, n), make([]bool, n)
	for i := range s.gaz {
		s.gaz[i], s.role[i] = -1, -1
	}
	s.low, s.as, s.abroad = map[string]bool{}, map[int]string{}, map[int]bool{}
	for _, k := range s.toks {
		if k.Lower {
			s.low[k.Key] = true
		}
	}
	return s
}

// ranges are the sentences in tokens; a document without sentences is one.
func (s *scan) ranges() [][2]int {
	if len(s.doc.Sentences) == 0 {
		return [][2]int{{0, len(s.toks)}}
	}
	var out [][2]int
	i := 0
	for _, sent := range s.doc.Sentences {
		from := i
		for i < len(s.toks) && s.toks[i].Span.Start < sent.End {
			i++
		}
		if i > from {
			out = append(out, [2]int{from, i})
		}
	}
	if i < len(s.toks) {
		out = append(out, [2]int{i, len(s.toks)})
	}
	return out
}

func (s *scan) findIn(r [2]int) {
	for i := r[0]; i < r[1]; {
		j := i
		kind := style(s.toks[i])
		for j < r[1] && (style(s.toks[j]) == kind || s.toks[j].Digit) {
			j++
		}
		switch kind {
		case cased:
			s.cased(i, j, i == r[0])
		case arabic:
			s.arabic(i, j)
		case han:
			s.han(i, j)
		}
		i = max(j, i+1)
	}
	s.fromTables(r[0], r[1])
}

// add keeps a mention unless a token of it is taken already.
func (s *scan) add(f found) bool {
	if f.to <= f.from || slices.Contains(s.taken[f.from:f.to], true) {
		return false
	}
	for i := f.from; i < f.to; i++ {
		s.taken[i] = true
	}
	s.found = append(s.found, f)
	return true
}
