// Package date finds expressions of time and puts them on the calendar. Find
// reads running text and is a stage; Parse and FindPublished read the strings
// in which feeds, pages and scraped lines say when they were published, and are
// tools of the stages that read those. It does no I/O and knows no clock: what
// hangs on the day of publication is resolved against the day it is given.
//
// What a language writes is rows in lang/XX.txt: words with their meaning, and
// rules that say in which order they stand. Parts that stand side by side
// ("Tuesday", "10 March", "in the evening", "18:30") are found apart and
// joined, so rules need not list every order.
package date

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Find returns every expression of time in text, in order and without
// overlaps. Spans are bytes of text and tight: part of the day and weekday are
// inside, prepositions are not.
//
// ref is when the text was published, nil where that is unknown. A date that
// cannot be resolved (no ref, or one too coarse) keeps its Relation, for
// Resolve. A lang without a file of rows is read with what all languages write
// alike: ISO dates, numeric dates, clock times beside them.
func Find(text string, lang news.Lang, ref *news.Interval) []news.Date {
	lex := lexiconOf(lang)
	m := matcher{lex: lex, src: text, tokens: make([]token, 0, min(len(text), maxChunk)/4)}
	var out []news.Date
	chunks(text, func(start, end int) {
		m.tokens = tokenize(m.tokens[:0], text, start, end)
		m.items = lex.look(text, m.tokens, m.items[:0])
		out = m.dates(out, ref)
	})
	return out
}

// found is an expression on its way to becoming a date.
type found struct {
	frame frame
	a, b  int // tokens
	skip  int // bytes of the first token outside
	weak  bool
	none  bool
}

// dates appends the dates of the chunk that m holds.
func (m *matcher) dates(out []news.Date, ref *news.Interval) []news.Date {
	all := m.join(m.scan())
	var anchor *news.Interval
	for i := range all {
		f := &all[i]
		if f.weak || f.none || !m.bounded(f) {
			continue
		}
		if f.frame.needsTense() {
			f.frame.lean = m.direction(f.a, f.b)
		}
		against := ref
		if f.frame.narrative && anchor != nil {
			against = anchor
		}
		span := news.Span{Start: m.tokens[f.a].Start + f.skip, End: m.tokens[f.b-1].End}
		d, ok := f.frame.build(span, against)
		if !ok || ref == nil && d.Relation == nil && d.Interval == nil {
			continue
		}
		if f.frame.narrative && against != ref {
			d.Relation = nil // hangs on another date of the text, not on publication
		}
		if d.Interval != nil && grain[d.Interval.Precision] <= 1 {
			anchor = d.Interval
		}
		out = append(out, d)
	}
	return out
}

// needsTense reports whether the words leave open which way they look.
func (f *frame) needsTense() bool {
	if f.weekend() {
		return true
	}
	return f.until == nil && !f.is(hasMod|hasYear|hasRel|hasCount|hasUnit|hasDecade) && f.is(hasWeekday|hasMonth|hasDay)
}

// scan returns the longest match at each place, left to right.
func (m *matcher) scan() []found {
	var all []found
	for i := 0; i < len(m.tokens); {
		best, ok := m.longest(i)
		if !ok {
			i++
			continue
		}
		if best.a > i { // began with context: something longer may begin after it
			if other, ok := m.longest(best.a); ok && other.b > best.b {
				best = other
			}
		}
		all = append(all, best)
		i = best.b
	}
	return all
}

// longest tries the rules that can begin at token i.
func (m *matcher) longest(i int) (best found, ok bool) {
	t := &m.tokens[i]
	m.rules = m.rules[:0]
	numbers := t.kind == number
	for _, it := range t.lex {
		numbers = numbers || it.class == cardinal || it.class == ordinal
		m.rules = append(m.rules, m.lex.beginWith(&it)...)
	}
	if numbers {
		for c := day; c <= recent; c++ {
			m.rules = append(m.rules, m.lex.first[c]...)
		}
	}
	slices.Sort(m.rules) // of equal matches the rule that stands first wins
	for _, k := range slices.Compact(m.rules) {
		if f, hit := m.match(k, i); hit && (!ok || f.b > best.b || f.b == best.b && best.weak && !f.weak) {
			best, ok = f, true
		}
	}
	return best, ok
}

// match tries one rule at token i.
func (m *matcher) match(k, i int) (found, bool) {
	m.caps, m.inside, m.steps = m.caps[:0], 0, maxSteps
	r := &m.lex.rules[k]
	end := m.run(r.code, 0, i)
	if end < 0 {
		return found{}, false
	}
	f := found{a: -1, weak: r.weak, none: r.none}
	for _, c := range m.caps {
		if c.context {
			continue
		}
		if f.a < 0 {
			f.a, f.skip = c.at, c.skip
		}
		f.b = c.at + c.n
	}
	if f.a < 0 {
		return found{}, false
	}
	f.frame = frameOf(m.lex, m.caps, r.fix)
	return f, f.frame.has != 0
}

// maxGap is how many joining words may stand between parts of one expression.
const maxGap = 2

// join merges neighbours that complete one another.
func (m *matcher) join(all []found) []found {
	out := all[:0]
	for _, f := range all {
		for len(out) > 0 {
			last := &out[len(out)-1]
			if last.none || f.none || !m.gap(last.b, f.a) {
				break
			}
			merged, ok := joined(&last.frame, &f.frame)
			if !ok {
				break
			}
			f = found{frame: merged, a: last.a, b: f.b, skip: last.skip, weak: last.weak && f.weak}
			out = out[:len(out)-1]
		}
		out = append(out, f)
	}
	return out
}

// gap reports whether only joining words lie between tokens a and b.
func (m *matcher) gap(a, b int) bool {
	n := 0
	for a < b {
		step := 0
		for _, it := range m.tokens[a].lex {
			if it.class == join && a+it.n <= b {
				step = max(step, it.n)
			}
		}
		if step == 0 {
			return false
		}
		a += step
		n++
	}
	return n <= maxGap && a == b
}

// bounded refuses numbers that belong to something longer: 3.14, 12-2254,
// $2017, F-16, "resolution 2254", 1998 people.
func (m *matcher) bounded(f *found) bool {
	if f.a > 0 && m.is(f.a-1, never) || m.tokens[f.a].kind == number && !m.leftOpen(f.a) {
		return false
	}
	last := f.b - 1
	if (f.frame.has == hasYear || f.frame.has == hasWeekday) && m.is(f.b, unyear) {
		return false
	}
	if m.tokens[last].kind == number && !m.rightOpen(last) {
		return false
	}
	return true
}

// is reports whether the lexicon has token i, alone, in class c.
func (m *matcher) is(i int, c class) bool {
	return i < len(m.tokens) && slices.ContainsFunc(m.tokens[i].lex, func(it item) bool { return it.class == c })
}

func (m *matcher) leftOpen(i int) bool {
	if i == 0 {
		return true
	}
	p := &m.tokens[i-1]
	if m.is(i-1, void) {
		return false
	}
	if m.tokens[i].spaced {
		return p.mark != '$' && p.mark != '#' && !currency(p.In(m.src))
	}
	switch {
	case p.kind == word:
		return han([]rune(p.In(m.src))[0]) || m.isPrefix(p.In(m.src))
	case p.mark == '.' || p.mark == ',' || p.mark == '/' || p.mark == ':' || p.mark == '-':
		return i < 2 || p.spaced || m.tokens[i-2].kind != number && p.mark != '-'
	}
	return !strings.ContainsRune(`$#+=@_&*%\`, rune(p.mark)) && !currency(p.In(m.src))
}

func currency(s string) bool {
	switch s {
	case "€", "£", "¥", "₽", "₺", "﷼", "№", "§", "%", "٪":
		return true
	}
	return false
}

// isPrefix reports whether w is a preposition or article written onto what
// follows it, as in "و2012".
func (m *matcher) isPrefix(w string) bool {
	return slices.Contains(m.lex.prefixes, w)
}

func (m *matcher) rightOpen(i int) bool {
	if i+1 >= len(m.tokens) {
		return true
	}
	n := &m.tokens[i+1]
	if n.mark == '%' || currency(n.In(m.src)) {
		return false
	}
	if n.spaced {
		return true
	}
	switch {
	case n.kind == word:
		return han([]rune(n.In(m.src))[0])
	case n.mark == '.' || n.mark == ',' || n.mark == ':' || n.mark == '/' || n.mark == '-':
		return i+2 >= len(m.tokens) || m.tokens[i+2].spaced || m.tokens[i+2].kind != number
	}
	return true
}
