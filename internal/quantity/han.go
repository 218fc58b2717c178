package quantity

import (
	"math"
	"strings"

	"github.com/dragoman-news/dragoman/internal/phrase"
)

// hanAt reads a Chinese number: 十三, 二百五十, 3万, 1.3万, 两万多, 数百, 十几, 1亿2000万.
func (c *scan) hanAt(i int) (number, bool) {
	if _, _, ok := c.at("never", i, ""); ok {
		return number{}, false
	}
	h := han{c: c, i: i, n: number{a: i, left: i, scale: 1}}
	if !h.read() {
		return number{}, false
	}
	h.point()
	h.n.b = h.i
	h.n.from, h.n.to = h.total+h.cur+h.digit, h.total+h.cur+h.digit
	if h.to > 0 {
		h.n.from, h.n.to, h.n.bound = h.from, h.to, About
	}
	h.n.span = spanOf{c.toks[i].Span.Start, c.toks[h.i-1].Span.End}
	if h.n.figures && h.n.key != "" {
		return h.n, true
	}
	if !h.n.figures && h.words == 1 && h.bare { // 百, 千, 万 alone are parts of other words, but for 上百
		if i == 0 || c.toks[i-1].Key != "上" || c.toks[i].Before != phrase.None {
			return number{}, false
		}
		h.n.bound = AtLeast
	}
	h.n.article = h.words == 1 && h.total+h.cur+h.digit == 1
	return h.n, true
}

// han is a Chinese number while it is read.
type han struct {
	c                 *scan
	i, words          int
	n                 number
	total, cur, digit float64
	from, to          float64 // of 数百 and 十几
	digits            int     // digits in a row: 二〇一八 is a year
	bare              bool    // began with a word that multiplies
}

// numeral is the number word at the reading place.
func (h *han) numeral(k int) (numeral, bool) {
	if k >= len(h.c.toks) || h.c.toks[k].Before != phrase.None && k > h.n.a {
		return numeral{}, false
	}
	n, ok := h.c.lex.numbers[h.c.toks[k].Key]
	return n, ok
}

func (h *han) read() bool {
	if f, ok := h.c.figuresAt(h.i); ok {
		h.n = f
		h.digit, h.words, h.i = f.from, 1, f.b
		if f.key != "" || f.broken {
			return true
		}
	}
	for h.i < len(h.c.toks) {
		m, ok := h.numeral(h.i)
		if !ok {
			if !h.inner() {
				break
			}
			continue
		}
		if !h.take(m) {
			break
		}
		h.words++
		h.n.plain = false
		h.i++
	}
	const zero = "〇" // no letter, so it parts words: 二〇一八 is a year
	if h.digits > 2 || strings.HasSuffix(h.c.s[:h.c.toks[h.n.a].Span.Start], zero) || h.i > 0 && strings.HasPrefix(h.c.s[h.c.toks[h.i-1].Span.End:], zero) {
		h.n.broken = true
	}
	return h.words > 0
}

// point reads 三点五 behind 百分之, where it can be no hour.
func (h *han) point() {
	if _, _, ok := h.c.left("percentof", h.n.a); !ok || h.i+1 >= len(h.c.toks) || h.c.toks[h.i].Key != "点" {
		return
	}
	tenth := 0.1
	for k := h.i + 1; ; k++ {
		m, ok := h.numeral(k)
		if !ok || m.kind != plain || m.from > 9 {
			return
		}
		h.digit += m.from * tenth
		tenth /= 10
		h.i = k + 1
	}
}

// take adds one number word.
func (h *han) take(m numeral) bool {
	if m.kind == several {
		return h.several(m)
	}
	v := m.from
	switch {
	case v < 10:
		if h.digit > 0 && h.n.figures || h.to > 0 {
			return false
		}
		if h.digit > 0 {
			h.digits++
		} else {
			h.digits = 1
		}
		h.digit = h.digit*10*boolTo(h.digits > 1) + v
	case v < 1e4:
		if h.words == 0 {
			h.bare = v > 10
		}
		if h.n.figures && h.digit >= 10 || h.to > 0 {
			return false
		}
		h.cur += math.Max(h.digit, 1) * v
		h.digit, h.digits = 0, 0
	default:
		if h.words == 0 {
			h.bare = true
		}
		h.total = (h.total + math.Max(h.cur+h.digit, 1)) * 1
		if h.n.scale > v { // 1亿2000万
			h.total = h.total - (h.cur + h.digit) + (h.cur+h.digit)*v
		} else {
			h.total *= v
		}
		h.from, h.to = h.from*v, h.to*v
		h.cur, h.digit, h.digits, h.n.scale = 0, 0, 0, math.Max(h.n.scale, v)
	}
	return true
}

func boolTo(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// several reads 数百, 几十 and 十几.
func (h *han) several(m numeral) bool {
	if h.words > 0 {
		if h.cur == 0 || h.digit != 0 || h.n.figures || h.to > 0 {
			return false
		}
		unit := math.Pow10(int(math.Floor(math.Log10(h.cur)))) / 10
		h.from, h.to = h.cur+unit, h.cur+9*unit
		return true
	}
	next, ok := h.numeral(h.i + 1)
	if !ok || next.kind != plain || next.from < 10 {
		return false
	}
	h.i++
	h.from, h.to = m.from*next.from, (m.to+1)*next.from-1
	h.words++
	return true
}

// inner reads what stands inside a number: 半 behind 万 counts no more, 多 and 余 before 万 make it a lower bound.
func (h *han) inner() bool {
	if h.words == 0 {
		return false
	}
	_, next, ok := h.c.at("after", h.i, "")
	if !ok || h.c.toks[h.i].Before != phrase.None {
		return false
	}
	if m, ok := h.numeral(next); ok && m.kind == plain && m.from >= 1e4 {
		h.n.bound = AtLeast
		h.i = next
		return true
	}
	return false
}
