package quantity

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// How many words lie between a number and what it counts at most; Chinese words are single letters here.
const (
	reach    = 3
	reachHan = 8
	leftward = 5
)

// breaks are what no noun lies behind.
const breaks = phrase.Comma | phrase.Stop | phrase.Colon | phrase.Dash | phrase.Paren | phrase.Line

// count reads a number of things or people.
func (c *scan) count(n number) (Quantity, int, bool) {
	if n.article && n.scale == 1 || c.void(n) {
		return Quantity{}, n.b, false
	}
	q := c.quantity(n, Count, 1, n.b)
	class, at, next, direct := c.nounBehind(n)
	switch {
	case class != "":
		q.Unit, q.Noun = class, c.s[at.Start:at.End]
		q.Span.End = at.End
	case n.b < len(c.toks) && n.key == "":
		q.Noun, next = c.unknown(n)
		if q.Noun != "" {
			q.Span.End = c.toks[next-1].Span.End
		}
	}
	if class == "" || c.lex.people[class] {
		limit := nearAct
		if class == "" || class == "people" || class == "civilians" {
			limit = farAct
		}
		if act := c.actNear(n.a, max(next, n.b), limit); act != "" {
			q.Unit = act
		}
	}
	if q.Unit == "" && q.Noun == "" {
		q.Unit, q.Noun = c.nounBefore(n)
	}
	if q.Unit == "" && (q.Noun == "" || n.from == 1 && n.to == 1 || n.article) || n.article && !direct {
		return Quantity{}, n.b, false
	}
	return q, c.trail(&q, max(next, n.b)), true
}

// nounBehind looks for a noun of the rows to the right. direct is true where nothing stands between.
func (c *scan) nounBehind(n number) (class string, at news.Span, next int, direct bool) {
	i, key := n.next()
	left := reach
	if c.lex.lang == "zh" {
		left = reachHan
	}
	for first := true; i < len(c.toks) && left >= 0; first = false {
		if key == "" && c.toks[i].Before&breaks != 0 {
			break
		}
		if m, ok := c.nounAt(i, key); ok {
			at = m.at
			return m.class, at, m.next, first
		}
		if key != "" {
			key = ""
			i++
			continue
		}
		if _, after, ok := c.at("link", i, ""); ok {
			i = after
			continue
		}
		if _, _, ok := c.at("bar", i, ""); ok || c.toks[i].Digit || !first && c.isNumeral(i) {
			break
		}
		i++
		left--
	}
	return "", news.Span{}, n.b, false
}

func (c *scan) isNumeral(i int) bool {
	n, _, _, ok := c.numeralAt(i)
	return ok && n.kind != article && c.lex.lang != "zh"
}

// nounMatch is a noun found.
type nounMatch struct {
	class string
	at    news.Span
	next  int
}

// nounAt returns the noun at token i. Where the last of two nouns is the head, "prison guards", it goes on to that.
func (c *scan) nounAt(i int, key string) (nounMatch, bool) {
	var m phrase.Match[noun]
	if key != "" {
		m = c.lex.nouns.AtKey(c.toks, i, key)
	} else {
		m = c.lex.nouns.At(c.s, c.toks, i)
	}
	if m.N == 0 || m.Values[0].dual {
		return nounMatch{}, false
	}
	found := nounMatch{m.Values[0].class, m.Span(c.toks, i), i + m.N}
	for c.lex.traits["headlast"] && found.next < len(c.toks) && c.toks[found.next].Before&^(phrase.Space|phrase.Joiner) == 0 {
		m := c.lex.nouns.At(c.s, c.toks, found.next)
		if m.N == 0 {
			break
		}
		found.class, found.at.End, found.next = m.Values[0].class, m.Span(c.toks, found.next).End, found.next+m.N
	}
	return found, true
}

// unknown returns the word behind the number where no row has it.
func (c *scan) unknown(n number) (noun string, next int) {
	i := n.b
	if _, after, ok := c.at("link", i, ""); ok {
		i = after
	}
	if i >= len(c.toks) || c.toks[i].Before&(breaks|phrase.Other) != 0 || c.toks[i].Digit || c.lex.lang == "zh" || c.isNumeral(i) {
		return "", n.b
	}
	if _, _, ok := c.at("bar", i, ""); ok {
		return "", n.b
	}
	if m := c.lex.verbs.At(c.s, c.toks, i); m.N > 0 {
		return "", n.b
	}
	return c.toks[i].Span.In(c.s), i + 1
}

// nounBefore looks to the left for what a number without a noun counts: "the dead, numbering 87", "journalists: 3,000".
func (c *scan) nounBefore(n number) (class, word string) {
	if n.from == 1 {
		return "", ""
	}
	for i := n.left - 1; i >= max(0, n.left-leftward); i-- {
		if m := c.lex.nouns.At(c.s, c.toks, i); m.N > 0 && i+m.N <= n.a && (n.bound != "" || i+m.N < n.a || c.lex.lang == "ar" || c.lex.lang == "fa") {
			return m.Values[0].class, m.Span(c.toks, i).In(c.s)
		}
		if c.toks[i].Before&(phrase.Stop|phrase.Paren|phrase.Line|phrase.Dash) != 0 || c.toks[i].Digit {
			break
		}
	}
	return "", ""
}

// act is what befell people, and where it is said.
type act struct {
	class string
	a, b  int
}

// How far, in words, what befalls people may be told from their number: nearer where the noun says who they are.
const (
	nearAct = 4
	farAct  = 7
)

// actNear returns the class of the nearest word of verbs.tsv around tokens a to b within a clause.
func (c *scan) actNear(a, b, limit int) string {
	if !c.read {
		c.read = true
		for i := range c.toks {
			if m := c.lex.verbs.At(c.s, c.toks, i); m.N > 0 {
				c.acts = append(c.acts, act{m.Values[0], i, i + m.N})
			}
		}
	}
	best, class := limit+1, ""
	for _, v := range c.acts {
		switch {
		case v.b <= a:
			if d := c.steps(v.b, a); d < best {
				best, class = d, v.class
			}
		case v.a >= b:
			if d := c.steps(b, v.a); d < best {
				best, class = d, v.class
			}
		case v.a >= a:
			return v.class
		}
		if v.a > b+limit {
			break
		}
	}
	return class
}

// steps counts the words between tokens a and b; another number and a comma make the way longer, and there is none
// over the end of a sentence.
func (c *scan) steps(a, b int) int {
	const far = 99
	d := 0
	if b-a > 4*farAct {
		return far
	}
	for i := a; i <= b && i < len(c.toks); i++ {
		t := &c.toks[i]
		if t.Before&(phrase.Line|phrase.Colon) != 0 || t.Before&phrase.Stop != 0 && t.Before != phrase.Stop {
			return far
		}
		if t.Before&(phrase.Comma|phrase.Paren|phrase.Dash) != 0 {
			d += 3
		}
		if i < b {
			d++
			if t.Digit || c.isNumeral(i) {
				d += 3
			}
		}
	}
	if c.lex.lang == "zh" {
		return d / 2
	}
	return d
}

// void reports whether a number counts nothing: a year, a day of a month, an ordinal, the number of an article.
func (c *scan) void(n number) bool {
	if n.broken || c.isNth(n) || c.isAge(n) || c.inDate(n) {
		return true
	}
	if n.figures && strings.HasSuffix(c.s[:n.span.Start], "(") && strings.HasPrefix(c.s[n.span.End:], ")") {
		return true
	}
	return isYear(n) && c.saysYear(n)
}

// isNth reports whether the words around a number make it the name or the place of something.
func (c *scan) isNth(n number) bool {
	if _, _, ok := c.left("nth", n.a); ok {
		return true
	}
	i, key := n.next()
	if !n.figures || i >= len(c.toks) {
		return false
	}
	if _, next, ok := c.at("ordinal", i, key); ok && (key != "" || next > i+1 || c.toks[i].Before&^(phrase.Hyphen|phrase.Apos) == 0) {
		return true
	}
	gap := c.toks[i].Before
	if c.lex.traits["dot"] && gap == phrase.Stop|phrase.Space && n.plain && n.from < 100 {
		return c.lex.lang == "de" || !c.toks[i].Upper
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
