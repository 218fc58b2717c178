package entity

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Coding is who acts by a phrase that describes somebody: "Nigerian lawmakers", "le
// porte-parole de l'armée algérienne".
type Coding struct {
	Country string   // ISO alpha-3, "" if the phrase names none
	Sectors []string // as PLOVER has them, the main one first; none where no word tells
}

// Sector is the main sector, "" if there is none.
func (c Coding) Sector() string {
	if len(c.Sectors) == 0 {
		return ""
	}
	return c.Sectors[0]
}

// Describe codes a phrase that names or describes who acts, in one of the languages, on a
// day (zero if it is not known). A state, its capital or a house that stands for its
// government is GOV, those who live in another town CVL.
func (f *Finder) Describe(words string, lang news.Lang, on kb.Date) Coding {
	s := newScan(f.t, &news.Document{Report: news.Report{Text: words, Lang: lang}})
	s.mark()
	c := s.code(0, len(s.toks), on)
	if len(c.Sectors) == 0 {
		if sector := s.bare(0, len(s.toks)); sector != "" {
			c.Sectors = []string{sector}
		}
	}
	return c
}

// bare is the sector of tokens that are a place and nothing else but small words.
func (s *scan) bare(from, to int) string {
	sector := ""
	for i := from; i < to; i++ {
		if g := s.gaz[i]; g >= 0 {
			e := s.marks[g].e
			switch {
			case e.adjective || sector != "":
				return ""
			case e.kind == news.Country || e.capital:
				sector = stateRule
			case e.kind == news.Place:
				sector = civilian
			}
			i = s.marks[g].to - 1
		} else if !s.lang.is("stop", wordKey(s.toks[i].Span.In(s.text))) {
			return ""
		}
	}
	return sector
}

// Sectors that rules here speak of; civilian is also that of "Mr", which says nothing.
const (
	stateRule, elite   = "GOV", "ELI"
	military, unknown  = "MIL", "UAF"
	rebel, worldBodies = "REB", "IGO"
)

// item is a stretch of a phrase that says something of those it describes.
type item struct {
	from, to int
	actorWord
	country string
	land    bool // a country, nationality or place
	body    bool // an organisation or person by name
}

// code reads tokens from to to.
func (s *scan) code(from, to int, on kb.Date) Coding {
	items, cuts := s.items(from, to, on)
	c := Coding{Country: countryOf(items)}
	head := headOf(items, cuts, len(s.lang.words["behind"]) > 0)
	if head < 0 {
		return c
	}
	sector := items[head].sector
	if items[head].light {
		if i := belonging(items, cuts, head, len(s.lang.words["behind"]) > 0); i >= 0 {
			sector = items[i].sector
		}
	}
	if i := stronger(items, cuts, head, sector); i >= 0 {
		sector = items[i].sector
	}
	if formerly(items, head) && slices.Contains([]string{stateRule, "LEG", military, "SPY", "JUD", "COP"}, sector) {
		sector = elite
	}
	c.Sectors = append(c.Sectors, sector)
	for _, it := range items {
		if it.sector != "" && !it.light && !it.former && !it.land && !slices.Contains(c.Sectors, it.sector) {
			c.Sectors = append(c.Sectors, it.sector)
		}
	}
	return c
}

// items lists what the tokens hold, and the words behind which a noun's belongings stand.
func (s *scan) items(from, to int, on kb.Date) (items []item, cuts []int) {
	lex := s.t.lexicons()[s.lang.code]
	for i := from; i < to; {
		if s.lang.is("behind", s.toks[i].Key) {
			cuts = append(cuts, i)
			i++
			continue
		}
		best := s.itemOfTables(i, to)
		if t, n := lex.at(s.text, s.toks[i:to]); n > 0 && (best.to == 0 || i+n > best.to || best.land && i+n == best.to && s.marks[s.gaz[i]].e.kind == news.Place) {
			best = item{from: i, to: i + n, actorWord: t}
		}
		if it := s.itemOfKnown(i, to, best.to, on); it.to > best.to {
			best = it
		}
		if best.to == 0 {
			i++
			continue
		}
		items = append(items, best)
		i = best.to
	}
	return items, cuts
}

// itemOfTables is the country, place or organisation of the tables at a token.
func (s *scan) itemOfTables(i, to int) item {
	g := s.gaz[i]
	if g < 0 || s.marks[g].from != i || s.marks[g].to > to {
		return item{}
	}
	m := s.marks[g]
	it := item{from: i, to: m.to, country: m.e.country, land: m.e.kind != news.Organisation, body: m.e.kind == news.Organisation}
	it.sector = m.e.sector
	return it
}

// longestBody is how many words of a phrase are looked up in the knowledge at most, in
// letters for Chinese.
const longestBody = 8

// itemOfKnown is the organisation, person or place of the knowledge at a token that has
// more tokens than end shows to be known already.
func (s *scan) itemOfKnown(i, to, end int, on kb.Date) item {
	base := s.t.known().kb
	if base == nil || style(s.toks[i]) == cased && !s.toks[i].Upper {
		return item{}
	}
	for n := min(longestBody, to-i); n > 0 && i+n > end; n-- {
		if style(s.toks[i]) != cased && n < 2 {
			break
		}
		written := s.text[s.toks[i].Span.Start:s.toks[i+n-1].Span.End]
		if strings.ContainsAny(written, "\n,;:()") {
			continue
		}
		for _, h := range base.Find(written) {
			e, ok := base.Entry(h.Ref)
			if it := s.itemOfEntry(e, h.Use, written, n, on); ok && it.body != it.land {
				it.from, it.to = i, i+n
				return it
			}
		}
	}
	return item{}
}

// settled is how many people a town must have to be meant by one word of a phrase.
const settled = 20_000

func (s *scan) itemOfEntry(e kb.Entry, use kb.Use, written string, n int, on kb.Date) item {
	it := item{country: e.Country}
	it.sector = e.Sector
	switch e.Kind {
	case news.Organisation:
		it.body = !generic(e.ID) && (use != kb.Abbreviation || capitals(written))
	case news.Person:
		it.body = n > 1 && use == kb.Common
		if sector := sectorAt(e, on); sector != "" {
			it.sector = sector
		}
	case news.Country:
		it.land = use != kb.Abbreviation || capitals(written)
	case news.Place:
		it.sector = ""
		it.land = e.Country != "" && style(s.toks[0]) == cased && s.lang.code != "de" &&
			(n > 1 || e.Population >= settled || e.Feature == regionName || e.Feature == provinceName || e.Feature == capitalCity)
	}
	return it
}

// sectorAt is the sector of the office that somebody held on a day, of two the one taken
// last; "" where none is known.
func sectorAt(e kb.Entry, on kb.Date) string {
	if on == 0 {
		return ""
	}
	var best kb.Role
	for _, r := range e.Roles() {
		if r.Sector != "" && r.At(on) && (best.Sector == "" || r.From > best.From) {
			best = r
		}
	}
	return best.Sector
}

// countryOf is the country that a phrase names first: its nationality, or where it is.
// Of an envoy the one he is sent to is not his.
func countryOf(items []item) string {
	for _, it := range items {
		if it.land && it.country != "" {
			return it.country
		}
	}
	for _, it := range items {
		if it.country != "" {
			return it.country
		}
	}
	return ""
}

// headOf is the item that says what is described: the first, or, where the noun comes
// last, the last before its belongings. A named body is it where nothing else is.
func headOf(items []item, cuts []int, last bool) int {
	telling := func(it item) bool { return it.sector != "" && !it.land && !it.former }
	head := -1
	for i, it := range items {
		if !telling(it) {
			continue
		}
		if head < 0 || last && !parted(cuts, items[head].to, it.from) {
			head = i
		} else {
			break
		}
		if !last {
			break
		}
	}
	return head
}

// parted reports whether one of the cuts lies between two tokens.
func parted(cuts []int, from, to int) bool {
	return slices.ContainsFunc(cuts, func(c int) bool { return c >= from && c < to })
}

// belonging is what a light word belongs to: what stands before it where the noun comes
// last, else what comes next; -1 if nothing does.
func belonging(items []item, cuts []int, head int, last bool) int {
	own := func(i int) bool { it := items[i]; return it.sector != "" && !it.light && !it.land && !it.former }
	if last {
		for i := head - 1; i >= 0; i-- {
			if own(i) {
				return i
			}
		}
	}
	for i := head + 1; i < len(items); i++ {
		if !own(i) {
			continue
		}
		for last && i+1 < len(items) && own(i+1) && !parted(cuts, items[i].to, items[i+1].from) {
			i++ // "head of the rebel army"
		}
		return i
	}
	return -1
}

// stronger is the item that says more of armed people and civilians than their own word:
// those of a named body or of rebels are of it, and all who act for a body of the world.
func stronger(items []item, cuts []int, head int, sector string) int {
	armed := slices.Contains([]string{unknown, civilian, military}, sector)
	for i, it := range items {
		if i == head || it.sector == "" || it.land || it.light || i != head+1 && parted(cuts, min(items[head].to, it.to), max(items[head].from, it.from)) {
			continue
		}
		near := i == head-1 || i == head+1
		if armed && (it.body || it.sector == rebel && near) || it.body && it.sector == worldBodies {
			return i
		}
	}
	return -1
}

// formerly reports whether the described held their office once.
func formerly(items []item, head int) bool {
	for i, it := range items {
		if it.former && i <= head+1 {
			return true
		}
	}
	return false
}

// dayOf is the day of a report as the knowledge has dates, 0 if it is not known.
func (s *scan) dayOf() kb.Date {
	if s.doc.Published == nil || s.doc.Published.From.IsZero() {
		return 0
	}
	t := s.doc.Published.From
	return kb.Date(t.Year()*10000 + int(t.Month())*100 + t.Day())
}
