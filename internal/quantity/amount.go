package quantity

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/phrase"
)

// amountAt reads a number, or a range of two, with the words of bound around it.
func (c *scan) amountAt(i int) (number, bool) {
	n, ok := c.numberAt(i)
	if !ok {
		return number{}, false
	}
	if m, ok := c.rangeTo(n); ok {
		n = m
	}
	c.before(&n)
	c.behind(&n)
	return n, true
}

// rangeTo reads the second end of a range: 20-30, 20 to 30, between 20 and 30.
func (c *scan) rangeTo(n number) (number, bool) {
	if n.key != "" || n.article || n.b >= len(c.toks) {
		return n, false
	}
	at, ok := n.b, false
	gap := c.toks[n.b].Before
	switch hyphen := gap&(phrase.Hyphen|phrase.Dash) != 0 || c.lex.traits["letters"] && c.isTilde(n.b); {
	case hyphen && gap&(phrase.Stop|phrase.Comma|phrase.Paren|phrase.Line) == 0:
		ok = c.toks[n.b].Digit == n.figures
	case c.joinedAt(n.b):
		if _, _, between := c.left("between", n.a); !between {
			return n, false
		}
		ok = true
	default:
		var w word
		if w, at, ok = c.at("to", n.b, ""); !ok {
			return n, false
		}
		if _, _, between := c.left("between", n.a); w.unit == "between" && !between {
			return n, false
		}
		if _, _, from := c.left("from", n.a); from {
			return n, false
		}
	}
	if !ok || at >= len(c.toks) {
		return n, false
	}
	m, ok := c.numberAt(at)
	if !ok || m.figures && !n.figures || m.article {
		return n, false
	}
	if n.scale == 1 && m.scale > 1 && n.to < m.to/m.scale && n.to < 1000 {
		n.from, n.to = n.from*m.scale, n.to*m.scale
	}
	years := isYear(n) && isYear(m)
	if n.to >= m.from || years {
		if years || at == n.b { // a score, two years, a telephone number
			n.broken, n.b = true, m.b
		}
		return n, n.broken
	}
	m.a, m.left, m.from, m.broken = n.a, n.left, n.from, n.broken
	m.span.Start = n.span.Start
	m.plain = false
	return m, true
}

// isTilde reports whether the sign that Chinese writes between the ends of a range stands before token i.
func (c *scan) isTilde(i int) bool {
	r, ok := c.between(i)
	return ok && (r == '~' || r == '～')
}

// joinedAt reports whether token i is a number word with an Arabic "and" written onto it.
func (c *scan) joinedAt(i int) bool {
	_, _, joined, ok := c.numeralAt(i)
	return ok && joined
}

// isYear reports whether a number can be one.
func isYear(n number) bool { return n.plain && n.from >= 1000 && n.from < 2200 && n.scale == 1 }

// before reads the words of bound to the left: "more than", "at least about".
func (c *scan) before(n *number) {
	n.left = n.a
	for range 2 {
		w, start, ok := c.left("bound", n.left)
		if !ok {
			break
		}
		n.left = start
		if w.unit == "upto" && c.tallyBefore(start) >= 0 { // the number rose to 214
			break
		}
		if n.bound == "" || n.bound == About {
			n.bound, n.over, n.upto = boundOf(w.unit), w.unit == "over", w.unit == "upto"
		}
	}
	if _, start, ok := c.left("between", n.left); ok {
		n.left = start
	}
	if strings.HasSuffix(strings.TrimRight(c.s[:n.span.Start], " "), "~") {
		n.bound = About
	}
}

// behind reads what stands directly behind a number: 5300多, "or more", 10+.
func (c *scan) behind(n *number) {
	if n.key != "" {
		return
	}
	if strings.HasPrefix(c.s[n.span.End:], "+") {
		n.bound = AtLeast
	}
	if n.b < len(c.toks) && c.toks[n.b].Before == phrase.Apos && n.figures && c.lex.traits["cases"] {
		if _, _, ok := c.at("after", n.b, ""); !ok && c.toks[n.b].Span.Len() <= 6 {
			n.broken = n.broken || isYear(*n) // 2017'de
			n.b++                             // 13'ü
		}
	}
	if w, next, ok := c.at("after", n.b, ""); ok && c.toks[n.b].Before&^(phrase.SameRun) == 0 {
		n.bound, n.b = boundOf(w.unit), next
	}
}

// trail reads a bound behind the whole quantity, "40 dakika kadar", and returns the token behind it.
func (c *scan) trail(q *Quantity, next int) int {
	if next >= len(c.toks) || c.toks[next].Before&^phrase.SameRun != 0 {
		return next
	}
	if w, end, ok := c.at("after", next, ""); ok {
		q.Bound = boundOf(w.unit)
		return end
	}
	return next
}

func boundOf(unit string) Bound {
	switch unit {
	case "about":
		return About
	case "least", "over":
		return AtLeast
	case "most", "upto":
		return AtMost
	}
	return ""
}
