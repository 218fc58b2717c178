package entity

import (
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

// The three ways in which names show.
type nameStyle uint8

const (
	cased  nameStyle = iota // capitals
	arabic                  // no case, words parted by spaces
	han                     // no case, no spaces
	other
)

func style(t phrase.Token) nameStyle {
	switch t.Script {
	case text.Latin, text.Cyrillic, text.Greek, text.Armenian:
		return cased
	case text.Arabic:
		return arabic
	case text.Han, text.Kana:
		return han
	}
	return other
}

// mark finds the entries of the tables and the titles, longest first, left to right.
func (s *scan) mark() {
	gaz := s.t.gaz()
	for i := 0; i < len(s.toks); i++ {
		if s.gaz[i] < 0 {
			m := gaz.At(s.text, s.toks, i)
			var v name
			if m.N > 0 {
				v = s.choose(m, i)
			}
			if rest, ok := strings.CutSuffix(s.toks[i].Key, "s"); v.e == nil && ok && s.lang.code == "de" && s.toks[i].Upper {
				if m = gaz.AtKey(s.toks, i, rest); m.N > 0 { // "Ghanas"
					v = s.choose(m, i)
				}
			}
			if m.N > 0 {
				if v.e != nil {
					s.note(&s.marks, s.gaz, mark{from: i, to: i + m.N - v.less, start: m.Span(s.toks, i).Start, e: v.e})
				}
			}
		}
		if s.role[i] < 0 {
			if m := s.lang.roles.At(s.text, s.toks, i); m.N > 0 && !s.insideMark(i, m.N) {
				v := m.Values[0]
				s.note(&s.roles, s.role, mark{from: i, to: i + m.N, start: m.Span(s.toks, i).Start, sector: v.sector, country: v.country})
			} else if s.compoundTitle(i) {
				s.note(&s.roles, s.role, mark{from: i, to: i + 1, start: s.toks[i].Span.Start, sector: "GOV"})
			}
		}
	}
}

// compoundTitle reports whether a word ends in a title, as German compounds do:
// "Gesundheitsministerin", "Chefunterhändler".
func (s *scan) compoundTitle(i int) bool {
	k := s.toks[i]
	if !k.Upper || len(s.lang.words["suffix"]) == 0 || s.gaz[i] >= 0 {
		return false
	}
	for end := range s.lang.words["suffix"] {
		if len(k.Key) > len(end)+2 && strings.HasSuffix(k.Key, end) {
			return true
		}
	}
	return false
}

// insideMark reports whether a longer entry of the tables covers the title:
// "Secretary" in the name of a council is no title.
func (s *scan) insideMark(i, n int) bool {
	g := s.gaz[i]
	return g >= 0 && s.marks[g].to-s.marks[g].from > n && s.marks[g].to >= i+n
}

func (s *scan) note(list *[]mark, at []int32, m mark) {
	for i := m.from; i < m.to; i++ {
		at[i] = int32(len(*list))
	}
	*list = append(*list, m)
}

// choose takes the entry that fits: its language, its case, and of cities of one
// name the largest. The zero name where none does.
func (s *scan) choose(m phrase.Match[name], i int) name {
	var best name
	first := s.toks[i]
	bicameral := style(first) == cased
	for _, v := range m.Values {
		e := v.e
		switch {
		case e.adjective && e.lang != s.lang.code, v.lang != "" && v.lang != s.lang.code:
			continue
		case bicameral && !e.adjective && !s.capital(i, m.N):
			continue
		case v.caps && bicameral && !first.Caps && m.N == 1:
			continue
		case e.id[0] == 'G' && !s.cityFits(e, m.N, i):
			continue
		case m.Drop > 0 && e.id[0] == 'G' && e.people < 500000 && !e.capital:
			continue // a clitic and a small town: more often another word
		}
		if best.e == nil || rank(e) > rank(best.e) || rank(e) == rank(best.e) && best.soft != v.soft && v.soft == softEnd(first.Span.In(s.text)) {
			best = v
		}
	}
	return best
}

// softEnd reports whether a Cyrillic word has a case of a name in "-ия".
func softEnd(word string) bool {
	for _, end := range []string{"ия", "ии", "ию", "ией", "иею"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}

// capital reports whether the phrase has a capital where a name has one: on its
// first or last word ("détroit d'Ormuz").
func (s *scan) capital(i, n int) bool { return s.toks[i].Upper || n > 1 && s.toks[i+n-1].Upper }

// cityFits keeps out towns whose name is a word of the language.
func (s *scan) cityFits(e *entry, n, i int) bool {
	k := s.toks[i]
	if n > 1 || e.capital && e.people > 300000 {
		return !s.lang.is("stop", k.Key)
	}
	letters := utf8.RuneCountInString(k.Key)
	switch style(k) {
	case cased:
		if s.lang.is("stop", k.Key) || s.lang.is("thing", k.Key) || s.lang.is("org", k.Key) || s.low[k.Key] || letters < 4 {
			return false
		}
		return true
	case arabic:
		w := plain(k.Span.In(s.text))
		return letters >= 4 && e.people > 250000 && !s.lang.is("stop", w) && !s.lang.is("loc", strings.TrimPrefix(w, article)) && !s.lang.is("split", w) && !s.lang.is("link", w) && !s.lang.is("org", w)
	}
	return true
}

func rank(e *entry) int {
	switch {
	case e.kind == news.Country && !e.adjective:
		return 1 << 30
	case e.kind == news.Organisation:
		return 1 << 29
	case e.adjective:
		return 1 << 28
	case e.capital:
		return 1 << 27
	}
	return e.people
}

// fromTables turns the entries that no other mention covers into mentions.
func (s *scan) fromTables(from, to int) {
	for i := from; i < to; i++ {
		g := s.gaz[i]
		if g < 0 || s.marks[g].from != i {
			continue
		}
		m := s.marks[g]
		s.add(found{from: m.from, to: m.to, start: m.start, kind: m.e.kind, e: m.e, conf: 0.9})
	}
}
