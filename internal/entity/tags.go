package entity

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

// candidate is a name that the reading model tagged, put onto whole words.
type candidate struct {
	from, to int // tokens, half-open
	start    int // byte at which it begins: after a particle written onto the token
	kind     news.Kind
	nation   bool // a nationality word
	conf     float64
}

// sureTag is the confidence of a tag that needs no second voice.
const sureTag = 0.9

// sureWhole is the confidence of a tag whose words no table takes off or gives another kind.
const sureWhole = 0.97

// tagKinds are the kinds of mention of the labels that the reading model gives.
var tagKinds = map[string]news.Kind{"PER": news.Person, "ORG": news.Organisation, "LOC": news.Place, "NAT": news.Country}

// candidates reads the names out of the tags, in the order of the text, and mends
// their ends by what rules and tables know.
func (s *scan) candidates() []candidate {
	var raw []candidate
	for _, t := range s.doc.Reading.Of("names") {
		if c, ok := s.candidate(t); ok {
			raw = append(raw, c)
		}
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
	out = s.wholeHan(out)
	for i := range out {
		next := len(s.toks)
		if i+1 < len(out) {
			next = out[i+1].from
		}
		s.mend(&out[i], next)
	}
	s.persons(out)
	return slices.DeleteFunc(out, func(c candidate) bool { return s.generic(c) || s.opener(c) })
}

// opener reports whether a name is one word that begins sentences, of which the model
// is not sure, or in letters without case a word that is no name: "corona".
func (s *scan) opener(c candidate) bool {
	if c.to-c.from == 1 && style(s.toks[c.from]) == arabic && s.lang.is("stop", wordKey(s.tok(c.from))) {
		return true
	}
	return c.to-c.from == 1 && c.conf < sureTag && style(s.toks[c.from]) == cased && s.lang.is("stop", wordKey(s.tok(c.from)))
}

// candidate puts a tag onto whole words. Of the last it may have only the beginning,
// and before the first there may be an Arabic particle.
func (s *scan) candidate(t news.Tag) (candidate, bool) {
	from, to := s.tokensOf(t.Span)
	if from >= to || tagKinds[t.Label] == "" {
		return candidate{}, false
	}
	if k := s.toks[to-1]; to-from > 1 && style(k) != han && 2*(t.End-k.Span.Start) < k.Span.Len() {
		to--
	}
	c := candidate{from: from, to: to, start: s.toks[from].Span.Start, kind: tagKinds[t.Label], nation: t.Label == "NAT", conf: t.Confidence}
	if t.Start > c.start && s.isParticle(s.text[c.start:t.Start]) && !s.wholeName(from, s.text[t.Start:s.toks[from].Span.End]) {
		c.start = t.Start
	}
	return c, true
}

// generic reports whether a name is one word in Arabic script that says only what kind
// of thing is meant ("city", "university"), or, of a person, a pronoun or other small word.
func (s *scan) generic(c candidate) bool {
	if c.to-c.from != 1 || style(s.toks[c.from]) != arabic {
		return false
	}
	w := s.word(c.from)
	if c.kind == news.Person && s.lang.is("split", w) && !s.quoted(c) {
		return true
	}
	switch c.kind {
	case news.Place:
		w = strings.TrimPrefix(w, article)
		return s.lang.is("loc", w) || s.lang.is("place", w)
	case news.Organisation:
		return s.lang.is("org", w) && !strings.HasPrefix(w, article)
	}
	return false
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

// rejoin puts together what the tags cut in two.
func (s *scan) rejoin(in []candidate) []candidate {
	var out []candidate
	for _, c := range in {
		if n := len(out) - 1; n >= 0 && (out[n].to == c.from && s.goesOn(out[n], c) || s.descent(out[n], c)) {
			if out[n].nation && !c.nation || out[n].kind == news.Place && c.kind == news.Person || style(s.toks[c.from]) == han {
				out[n].kind, out[n].nation = c.kind, false
			}
			out[n].to, out[n].conf = c.to, (out[n].conf+c.conf)/2
			continue
		}
		out = append(out, c)
	}
	return out
}

// goesOn reports whether b is the rest of the name a, which ends where b begins: in
// Arabic a nationality behind an organisation ("مجلس الشعب الصومالي"), in Chinese an
// organisation behind its place, unless the model is sure of both and it has a name of its
// own, else a person behind a person, or whatever follows a small word at the end of a name.
func (s *scan) goesOn(a, b candidate) bool {
	first := s.toks[a.from]
	switch {
	case a.nation:
		return b.kind == news.Person && !b.nation && s.sonOf(b.from) && s.joinsPlain(b.from)
	case b.nation:
		return a.kind == news.Organisation && style(first) == arabic && s.lang.is("org", s.word(a.from)) && s.joinsPlain(b.from)
	case a.kind == news.Place && b.kind == news.Organisation && style(first) == han:
		return s.toks[b.from].Before == phrase.None && (min(a.conf, b.conf) <= sureWhole || s.orgWord(b.from, b.to) == b.to-b.from)
	case !s.joinsPlain(b.from):
		return false
	case a.kind == news.Person && b.kind == news.Person:
		e, _ := s.entryOf(b)
		return e == nil || e.kind != news.Country && !e.capital
	}
	switch {
	case a.kind == news.Person && s.ordinal(b):
		return true
	case a.kind == news.Place && b.kind == news.Person && a.to-a.from == 1 && a.conf < sureWhole:
		return style(first) == cased && s.gaz[a.from] < 0 && s.firstName(a.from)
	}
	last := s.toks[a.to-1]
	return a.kind != news.Place && a.to-a.from > 1 && last.Lower && (s.lang.is("part", last.Key) || s.lang.is("link", last.Key))
}

// descent reports whether "son of" or the like is all that parts two people: they are one.
func (s *scan) descent(a, b candidate) bool {
	return a.kind == news.Person && b.kind == news.Person && a.to+1 == b.from && s.sonOf(a.to) && s.joinsPlain(a.to) && s.joinsPlain(b.from)
}

// sonOf reports whether token i is a small word inside Arabic names: what stands before it
// is a name, if also a nationality ("تركي بن سلطان").
func (s *scan) sonOf(i int) bool {
	return style(s.toks[i]) == arabic && s.lang.is("part", s.word(i))
}

// ordinal reports whether a name is only the number of a ruler: "Louis", "XV".
func (s *scan) ordinal(c candidate) bool {
	return c.to-c.from == 1 && s.toks[c.from].Caps && strings.Trim(s.tok(c.from), "IVX") == ""
}

// mend takes off small words at both ends of a name, and what else is no part of it.
func (s *scan) mend(c *candidate, next int) {
	s.mendEnds(c)
	if style(s.toks[c.from]) == han {
		s.mendHan(c, next)
	}
	s.knownPerson(c)
	if c.kind == news.Organisation && style(s.toks[c.from]) == cased {
		for c.to < next && s.toks[c.to].Upper && s.toks[c.to].Before == phrase.Space && s.lang.is("org", wordKey(s.tok(c.to))) {
			c.to++ // "National Intelligence" and "Service"
		}
	}
	if c.kind == news.Person {
		s.mendPerson(c)
		return
	}
	s.widen(c, next)
}

// mendEnds takes small words off both ends of a name, unless quotation marks hold just
// its words or it is made of letters that are spelled out ("سي سي تي في"). What a Persian
// joiner holds together stays whole.
func (s *scan) mendEnds(c *candidate) {
	if s.quoted(*c) || s.spelled(*c) {
		return
	}
	for c.to-c.from > 1 && s.small(c.to-1) && s.toks[c.to-1].Before != phrase.Joiner && (c.kind != news.Person || !s.sonOf(c.to-2)) {
		c.to--
	}
	for c.to-c.from > 1 && s.small(c.from) && s.toks[c.from+1].Before != phrase.Joiner && !s.lang.is("part", s.toks[c.from].Key) {
		s.cutTo(c, c.from+1)
	}
}

// quoted reports whether a pair of quotation marks holds the words of a name and no more.
func (s *scan) quoted(c candidate) bool {
	return s.toks[c.from].Before&phrase.Quote != 0 && c.to < len(s.toks) && s.toks[c.to].Before&phrase.Quote != 0
}

// spelled reports whether a name in Arabic script is the names of letters: three words or
// more, none of them longer than two letters.
func (s *scan) spelled(c candidate) bool {
	return c.to-c.from >= 3 && style(s.toks[c.from]) == arabic &&
		!slices.ContainsFunc(s.toks[c.from:c.to], func(k phrase.Token) bool { return utf8.RuneCountInString(k.Key) > 2 })
}

// mendPerson takes off the title or nationality before a person, and what stands in
// brackets; the name goes on over a hyphen.
func (s *scan) mendPerson(c *candidate) {
	s.fatherToo(c)
	if r := s.role[c.from]; r >= 0 && s.roles[r].from <= c.from && s.roles[r].to < c.to && !s.titleInName(*c, s.roles[r].to) {
		s.cutTo(c, s.roles[r].to)
	}
	if g := s.gaz[c.from]; c.conf < sureWhole && g >= 0 && s.marks[g].e.adjective && s.marks[g].from == c.from && s.marks[g].to < c.to && s.toks[s.marks[g].to].Before == phrase.Space && !s.sonOf(s.marks[g].to) {
		s.cutTo(c, s.marks[g].to)
	}
	if c.conf < sureWhole && s.placeBefore(*c) {
		s.cutTo(c, c.from+1)
	}
	for i := c.from + 1; i < c.to; i++ {
		if s.toks[i].Before&phrase.Paren != 0 {
			c.to = i
		}
	}
	for c.to < len(s.toks) && s.toks[c.to].Before == phrase.Hyphen && s.gaz[c.to] < 0 && (s.toks[c.to].Upper || s.syllable(c.to)) {
		c.to++
	}
	if c.to-c.from == 1 && c.to < len(s.toks) && s.familyName(c.from, c.to) {
		c.to++
	}
}

// syllable reports whether token i is the small second half of an East Asian first name:
// "Kim Jong-un".
func (s *scan) syllable(i int) bool {
	return i > 1 && s.toks[i].Lower && s.toks[i-1].Upper && s.toks[i-1].Before == phrase.Space && s.toks[i-2].Upper && s.lang.is("syllable", s.toks[i].Key)
}

// familyName reports whether token i is the family name of a known person, right behind
// one of the commonest first names.
func (s *scan) familyName(before, i int) bool {
	k := s.toks[i]
	return k.Upper && k.Before == phrase.Space && s.gaz[i] < 0 && s.role[i] < 0 && s.isPart(before) && s.t.leaders().words[k.Key]
}

// fatherToo lets a name in Arabic script have the word before "son of" with which it
// begins, and the word behind one with which it ends, or that a known form goes on with.
func (s *scan) fatherToo(c *candidate) {
	if c.from > 0 && s.sonOf(c.from) && c.to-c.from > 1 && s.bin(c.from) && s.plainArabic(c.from-1, c.from) {
		s.cutTo(c, c.from-1)
	}
	if c.to < len(s.toks) && style(s.toks[c.to]) == arabic && s.joinsPlain(c.to) && (s.bin(c.to-1) && s.plainArabic(c.to, c.to) || s.t.leaders().forms[text.Fold(s.text[c.start:s.toks[c.to].Span.End])]) {
		c.to++
	}
}

// bin reports whether token i is "son of".
func (s *scan) bin(i int) bool { return style(s.toks[i]) == arabic && sons[s.toks[i].Key] }

// plainArabic reports whether token i is a word that may be of the name that goes on, or
// ends, at the gap before token gap.
func (s *scan) plainArabic(i, gap int) bool {
	return style(s.toks[i]) == arabic && s.joinsPlain(gap) && s.role[i] < 0 && (gap <= i || !s.lang.is("split", s.word(i)))
}

// titleInName reports whether the title with which a person's name begins, up to token
// to, is a part of it: a first name ("Эмир Ходжич"), or one with what a joiner holds to it.
func (s *scan) titleInName(c candidate, to int) bool {
	if s.toks[to].Before == phrase.Joiner {
		return true
	}
	if to-c.from != 1 || c.to-to != 1 {
		return false
	}
	if style(s.toks[c.from]) == arabic {
		_, known := s.known(s.word(c.from))
		return known && c.conf >= sureTag
	}
	return s.isPart(c.from) && c.conf >= sureTag
}

// placeBefore reports whether a name begins with the country or capital that stands before
// a person: "firmó en Argel Warren Christopher".
func (s *scan) placeBefore(c candidate) bool {
	g := s.gaz[c.from]
	if g < 0 || c.to-c.from < 3 || s.marks[g].from != c.from || s.marks[g].to != c.from+1 || !s.joinsPlain(c.from+1) {
		return false
	}
	e := s.marks[g].e
	if style(s.toks[c.from]) == arabic {
		_, part := s.known(s.word(c.from))
		return e.kind == news.Country && !e.adjective && !part && !s.sonOf(c.from+1)
	}
	return (e.kind == news.Country || e.capital) && !s.isPart(c.from) && style(s.toks[c.from]) == cased
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

// widen lets a name have all words of the entry of the tables that it is a part of.
func (s *scan) widen(c *candidate, next int) {
	g := s.gaz[c.from]
	if g < 0 || c.nation {
		return
	}
	if m := s.marks[g]; m.from <= c.from && c.to <= m.to && m.to <= next && m.to-m.from > c.to-c.from && !m.e.adjective {
		c.from, c.to, c.start = m.from, m.to, m.start
	}
}

// knownPerson makes a person of a name of two words or more that the table of people
// has, less a nationality before it.
func (s *scan) knownPerson(c *candidate) {
	if c.kind == news.Person || c.nation || c.to-c.from < 2 {
		return
	}
	if e, _ := s.entryOf(*c); e != nil {
		return
	}
	start := c.start
	if g := s.gaz[c.from]; g >= 0 && s.marks[g].e.adjective && s.marks[g].to <= c.to-2 {
		start = s.toks[s.marks[g].to].Span.Start
	}
	if s.countryOf(s.text[start:s.toks[c.to-1].Span.End]) != "" {
		c.kind = news.Person
	}
}
