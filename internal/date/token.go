package date

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// kind is what a token is made of.
type kind uint8

const (
	word kind = iota
	number
	punct
)

// token is a run of letters, a run of digits, one Han character or one other
// mark. Apostrophes and the Persian half space separate, so that "aujourd’hui"
// and "سه‌شنبه" are several tokens in every spelling.
type token struct {
	news.Span
	kind   kind
	digits int    // digits of a number
	value  int    // of a number, -1 past nine digits
	spaced bool   // white space before it
	upper  bool   // begins with a capital
	mark   byte   // of a punct: the ASCII mark it stands for, 0 if none
	lex    []item // what the lexicon knows that begins here
}

// maxChunk bounds the tokens held at a time. No expression is longer than a
// line, so longer lines are cut at white space.
const maxChunk = 32 << 10

// chunks calls f with consecutive stretches of s cut at line ends, and at
// white space where a line is longer than maxChunk.
func chunks(s string, f func(start, end int)) {
	for start := 0; start < len(s); {
		end := min(start+maxChunk, len(s))
		if end < len(s) {
			end = cut(s, start, end)
		}
		f(start, end)
		start = end
	}
}

// cut finds the last line end, else the last space, else the last rune start
// before end.
func cut(s string, start, end int) int {
	for i := end; i > start+maxChunk/2; i-- {
		if s[i-1] == '\n' {
			return i
		}
	}
	for i := end; i > start+maxChunk/2; i-- {
		if s[i-1] == ' ' {
			return i
		}
	}
	for end > start+1 && !utf8.RuneStart(s[end]) {
		end--
	}
	return end
}

// tokenize appends the tokens of s[start:end] to out.
func tokenize(out []token, s string, start, end int) []token {
	spaced := true
	for i := start; i < end; {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:end])
		}
		switch {
		case unicode.IsSpace(r) || r == '\uFEFF':
			spaced = true
			i += n
			continue
		case r == '\u200c' || invisible(r):
			i += n
			continue
		}
		t := token{Span: news.Span{Start: i}, spaced: spaced}
		switch {
		case digit(r) >= 0:
			t.kind = number
			i = t.scanNumber(s, i, end)
		case han(r):
			i += n
		case unicode.IsLetter(r):
			t.upper = unicode.IsUpper(r)
			i = scanWord(s, i, end)
		default:
			t.kind, t.mark = punct, markOf(r)
			i += n
		}
		t.End = i
		out = append(out, t)
		spaced = false
	}
	return out
}

func (t *token) scanNumber(s string, i, end int) int {
	for i < end {
		r, n := utf8.DecodeRuneInString(s[i:end])
		d := digit(r)
		if d < 0 {
			break
		}
		t.digits++
		switch {
		case t.digits > 9:
			t.value = -1
		default:
			t.value = t.value*10 + d
		}
		i += n
	}
	return i
}

func scanWord(s string, i, end int) int {
	for i < end {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:end])
		}
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\u0640' || han(r) {
			break
		}
		i += n
	}
	return i
}

// han reports whether r is written without spaces around words.
func han(r rune) bool {
	return r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// invisible reports whether r is a direction or joining control.
func invisible(r rune) bool {
	return r >= 0x200b && (r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069)
}

// digit returns the value of a decimal digit of any script, -1 if r is none.
func digit(r rune) int {
	if r < utf8.RuneSelf {
		if r >= '0' && r <= '9' {
			return int(r - '0')
		}
		return -1
	}
	if !unicode.Is(unicode.Nd, r) {
		return -1
	}
	// Every run of decimal digits in Unicode is ten code points long and begins
	// with zero, so the distance to the run's start gives the value.
	for _, rg := range unicode.Nd.R16 {
		if r <= rune(rg.Hi) {
			return int(r-rune(rg.Lo)) % 10
		}
	}
	for _, rg := range unicode.Nd.R32 {
		if r <= rune(rg.Hi) {
			return int(r-rune(rg.Lo)) % 10
		}
	}
	return -1
}

// markOf maps the marks that dates are written with to their ASCII form.
func markOf(r rune) byte {
	switch r {
	case '’', '‘', 'ʼ', '`', '´', '′':
		return '\''
	case '–', '—', '‐', '‑', '−', '―', '-', '~', '～':
		return '-'
	case '،', '，', '、':
		return ','
	case '：', '∶':
		return ':'
	case '（':
		return '('
	case '）':
		return ')'
	case '／', '⁄':
		return '/'
	case '。', '．':
		return '.'
	case '؛', '；':
		return ';'
	case '؟', '？', '！':
		return '!'
	}
	if r < utf8.RuneSelf {
		return byte(r)
	}
	return 0
}

// folds holds the folded form of every rune below 0x800, where all alphabets
// of the languages served lie: folding a word is then one look-up a letter.
var folds = sync.OnceValue(func() *[0x800]string {
	var t [0x800]string
	for r := range t {
		t[r] = text.Fold(string(rune(r)))
	}
	return &t
})

// fold appends the comparison form of w to dst.
func fold(dst []byte, w string) []byte {
	table := folds()
	for _, r := range w {
		switch {
		case r < utf8.RuneSelf:
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
			dst = append(dst, byte(r))
		case int(r) < len(table):
			dst = append(dst, table[r]...)
		case r >= 0x1e00 && r < 0x1f00, r >= 0xfb00 && r < 0xff00: // composed Latin, presentation forms
			dst = append(dst, text.Fold(string(r))...)
		case unicode.Is(unicode.Mn, r):
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}
