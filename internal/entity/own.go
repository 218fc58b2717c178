package entity

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// With returns a Finder that also finds the user's own entities, which stand above those
// that the program knows by itself. own may be nil.
func (f *Finder) With(own *Own) *Finder {
	g := *f
	g.own = own
	return &g
}

// CountryNamed returns the ISO 3166-1 alpha-3 code of a country by its name in any
// language of the tables, "" where none has it.
func (f *Finder) CountryNamed(name string) string {
	toks := phrase.Tokens(name)
	if len(toks) == 0 {
		return ""
	}
	m := f.t.gaz().At(name, toks, 0)
	if m.N != len(toks) || m.Drop > 0 {
		return ""
	}
	for _, v := range m.Values {
		if v.e.kind == news.Country && !v.e.adjective {
			return v.e.country
		}
	}
	return ""
}

// owned is the work on one document for the user's own entities.
type owned struct {
	own   *Own
	at    map[int][]uint32 // by the byte where a mention starts: the entities that its words are a name of
	full  map[int]bool     // by that byte: more than a word, which speaks for the whole person
	named map[uint32]bool  // entities that the report has by a name which is not weak
	built map[string]int64 // by the id of an entity inside the program: 1 + the user's that is the same, 0 for none
}

// ownMatch is words of the text that are a name of own entities.
type ownMatch struct {
	from, to, start int
	strong, weak    []uint32 // entities
	ours            []uint32 // those that the name counts for
}

// markOwn looks for the user's own entities and puts them in the place of what else was
// found in their words, but for longer names that hold them: an entity "Apple" says
// nothing of "Apple Martin".
func (s *scan) markOwn(own *Own) {
	if own == nil || own.Len() == 0 {
		return
	}
	s.owned = &owned{own: own, at: map[int][]uint32{}, full: map[int]bool{}, named: map[uint32]bool{}, built: map[string]int64{}}
	matches := s.ownMatches(own)
	for i := range matches {
		m := &matches[i]
		m.ours = m.strong
		if len(m.strong) == 1 {
			s.owned.named[m.strong[0]] = true
		}
	}
	families := map[string]bool{}
	for _, m := range matches {
		for _, e := range m.weak {
			if s.owned.named[e] {
				m.ours = append(slices.Clip(m.ours), e)
			}
		}
		if len(m.ours) > 0 && s.clear(m) {
			k := own.entity(m.ours[0])
			s.owned.at[m.start] = m.ours
			s.owned.full[m.start] = m.to-m.from > 1
			s.add(found{from: m.from, to: m.to, start: m.start, kind: k.Kind, conf: ownSure})
			if k.Kind == news.Person && m.to-m.from > 1 {
				families[s.nameKey(m.to-1)] = true
			}
		}
	}
	s.leaveFamilies(families)
}

// leaveFamilies takes away places that only rules made of the last word of a person's
// name ("recibieron a Shamjaní"), so that again finds the person in it.
func (s *scan) leaveFamilies(families map[string]bool) {
	s.found = slices.DeleteFunc(s.found, func(f found) bool {
		family := f.kind == news.Place && f.e == nil && f.to-f.from == 1 && families[s.nameKey(f.from)]
		if family {
			s.taken[f.from] = false
		}
		return family
	})
}

// ownSure is the confidence of a mention in words that the user gave.
const ownSure = 0.95

// ownMatches finds the names, longest first, left to right.
func (s *scan) ownMatches(own *Own) []ownMatch {
	var out []ownMatch
	genitive := s.genitives()
	for i := 0; i < len(s.toks); i++ {
		m := own.names.At(s.text, s.toks, i)
		if m.N == 0 && genitive != nil {
			m = own.names.At(s.text, genitive, i)
		}
		if m.N == 0 || !s.mayBeOwn(m, i) {
			continue
		}
		o := ownMatch{from: i, to: i + m.N, start: m.Span(s.toks, i).Start}
		for _, v := range m.Values {
			e := v >> ownBits
			switch {
			case v&ownCaps != 0 && m.N == 1 && style(s.toks[i]) == cased && !s.toks[i].Caps:
			case v&ownWeak != 0:
				o.weak = append(o.weak, e)
			default:
				o.strong = append(o.strong, e)
			}
		}
		o.strong, o.weak = slices.Compact(o.strong), slices.Compact(o.weak)
		if len(o.strong)+len(o.weak) > 0 {
			out = append(out, o)
			i += m.N - 1
		}
	}
	return out
}

// genitives are the tokens of a German report without the s of the genitive, nil for other
// languages.
func (s *scan) genitives() []phrase.Token {
	if s.lang.code != "de" {
		return nil
	}
	toks := slices.Clone(s.toks)
	for i := range toks {
		if rest, cut := strings.CutSuffix(toks[i].Key, "s"); cut && toks[i].Upper && len(rest) > 2 {
			toks[i].Key = rest
		}
	}
	return toks
}

// mayBeOwn keeps out words that only look like a name: without a capital where the
// script has them, or one that begins sentences.
func (s *scan) mayBeOwn(m phrase.Match[uint32], i int) bool {
	k := s.toks[i]
	if style(k) != cased {
		return true
	}
	return s.capital(i, m.N) && (m.N > 1 || k.Caps || !s.lang.is("stop", wordKey(s.tok(i))))
}

// clear takes out of what was found all that lies in the words of m; false when a longer
// name holds them.
func (s *scan) clear(m ownMatch) bool {
	for _, f := range s.found {
		if f.from <= m.from && m.to <= f.to && f.to-f.from > m.to-m.from && !s.titled(f, m) && !s.placed(f, m) {
			return false
		}
	}
	s.found = slices.DeleteFunc(s.found, func(f found) bool {
		over := f.from < m.to && m.from < f.to
		if over {
			clear(s.taken[f.from:f.to])
		}
		return over
	})
	return true
}

// titled reports whether the words of a find that m leaves are titles and nationalities.
func (s *scan) titled(f found, m ownMatch) bool {
	for i := f.from; i < f.to; i++ {
		inside := m.from <= i && i < m.to
		nation := s.gaz[i] >= 0 && s.marks[s.gaz[i]].e.adjective
		if !inside && s.role[i] < 0 && !nation {
			return false
		}
	}
	return f.kind == news.Person
}

// placed reports whether the words of a body that m leaves only say where it is: "Quuz
// Brigades in Oslo". Another country than that of the entity makes another body of it:
// "Communist Party of Cuba".
func (s *scan) placed(f found, m ownMatch) bool {
	if f.kind != news.Organisation || f.e != nil || f.from != m.from || m.to-m.from < 2 {
		return false
	}
	i := m.to
	for i < f.to && s.linkWord(i) {
		i++
	}
	if i == m.to || i == f.to || s.gaz[i] < 0 {
		return false
	}
	g := s.marks[s.gaz[i]]
	country := s.owned.own.entity(m.ours[0]).Country
	return g.from == i && g.to == f.to && (country == "" || g.e.country == country)
}

// settleOwn gives mentions of the user's own entities their id, name, country, sector and
// role. What the report says of itself stays where the user gave nothing; a role that the
// report gives stays in any case, since it is what the report calls the person.
func (s *scan) settleOwn(out []news.Mention) {
	if s.owned == nil {
		return
	}
	people := map[string][]int{} // by the id that the report's people have so far
	for i, m := range out {
		if m.Kind == news.Person {
			people[m.Entity] = append(people[m.Entity], i)
			continue
		}
		if e, ok := s.oneOf(s.owned.at[m.Span.Start], m.Country); ok {
			s.become(&out[i], e)
		} else if e := s.asBuiltIn(m); e != 0 {
			s.become(&out[i], uint32(e-1))
		}
	}
	for i := range out {
		if group := people[out[i].Entity]; len(group) > 0 && group[0] == i && out[i].Kind == news.Person {
			delete(people, out[i].Entity)
			s.settlePerson(out, group)
		}
	}
}

// settlePerson finds out who of the user's people all mentions of one person of the report
// are. A mention in full decides for those behind it; a word alone only where the report
// has no longer name of the person.
func (s *scan) settlePerson(out []news.Mention, group []int) {
	who := make([]int64, len(group)) // 1 + entity
	var first int64
	others := false
	for j, i := range group {
		m := out[i]
		e, ok := s.oneOf(s.owned.at[m.Span.Start], m.Country)
		switch {
		case ok && s.owned.full[m.Span.Start]:
			who[j] = int64(e) + 1
			if first == 0 {
				first = who[j]
			}
		case !ok && strings.ContainsAny(s.written(m), " ·・"):
			others = true
		}
	}
	if first == 0 {
		first = s.asBuiltIn(out[group[0]])
	}
	if first == 0 && !others {
		first = s.byWord(out, group)
	}
	if first == 0 {
		first = s.bySound(out, group)
	}
	last := first
	for j, i := range group {
		if who[j] != 0 {
			last = who[j]
		}
		if last != 0 {
			s.become(&out[i], uint32(last-1))
		}
	}
}

func (s *scan) written(m news.Mention) string { return m.Span.In(s.text) }

// asBuiltIn is the user's entity that has a name, and the kind, of the one inside the
// program which m was found to be: both are one, and what the user calls it stands above.
// 1 + entity, 0 for none or several. A country that differs speaks against it.
func (s *scan) asBuiltIn(m news.Mention) int64 {
	base := s.t.known().kb
	if base == nil || m.Adjective {
		return 0
	}
	if hit, done := s.owned.built[m.Entity]; done {
		return hit
	}
	var hit int64
	if b, ok := base.ByID(m.Entity); ok {
		hit = s.owned.sameAs(b)
	}
	s.owned.built[m.Entity] = hit
	return hit
}

// sameAs is the user's entity that an entry of the knowledge base is: 1 + entity, 0 for none
// or several.
func (o *owned) sameAs(b kb.Entry) int64 {
	var hit int64
	for _, n := range b.Names() {
		toks := phrase.Tokens(n.Text)
		if n.Use == kb.Adjective || n.Use == kb.Seat || len(toks) == 0 || b.Kind == news.Person && len(toks) < 2 {
			continue
		}
		m := o.own.names.At(n.Text, toks, 0)
		if m.N != len(toks) || m.Drop > 0 {
			continue
		}
		for _, v := range m.Values {
			k, e := o.own.entity(v>>ownBits), int64(v>>ownBits)+1
			switch {
			case v&ownWeak != 0 || broad(k.Kind) != broad(b.Kind) || otherCountry(k.Country, b.Country):
			case hit != 0 && hit != e:
				return 0
			default:
				hit = e
			}
		}
	}
	return hit
}

// byWord is the person whom a single word names: 1 + entity, 0 for none.
func (s *scan) byWord(out []news.Mention, group []int) int64 {
	for _, i := range group {
		if e, ok := s.oneOf(s.owned.at[out[i].Span.Start], out[i].Country); ok {
			return int64(e) + 1
		}
	}
	return 0
}

// bySound is the person one of whose names sounds like the longest in the report, in
// whatever script: 1 + entity, 0 for none or several. Another country than the report
// gives the person speaks against it.
func (s *scan) bySound(out []news.Mention, group []int) int64 {
	longest := group[0]
	for _, i := range group {
		if len(s.written(out[i])) > len(s.written(out[longest])) {
			longest = i
		}
	}
	m := out[longest]
	var hit int64
	for _, e := range s.owned.own.sounding(cmp.Or(s.as[m.Span.Start], s.written(m))) {
		switch {
		case otherCountry(s.owned.own.entity(e).Country, m.Country):
		case hit != 0:
			return 0
		default:
			hit = int64(e) + 1
		}
	}
	return hit
}

// formerStates are those whose people are said to be of the states after them as well.
var formerStates = set("SUN YUG SCG CSK DDR")

// otherCountry reports whether two countries tell people apart.
func otherCountry(a, b string) bool {
	return a != "" && b != "" && a != b && !formerStates[a] && !formerStates[b]
}

// oneOf decides between entities of one name: by the country that the report gives, else
// by who is also named otherwise.
func (s *scan) oneOf(entities []uint32, country string) (uint32, bool) {
	if len(entities) == 1 {
		return entities[0], true
	}
	for _, speaks := range []func(e uint32) bool{
		func(e uint32) bool { return country != "" && s.owned.own.entity(e).Country == country },
		func(e uint32) bool { return s.owned.named[e] },
	} {
		var hits []uint32
		for _, e := range entities {
			if speaks(e) {
				hits = append(hits, e)
			}
		}
		if len(hits) == 1 {
			return hits[0], true
		}
	}
	return 0, false
}

// become makes m a mention of an entity of the user's.
func (s *scan) become(m *news.Mention, e uint32) {
	k := s.owned.own.entity(e)
	m.Entity, m.Name, m.Kind, m.Adjective = k.ID, k.Name, k.Kind, false
	m.Country, m.Sector = cmp.Or(k.Country, m.Country), cmp.Or(k.Sector, m.Sector)
	if m.Role == "" {
		m.Role = k.RoleOn(day(s.doc))
	}
}

// day is when a report was published, "" where that is not known.
func day(doc *news.Document) string {
	if doc.Published == nil {
		return ""
	}
	return doc.Published.From.Format(time.DateOnly)
}
