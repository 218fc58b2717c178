package text

import (
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Words returns the words of s in order: runs of letters, marks and digits, with
// the apostrophes, points and commas that stand inside them (l'Irak, U.S, 3.5).
// A hyphen ends a word. Scripts written without spaces give one character a
// word, but for katakana, which is written in whole names.
func Words(s string) []news.Span {
	words := make([]news.Span, 0, len(s)/6+1)
	for i := 0; i < len(s); {
		r, n := decode(s, i)
		c := classOf(r)
		if c == notWord || c == markOf {
			i += n
			continue
		}
		end := wordEnd(s, i+n, c)
		words = append(words, news.Span{Start: i, End: end})
		i = end
	}
	return words
}

// wordClass says how a rune takes part in words.
type wordClass uint8

const (
	notWord wordClass = iota
	letter            // joins letters and digits
	digit
	markOf  // joins what it stands on
	single  // a word of its own
	kanaRun // katakana: joins its like
)

func classOf(r rune) wordClass {
	if r < utf8.RuneSelf {
		switch {
		case 'a' <= r|0x20 && r|0x20 <= 'z':
			return letter
		case '0' <= r && r <= '9':
			return digit
		}
		return notWord
	}
	switch ScriptOf(r) {
	case Latin, Cyrillic, Greek, Hangul:
		if r >= 0x300 && unicode.Is(unicode.M, r) {
			return markOf
		}
		return letter
	case Han:
		return single
	case Kana:
		if r >= 0x30A1 {
			return kanaRun
		}
		return single
	case Thai, SoutheastAsian:
		switch {
		case unicode.IsLetter(r):
			return single
		case unicode.Is(unicode.M, r):
			return markOf
		case unicode.IsDigit(r):
			return digit
		}
		return notWord
	}
	switch {
	case unicode.IsLetter(r) && r != 'ـ':
		return letter
	case unicode.Is(unicode.Nd, r):
		return digit
	case unicode.Is(unicode.M, r), r == 'ـ', r == 0x200C, r == 0x200D:
		return markOf
	}
	return notWord
}

// wordEnd returns where the word ends whose last rune so far has class c and ends at i.
func wordEnd(s string, i int, c wordClass) int {
	for i < len(s) {
		r, n := decode(s, i)
		next := classOf(r)
		switch {
		case next == markOf:
		case c == single:
			return i
		case c == kanaRun:
			if next != kanaRun {
				return i
			}
		case next == letter || next == digit:
			c = next
		case next == notWord && joinsWord(s, i, n, r, c):
			i += n
			continue
		default:
			return i
		}
		i += n
	}
	return i
}

// joinsWord reports whether the mark of punctuation r at i stands inside a word.
func joinsWord(s string, i, n int, r rune, before wordClass) bool {
	if i+n >= len(s) {
		return false
	}
	next, _ := decode(s, i+n)
	after := classOf(next)
	switch r {
	case '\'', '’', 'ʼ', '׳', '״':
		return before == letter && after == letter
	case '.', '·':
		return before == after && (after == letter || after == digit)
	case ',', '٫', '٬':
		return before == digit && after == digit
	case '_':
		return true
	}
	return false
}

// decode is utf8.DecodeRuneInString with a short way for ASCII.
func decode(s string, i int) (rune, int) {
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[i:])
}
