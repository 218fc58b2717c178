package quantity

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/phrase"
)

// void reports whether a number counts nothing: a year, a day of a month, an ordinal, the number of an article.
func (c *scan) void(n number) bool {
	if n.broken || c.isNth(n) || c.isAge(n) || c.inDate(n) {
		return true
	}
	if n.to == 0 || c.isAgeAside(n) {
		return true
	}
	if n.figures && strings.HasSuffix(c.s[:n.span.Start], "(") && strings.HasPrefix(c.s[n.span.End:], ")") {
		return true
	}
	return isYear(n) && c.saysYear(n)
}

// isAgeAside reports whether a number stands alone between commas behind a name: "Dean Marsh, 41, of Leeds".
func (c *scan) isAgeAside(n number) bool {
	return n.figures && n.to < 110 && n.a > 0 && n.b < len(c.toks) && n.key == "" && c.toks[n.a-1].Upper &&
		c.toks[n.a].Before&phrase.Comma != 0 && c.toks[n.b].Before&phrase.Comma != 0
}

// isNth reports whether the words around a number make it the name or the place of something.
func (c *scan) isNth(n number) bool {
	if _, _, ok := c.left("nth", n.a); ok {
		return true
	}
	i, key := n.next()
	if i >= len(c.toks) || !n.figures && c.toks[i].Before != phrase.Joiner && !c.lex.traits["letters"] {
		return false
	}
	if _, next, ok := c.at("ordinal", i, key); ok && (key != "" || next > i+1 || c.toks[i].Before&^(phrase.Hyphen|phrase.Apos|phrase.Joiner) == 0) {
		return true
	}
	gap := c.toks[i].Before
	if c.lex.traits["dot"] && gap == phrase.Stop|phrase.Space && n.plain && n.from < 100 {
		return c.lex.traits["nouncaps"] || !c.toks[i].Upper
	}
	return false
}

// inDate reports whether a month stands beside the number.
func (c *scan) inDate(n number) bool {
	if n.to > 31 || n.scale > 1 {
		if !isYear(n) {
			return false
		}
		_, _, ok := c.left("month", n.a)
		return ok
	}
	if _, _, ok := c.at("month", n.b, ""); ok {
		return true
	}
	if _, _, ok := c.left("month", n.a); ok && n.figures {
		return true
	}
	if _, at, ok := c.at("to", n.b, ""); ok { // 8 and 9 March
		if m, ok := c.numberAt(at); ok {
			_, _, ok = c.at("month", m.b, "")
			return ok
		}
	}
	return false
}

// saysYear reports whether a number of four figures is a year: the words beside it say so, or nothing is counted.
func (c *scan) saysYear(n number) bool {
	if _, _, ok := c.left("month", n.a); ok {
		return true
	}
	if _, _, ok := c.at("yearafter", n.b, ""); ok {
		return true
	}
	if n.bound != "" && n.from < 1800 {
		return false
	}
	if n.b >= len(c.toks) || c.toks[n.b].Before&breaks != 0 {
		return true
	}
	_, _, _, direct := c.nounBehind(n)
	if _, _, ok := c.left("year", n.a); ok {
		return !direct || n.from >= 1900 && n.from <= 2100 && n.bound == ""
	}
	class, _, _, _ := c.nounBehind(n)
	return class == "" || !direct && n.from >= 1900 && n.from <= 2100
}
