package entity

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// again finds the later, shorter forms of people who were named in full: a token
// that equals the last part of a name found, capitalised where the script has it.
func (s *scan) again() {
	known := map[string]string{}
	for _, f := range s.found {
		if f.kind != news.Person {
			continue
		}
		k := s.toks[f.to-1]
		if key := s.nameKey(f.to - 1); len(key) > 4 && (k.Upper || style(k) != cased) && !s.lang.is("split", key) {
			known[key] = key
		}
		if style(k) == han {
			s.knowHan(known, f)
		}
	}
	for i := range s.toks {
		if s.taken[i] || s.role[i] >= 0 {
			continue
		}
		s.repeat(known, i)
	}
}

// nameKey is the form under which the parts of names are compared within a report.
func (s *scan) nameKey(i int) string {
	if style(s.toks[i]) == arabic {
		return s.word(i)
	}
	return s.toks[i].Key
}

// knowHan notes a Chinese name, whole, and its part behind the last dot.
func (s *scan) knowHan(known map[string]string, f found) {
	at := f.from
	for i := f.from; i < f.to; i++ {
		if s.toks[i].Before == phrase.MidDot {
			at = i
		}
	}
	whole, last := s.text[s.toks[f.from].Span.Start:s.toks[f.to-1].Span.End], s.text[s.toks[at].Span.Start:s.toks[f.to-1].Span.End]
	known[whole], known[last] = whole, last
}

func (s *scan) repeat(known map[string]string, i int) {
	k := s.toks[i]
	f := found{from: i, to: i + 1, start: k.Span.Start, kind: news.Person, conf: 0.75}
	switch style(k) {
	case cased:
		f.as = known[k.Key]
		if f.as == "" && len(k.Key) > 4 { // a genitive: "Putins"
			if rest, cut := strings.CutSuffix(k.Key, "s"); cut {
				f.as = known[rest]
			}
		}
		for f.as != "" && f.from > 0 && s.toks[f.from].Before == phrase.Hyphen && s.toks[f.from-1].Upper && !s.taken[f.from-1] {
			f.from-- // "Asante-Frimpong"
			f.start = s.toks[f.from].Span.Start
		}
		if f.as != "" && k.Upper && (s.gaz[i] < 0 || s.marks[s.gaz[i]].e.kind == news.Place && !s.marks[s.gaz[i]].e.capital) {
			s.add(f)
		}
	case arabic:
		if s.gaz[i] >= 0 && s.marks[s.gaz[i]].e.kind != news.Place {
			return
		}
		w := s.word(i)
		if known[w] != "" || known["ال"+w] != "" {
			s.add(f)
			return
		}
		for _, p := range []string{"و", "ف", "ل", "ب", "ك"} {
			if rest, ok := strings.CutPrefix(w, p); ok && known[rest] != "" && s.lang.code == "ar" {
				f.start += len(p)
				s.add(f)
				return
			}
		}
	case han:
		for n := min(12, len(s.toks)-i); n >= 2; n-- {
			if slices.Contains(s.taken[i:i+n], true) {
				continue
			}
			if known[s.text[k.Span.Start:s.toks[i+n-1].Span.End]] != "" {
				f.to = i + n
				s.add(f)
				return
			}
		}
	}
}

// person is the mentions of one person of the report.
type person struct {
	parts    [][]string // the skeleton words of each form
	initials string     // behind the first word of one of them
	longest  string     // the form with most letters
	mentions []int
}

// resolve gives the people of the report ids, and to every mention of one what any
// of them says: country, sector. A short form goes to the last person named before
// whose name it ends, or begins.
func (s *scan) resolve(out []news.Mention) {
	var people []*person
	for i, m := range out {
		if m.Kind != news.Person {
			continue
		}
		form := s.formOf(m)
		parts, initials := strings.Fields(Skeleton(form)), initialsOf(nameWords(form))
		p := owner(people, parts, initials)
		if p == nil {
			p = firstWord(people, m.Name)
		}
		if p == nil {
			p = &person{}
			people = append(people, p)
		}
		p.mentions = append(p.mentions, i)
		p.initials = cmp.Or(p.initials, initials)
		if len(p.parts) < 8 && !slices.ContainsFunc(p.parts, func(o []string) bool { return slices.Equal(o, parts) }) {
			p.parts = append(p.parts, parts)
		}
		if len(m.Name) > len(p.longest) {
			p.longest = m.Name
		}
	}
	s.findPlaces(out)
	lands := landsOf(out)
	for _, p := range people {
		s.settle(p, out, lands)
	}
	for i := range out {
		if m := &out[i]; m.Entity == "" && m.Kind == news.Organisation {
			if e, ok := s.t.known().body(m.Name, lands); ok {
				if !strings.HasPrefix(e.ID, "INS:") && !strings.HasPrefix(e.ID, "MIN:") { // one of each country
					m.Entity = e.ID
				}
				m.Country, m.Sector = cmp.Or(m.Country, e.Country), cmp.Or(m.Sector, e.Sector)
			}
		}
		if out[i].Entity == "" {
			out[i].Entity = localID(string(out[i].Kind), out[i].Name)
		}
	}
	s.describeBodies(out)
	s.home(people, out)
}

// lookBack is how many people back a short form is looked for; a report names fewer.
const lookBack = 300

// owner is the last person one of whose forms holds parts or is held by it, and none of
// whose full forms or initials are another's.
func owner(people []*person, parts []string, initials string) *person {
	for _, p := range slices.Backward(people[max(0, len(people)-lookBack):]) {
		if initials != "" && p.initials != "" && initials != p.initials {
			continue
		}
		if len(parts) > 1 && p.other(parts) {
			continue
		}
		if slices.ContainsFunc(p.parts, func(have []string) bool { return held(parts, have) }) {
			return p
		}
	}
	return nil
}

// held reports whether one of two forms of names is the other, or a part of it.
func held(a, b []string) bool {
	return within(a, b) || within(b, a) && len(b) > 1 || len(b) == 1 && len(a) > 1 && b[0] == a[len(a)-1]
}

// other reports whether the full forms of somebody are all of another name than parts.
func (p *person) other(parts []string) bool {
	full := false
	for _, have := range p.parts {
		if len(have) > 1 {
			if held(parts, have) {
				return false
			}
			full = true
		}
	}
	return full
}

// firstWord is the last person whose name begins with the word name: "Kim", whose
// consonants are too few for owner.
func firstWord(people []*person, name string) *person {
	for _, p := range slices.Backward(people[max(0, len(people)-lookBack):]) {
		if strings.HasPrefix(p.longest, name+" ") {
			return p
		}
	}
	return nil
}

// within reports whether the short form is made of the last words of the long one,
// or is the long one less words in the middle, or is its first word.
func within(short, long []string) bool {
	if len(short) == 0 || len(short) > len(long) {
		return false
	}
	if slices.Equal(short, long[len(long)-len(short):]) || len(short) == 1 && short[0] == long[0] && len(short[0]) > 2 {
		return true
	}
	return len(short) > 1 && short[0] == long[0] && short[len(short)-1] == long[len(long)-1]
}

// landsOf are the countries that the report names, by their own names or their towns'.
func landsOf(out []news.Mention) map[string]bool {
	lands := map[string]bool{}
	for _, m := range out {
		if m.Country != "" {
			lands[m.Country] = true
		}
	}
	return lands
}

func (s *scan) settle(p *person, out []news.Mention, lands map[string]bool) {
	var country, sector string
	for _, i := range p.mentions {
		if country == "" {
			country = out[i].Country
		}
		if sector == "" || sector == civilian {
			sector = cmp.Or(out[i].Sector, sector)
		}
	}
	id, name := localID(string(news.Person), p.longest), ""
	ev := s.evidenceFor(p, out, lands)
	if k := s.whoKnown(p, out, ev); k != nil {
		id, name, country = k.id, k.name, cmp.Or(k.country(ev), country)
	} else if e, ok := s.t.known().person(p.longest, ev); ok {
		id, name, country, sector = e.ID, e.Name("en"), cmp.Or(country, e.Country), cmp.Or(sector, e.Sector)
	}
	office, sure := s.officeSector(id)
	sector = cmp.Or(sector, office)
	for _, i := range p.mentions {
		if sure && out[i].Sector != elite {
			out[i].Sector = office
		}
		out[i].Entity, out[i].Name = id, cmp.Or(name, out[i].Name)
		if out[i].Country == "" || name != "" {
			out[i].Country = country
		}
		if out[i].Sector == "" || out[i].Sector == civilian {
			out[i].Sector = sector
		}
	}
}

// civilian is the sector of "Mr", which says less than any other.
const civilian = "CVL"

// localID is the id of something that no table knows: a hash of its skeleton, so
// that two reports, and often two scripts, give the same name the same id.
func localID(kind, name string) string {
	if kind == string(news.Person) {
		return hashID(kind, nameKey(name))
	}
	return hashID(kind, Skeleton(name))
}

func hashID(kind, key string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(kind + "\x00" + key))
	return fmt.Sprintf("L%016x", h.Sum64())
}

// countryOf is the country of somebody in the knowledge who has just this full name, or
// in another language than English one that sounds like it.
func (s *scan) countryOf(name string) string {
	return s.t.known().countryOf(name, s.lang.code != "en")
}
