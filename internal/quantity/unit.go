package quantity

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/phrase"
)

// near reports whether token i follows closely: a noun or unit does not lie behind a comma or a line's end.
func (c *scan) near(i int) bool {
	return i < len(c.toks) && c.toks[i].Before&^(phrase.SameRun|phrase.Quote|phrase.Other) == 0
}

// afterPoint reports whether token i stands behind a point that may be an abbreviation's: "200 Mio. Euro".
func (c *scan) afterPoint(i int) bool {
	return i < len(c.toks) && c.toks[i].Before == phrase.Stop|phrase.Space
}

// unit looks for a unit of a role behind the number, with up to one linking word between.
func (c *scan) unit(n number, role string) (w word, next int, ok bool) {
	i, key := n.next()
	if key == "" && !c.near(i) && (!n.short || !c.afterPoint(i)) {
		return word{}, i, false
	}
	if r, _ := utf8.DecodeRuneInString(c.s[n.span.End:]); len(key) == 1 && unicode.IsUpper(r) { // 8M is no length
		return word{}, i, false
	}
	if w, next, ok = c.at(role, i, key); ok || key != "" {
		return w, next, ok
	}
	if _, after, linked := c.at("link", i, ""); linked && c.near(after) {
		return c.at(role, after, "")
	}
	return word{}, i, false
}

// percent reads shares: 30 %, 30 percent, yüzde 30, 百分之三十.
func (c *scan) percent(n number) (Quantity, int, bool) {
	q := c.quantity(n, Percent, 1, n.b)
	rest := c.s[q.Span.End:]
	trimmed := strings.TrimLeft(rest, " \u00a0\u202f")
	for _, sign := range []string{"%", "٪", "％"} {
		if strings.HasPrefix(trimmed, sign) && !n.article {
			q.Span.End += len(rest) - len(trimmed) + len(sign)
			return q, n.b, true
		}
		if before := strings.TrimRight(c.s[:q.Span.Start], " \u00a0"); c.lex.traits["percentfirst"] && strings.HasSuffix(before, sign) {
			q.Span.Start = len(before) - len(sign)
			return q, n.b, true
		}
	}
	if _, start, ok := c.left("percentof", n.a); ok {
		q.Span.Start = c.toks[start].Span.Start
		if w, _, ok := c.left("bound", start); ok {
			q.Bound = boundOf(w.unit)
		}
		return q, n.b, true
	}
	i, key := n.next()
	if w, next, ok := c.at("percent", i, key); ok && (key != "" || c.near(i)) {
		if n.upto {
			n.bound = "" // it fell to 30 percent
		}
		return c.quantity(n, Percent, max(w.n, 1), next), next, true
	}
	return Quantity{}, n.b, false
}

// money reads sums: $8 billion, 8 milliards de dollars, 80亿美元.
func (c *scan) money(n number) (Quantity, int, bool) {
	if n.article && n.scale == 1 {
		return Quantity{}, n.b, false
	}
	if q, next, ok := c.signed(n); ok {
		return q, next, true
	}
	w, next, ok := c.unit(n, "money")
	if !ok {
		return Quantity{}, n.b, false
	}
	q := c.quantity(n, Money, 1, next)
	q.Unit = strings.TrimSuffix(w.unit, " dual")
	return q, c.trail(&q, next), true
}

// signed reads sums with the sign of the currency before or behind them.
func (c *scan) signed(n number) (Quantity, int, bool) {
	q := c.quantity(n, Money, 1, n.b)
	before := strings.TrimRight(c.s[:q.Span.Start], " \u00a0")
	for _, s := range c.lex.signs {
		if endsWith(before, s.text) {
			q.Span.Start, q.Unit = len(before)-len(s.text), s.code
			c.magnitude(&q, n.key)
			c.outside(&q, n.a)
			return q, n.b, true
		}
	}
	rest := c.s[q.Span.End:]
	trimmed := strings.TrimLeft(rest, " \u00a0\u202f")
	for _, s := range c.lex.signs {
		if after, ok := strings.CutPrefix(trimmed, s.text); ok && (after == "" || !isDigit(after)) { // 5 $, not 5 $8
			q.Span.End += len(rest) - len(trimmed) + len(s.text)
			q.Unit = s.code
			return q, n.b, true
		}
	}
	return Quantity{}, n.b, false
}

// signBefore reports whether the sign of a currency stands before a number.
func (c *scan) signBefore(n number) bool {
	before := strings.TrimRight(c.s[:n.span.Start], " \u00a0")
	return slices.ContainsFunc(c.lex.signs, func(s sign) bool { return endsWith(before, s.text) })
}

// endsWith reports whether a text ends with a sign that is not the end of a word: US$, not virus$.
func endsWith(before, sign string) bool {
	rest, ok := strings.CutSuffix(before, sign)
	r, _ := utf8.DecodeLastRuneInString(rest)
	first, _ := utf8.DecodeRuneInString(sign)
	return ok && (!unicode.IsLetter(first) || !unicode.IsLetter(r))
}

// isDigit reports whether s begins with a figure.
func isDigit(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsDigit(r)
}

// outside reads the bound before a sign: "about $8 billion", "about US$8 billion".
func (c *scan) outside(q *Quantity, i int) {
	for i > 0 && c.toks[i-1].Span.Start >= q.Span.Start {
		i--
	}
	if w, _, ok := c.left("bound", i); ok && q.Bound == "" {
		q.Bound = boundOf(w.unit)
	}
}

// magnitude multiplies by a letter that means a million or a billion only beside a sign: $5m.
func (c *scan) magnitude(q *Quantity, letter string) {
	by := map[string]float64{"m": 1e6, "b": 1e9}[letter]
	if by > 0 {
		q.From, q.To = q.From*by, q.To*by
		q.Span.End += len(letter)
	}
}

// measure reads lengths, areas and weights. What goes on with a stroke is a speed or a rate.
func (c *scan) measure(n number) (Quantity, int, bool) {
	if n.article && n.bound == "" {
		return Quantity{}, n.b, false
	}
	w, next, ok := c.unit(n, "measure")
	if !ok {
		return Quantity{}, n.b, false
	}
	q := c.quantity(n, Measure, w.n, next)
	if _, end, speed := c.at("perhour", next, ""); speed || strings.HasPrefix(c.s[q.Span.End:], "/") {
		return Quantity{}, max(next, end), false
	}
	q.Unit = strings.TrimSuffix(w.unit, " dual")
	return q, c.trail(&q, next), true
}

// minutesOfDay and so on: the units of time that an article alone does not count ("a day", "un siècle").
const minutesOfDay = 1440

// duration reads lengths of time: "three and a half years", "une heure et demie", "2 hours and 30 minutes".
func (c *scan) duration(n number) (Quantity, int, bool) {
	if n.over {
		n.bound = ""
	}
	if w, start, ok := c.left("time", n.a); ok && n.definite { // الأيام الثلاثة, but not الدقيقة التسعين
		if _, _, singular := c.left("bareunit", n.a); singular {
			return Quantity{}, n.b, false
		}
		q := c.quantity(n, Duration, w.n, n.b)
		q.Span.Start = c.toks[start].Span.Start
		return q, n.b, true
	}
	w, next, ok := c.unit(n, "timehalf")
	if ok { // 一个半小时
		q := c.quantity(n, Duration, w.n, next)
		c.extend(&q, w.n/2, next)
		return q, c.trail(&q, next), true
	}
	w, next, ok = c.unit(n, "time")
	if !ok && !n.article {
		w, next, ok = c.overAdjective(n)
	}
	if !ok || n.article && (w.n == minutesOfDay || w.n < 1 || c.isRate(n)) || isYear(n) && w.n >= 525600 || n.broken {
		return Quantity{}, n.b, false
	}
	q := c.quantity(n, Duration, w.n, next)
	next = c.trail(&q, c.rest(&q, w.n, next))
	return q, next, true
}

// isRate reports whether "a year" stands behind a sum or a share: "$5bn a year" tells no length.
func (c *scan) isRate(n number) bool {
	if _, _, often := c.left("rate", n.left); often {
		return true
	}
	return n.left == c.done && (c.kind == Money || c.kind == Percent || c.kind == Measure) && c.toks[n.left].Before == phrase.Space
}

// overAdjective looks for the unit behind one word: "thirteen long days".
func (c *scan) overAdjective(n number) (word, int, bool) {
	i, key := n.next()
	if key != "" || i+1 >= len(c.toks) || !c.near(i) || !c.near(i+1) || c.lex.traits["letters"] {
		return word{}, i, false
	}
	if _, _, barred := c.at("bar", i, ""); barred || c.toks[i].Digit {
		return word{}, i, false
	}
	if _, _, dated := c.at("month", i, ""); dated {
		return word{}, i, false
	}
	if m := c.lex.nouns.At(c.s, c.toks, i); m.N > 0 {
		return word{}, i, false
	}
	if _, ok := c.numberAt(i); ok {
		return word{}, i, false
	}
	return c.at("time", i+1, "")
}

// rest adds what follows a unit of time: half of it, or a number of smaller ones.
func (c *scan) rest(q *Quantity, unit float64, next int) int {
	if next >= len(c.toks) || !c.near(next) {
		return next
	}
	if w, end, ok := c.at("half", next, ""); ok {
		if w.n < 0.3 && unit > 60 { // a quarter of a year is said otherwise
			return next
		}
		c.extend(q, unit*w.n, end)
		return end
	}
	at := next
	if _, end, ok := c.at("and", next, ""); ok && c.near(end) {
		at = end
	}
	n, ok := c.numberAt(at)
	if !ok || n.broken || n.article || q.From != q.To {
		return next
	}
	w, end, ok := c.unit(n, "time")
	if !ok || w.n >= unit || n.from*w.n >= unit {
		return next
	}
	c.extend(q, n.from*w.n, end)
	return end
}

func (c *scan) extend(q *Quantity, minutes float64, end int) {
	q.From, q.To = q.From+minutes, q.To+minutes
	q.Span.End = c.toks[end-1].Span.End
}

// isAgo reports whether the words around a stretch of time make it a point in time: "two weeks ago", "vor zwei Wochen".
func (c *scan) isAgo(n number, next int) bool {
	if _, _, ok := c.left("ago-", n.left); ok {
		return true
	}
	if w, _, ok := c.at("-ago", next, ""); ok && w.unit != "no" && c.near(next) {
		return true
	}
	return c.isAge(n)
}

func (c *scan) isAge(n number) bool {
	i, key := n.next()
	_, _, ok := c.at("void", i, key)
	return ok
}

// without reads quantities that have no number: half of a unit, an Arabic dual, a unit that stands alone for one.
func (c *scan) without(i int) (Quantity, int, bool) {
	if q, next, ok := c.halfOf(i); ok {
		return q, next, true
	}
	if c.lex.traits["particles"] {
		if q, next, ok := c.dual(i); ok {
			return q, next, true
		}
	}
	if w, next, ok := c.at("timeword", i, ""); ok { // полчаса
		n := number{a: i, left: i, b: next, from: w.n, to: w.n, scale: 1, span: spanOf{c.toks[i].Span.Start, c.toks[next-1].Span.End}}
		c.before(&n)
		return c.quantity(n, Duration, 1, next), next, true
	}
	w, next, ok := c.at("bareunit", i, "")
	if !ok || strings.HasPrefix(foldOf(c.s, &c.toks[i]), arabicArticle) {
		return Quantity{}, i, false
	}
	_, _, cued := c.left("bare", i)
	_, _, half := c.at("half", next, "")
	_, _, month := c.at("month", next, "")
	if month || !cued && (!half || !c.lex.traits["standalone"]) {
		return Quantity{}, i, false
	}
	n := number{a: i, left: i, b: i, from: 1, to: 1, scale: 1, span: spanOf{c.toks[i].Span.Start, c.toks[i].Span.End}}
	c.before(&n)
	q := c.quantity(n, Duration, w.n, next)
	next = c.rest(&q, w.n, next)
	return q, c.trail(&q, next), true
}

// halfOf reads "half an hour" and "half a million dollars".
func (c *scan) halfOf(i int) (Quantity, int, bool) {
	h, at, ok := c.at("halfof", i, "")
	if !ok || !c.near(at) {
		return Quantity{}, i, false
	}
	n := number{a: i, left: i, b: at, from: h.n, to: h.n, scale: 1, span: spanOf{c.toks[i].Span.Start, c.toks[at-1].Span.End}}
	c.before(&n)
	if m, ok := c.numberAt(at); ok && (m.scale > 1 || m.from >= 12) && math.Mod(m.from*h.n, 1) == 0 {
		n.b, n.from, n.to, n.scale, n.span.End = m.b, m.from*h.n, m.to*h.n, m.scale, m.span.End
		if m.bound != "" && n.bound == "" {
			n.bound = m.bound
		}
		for _, read := range []func(number) (Quantity, int, bool){c.money, c.measure} {
			if q, next, ok := read(n); ok {
				return q, next, true
			}
		}
		return c.count(n)
	}
	w, next, ok := c.at("time", at, "")
	if !ok || w.n == minutesOfDay {
		return Quantity{}, i, false
	}
	q := c.quantity(n, Duration, w.n, next)
	if c.isAgo(n, next) {
		return Quantity{}, i, false
	}
	return q, c.trail(&q, next), true
}

// dual reads an Arabic word that says two by its form: ساعتين, طائرتان.
func (c *scan) dual(i int) (Quantity, int, bool) {
	n := number{a: i, left: i, b: i, from: 2, to: 2, scale: 1, span: spanOf{c.toks[i].Span.Start, c.toks[i].Span.End}}
	for role, kind := range map[string]Kind{"time": Duration, "money": Money, "measure": Measure} {
		w, next, ok := c.at(role, i, "")
		if !ok || !strings.HasSuffix(w.unit, "dual") {
			continue
		}
		c.before(&n)
		scale := 1.0
		if kind != Money {
			scale = w.n / 2
		}
		q := c.quantity(n, kind, scale, next)
		q.Unit = strings.TrimSpace(strings.TrimSuffix(w.unit, "dual"))
		if kind == Duration {
			next = c.rest(&q, scale, next)
			if c.isAgo(n, next) {
				return Quantity{}, i, false
			}
		}
		return q, next, true
	}
	m := c.lex.nouns.At(c.s, c.toks, i)
	if m.N == 0 || !m.Values[0].dual {
		return Quantity{}, i, false
	}
	c.before(&n)
	q := c.quantity(n, Count, 1, i+m.N)
	q.Span.Start = m.Span(c.toks, i).Start
	q.Unit, q.Noun = m.Values[0].class, m.Span(c.toks, i).In(c.s)
	return q, i + m.N, true
}
