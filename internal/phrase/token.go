// Package phrase cuts text into words fit for rules and finds phrases of a table
// among them. Entity, quote and event rules stand on it, so that a row of data
// matches the same words whichever of them reads it. It knows no task and keeps
// no state; sentence and search analysis are left to package text.
package phrase

import (
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Gap says what stands between a token and the one before it.
type Gap uint16

// The bits of a Gap. None is "no character at all", as between Chinese letters.
const (
	Space   Gap = 1 << iota // white space, no-break spaces included
	Comma                   // , ، 、 and the like
	Stop                    // . ! ? 。 and the ellipsis
	Colon                   // : ; and their kin
	Hyphen                  // - and the non-breaking hyphen
	Dash                    // – — and their kin
	Apos                    // ' ’
	Quote                   // any quotation mark but the apostrophe
	Paren                   // any bracket
	Line                    // a line break
	Joiner                  // zero width non-joiner, as inside Persian words
	MidDot                  // the dot between parts of a foreign name in Chinese
	Other                   // anything else: slash, percent, bullet
	Start                   // the first token of the text
	None    Gap = 0
	SameRun     = Space | Hyphen | Apos | Joiner // what may stand inside one name
)

// Token is one word, number or, in Chinese and Japanese, one letter.
type Token struct {
	Span   news.Span
	Key    string      // folded for comparison; see Key
	Before Gap         // what stands between it and the token before
	Script text.Script // of its first letter
	Upper  bool        // begins with a capital letter
	Caps   bool        // two letters or more, all capital
	Digit  bool        // begins with a digit
	Lower  bool        // begins with a small letter (scripts without case: false)
}

// Tokens cuts s. Apostrophes, hyphens and joiners part words; marks stay with
// their letter.
func Tokens(s string) []Token {
	toks := make([]Token, 0, len(s)/6+1)
	gap := Start
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !wordRune(r) {
			gap |= gapOf(r)
			i += n
			continue
		}
		t := Token{Span: news.Span{Start: i, End: i + n}, Before: gap, Script: text.ScriptOf(r)}
		t.Upper, t.Lower, t.Digit = unicode.IsUpper(r), unicode.IsLower(r), unicode.IsDigit(r)
		if !alone(r) {
			t.extend(s)
		}
		t.Key = Key(s[t.Span.Start:t.Span.End])
		toks = append(toks, t)
		i, gap = t.Span.End, None
	}
	return toks
}

// extend moves the end of t to the end of its word and notes its case.
func (t *Token) extend(s string) {
	letters, upper := 1, 0
	if t.Upper {
		upper = 1
	}
	for t.Span.End < len(s) {
		r, n := utf8.DecodeRuneInString(s[t.Span.End:])
		if !wordRune(r) || alone(r) {
			break
		}
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		}
		t.Span.End += n
	}
	t.Caps = letters > 1 && upper == letters
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// alone reports whether r is a token by itself: scripts written without spaces.
func alone(r rune) bool {
	return r >= 0x2E80 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r))
}

func gapOf(r rune) Gap {
	switch r {
	case ' ', '\t', '\u00a0', '\u202f', '\u2009', '\u3000':
		return Space
	case '\n', '\r', '\u2028', '\u2029':
		return Line
	case ',', '،', '、', '，':
		return Comma
	case '.', '!', '?', '。', '！', '？', '؟', '…', '۔':
		return Stop
	case ':', ';', '：', '；', '؛':
		return Colon
	case '-', '\u2010', '\u2011':
		return Hyphen
	case '–', '—', '―', '－':
		return Dash
	case '\'', '’', 'ʼ', '`', '´', '‘', '＇':
		return Apos
	case '"', '«', '»', '“', '”', '„', '‟', '‹', '›', '「', '」', '『', '』', '《', '》', '〈', '〉', '＂':
		return Quote
	case '(', ')', '[', ']', '（', '）', '【', '】', '{', '}':
		return Paren
	case '\u200c', '\u200d':
		return Joiner
	case '·', '•', '・', '‧', '．':
		return MidDot
	}
	if unicode.IsSpace(r) {
		return Space
	}
	return Other
}
