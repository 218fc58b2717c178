package quantity

import (
	"sort"
	"strings"

	"github.com/dragoman-news/dragoman/internal/phrase"
)

// act is what befell people, and where it is said.
type act struct {
	class  string
	a, b   int
	before bool // counts before the number only: "the death of two"
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
			if m := c.lex.verbs.At(c.s, c.toks, i); m.N > 0 && c.written(m.Values[0].exact, i, i+m.N-1) {
				w := m.Values[0]
				c.acts = append(c.acts, act{w.unit, i, i + m.N, w.n > 0})
			}
		}
	}
	best, class := limit+1, ""
	first := sort.Search(len(c.acts), func(k int) bool { return c.acts[k].b > a-4*farAct })
	for _, v := range c.acts[first:] {
		switch {
		case v.a < c.done && v.b > c.from: // the noun of the last quantity
		case v.b <= a:
			if d := c.steps(v.b, a); d < best {
				best, class = d, v.class
			}
		case v.before:
		case v.a >= b:
			if d := c.steps(b, v.a); d < best {
				best, class = d, v.class
			}
		case v.a >= a:
			return v.class
		}
		if v.a > b+4*farAct {
			break
		}
	}
	return class
}

// befalls reports whether an act says more of a class of people than the class itself.
func (c *scan) befalls(act, class string) bool {
	switch act {
	case "":
		return false
	case "dead", "wounded", "missing":
		return true
	case "soldiers":
		return class == "people"
	}
	return !c.lex.state[class]
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
			if c.lex.traits["letters"] && t.Before&phrase.Comma != 0 && !c.listed(t) {
				return far
			}
			d += 3
		}
		if i < b {
			d++
			if _, _, ok := c.at("and", i, ""); ok {
				d++
			}
			if t.Digit || c.isNumeral(i) {
				d += 3
			}
		}
	}
	if c.lex.traits["letters"] {
		return d / 2
	}
	return d
}

// listed reports whether the comma before a token is that of a list: 、
func (c *scan) listed(t *phrase.Token) bool { return strings.HasSuffix(c.s[:t.Span.Start], "、") }
