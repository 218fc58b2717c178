package entity

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// Coding is who acts by a phrase that describes somebody: "Nigerian lawmakers", "le
// porte-parole de l'armée algérienne".
type Coding struct {
	Country string   // ISO alpha-3, "" if the phrase names none
	Sectors []string // as PLOVER has them, the main one first; none where no word tells

	envoy bool // sent to another country, or to none
	vague bool // by a word that says little and nothing it belongs to: "agency"
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
	sent    bool // where an envoy is sent to
	body    bool // an organisation or person by name
}

// code reads tokens from to to.
func (s *scan) code(from, to int, on kb.Date) Coding {
	items, cuts := s.items(from, to, on)
	head := headOf(items, cuts, len(s.lang.words["behind"]) > 0)
	if head < 0 {
		return Coding{Country: countryOf(items, false)}
	}
	c := Coding{Country: countryOf(items, items[head].envoy)}
	sector := items[head].sector
	c.envoy = items[head].envoy
	if items[head].light {
		if i := belonging(items, cuts, head, len(s.lang.words["behind"]) > 0); i >= 0 {
			sector = items[i].sector
		} else {
			c.vague = true
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
	if sector == worldBodies && len(c.Sectors) == 1 {
		c.Sectors = append(c.Sectors, s.within(items, sector)...)
	}
	return c
}

// within is the first other sector that the name of a body tells: the International Court
// of Justice is a court.
func (s *scan) within(items []item, sector string) []string {
	lex := s.t.lexicons()[s.lang.code]
	for _, it := range items {
		for i := it.from; it.body && i < it.to; i++ {
			if t, n := lex.at(s.text, s.toks[i:it.to]); n > 0 && !t.light && !t.former && t.sector != sector {
				return []string{t.sector}
			}
		}
	}
	return nil
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
		best.sent = i > 0 && (s.isSent(i-1) || i > 1 && s.linkWord(i-1) && s.isSent(i-2))
		items = append(items, best)
		i = best.to
	}
	return items, cuts
}

// isSent reports whether a token is a word before the country that an envoy is sent to.
func (s *scan) isSent(i int) bool { return s.lang.is("sent", wordKey(s.toks[i].Span.In(s.text))) }

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
			if it := s.itemOfEntry(e, h.Use, written, n, on); ok && it.body != it.land && (it.body && e.Kind == news.Organisation || !s.inName(i, i+n)) {
				it.from, it.to = i, i+n
				return it
			}
		}
	}
	return item{}
}

// inName reports whether tokens are part of a longer name: a capital word beside them that
// no table has.
func (s *scan) inName(from, to int) bool {
	lex := s.t.lexicons()[s.lang.code]
	strange := func(i int) bool {
		if !s.toks[i].Upper || s.gaz[i] >= 0 || s.lang.is("stop", s.toks[i].Key) {
			return false
		}
		_, n := lex.at(s.text, s.toks[i:i+1])
		return n == 0
	}
	return from > 0 && s.toks[from].Before&^phrase.SameRun == 0 && strange(from-1) || to < len(s.toks) && s.toks[to].Before&^phrase.SameRun == 0 && strange(to)
}

// settled is how many people a town must have to be meant by a word of a phrase.
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
		if use == kb.Adjective && !calledIn(e, written, s.lang.code) {
			return item{}
		}
	case news.Place:
		it.sector = ""
		it.land = e.Country != "" && style(s.toks[0]) == cased && s.lang.code != "de" &&
			(e.Population >= settled || e.Feature == regionName || e.Feature == capitalCity || e.Feature == provinceName && s.onlyProvince(written))
	}
	return it
}

// calledIn reports whether a nationality word is one of a language: what is a Finn in Danish may be the end of something in French.
func calledIn(e kb.Entry, written string, lang news.Lang) bool {
	key := kb.Key(written)
	return slices.ContainsFunc(e.Names(), func(n kb.Name) bool {
		return n.Use == kb.Adjective && slices.Contains(n.Langs, lang) && kb.Key(n.Text) == key
	})
}

// onlyProvince reports whether the places of a name are of one country: "Northern" is not.
func (s *scan) onlyProvince(name string) bool {
	land := ""
	for _, h := range s.t.known().kb.Find(name) {
		e, ok := s.t.known().kb.Entry(h.Ref)
		if !ok || e.Kind != news.Place {
			continue
		}
		if land != "" && e.Country != land {
			return false
		}
		land = e.Country
	}
	return true
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
func countryOf(items []item, envoy bool) string {
	for _, it := range items {
		if it.land && it.country != "" && (!envoy || !it.sent) {
			return it.country
		}
	}
	for _, it := range items {
		if it.country != "" && (!envoy || !it.sent) {
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
		if i == head || it.sector == "" || it.land || it.light || parted(cuts, min(items[head].to, it.to), max(items[head].from, it.from)) {
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
