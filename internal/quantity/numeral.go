package quantity

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

// numeralKind is what a number word does.
type numeralKind uint8

const (
	plain   numeralKind = iota
	nearly              // "dizaine": about ten
	vague               // "dozens": 20 to 99
	dozen               // multiplies what stands before it
	several             // "several" thousand
	article             // "a", which is one where something is measured
)

// numeral is what one number word says.
type numeral struct {
	kind     numeralKind
	from, to float64
	plural   bool   // "millions", which alone says no number
	exact    string // the letters that it has to be written with, "" where any accents will do
}

// parseNumeral reads the value of a row of numbers.tsv.
func parseNumeral(s string) (numeral, bool) {
	n := numeral{}
	switch {
	case s == "a":
		return numeral{kind: article, from: 1, to: 1}, true
	case strings.HasSuffix(s, "+"):
		n.plural, s = true, s[:len(s)-1]
	case strings.HasPrefix(s, "~"):
		n.kind, s = nearly, s[1:]
	case strings.HasPrefix(s, "x"):
		n.kind, s = dozen, s[1:]
	case strings.HasSuffix(s, "?"):
		n.kind, s = several, s[:len(s)-1]
	case strings.Contains(s, "-"):
		n.kind = vague
	}
	from, to, isRange := strings.Cut(s, "-")
	if !isRange {
		to = from
	}
	var err1, err2 error
	n.from, err1 = strconv.ParseFloat(from, 64)
	n.to, err2 = strconv.ParseFloat(to, 64)
	return n, err1 == nil && err2 == nil
}

// numeralAt returns the number word that token i is. joined is true for an Arabic word with "and" written onto it;
// drop is how many bytes of it are particles.
func (c *scan) numeralAt(i int) (n numeral, drop int, joined, ok bool) {
	t := &c.toks[i]
	if t.Digit {
		return numeral{}, 0, false, false
	}
	key := t.Key
	switch r, _ := utf8.DecodeRuneInString(key); {
	case r >= 0x400 && r < 0x530:
		if !c.lex.stems[key] {
			return numeral{}, 0, false, false
		}
		key = text.Fold(t.Span.In(c.s))
	case r >= 0x600 && r < 0x700:
		return c.arabicAt(i)
	}
	n, ok = c.lex.numbers[key]
	return n, 0, false, ok && c.written(n.exact, i, i)
}

// written reports whether the last of some tokens has the letters that a row asks for, where it asks for any.
func (c *scan) written(exact string, first, last int) bool {
	if exact == "" || first > last {
		return true
	}
	w := c.toks[last].Span.In(c.s)
	return strings.Contains(w, exact) || strings.Contains(strings.ToLower(w), exact)
}

// arabicArticle is the article, written onto its word.
const arabicArticle = "ال"

// particles are what Arabic writes onto a number word, longest first; the first letter says "and" where joined.
var particles = []struct {
	text   string
	joined bool
}{{"وال", true}, {"بال", false}, {"لل", false}, {"ال", false}, {"و", true}, {"ف", true}, {"ب", false}, {"ل", false}, {"ك", false}}

func (c *scan) arabicAt(i int) (n numeral, drop int, joined, ok bool) {
	key := text.Fold(c.toks[i].Span.In(c.s))
	if c.lex.not[key] {
		return numeral{}, 0, false, false
	}
	if n, ok = c.lex.numbers[key]; ok && !c.written(n.exact, i, i) {
		return numeral{}, 0, false, false
	}
	if ok || !c.lex.traits["particles"] {
		return n, 0, false, ok
	}
	for _, p := range particles {
		if rest, cut := strings.CutPrefix(key, p.text); cut {
			if n, ok = c.lex.numbers[rest]; ok && c.written(n.exact, i, i) {
				return n, len(p.text), p.joined, true
			}
		}
	}
	return numeral{}, 0, false, false
}

// number is a number found, before it is known what it counts.
type number struct {
	a, b     int // its tokens
	left     int // the first token of the words of bound before it
	from, to float64
	bound    Bound
	scale    float64 // the largest of "thousand", "million" in it, else 1
	figures  bool    // begins with a figure
	plain    bool    // figures alone, without a separator: may be a year
	article  bool    // "a" alone
	over     bool    // its bound is the word "over", which beside a length of time means during
	part     bool    // read for another: the 4 of "3 of the 4"
	upto     bool    // its bound is a word that means "to" as well
	definite bool    // an Arabic number with the article: it stands behind what it counts
	short    bool    // ends with an abbreviation: a point behind it ends no sentence
	broken   bool    // part of a score, a date, a name: no quantity
	key      string  // what is written onto its end: "km" of 30km, "tägig" of dreitägig; then token b-1 is that too
	span     spanOf
}

// spanOf is where a number lies.
type spanOf struct{ Start, End int }

// next is where to look for what follows the number: a token, and the key to read it by.
func (n number) next() (i int, key string) {
	if n.key != "" {
		return n.b - 1, n.key
	}
	return n.b, ""
}

// numberAt reads the number that begins at token i, without bounds and ranges.
func (c *scan) numberAt(i int) (number, bool) {
	if i >= len(c.toks) {
		return number{}, false
	}
	if c.memo.ready && c.memo.i == i { // asked for an hour, then for everything else
		return c.memo.n, c.memo.ok
	}
	var n number
	var ok bool
	if c.lex.traits["letters"] {
		n, ok = c.hanAt(i)
	} else {
		n, ok = c.wordsAt(i)
	}
	c.memo.i, c.memo.n, c.memo.ok, c.memo.ready = i, n, ok, true
	return n, ok
}

// figuresAt reads figures with their separators: 1,234.5 and ١٢٣٤.
func (c *scan) figuresAt(i int) (number, bool) {
	t := &c.toks[i]
	if !t.Digit {
		return number{}, false
	}
	n := number{a: i, left: i, scale: 1, figures: true, plain: true, broken: c.stuck(i)}
	digits, rest := leading(t.Key)
	first := len(digits)
	j := i + 1
	var sep rune
	decimal := ""
	for rest == "" && decimal == "" && j < len(c.toks) && c.toks[j].Digit {
		r, ok := c.between(j)
		d, more := leading(c.toks[j].Key)
		if !ok {
			break
		}
		grouping := first <= 3 && digits[0] != '0' && len(d) == 3 && (sep == 0 || sep == r) && more == ""
		switch {
		case grouping && c.groups(r, j):
			sep, digits, n.plain = r, digits+d, false
		case (r == '.' || r == ',' || r == '٫') && r != sep:
			decimal, n.plain = d, false
		default:
			return c.figuresEnd(n, j, digits, decimal, rest), true
		}
		rest = more
		j++
	}
	return c.figuresEnd(n, j, digits, decimal, rest), true
}

func (c *scan) figuresEnd(n number, b int, digits, decimal, rest string) number {
	n.b = b
	v, err := strconv.ParseFloat(digits+"."+decimal+"0", 64)
	if err != nil || len(digits) > 15 {
		n.broken = true
	}
	n.from, n.to, n.key = v, v, rest
	n.span = spanOf{c.toks[n.a].Span.Start, c.toks[b-1].Span.End}
	if rest != "" { // as many runes as the token has figures
		at := c.toks[b-1].Span.Start
		d, _ := leading(c.toks[b-1].Key)
		for range len(d) {
			_, size := utf8.DecodeRuneInString(c.s[at:])
			at += size
		}
		n.span.End = at
	}
	if r, ok := c.between(b); ok && b < len(c.toks) && c.toks[b].Digit && strings.ContainsRune(".:/-", r) {
		n.broken = n.broken || r == '/' || r == ':' || decimal != "" || r == '.'
	}
	return n
}

// leading splits a folded token into its figures and the rest.
func leading(key string) (digits, rest string) {
	i := 0
	for i < len(key) && key[i] >= '0' && key[i] <= '9' {
		i++
	}
	return key[:i], key[i:]
}

// between returns the one character between token j and the one before it.
func (c *scan) between(j int) (rune, bool) {
	if j <= 0 || j >= len(c.toks) {
		return 0, false
	}
	gap := c.s[c.toks[j-1].Span.End:c.toks[j].Span.Start]
	r, size := utf8.DecodeRuneInString(gap)
	return r, size > 0 && size == len(gap)
}

// groups reports whether r parts thousands before token j. Where a language writes fractions with the same sign, only
// 500,000 and 1,234,567 are sure; where both are in use, a larger word behind makes it a fraction: 9.125 million.
func (c *scan) groups(r rune, j int) bool {
	comma, loose := c.lex.traits["comma"], c.lex.traits["loose"] && !c.isMultiplied(j+1)
	zeros := c.toks[j].Key == "000"
	switch r {
	case '\u00a0', '\u202f', '\u2009', '’', '\'', '٬':
		return true
	case ' ':
		return c.lex.traits["spaced"]
	case ',', '،', '，':
		return !comma || loose || zeros || c.again(j, r)
	case '.':
		return comma || loose || zeros || c.again(j, r)
	}
	return false
}

// isMultiplied reports whether token i is a word that multiplies what stands before it.
func (c *scan) isMultiplied(i int) bool {
	if i >= len(c.toks) {
		return false
	}
	n, _, _, ok := c.numeralAt(i)
	return ok && n.kind == plain && n.from >= 1000
}

// again reports whether another group follows token j behind the same separator: 1.234.567.
func (c *scan) again(j int, sep rune) bool {
	r, ok := c.between(j + 1)
	return ok && r == sep && c.toks[j+1].Digit && len(c.toks[j+1].Key) == 3
}

// stuck reports whether the figures at token i belong to a name or an address: F-16, #5, 3/4, x_1.
func (c *scan) stuck(i int) bool {
	t := &c.toks[i]
	before, _ := utf8.DecodeLastRuneInString(c.s[:t.Span.Start])
	after, _ := utf8.DecodeRuneInString(c.s[t.Span.End:])
	if t.Span.Start > 0 && strings.ContainsRune("#@/_+°№§=\\^&*", before) || t.Span.End < len(c.s) && strings.ContainsRune("/_@=\\°", after) {
		return true
	}
	if i == 0 {
		return false
	}
	p := &c.toks[i-1]
	if t.Before == phrase.Hyphen && !p.Digit { // F-16, إف-16
		_, number := c.numberAtWord(i - 1)
		return !number
	}
	glued := t.Before == phrase.Dash || t.Before == phrase.None && !c.lex.traits["letters"] && !c.lex.traits["loose"] || t.Before == phrase.Stop || t.Before == phrase.Colon
	return glued && (!p.Digit && (p.Upper || p.Caps) || p.Digit && t.Before != phrase.None)
}

// numberAtWord reports whether token i is a number word.
func (c *scan) numberAtWord(i int) (numeral, bool) {
	n, _, _, ok := c.numeralAt(i)
	return n, ok
}

// foldOf is the folded token with all its letters, which its key may lack.
func foldOf(s string, t *phrase.Token) string { return text.Fold(t.Span.In(s)) }
