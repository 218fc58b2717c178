package quantity

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/phrase"
)

// sum composes number words: "two hundred and fifty thousand".
type sum struct {
	total, cur float64 // what is complete, and what the next larger word multiplies
	last       float64 // the smallest word that multiplied
	scale      float64 // the largest
	spread     float64 // to divided by from, for "hundreds of thousands"
	words      int
	article    bool
	loose      bool // about
	plural     bool // its last word was a plural
	open       bool // "several": has to be followed by a larger word
}

// value is what was composed so far.
func (s *sum) value() float64 { return s.total + s.cur }

// add takes the next word in; false where it does not belong to the number.
func (s *sum) add(n numeral, joined bool, traits map[string]bool) bool {
	switch {
	case n.kind == article && s.words > 0 && (joined || traits["tens"]):
		return s.small(1, joined, traits) // vingt et un, yirmi bir
	case n.kind == plain && n.from >= 1000 && s.cur > 0 && !s.article && !power(n.from): // an Arabic dual is a plain accusative here
		return s.multiply(n.from / 2)
	case n.kind == plain && n.from >= 1000 && !power(n.from) && s.total == 0: // ألفان وخمسمئة
		s.cur, s.article = 0, false
		s.total, s.last = n.from, math.Pow10(int(math.Floor(math.Log10(n.from))))
		s.scale = max(s.scale, s.last)
		return true
	case n.kind == plain && n.from >= 1000 && power(n.from):
		return s.multiply(n.from)
	case n.kind == plain && n.from == 100:
		return s.hundred()
	case n.kind == plain:
		return s.small(n.from, joined, traits)
	case n.kind == dozen:
		if s.cur == 0 && s.words > 0 || s.cur >= 100 {
			return false
		}
		s.cur, s.loose = max(s.cur, 1)*n.from, true
		if s.words > 0 && s.cur == 0 {
			s.cur = n.from
		}
		s.article, s.open = false, false
		return true
	case n.kind == nearly:
		if s.words > 0 && !s.article {
			return false
		}
		s.cur, s.loose, s.article = n.from, true, false
		return true
	case n.kind == vague:
		return s.vague(n)
	}
	if s.words > 0 {
		return false
	}
	s.cur, s.article, s.open = n.from, n.kind == article, n.kind == several
	if n.kind == several {
		s.spread = n.to / n.from
	}
	return true
}

// vague takes in "dozens", "milliers": a number of its own, or behind another ("une dizaine de milliers") its base.
func (s *sum) vague(n numeral) bool {
	base := math.Pow10(int(math.Floor(math.Log10(n.from))))
	switch {
	case s.words == 0 || s.article && s.total == 0:
		s.cur, s.spread = n.from, n.to/n.from
	case s.loose || s.open || s.spread > 1:
		s.total, s.cur, s.scale = s.value()*base, 0, max(s.scale, base)
	case s.total == 0 && s.cur > 1 && s.cur < 10: // две сотни
		s.total, s.cur, s.scale = s.cur*base, 0, base
	case s.total == 0 && (s.cur == 10 || s.cur == 100): // yüz binlerce
		s.total, s.cur, s.spread, s.scale = 2*s.cur*base, 0, 4.995, base
	default:
		return false
	}
	s.loose, s.article, s.open = true, false, false
	return true
}

// multiply takes in "thousand" and larger words.
func (s *sum) multiply(v float64) bool {
	switch {
	case s.total == 0:
		s.total = v
		if s.words > 0 {
			s.total *= s.cur
		}
	case v < s.last:
		s.total += max(s.cur, 1) * v
	case s.cur == 0 || s.last < v:
		s.total = s.value() * v // mil millones
	default:
		return false
	}
	s.cur, s.last, s.scale = 0, v, max(s.scale, v)
	s.article, s.open = false, false
	return true
}

func (s *sum) hundred() bool {
	switch {
	case s.cur == 0 || s.article:
		s.cur = 100
	case s.cur < 20 && s.cur == math.Trunc(s.cur) || s.open:
		s.cur *= 100
	default:
		return false
	}
	s.article, s.open = false, false
	return true
}

// small takes in a number below a thousand that multiplies nothing.
func (s *sum) small(v float64, joined bool, traits map[string]bool) bool {
	if s.open && s.cur == 1 && s.spread == 1 { // أحد عشر
		s.open = false
	}
	if s.article || s.open || s.loose {
		return false
	}
	if s.cur == 0 {
		if s.words > 0 && s.total == 0 {
			return false // after a zero
		}
		s.cur = v
		return true
	}
	prev := math.Mod(s.cur, 100)
	switch {
	case s.cur != math.Trunc(s.cur):
		return false
	case prev == 4 && v == 20 && traits["score"] && !joined:
		s.cur += 76
	case prev == 0 && v < 100,
		prev >= 20 && math.Mod(prev, 10) == 0 && v < 10,
		(prev == 60 || prev == 80) && v < 20 && traits["score"],
		prev < 10 && v == 10 && traits["teens"] && !joined,
		prev < 10 && v >= 20 && v < 100 && joined && traits["unitsfirst"],
		prev == 10 && v < 10 && traits["tens"],
		v < 1: // zwei-einhalb
		s.cur += v
	default:
		return false
	}
	return true
}

// power reports whether v is a power of ten, as the words that multiply are.
func power(v float64) bool {
	l := math.Log10(v)
	return math.Abs(l-math.Round(l)) < 1e-9
}

// wordsAt reads figures, number words, or both: "8 billion", "deux cents", "13 ألف".
func (c *scan) wordsAt(i int) (number, bool) {
	if _, _, ok := c.at("never", i, ""); ok {
		return number{}, false
	}
	if w, next, ok := c.at("vague", i, ""); ok {
		return c.vagueWords(i, next, w.unit)
	}
	if t := &c.toks[i]; t.Before == phrase.Joiner && !t.Digit {
		return number{}, false // the last syllable of a Persian word
	}
	n, ok := c.figuresAt(i)
	s := sum{scale: 1, spread: 1}
	j, drop := i, 0
	if ok {
		s.cur, s.words = n.from, 1
		j = n.b
		if n.key != "" {
			return c.suffixed(n, s)
		}
	} else {
		n = number{a: i, left: i, scale: 1}
	}
	if !ok {
		if n, next, ok := c.compoundAt(i); ok {
			return c.more(n, next, s)
		}
	}
	for j < len(c.toks) {
		next, first, ok := c.addWord(&s, j, j == i, n.figures)
		if !ok {
			break
		}
		if j == i {
			drop = first
		}
		j = next
	}
	if s.words == 0 || s.open || s.value() == 0 && !n.figures {
		return number{}, false
	}
	if s.words == 1 && s.plural && !n.figures { // millions of people
		s.total, s.spread, s.loose = 2*s.total, 4.9995, true
	}
	j = c.addFigures(&s, j)
	if j == n.b && n.figures {
		return n, true
	}
	n.b = j
	c.settle(&n, &s)
	n.definite = drop > 0 && strings.HasPrefix(c.toks[i].Span.In(c.s)[:drop], arabicArticle)
	n.span.Start = c.toks[i].Span.Start + drop
	n.broken = s.words == 1 && s.scale > 1 && !n.figures && c.betweenNames(i)
	return n, true
}

// vagueWords reads "a couple of" and ده‌ها, with what multiplies them.
func (c *scan) vagueWords(i, next int, value string) (number, bool) {
	value, bound, _ := strings.Cut(value, " ")
	m, ok := parseNumeral(value)
	s := sum{scale: 1, spread: 1, words: 1, cur: m.from, loose: true}
	if m.from > 0 {
		s.spread = m.to / m.from
	}
	for next < len(c.toks) && ok {
		k, _, more := c.addWord(&s, next, false, true)
		if !more {
			break
		}
		next = k
	}
	n := number{a: i, left: i, b: next, scale: 1}
	c.settle(&n, &s)
	if bound != "" {
		n.bound = boundOf(bound)
	}
	return n, ok
}

// betweenNames reports whether capitals stand on both sides of a word: the bin of Muhammed bin Selman.
func (c *scan) betweenNames(i int) bool {
	return i > 0 && i+1 < len(c.toks) && c.toks[i-1].Upper && c.toks[i+1].Upper && c.near(i) && c.near(i+1)
}

// more goes on behind a word that holds several number words: "zweihundert Millionen".
func (c *scan) more(n number, next int, s sum) (number, bool) {
	if n.key != "" {
		return n, true
	}
	s.cur, s.words = n.from, 1
	if n.from >= 1000 {
		s.total, s.cur, s.last = n.from, 0, 1000
	}
	j := next
	for j < len(c.toks) {
		k, _, ok := c.addWord(&s, j, false, true)
		if !ok {
			break
		}
		j = k
	}
	if j > next {
		n.b = j
		c.settle(&n, &s)
	}
	return n, true
}

// settle writes what was summed up into n.
func (c *scan) settle(n *number, s *sum) {
	n.from, n.scale = s.value(), s.scale
	n.to = n.from * s.spread
	n.article = s.article && s.words == 1
	if s.loose && s.spread == 1 {
		n.bound = About
	}
	n.plain = false
	n.short = s.scale > 1 && utf8.RuneCountInString(c.toks[n.b-1].Key) <= 4
	n.span = spanOf{c.toks[n.a].Span.Start, c.toks[n.b-1].Span.End}
}

// suffixed reads "8bn" and "3k"; other letters are left for who looks for units.
func (c *scan) suffixed(n number, s sum) (number, bool) {
	m, ok := c.lex.numbers[n.key]
	if n.key == "m" && c.near(n.b) && !c.signBefore(n) { // 1.2m barrels
		class, _, _, _ := c.nounBehind(number{a: n.a, b: n.b})
		_, _, measured := c.at("measure", n.b, "")
		_, _, paid := c.at("money", n.b, "")
		if class != "" || measured || paid {
			m, ok = numeral{from: 1e6, to: 1e6}, true
		}
	}
	if !ok || m.kind != plain || m.from < 1000 || !s.add(m, false, c.lex.traits) {
		return n, true
	}
	n.key = ""
	c.settle(&n, &s)
	return n, true
}

// addWord takes the number word at token j into s: next is the token behind it, drop the particles before it. Behind
// figures only words that multiply belong to the number.
func (c *scan) addWord(s *sum, j int, first, figures bool) (next, drop int, ok bool) {
	gap := c.toks[j].Before
	if !first && gap&^(phrase.Space|phrase.Hyphen|phrase.Joiner) != 0 {
		if gap&phrase.Stop == 0 || s.scale > 1 { // "200 тыс. долл."
			return j, 0, false
		}
	}
	if !first && s.cur+s.total > 0 {
		if w, next, ok := c.at("half", j, ""); ok && c.halfNumber(s, w.n, next) {
			return next, 0, true
		}
	}
	k, joined := j, false
	if !first {
		if _, next, ok := c.at("and", j, ""); ok && next < len(c.toks) {
			k, joined = next, true
		}
		if _, next, ok := c.at("link", j, ""); ok && next < len(c.toks) && (s.loose || s.open || s.spread > 1) {
			k = next
		}
	}
	m, drop, and, ok := c.numeralAt(k)
	if !ok || joined && c.toks[k].Before&^(phrase.Space|phrase.Hyphen) != 0 {
		return j, 0, false
	}
	multiplies := m.kind == vague || m.kind == dozen || m.kind == plain && m.from >= 1000
	if first && drop > 0 && strings.HasPrefix(foldOf(c.s, &c.toks[k]), "و"+arabicArticle) { // الحادي والأربعين
		return j, 0, false
	}
	if !first && (figures && !multiplies && s.scale == 1 || joined && s.cur == 0 && multiplies) || !first && drop > 0 && !and && !(s.spread > 1 && strings.HasPrefix(foldOf(c.s, &c.toks[k]), arabicArticle)) {
		return j, 0, false
	}
	if !first && (m.kind == plain || m.kind == article) && !multiplies && joined && !conjoins(s, m.from) {
		return j, 0, false
	}
	if !s.add(m, joined || and, c.lex.traits) {
		return j, 0, false
	}
	s.words++
	s.plural = m.plural
	return k + 1, drop, true
}

// addFigures adds figures behind a larger word: "خمسة ملايين و200 ألف", "3 million 500,000", "52 mil 766".
func (c *scan) addFigures(s *sum, j int) int {
	k := j
	if _, next, ok := c.at("and", j, ""); ok {
		k = next
	}
	if c.nested || s.scale < 1000 || s.spread > 1 || k >= len(c.toks) || !c.toks[k].Digit || c.toks[k].Before&^phrase.Space != 0 {
		return j
	}
	c.nested = true
	m, ok := c.wordsAt(k)
	c.nested = false
	if !ok || m.broken || m.key != "" || m.to >= s.last {
		return j
	}
	if m.plain && (s.last != 1000 || len(c.toks[k].Key) != 3) { // but 52 mil 766
		return j
	}
	s.cur += m.from
	s.words++
	return m.b
}

// conjoins reports whether "and" may stand between what was composed and a number word: hundreds and less, tens and
// ones; not "two and three".
func conjoins(s *sum, v float64) bool {
	prev := math.Mod(s.cur, 100)
	return s.cur == 0 && s.total > 0 || s.cur >= 100 && prev == 0 && v < 100 || prev >= 20 && math.Mod(prev, 10) == 0 && v < 20
}

// halfNumber adds "and a half" to a number: three and a half, a million and a half, üç buçuk, سه و نیم.
func (c *scan) halfNumber(s *sum, half float64, next int) bool {
	if s.cur >= 100 || s.open || s.cur != math.Trunc(s.cur) {
		return false
	}
	if s.cur == 0 {
		s.total += half * s.last
	} else {
		s.cur += half
	}
	s.words++
	s.article = false
	return next <= len(c.toks)
}
