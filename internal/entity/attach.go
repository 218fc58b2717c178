package entity

import (
	"cmp"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// apposition is what a title near a name says.
type apposition struct {
	role    mark
	country string
}

// attach gives people the title and country that stand beside their name.
func (s *scan) attach() {
	s.hold()
	for i := range s.found {
		f := &s.found[i]
		if f.kind == news.Organisation && f.e == nil {
			f.country = s.countryOfOrg(*f)
		}
		if f.kind != news.Person || f.e != nil {
			continue
		}
		a, ok := s.titleBefore(f.from)
		if !ok {
			a, ok = s.titleAfter(f.to)
		}
		if !ok {
			f.country = s.nationalityBefore(f.from)
			continue
		}
		f.role = news.Span{Start: a.role.start, End: s.toks[a.role.to-1].Span.End}
		c := s.codeRole(*f, a.role)
		if c.envoy {
			s.abroad[f.start] = true
			a.country = c.Country
		}
		f.sector, f.country = cmp.Or(c.Sector(), spoken(a.role.sector)), cmp.Or(a.country, a.role.country)
		if f.country == "" && f.sector != worldBodies && !c.envoy {
			f.country = c.Country
		}
		if c := s.countryBehind(f.to); c != "" {
			f.country = c
		}
	}
}

// hold notes which tokens organisations and places cover.
func (s *scan) hold() {
	s.holder = make([]int32, len(s.toks))
	for i, f := range s.found {
		if f.kind != news.Person {
			for j := f.from; j < f.to; j++ {
				s.holder[j] = int32(i + 1)
			}
		}
	}
}

// held is the organisation or place that covers token j, nil if none does or they are
// not found yet.
func (s *scan) held(j int) *found {
	if s.holder == nil || s.holder[j] == 0 {
		return nil
	}
	return &s.found[s.holder[j]-1]
}

// countryBehind reads "President Anwar el-Sadat of Egypt".
func (s *scan) countryBehind(i int) string {
	if i+1 >= len(s.toks) || s.toks[i].Key != "of" || s.toks[i].Before != phrase.Space || s.gaz[i+1] < 0 {
		return ""
	}
	if e := s.marks[s.gaz[i+1]].e; e.kind == news.Country {
		return e.country
	}
	return ""
}

// reach is how many tokens lie between a title and its name at most.
const reach = 12

// titleBefore walks left from token i over nationalities, countries, organisations
// and small words to a title. Of "envoy of the president" the outer one counts.
func (s *scan) titleBefore(i int) (a apposition, ok bool) {
	commas, small, caps := 0, 0, 0
	for j := i - 1; j >= 0 && i-j <= reach; {
		gap := s.toks[j+1].Before
		if gap&^(phrase.SameRun|phrase.Comma|phrase.Paren|phrase.MidDot|phrase.Stop|phrase.Quote) != 0 || gap&phrase.Stop != 0 && !s.abbreviated(j) {
			return a, ok
		}
		if gap&phrase.Comma != 0 {
			if commas++; commas > 1 || ok || s.lang.refer["apart"] != nil {
				return a, ok
			}
		}
		switch {
		case s.role[j] >= 0 && !s.taken[j]:
			r := s.roles[s.role[j]]
			if ok && !s.genitive(r.to, a.role.from) {
				return a, ok
			}
			a.role, ok = r, true
			j = r.from - 1
			small = 0
		case s.gaz[j] >= 0:
			m := s.marks[s.gaz[j]]
			if ok && small > 0 && !s.possessive(m.to, a.role.from) {
				return a, ok // "X of Egypt and president Y"
			}
			if m.e.country != "" && (!ok || m.e.kind == news.Country) {
				a.country = m.e.country // the one nearest to the title
			}
			if ok && (m.e.kind == news.Country || !s.touches(m.to)) {
				return a, ok // "Iraqi president"
			}
			j = m.from - 1
		case s.held(j) != nil && !ok: // "the head of the bank, X"
			f := s.held(j)
			if a.country == "" {
				a.country = f.country
			}
			j = f.from - 1
		case s.toks[j].Upper && !ok && !s.taken[j] && !s.lang.is("stop", s.toks[j].Key) && small < 4 && caps < 4 && style(s.toks[j]) == cased:
			caps++ // a word of an organisation that no table knows: "head of the National Intelligence Service X"
			j--
		case s.linkWord(j) && small < 4:
			small++
			j--
		case !ok && small < 4 && s.belongs(j): // "the head of the teachers' union, X"
			small++
			j--
		default:
			return a, ok
		}
	}
	return a, ok
}

// possessive reports whether only a possessive "s" stands between two tokens: "Iraq's
// president".
func (s *scan) possessive(from, to int) bool {
	return from+1 == to && s.toks[from].Key == "s" && s.toks[from].Before&phrase.Apos != 0
}

// abbreviated reports whether the point after token j ends an abbreviation: "Gen."
func (s *scan) abbreviated(j int) bool {
	return s.role[j] >= 0 && utf8.RuneCountInString(s.toks[j].Key) <= 4 || s.toks[j].Span.Len() == 1
}

// touches reports whether nothing stands between token i-1 and token i: Chinese
// titles follow their country at once.
func (s *scan) touches(i int) bool { return i < len(s.toks) && s.toks[i].Before == phrase.None }

// genitive reports whether only small words part two titles.
func (s *scan) genitive(from, to int) bool {
	for i := from; i < to; i++ {
		if !s.linkWord(i) || s.toks[i].Before&phrase.Comma != 0 {
			return false
		}
	}
	return from < to && s.toks[from].Before&phrase.Comma == 0 && s.toks[to].Before&phrase.Comma == 0
}

func (s *scan) linkWord(j int) bool {
	w := wordKey(s.toks[j].Span.In(s.text))
	return s.lang.is("link", w) || s.lang.is("part", w) && s.toks[j].Lower
}

// titleAfter reads "Barham Salih, president of Iraq": a comma or bracket, small
// words, perhaps a nationality, the title, and the country behind it. A title that
// another name follows is that one's.
func (s *scan) titleAfter(i int) (a apposition, ok bool) {
	if i >= len(s.toks) || s.toks[i].Before&(phrase.Comma|phrase.Paren|phrase.Dash) == 0 || s.toks[i].Before&(phrase.Stop|phrase.Line) != 0 {
		return a, false
	}
	j := i
loop:
	for j < len(s.toks) && j-i < reach {
		if j > i && s.toks[j].Before&^phrase.SameRun != 0 {
			return a, ok
		}
		switch {
		case s.role[j] >= 0 && !ok:
			a.role, ok = s.roles[s.role[j]], true
			j = a.role.to
		case s.role[j] >= 0 && s.linkWord(j-1): // "envoy of the president of Russia"
			j = s.roles[s.role[j]].to
		case s.gaz[j] >= 0 && s.marks[s.gaz[j]].from == j:
			m := s.marks[s.gaz[j]]
			if m.e.country != "" && (a.country == "" || !ok) {
				a.country = m.e.country
			}
			j = m.to
		case s.linkWord(j) || s.lang.is("stop", wordKey(s.toks[j].Span.In(s.text))) && j-i < 2:
			j++
		default:
			break loop
		}
	}
	if j < len(s.toks) && s.toks[j].Before&^phrase.Space == 0 && s.taken[j] && s.gaz[j] < 0 {
		return apposition{}, false
	}
	return a, ok
}

// nationalityBefore reads "the Croat Franjo Tudjman".
func (s *scan) nationalityBefore(i int) string {
	if i == 0 || s.gaz[i-1] < 0 || s.toks[i].Before&^phrase.Space != 0 {
		return ""
	}
	if e := s.marks[s.gaz[i-1]].e; e.adjective || style(s.toks[i]) == han && e.kind == news.Country {
		return e.country
	}
	return ""
}

// countryOfOrg is the country that the name of an organisation holds, or the
// nationality beside it: "Parliament of Iraq", "the Iraqi parliament".
func (s *scan) countryOfOrg(f found) string {
	for i := f.from; i < f.to; i++ {
		if g := s.gaz[i]; g >= 0 && s.marks[g].e.country != "" {
			return s.marks[g].e.country
		}
	}
	for _, i := range []int{f.to, f.from - 1} {
		if i < 0 || i >= len(s.toks) || s.gaz[i] < 0 {
			continue
		}
		if e := s.marks[s.gaz[i]].e; e.adjective && s.toks[max(i, f.from)].Before&^phrase.SameRun == 0 {
			return e.country
		}
	}
	return ""
}
