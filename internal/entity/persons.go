package entity

import (
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// sureShort is how sure the model must be of a family name alone for it to make a person
// of a longer name that ends in it.
const sureShort = 0.8

// longName is how many letters a part of names must have to say anything alone: many a
// short one is a river or an island as well.
const longName = 5

// persons makes people of tags that say place, where the words are those of a person:
// the report has the family name alone for a person, or a first name leads it. A place
// that the tables know, or that stands behind a word for "in", stays one.
func (s *scan) persons(tags []candidate) {
	short := map[string]bool{}
	for _, c := range tags {
		if c.kind == news.Person && c.to-c.from == 1 && c.conf >= sureShort && utf8.RuneCountInString(s.nameKey(c.from)) > 2 {
			short[s.nameKey(c.from)] = true
		}
	}
	for i := range tags {
		c := &tags[i]
		if c.kind != news.Place || c.nation || c.conf > sureWhole || style(s.toks[c.from]) != cased || !s.personal(*c) {
			continue
		}
		switch n := c.to - c.from; {
		case n > 1 && short[s.nameKey(c.to-1)]:
			c.kind = news.Person
		case s.afterPlaceWord(c.from):
		case n > 1 && s.firstName(c.from) && s.isPart(c.to-1), n == 1 && s.isPart(c.from) && (s.saidBeside(c.from, c.to) || c.conf < sureTag && utf8.RuneCountInString(s.tok(c.from)) >= longName):
			c.kind = news.Person
		}
	}
}

// firstName reports whether token i is one of the commonest names, and no small word that
// begins names of towns: "San", "Los".
func (s *scan) firstName(i int) bool {
	w := wordKey(s.tok(i))
	return s.commonFirst(i) && utf8.RuneCountInString(w) > 3 && !s.lang.is("part", w) && !s.lang.is("stop", w)
}

// personal reports whether all words of a name are capitalised, none is a word for a kind
// of place or body or of a country, capital or body of the tables, and no town has the name.
func (s *scan) personal(c candidate) bool {
	if e, _ := s.entryOf(c); e != nil {
		return false
	}
	for i := c.from; i < c.to; i++ {
		w := wordKey(s.tok(i))
		if g := s.gaz[i]; g >= 0 && !town(s.marks[g].e) {
			return false
		}
		if !s.toks[i].Upper || s.lang.is("place", w) || s.lang.is("org", w) || s.lang.is("thing", w) || i > c.from && s.toks[i].Before == phrase.Hyphen {
			return false
		}
	}
	return true
}

// wholeHan lets a Chinese surname that is tagged alone be the whole name that the report
// has for it elsewhere, and joins the two halves that a small word in the middle of a name
// left: the second letter of "文在寅" is also "at".
func (s *scan) wholeHan(tags []candidate) []candidate {
	names := map[string]bool{}
	out := tags[:0]
	for _, c := range tags {
		n := len(out) - 1
		if n >= 0 && s.halves(out[n], c) {
			out[n].to, out[n].conf = c.to, max(out[n].conf, c.conf)
			c = out[n]
		} else {
			out = append(out, c)
		}
		if k := c.to - c.from; c.kind == news.Person && style(s.toks[c.from]) == han && k > 1 && k < 4 {
			names[s.text[c.start:s.toks[c.to-1].Span.End]] = true
		}
	}
	for i := range out {
		c := &out[i]
		for n := 3; n > 1 && s.loneHan(*c) && c.from+n <= len(s.toks); n-- {
			if names[s.text[c.start:s.toks[c.from+n-1].Span.End]] && (i+1 == len(out) || out[i+1].from >= c.from+n) {
				c.to = c.from + n
			}
		}
	}
	return out
}

// halves reports whether b is the last letter of the name of which a is the surname, with
// one letter between.
func (s *scan) halves(a, b candidate) bool {
	return s.loneHan(a) && b.kind == news.Person && b.to-b.from == 1 && b.from == a.to+1 &&
		s.toks[a.to].Before == phrase.None && s.toks[b.from].Before == phrase.None && style(s.toks[a.to]) == han
}

// loneHan reports whether a name is one letter that is a surname.
func (s *scan) loneHan(c candidate) bool {
	return c.kind == news.Person && c.to-c.from == 1 && style(s.toks[c.from]) == han && s.t.han().surnames[s.tok(c.from)]
}

// listed reports whether a person whom rules found follows a tagged one in a list: behind
// a comma, or "and", which Arabic writes onto the name.
func (s *scan) listed(f found, tags []candidate, at []int32) bool {
	i, gap := f.from-1, s.toks[f.from].Before
	glued := f.start > s.toks[f.from].Span.Start && s.isParticle(s.text[s.toks[f.from].Span.Start:f.start])
	if i > 0 && s.lang.is("and", wordKey(s.tok(i))) && gap&^phrase.SameRun == 0 {
		i, gap, glued = i-1, s.toks[i].Before, true
	}
	if i < 0 || at[i] == 0 || !glued && gap&phrase.Comma == 0 || gap&^(phrase.SameRun|phrase.Comma) != 0 {
		return false
	}
	before := tags[at[i]-1]
	return before.kind == news.Person && before.to == i+1
}
