package quantity

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/phrase"
)

// maxParts is how many number words one word may hold.
const maxParts = 8

// compoundAt reads a token that is several number words, or one with a unit written onto it: zweihundertfünfzig,
// duecento, dreitägig, двухнедельный. next is the token behind it.
func (c *scan) compoundAt(i int) (n number, next int, ok bool) {
	t := &c.toks[i]
	if !c.lex.traits["joined"] || t.Digit || t.Span.Len() < 5 {
		return number{}, i, false
	}
	if _, _, _, whole := c.numeralAt(i); whole {
		return number{}, i, false
	}
	key := foldOf(c.s, t)
	s := sum{scale: 1, spread: 1}
	tail, ok := c.parts(&s, key, i, 0, false)
	if !ok {
		return number{}, i, false
	}
	n = number{a: i, left: i, b: i + 1, scale: 1, key: phrase.Key(tail)}
	c.settle(&n, &s)
	n.article = false
	return n, i + 1, true
}

// parts takes number words off the front of key, the longest first, until nothing or a unit is left.
func (c *scan) parts(s *sum, key string, i, depth int, joined bool) (tail string, ok bool) {
	if key == "" {
		return "", s.words > 1
	}
	if depth > maxParts {
		return "", false
	}
	if rest, and := c.cutAnd(key); and && s.words > 0 {
		if tail, ok := c.parts(s, rest, i, depth+1, true); ok {
			return tail, true
		}
	}
	for _, p := range c.lex.inside[key[0]] {
		if !strings.HasPrefix(key, p.key) {
			continue
		}
		try := *s
		m := p.numeral
		if m.kind == article {
			m.kind = plain
		}
		if !try.add(m, joined, c.lex.traits) {
			continue
		}
		try.words++
		if tail, ok := c.parts(&try, key[len(p.key):], i, depth+1, false); ok {
			*s = try
			return tail, true
		}
	}
	if s.words == 0 || joined || s.value() <= 1 || len(key) < 4 || !c.lex.traits["tails"] {
		return "", false
	}
	return key, c.tail(i, key)
}

// cutAnd takes "and" off the front of what is left of a word.
func (c *scan) cutAnd(key string) (string, bool) {
	for _, and := range c.lex.and {
		if rest, ok := strings.CutPrefix(key, and); ok {
			return rest, true
		}
	}
	return key, false
}

// tail reports whether what is left of a word is a unit or what is counted: the "tägig" of dreitägig.
func (c *scan) tail(i int, key string) bool {
	if _, _, unit := c.at("tail", i, phrase.Key(key)); unit {
		return true
	}
	_, _, counted := c.at("tailnoun", i, phrase.Key(key))
	return counted
}

// mayJoin reports whether a word begins with a number word, without reading all of it.
func (c *scan) mayJoin(key string) bool {
	if len(key) < 5 {
		return false
	}
	for _, p := range c.lex.inside[key[0]] {
		if strings.HasPrefix(key, p.key) {
			return true
		}
	}
	return false
}
