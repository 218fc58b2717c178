// Package quantity finds the quantities that a report gives, counts, sums of money, lengths of time, hours of the
// day, shares and measures, and puts them in one unit, so that what several reports say in several languages can be
// compared. It reads figures of every script and number words of eleven languages, and knows by rows what is counted:
// "12 were killed" and "قتل 12 شخصا" are both twelve dead.
//
// Dates, and how long ago something was, are left to package date; whether two numbers speak of one thing is left to
// who compares them. What is written as a number and tells no quantity (years, ordinals, article 5, a score, a
// telephone number) is not found. It does no I/O and knows no task.
//
// What a language writes is rows in data/: numbers.tsv, words.tsv (units and the words beside a number), clock.tsv,
// nouns.tsv and verbs.tsv (what is counted). A month counts as 43,800 minutes and a year as 525,600.
package quantity

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// Kind is what sort of quantity it is.
type Kind string

// The kinds, with the unit that From and To are in.
const (
	Count    Kind = "count"    // items
	Money    Kind = "money"    // whole units of the currency
	Duration Kind = "duration" // minutes
	Clock    Kind = "clock"    // an hour of the day: minutes since midnight
	Percent  Kind = "percent"
	Measure  Kind = "measure" // what Unit says
)

// Bound says on which side of the number the truth lies; "" is exactly there.
type Bound string

// The bounds.
const (
	About   Bound = "about"
	AtLeast Bound = "at_least" // "more than", "at least"; of an hour "shortly after"
	AtMost  Bound = "at_most"  // "nearly", "up to", "less than"; of an hour "shortly before"
)

// Quantity is one quantity as a report gives it.
type Quantity struct {
	Span     news.Span // number, unit and noun
	Kind     Kind
	From, To float64 // both included; the same but for "20 to 30" and "dozens"
	Bound    Bound
	Unit     string // of money the ISO 4217 code, of a measure "m", "m2", "kg" or "bbl", of a count the class of data/nouns.tsv, "" where no row has the noun
	Noun     string // the word counted as written, "" if none
}

// Find returns the quantities within a stretch of s, in the order of the text. A language without rows is read with
// what all of them write alike: figures, signs of currencies, "km".
func Find(s string, lang news.Lang, within news.Span) []Quantity {
	if within.Start < 0 || within.End > len(s) || within.Empty() {
		return nil
	}
	part := within.In(s)
	c := scan{s: part, lex: lexiconOf(lang), done: -1}
	c.toks = c.tokens()
	return c.quantities(within.Start)
}

// scan is a stretch of text in which quantities are looked for.
type scan struct {
	s      string
	toks   []phrase.Token
	lex    *lexicon
	acts   []act // the words of verbs.tsv, once a count asked for them
	read   bool  // acts is filled
	from   int   // the first token of the last quantity found
	done   int   // the token behind it
	kind   Kind
	nested bool     // reads the second part of a number
	memo   struct { // the number read last
		i         int
		n         number
		ok, ready bool
	}
}

// tokens cuts the text; figures with an Arabic particle written onto them become tokens of their own: و30.
func (c *scan) tokens() []phrase.Token {
	toks := phrase.Tokens(c.s)
	if !c.lex.traits["loose"] {
		return toks
	}
	out := make([]phrase.Token, 0, len(toks)+4)
	for _, t := range toks {
		w := t.Span.In(c.s)
		r, n := utf8.DecodeRuneInString(w)
		if strings.HasPrefix(w[n:], "ـ") { // بـ٤
			n += len("ـ")
		}
		next, _ := utf8.DecodeRuneInString(w[n:])
		if r >= 0x600 && r < 0x700 && unicode.IsDigit(next) && !unicode.IsDigit(r) {
			head := t
			head.Span.End, head.Key = t.Span.Start+n, phrase.Key(w[:n])
			out = append(out, head)
			t.Span.Start, t.Key, t.Digit, t.Before = t.Span.Start+n, phrase.Key(w[n:]), true, phrase.None
		}
		out = append(out, t)
	}
	return out
}

// quantities walks the tokens. Hours come before everything else, for "at 10" is no count.
func (c *scan) quantities(offset int) []Quantity {
	var out []Quantity
	for i := 0; i < len(c.toks); {
		b := c.begins(i)
		if b == 0 {
			i++
			continue
		}
		var q Quantity
		next, ok := i, false
		if b&(anHour|aNumber) != 0 {
			q, next, ok = c.clockAt(i)
		}
		if !ok && b&(aNumber|withoutNumber) != 0 {
			q, next, ok = c.quantityAt(i)
		}
		q.Span.Start += offset
		q.Span.End += offset
		if ok && (len(out) == 0 || q.Span.Start >= out[len(out)-1].Span.End) { // 5 $ 10: the sign is taken
			out = append(out, q)
			c.from, c.done, c.kind = i, next, q.Kind
		}
		i = max(next, i+1)
	}
	return out
}

// quantityAt reads the number that begins at token i with what it measures. next is the token to go on from, also
// where it is no quantity.
func (c *scan) quantityAt(i int) (q Quantity, next int, ok bool) {
	if q, next, ok := c.without(i); ok {
		return q, next, true
	}
	n, ok := c.amountAt(i)
	if !ok {
		return Quantity{}, i, false
	}
	for _, read := range []func(number) (Quantity, int, bool){c.percent, c.money, c.duration, c.measure} {
		if q, next, ok := read(n); ok {
			if q.Kind == Duration && c.isAgo(n, next) || c.isNth(n) {
				return Quantity{}, next, false
			}
			return q, next, true
		}
	}
	q, next, ok = c.count(n)
	return q, max(next, n.b), ok
}

// quantity fills in what every kind has in common: a is the first token, b the one behind the last.
func (c *scan) quantity(n number, kind Kind, scale float64, b int) Quantity {
	end := n.span.End
	if b > n.b {
		end = c.toks[b-1].Span.End
	}
	return Quantity{
		Span: news.Span{Start: n.span.Start, End: end}, Kind: kind, From: tidy(n.from * scale), To: tidy(n.to * scale), Bound: n.bound,
	}
}

// tidy takes off what binary fractions add: 2.3 times a hundred million is 230,000,000.
func tidy(v float64) float64 {
	const digits = 1e6
	if v >= 1e9 {
		return math.Round(v)
	}
	return math.Round(v*digits) / digits
}
