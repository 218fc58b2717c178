package quantity

import (
	"slices"
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
	if _, next, speed := c.unit(n, "measure"); speed { // a length would have been read before
		return Quantity{}, max(next, n.b), false
	}
	if n.definite {
		return c.countBefore(n)
	}
	q := c.quantity(n, Count, 1, n.b)
	class, at, next, direct := c.nounBehind(n)
	switch {
	case class != "":
		q.Unit, q.Noun = class, c.s[at.Start:at.End]
		if next > n.b || n.key != "" {
			q.Span.End = at.End
		}
	case n.from > 1 && c.tallyBefore(n.left) >= 0:
		q.Unit, q.Noun = c.tallied(c.tallyBefore(n.left), n)
		class = q.Unit
	case n.b < len(c.toks) && n.key == "":
		q.Noun, next = c.unknown(n)
		if q.Noun != "" {
			q.Span.End = c.toks[next-1].Span.End
		}
	}
	if of := c.apposed(n); class == "people" && of != "" {
		q.Unit = of
	} else if class == "" || c.lex.people[class] {
		limit := nearAct
		if class == "" || class == "people" || class == "civilians" {
			limit = farAct
		}
		if act := c.actNear(n.a, max(next, n.b), limit); c.befalls(act, class) {
			q.Unit = act
		}
	}
	if q.Unit == "" && q.Noun == "" {
		q.Unit, q.Noun = c.nounBefore(n)
	}
	if class == "" && n.key != "" || !direct && c.isDoubtful(n) { // 3G, 16GB
		return Quantity{}, n.b, false
	}
	if q.Unit == "" && (q.Noun == "" || n.from == 1 && n.to == 1 || n.article) || n.article && !direct {
		return Quantity{}, n.b, false
	}
	return q, c.trail(&q, max(next, n.b)), true
}

// isDoubtful reports whether the number is a word that means something else too, or stands inside a longer one.
func (c *scan) isDoubtful(n number) bool {
	if n.b < len(c.toks) && n.key == "" && (c.toks[n.b].Before == phrase.Joiner || c.toks[n.b].Before == phrase.Hyphen && c.toks[n.b].Upper && c.toks[n.a].Upper) {
		return true // سه‌گانه, Trois-Rivières
	}
	if n.b != n.a+1 {
		return false
	}
	_, _, ok := c.at("doubtful", n.a, "")
	return ok
}

// countBefore reads an Arabic number behind what it counts: الزعماء الثلاثة.
func (c *scan) countBefore(n number) (Quantity, int, bool) {
	if n.a == 0 {
		return Quantity{}, n.b, false
	}
	m := c.lex.nouns.At(c.s, c.toks, n.a-1)
	if m.N != 1 {
		return Quantity{}, n.b, false
	}
	q := c.quantity(n, Count, 1, n.b)
	at := m.Span(c.toks, n.a-1)
	q.Span.Start, q.Unit, q.Noun = at.Start, m.Values[0].class, at.In(c.s)
	return q, n.b, true
}

// apposed returns the class of people named just before a comma, a dash or a bracket that the number stands behind:
// "mercenaries, some 20,000 men".
func (c *scan) apposed(n number) string {
	if n.left == 0 || c.toks[n.left].Before&(phrase.Comma|phrase.Dash|phrase.Paren) == 0 {
		return ""
	}
	class, _ := c.nounBetween(n.left-1, n.left, -1)
	if class == "people" || !c.lex.people[class] {
		return ""
	}
	return class
}

// nounBehind looks for a noun of the rows to the right. direct is true where nothing stands between.
func (c *scan) nounBehind(n number) (class string, at news.Span, next int, direct bool) {
	i, key := n.next()
	left := c.reach()
	skipped := false
	for first := true; i < len(c.toks) && left >= 0; first = false {
		if key == "" && c.toks[i].Before&breaks != 0 && (!first || !n.short || !c.afterPoint(i)) {
			break
		}
		if m, ok := c.nounAt(i, key); ok && (first || !c.lex.traits["letters"] || !c.isLetter(i, m.next, n.b)) {
			at = m.at
			return m.class, at, m.next, first
		}
		if key != "" {
			key = ""
			i++
			continue
		}
		if _, after, ok := c.at("link", i, ""); ok {
			if m, ok := c.numberAt(after); ok && first && !m.article && !n.part && !c.lex.traits["letters"] { // 3 of the 4 helicopters
				m.part = true
				class, at, _, _ = c.nounBehind(m)
				return class, at, n.b, false
			}
			if skipped && !c.lex.traits["letters"] { // of the arms that three dealers sold, three are the dealers
				break
			}
			i = after
			continue
		}
		if c.isBar(i) || c.toks[i].Digit || !first && c.isNumeral(i) || !c.mayStandBetween(i) {
			break
		}
		i++
		left--
		skipped = true
	}
	return "", news.Span{}, n.b, false
}

// reach is how many words may lie between a number and its noun.
func (c *scan) reach() int {
	switch {
	case c.lex.traits["letters"]:
		return reachHan
	case c.lex.traits["nounnext"]:
		return 0
	case c.lex.traits["nounearly"]:
		return 1
	}
	return reach
}

// mayStandBetween reports whether a word can be an adjective before the noun. A language whose nouns have capitals
// says so, and so do the endings of one that has endings.
func (c *scan) mayStandBetween(i int) bool {
	if c.lex.traits["nouncaps"] {
		return !c.toks[i].Upper || c.toks[i].Caps
	}
	if len(c.lex.endings) == 0 {
		return true
	}
	w := strings.ToLower(c.toks[i].Span.In(c.s))
	return c.toks[i].Upper || slices.ContainsFunc(c.lex.endings, func(e string) bool { return strings.HasSuffix(w, e) })
}

// isLetter reports whether a Chinese noun of one letter lies further from its number than it may: 国 counts in 两国, but
// not in 五名韩国. People do: 九名菲律宾人.
func (c *scan) isLetter(i, next, number int) bool {
	return next == i+1 && i > number+1 && c.toks[i].Key != "人"
}

func (c *scan) isNumeral(i int) bool {
	n, _, _, ok := c.numeralAt(i)
	return ok && n.kind != article && !c.lex.traits["letters"]
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
	for c.lex.traits["headlast"] && c.toks[i].Before != phrase.Hyphen && found.next < len(c.toks) && c.toks[found.next].Before&^(phrase.Space|phrase.Joiner) == 0 {
		m := c.lex.nouns.At(c.s, c.toks, found.next)
		if m.N == 0 || c.isGenitive(found.next-1) {
			break
		}
		found.class, found.at.End, found.next = m.Values[0].class, m.Span(c.toks, found.next).End, found.next+m.N
	}
	return found, true
}

// isGenitive reports whether a Turkish noun owns the next or says how large it is: of "iki ülkenin liderleri" two are the
// countries, of "159 sayfalık anlaşma" 159 the pages.
func (c *scan) isGenitive(i int) bool {
	k := c.toks[i].Key
	if !c.lex.traits["cases"] {
		return false
	}
	for _, end := range []string{"in", "un", "lik", "luk"} {
		if strings.HasSuffix(k, end) {
			return true
		}
	}
	return false
}

// unknown returns the word behind the number where no row has it.
func (c *scan) unknown(n number) (noun string, next int) {
	i := n.b
	if _, after, ok := c.at("link", i, ""); ok && c.near(i) {
		i = after
	}
	if i >= len(c.toks) || c.toks[i].Before&(breaks|phrase.Other) != 0 || c.toks[i].Digit || c.lex.traits["letters"] || c.isNumeral(i) {
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

// nounBefore looks to the left for what a number without a noun counts: "the dead, numbering 87", "the number of
// journalists rose to 3,000", "all foreign fighters, put by diplomats at 20,000".
func (c *scan) nounBefore(n number) (class, word string) {
	if n.from == 1 {
		return "", ""
	}
	tally := c.tallyBefore(n.left)
	if tally < 0 {
		_, _, of := c.left("link", n.left) // a delegation of eleven
		if of || c.toks[n.left].Before&breaks != 0 || c.lex.traits["letters"] || n.b < len(c.toks) && c.near(n.b) && !c.isBar(n.b) {
			return "", ""
		}
		return c.nounBetween(n.left-reach, n.left, -1)
	}
	return c.tallied(tally, n)
}

// tallied returns what a tally before a number counts: what follows it, or what stands before it where it names who counted.
func (c *scan) tallied(tally int, n number) (class, word string) {
	if class, word = c.nounBetween(tally, min(tally+leftward, n.left), 1); class == "" || c.saysBy(tally, n.left) {
		if before, w := c.nounBetween(tally-leftward, tally, -1); before != "" {
			return before, w
		}
	}
	return class, word
}

// isBar reports whether token i is a word that no noun lies behind.
func (c *scan) isBar(i int) bool {
	_, _, ok := c.at("bar", i, "")
	return ok
}

// tallyBefore returns the token of a tally within a sentence before token i, -1 if there is none.
func (c *scan) tallyBefore(i int) int {
	for k := i - 1; k >= max(0, i-2*leftward); k-- {
		if _, next, ok := c.at("tally", k, ""); ok && next <= i {
			return k
		}
		if gap := c.toks[k].Before; gap&phrase.Line != 0 || gap&(phrase.Stop|phrase.Comma) != 0 && gap != phrase.Stop && gap != phrase.Comma {
			break
		}
	}
	return -1
}

// saysBy reports whether the words between a tally and its number name who counted: "put by diplomats at".
func (c *scan) saysBy(a, b int) bool {
	for i := a; i < b; i++ {
		if _, _, ok := c.at("by", i, ""); ok {
			return true
		}
	}
	return false
}

// nounBetween returns the first noun between two tokens, looking forward or back within a sentence.
func (c *scan) nounBetween(a, b, step int) (class, word string) {
	i := max(a, 0)
	if step < 0 {
		i = b - 1
	}
	for ; i >= max(a, 0) && i < b; i += step {
		if m := c.lex.nouns.At(c.s, c.toks, i); m.N > 0 && i+m.N <= b {
			return m.Values[0].class, m.Span(c.toks, i).In(c.s)
		}
		if step < 0 && (c.toks[i].Before&(phrase.Stop|phrase.Paren|phrase.Line|phrase.Dash) != 0 || c.toks[i].Digit) {
			break
		}
	}
	return "", ""
}
