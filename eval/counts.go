package main

import (
	"slices"
	"strings"
	"unicode"
)

// counts adds up right and wrong answers to yes-or-no questions.
type counts struct{ tp, fn, fp, tn, rows int }

// add counts an answer: what was said, and what is true.
func (c *counts) add(said, truth bool) {
	switch {
	case said && truth:
		c.tp++
	case said:
		c.fp++
	case truth:
		c.fn++
	default:
		c.tn++
	}
}

func (c *counts) n() int             { return c.tp + c.fn + c.fp + c.tn }
func (c *counts) precision() float64 { return ratio(c.tp, c.tp+c.fp) }
func (c *counts) recall() float64    { return ratio(c.tp, c.tp+c.fn) }
func (c *counts) accuracy() float64  { return ratio(c.tp+c.tn, c.n()) }
func (c *counts) f1() float64        { return ratio(2*c.tp, 2*c.tp+c.fp+c.fn) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// at returns the counts of a language, beginning them where needed.
func at(m map[string]*counts, lang string) *counts {
	if m[lang] == nil {
		m[lang] = &counts{}
	}
	return m[lang]
}

// langs lists "all" and the languages with at least least answers (or rows, where
// these are counted), sorted. Pages that name no language are only in "all".
func langs(m map[string]*counts, least int) []string {
	var out []string
	for lang, c := range m {
		n := c.rows
		if n == 0 {
			n = c.n()
		}
		if lang != "" && n >= least {
			out = append(out, lang)
		}
	}
	slices.Sort(out)
	return out
}

// letters folds s to its letters and digits in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
