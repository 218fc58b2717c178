package clean

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// class says what kind of letter a rune is.
type class uint8

const (
	letter class = 1 << iota
	digit
	mark     // goes with the letter before it
	upper    // an upper-case or title-case letter
	caseless // a letter of a script without upper case
	single1  // a letter of a script that puts no spaces between words
)

// classes below this rune stand in a table; Greek to Thai are there.
const tabled = 0x2000

var classTable = sync.OnceValue(func() *[tabled]class {
	var t [tabled]class
	for r := range t {
		t[r] = classify(rune(r))
	}
	return &t
})

func classify(r rune) (c class) {
	switch {
	case unicode.IsLetter(r):
		c = letter
		if unicode.IsUpper(r) || unicode.IsTitle(r) {
			c |= upper
		} else if !unicode.IsLower(r) {
			c |= caseless
		}
		if r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
			c |= single1
		}
	case unicode.IsDigit(r):
		c = digit
	case unicode.Is(unicode.M, r):
		c = mark
	}
	return c
}

// cutter cuts lines into words. It keeps its buffers from line to line.
type cutter struct {
	table  *[tabled]class
	fold   []byte
	tokens []token // tail of a block that lines take their tokens from
	block  int     // tokens in a new block, 0 to give each line its own
}

func (c *cutter) classOf(r rune) class {
	switch {
	case r < tabled:
		return c.table[r]
	case r >= 0x4e00 && r <= 0x9fff:
		return letter | caseless | single1
	}
	return classify(r)
}

const tokenBlock = 1024 // for whole texts

// cut returns the words of s and their folded form.
func (c *cutter) cut(s string) ([]token, string) {
	if c.table == nil {
		c.table = classTable()
	}
	c.fold = c.fold[:0]
	out := c.tokens
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		k := c.classOf(r)
		if k&(letter|digit) == 0 {
			i += n
			continue
		}
		end := c.wordEnd(s, i+n, k)
		if len(out) > 0 {
			c.fold = append(c.fold, ' ')
		}
		t := token{start: int32(i), end: int32(end), from: int32(len(c.fold)), class: k} //nolint:gosec // of a line's front
		c.appendFolded(s[i:end])
		t.to = int32(len(c.fold)) //nolint:gosec // as above
		out = append(out, t)
		i = end
	}
	c.keep(out)
	return out[:len(out):len(out)], string(c.fold)
}

// keep leaves what out has not used of its block for the next line.
func (c *cutter) keep(out []token) {
	if cap(out)-len(out) >= 64 {
		c.tokens = out[len(out):len(out):cap(out)]
		return
	}
	c.tokens = make([]token, 0, c.block)
}

// wordEnd returns where the word goes on to that began before i with a rune of
// class k.
func (c *cutter) wordEnd(s string, i int, k class) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch o := c.classOf(r); {
		case o&mark != 0:
		case o&(letter|digit) == 0, k&single1 != 0, o&single1 != 0, o&digit != k&digit:
			return i
		}
		i += n
	}
	return i
}

// appendFolded appends text.Fold(w), with a quick way for plain ASCII.
func (c *cutter) appendFolded(w string) {
	for i := 0; i < len(w); i++ {
		if w[i] >= utf8.RuneSelf {
			c.fold = append(c.fold, text.Fold(w)...)
			return
		}
	}
	for i := 0; i < len(w); i++ {
		b := w[i]
		if b >= 'A' && b <= 'Z' {
			b += 'a' - 'A'
		}
		c.fold = append(c.fold, b)
	}
}

// foldLine returns the folded words of s with a space between.
func foldLine(s string) string {
	var c cutter
	_, fold := c.cut(s)
	return fold
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func isCaseless(r rune) bool { return classify(r)&caseless != 0 }

func hasAny(s string, marks ...string) bool {
	for _, m := range marks {
		if strings.Contains(s, m) {
			return true
		}
	}
	return false
}
