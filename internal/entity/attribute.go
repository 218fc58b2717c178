package entity

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// roleReach is how many tokens beside a title may belong to it: "Interior Ministry
// spokesman", "chef de la police de Bagdad".
const roleReach = 8

// codeRole is what the title beside a name says of its holder, with what it belongs to:
// up to the name where it stands before it, else up to the next comma.
func (s *scan) codeRole(f found, role mark) Coding {
	from, to := s.withModifiers(role.from), f.from
	if role.from >= f.to {
		for to = role.to; to < len(s.toks) && to-role.from < roleReach; to++ {
			if s.toks[to].Before&^phrase.SameRun != 0 || s.taken[to] && s.held(to) == nil {
				break
			}
		}
	}
	if to-from > 2*roleReach || to <= from {
		to = role.to
	}
	return s.code(from, to, s.dayOf())
}

// withModifiers is where the words begin that say more of the noun at a token, in languages
// whose noun comes last.
func (s *scan) withModifiers(at int) int {
	if len(s.lang.words["behind"]) == 0 {
		return at
	}
	lex := s.t.lexicons()[s.lang.code]
	for least := max(0, at-roleReach); at > least; {
		from := at
		for j := at - 1; j >= max(least, at-4); j-- {
			if s.toks[j+1].Before&^phrase.SameRun != 0 {
				break
			}
			if _, n := lex.at(s.text, s.toks[j:at]); n == at-j || s.gaz[j] >= 0 && s.marks[s.gaz[j]].to == at {
				from = j
			}
		}
		if from == at {
			break
		}
		at = from
	}
	return at
}

// belongs reports whether a word is of those who act, so that it can stand between a title
// and a name.
func (s *scan) belongs(i int) bool {
	if s.taken[i] {
		return false
	}
	_, n := s.t.lexicons()[s.lang.code].at(s.text, s.toks[i:i+1])
	return n > 0
}

// spoken is the sector of a title of the tables, "" for those that go before any name.
func spoken(sector string) string {
	if sector == civilian {
		return ""
	}
	return sector
}

// officeSector is the sector of what somebody known was on the day of the report, "" if
// that is not known.
func (s *scan) officeSector(id string) (sector string, sure bool) {
	base := s.t.known().kb
	if base == nil {
		return "", false
	}
	e, ok := base.ByID(id)
	if !ok {
		return "", false
	}
	if sector := sectorAt(e, s.dayOf()); sector != "" {
		return sector, true
	}
	return e.Sector, false
}

// describeBodies gives organisations that no table has the country and sector that
// their names tell.
func (s *scan) describeBodies(out []news.Mention) {
	for i := range out {
		m := &out[i]
		if m.Kind != news.Organisation || m.Sector != "" && m.Country != "" {
			continue
		}
		from, to := s.tokenAt(m.Span.Start), s.tokenAt(m.Span.End-1)+1
		c := s.code(from, to, 0)
		if !c.vague {
			m.Sector = cmp.Or(m.Sector, c.Sector())
		}
		if m.Sector != worldBodies {
			m.Country = cmp.Or(m.Country, c.Country)
		}
	}
}

// national are the sectors of offices that are of the state which a report speaks of, where
// nothing else is said. Ranks are of any army.
var national = []string{stateRule, "LEG", "SPY", "JUD", "OPP"}

// home gives people with an office and no country that of the state the text speaks of
// where they are named first: "In Cairo the foreign minister, ...". Envoys and mediators
// are seldom of where they are.
func (s *scan) home(people []*person, out []news.Mention) {
	for _, p := range people {
		first := p.mentions[0]
		at := slices.IndexFunc(p.mentions, func(i int) bool { return out[i].Role != "" && slices.Contains(national, out[i].Sector) })
		if at < 0 || out[first].Country != "" || slices.ContainsFunc(p.mentions, func(i int) bool { return s.abroad[out[i].Span.Start] }) {
			continue
		}
		if land := s.spokenOf(out, p.mentions[at]); land != "" {
			for _, i := range p.mentions {
				out[i].Country = land
			}
		}
	}
}

// backwards is how many bytes before its sentence the state of an office is looked for.
const backwards = 300

// spokenOf is the country that the sentence of a mention, or else those before it, named
// last, people only in the same; of two that an "and" or the like puts side by side the one that the report names
// more. Where there is none it is the first place behind the mention.
func (s *scan) spokenOf(out []news.Mention, at int) string {
	sent := s.sentenceAt(out[at].Span.Start)
	tells := func(i int) bool {
		return out[i].Country != "" && out[i].Entity != out[at].Entity && out[i].Sector != worldBodies
	}
	for i := at - 1; i >= 0 && sent.Start-out[i].Span.End < backwards; i-- {
		if !tells(i) || out[i].Kind == news.Person && out[i].Span.End <= sent.Start {
			continue
		}
		if j := i - 1; j >= 0 && tells(j) && out[j].Kind == out[i].Kind && out[i].Span.Start-out[j].Span.End < pairGap && mentionsOf(out, out[j].Country) > mentionsOf(out, out[i].Country) {
			return out[j].Country
		}
		return out[i].Country
	}
	for i := at + 1; i < len(out) && out[i].Span.Start < sent.End; i++ {
		if tells(i) && (out[i].Kind == news.Place || out[i].Kind == news.Country) && !out[i].Adjective {
			return out[i].Country
		}
	}
	return ""
}

// pairGap is how many bytes may lie between two that an "and" joins.
const pairGap = 12

// mentionsOf is how many mentions are of a country.
func mentionsOf(out []news.Mention, country string) int {
	n := 0
	for _, m := range out {
		if m.Country == country {
			n++
		}
	}
	return n
}

// sentenceAt is the sentence that holds a byte, the whole text where none does.
func (s *scan) sentenceAt(at int) news.Span {
	for _, sent := range s.doc.Sentences {
		if sent.Start <= at && at < sent.End {
			return sent
		}
	}
	return news.Span{End: len(s.text)}
}

// dayOf is the day of a report as the knowledge has dates, 0 if it is not known.
func (s *scan) dayOf() kb.Date {
	if s.doc.Published == nil || s.doc.Published.From.IsZero() {
		return 0
	}
	t := s.doc.Published.From
	return kb.Date(t.Year()*10000 + int(t.Month())*100 + t.Day())
}
