package entity

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// candidate is a name that the reading model tagged, put onto whole words.
type candidate struct {
	from, to int // tokens, half-open
	start    int // byte at which it begins: after a particle written onto the token
	kind     news.Kind
	nation   bool // a nationality word
	conf     float64
}

// tagKinds are the kinds of mention of the labels that the reading model gives.
var tagKinds = map[string]news.Kind{"PER": news.Person, "ORG": news.Organisation, "LOC": news.Place, "NAT": news.Country}

// candidates reads the names out of the tags, in the order of the text, and mends
// their ends by what rules and tables know.
func (s *scan) candidates() []candidate {
	var raw []candidate
	for _, t := range s.doc.Reading.Of("names") {
		kind := tagKinds[t.Label]
		from, to := s.tokensOf(t.Span)
		if kind == "" || from >= to {
			continue
		}
		c := candidate{from: from, to: to, start: s.toks[from].Span.Start, kind: kind, nation: t.Label == "NAT", conf: t.Confidence}
		if t.Start > c.start && s.isParticle(s.text[c.start:t.Start]) {
			c.start = t.Start
		}
		raw = append(raw, c)
	}
	slices.SortStableFunc(raw, func(a, b candidate) int { return cmp.Compare(a.from, b.from) })
	var out []candidate
	for _, c := range s.rejoin(raw) {
		if s.lang.code == "ar" && style(s.toks[c.from]) == arabic {
			out = s.unglue(out, c)
			continue
		}
		out = append(out, c)
	}
	for i := range out {
		s.mend(&out[i])
	}
	return out
}

// tokensOf is the range of tokens that a span touches.
func (s *scan) tokensOf(span news.Span) (from, to int) {
	from, _ = slices.BinarySearchFunc(s.toks, span.Start, func(k phrase.Token, at int) int {
		if k.Span.End <= at {
			return -1
		}
		return 1
	})
	to = from
	for to < len(s.toks) && s.toks[to].Span.Start < span.End {
		to++
	}
	return from, to
}

// rejoin puts together what the tags cut in two: two people without anything between
// them, and a name that ends in a small word with the one after it.
func (s *scan) rejoin(in []candidate) []candidate {
	var out []candidate
	for _, c := range in {
		if n := len(out) - 1; n >= 0 && s.goesOn(out[n], c) {
			out[n].to, out[n].conf = c.to, (out[n].conf+c.conf)/2
			continue
		}
		out = append(out, c)
	}
	return out
}

func (s *scan) goesOn(a, b candidate) bool {
	if a.to != b.from || a.nation || b.nation || !s.joinsPlain(b.from) {
		return false
	}
	if a.kind == news.Person && b.kind == news.Person {
		return true
	}
	last := s.toks[a.to-1]
	return a.kind != news.Place && a.to-a.from > 1 && last.Lower && (s.lang.is("part", last.Key) || s.lang.is("link", last.Key))
}

// mend takes off what is no part of a name: small words at both ends, the title or
// nationality before a person, and what stands in brackets. A person's name goes on
// over a hyphen.
func (s *scan) mend(c *candidate) {
	for c.to-c.from > 1 && s.small(c.to-1) {
		c.to--
	}
	for c.to-c.from > 1 && s.small(c.from) && !s.lang.is("part", s.toks[c.from].Key) {
		s.cutTo(c, c.from+1)
	}
	if style(s.toks[c.from]) == han {
		s.mendHan(c)
	}
	if c.kind != news.Person {
		s.widen(c)
		return
	}
	if r := s.role[c.from]; r >= 0 && s.roles[r].from == c.from && s.roles[r].to < c.to {
		s.cutTo(c, s.roles[r].to)
	}
	if g := s.gaz[c.from]; g >= 0 && s.marks[g].e.adjective && s.marks[g].from == c.from && s.marks[g].to < c.to && s.toks[s.marks[g].to].Before == phrase.Space {
		s.cutTo(c, s.marks[g].to)
	}
	for i := c.from + 1; i < c.to; i++ {
		if s.toks[i].Before&phrase.Paren != 0 {
			c.to = i
		}
	}
	for c.to < len(s.toks) && s.toks[c.to].Before == phrase.Hyphen && s.toks[c.to].Upper && s.gaz[c.to] < 0 {
		c.to++
	}
}

// cutTo lets a name begin with token i.
func (s *scan) cutTo(c *candidate, i int) { c.from, c.start = i, s.toks[i].Span.Start }

// small reports whether token i is a short word that links the words of a name.
func (s *scan) small(i int) bool {
	k := s.toks[i]
	short := utf8.RuneCountInString(k.Key)
	if style(k) == arabic {
		return short <= 3 && s.lang.is("split", s.word(i))
	}
	return short <= 4 && k.Lower && s.linkWord(i)
}

// hanSmall are letters of Chinese that begin or end no name: of, and, at, to.
const hanSmall = "的与與和在于於了及"

// mendHan takes small words off a Chinese name, and what follows a country.
func (s *scan) mendHan(c *candidate) {
	for c.to-c.from > 1 && strings.Contains(hanSmall, s.tok(c.from)) {
		s.cutTo(c, c.from+1)
	}
	for c.to-c.from > 1 && strings.Contains(hanSmall, s.tok(c.to-1)) {
		c.to--
	}
	if g := s.gaz[c.from]; c.kind == news.Place && g >= 0 && s.marks[g].from == c.from && s.marks[g].to < c.to && s.marks[g].e.kind == news.Country {
		c.to = s.marks[g].to
	}
}

// widen lets a name have all words of the entry of the tables that it is a part of.
func (s *scan) widen(c *candidate) {
	g := s.gaz[c.from]
	if g < 0 || c.nation {
		return
	}
	if m := s.marks[g]; m.from <= c.from && c.to <= m.to && m.to-m.from > c.to-c.from && !m.e.adjective {
		c.from, c.to, c.start = m.from, m.to, m.start
	}
}
