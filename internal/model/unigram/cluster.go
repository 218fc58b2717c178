package unigram

import (
	"unicode"
	"unicode/utf8"
)

// clusterEnd returns where the user-perceived character ends that begins at start, and its size in bytes, where a byte that is
// not UTF-8 counts as U+FFFD. Sequences of emoji, of Hangul letters and of Indic conjuncts are taken apart: all of them have
// six bytes or more, so that each of their code points is looked up alone either way.
func (r *rules) clusterEnd(text string, start int) (end, size int) {
	c, n := utf8.DecodeRuneInString(text[start:])
	end, size = start+n, utf8.RuneLen(c)
	for end < len(text) {
		next, n := utf8.DecodeRuneInString(text[end:])
		if !r.joined(c, next) {
			break
		}
		c, end, size = next, end+n, size+utf8.RuneLen(next)
	}
	return end, size
}

// joined reports whether no cluster ends between c and next.
func (r *rules) joined(c, next rune) bool {
	if r.entry(next)&joins != 0 {
		return !r.control(c)
	}
	return prepends(c) && !r.control(next)
}

// control reports whether c is a cluster of its own whatever follows.
func (r *rules) control(c rune) bool {
	if !unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
		return false
	}
	return r.entry(c)&joins == 0 && !prepends(c)
}

// eachJoining calls f for the code points that belong to the cluster of the one before: marks, joiners, skin colours, tags.
func eachJoining(f func(rune)) {
	span := func(lo, hi, stride rune) {
		for c := lo; c <= hi; c += stride {
			f(c)
		}
	}
	for _, t := range []*unicode.RangeTable{unicode.M, unicode.Other_Grapheme_Extend} {
		for _, r := range t.R16 {
			span(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
		for _, r := range t.R32 {
			span(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
	}
	span(0x200C, 0x200D, 1)   // zero-width non-joiner and joiner
	span(0x0E33, 0x0EB3, 128) // Thai and Lao AM
	span(0x1F3FB, 0x1F3FF, 1) // skin colours
	span(0xE0020, 0xE007F, 1) // tags
}

// prepends reports whether the character after c belongs to the cluster of c, as after an Arabic number sign.
func prepends(c rune) bool {
	if c < 0x600 || c > 0x605 && c < 0x6DD || c > 0x8E2 && c < 0x110BD || c > 0x110CD {
		return false // nearly all, without a search
	}
	return unicode.Is(unicode.Prepended_Concatenation_Mark, c)
}
