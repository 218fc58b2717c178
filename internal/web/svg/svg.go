// Package svg has what drawings of pages share: numbers and texts as they may stand in SVG, how much room a text
// takes, and labels that do not cover one another. It knows nothing of maps or graphs.
//
// A drawing carries no style and no script: pages have neither but in files of their own, and colours are those of
// classes, so that they follow light and dark.
package svg

import (
	"html"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// Text is s as it may stand in an element or, in quotes, in an attribute. Characters that no document may hold, and those that turn
// the direction of what follows them, are left out: names come from strangers.
func Text(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r), r == unicode.ReplacementChar, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFFFE, r == 0xFFFF:
			return -1
		}
		return r
	}, s))
}

// Number writes v with at most one decimal.
func Number(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "0"
	}
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// Short cuts s to at most n characters, the last of them an ellipsis where something was cut.
func Short(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return strings.TrimSpace(string(r[:n-1])) + "…"
}

// Path writes the outline of a shape, each step from where the last one ended: that takes the fewest letters.
type Path struct {
	sb   strings.Builder
	x, y int // in tenths
	open bool
}

// Move begins a new line.
func (p *Path) Move(x, y float64) {
	p.x, p.y, p.open = tenths(x), tenths(y), true
	p.sb.WriteString("M" + tenth(p.x) + " " + tenth(p.y))
}

// Line draws to a point; a step of less than a tenth is none.
func (p *Path) Line(x, y float64) {
	nx, ny := tenths(x), tenths(y)
	if nx == p.x && ny == p.y {
		return
	}
	dx, dy := tenth(nx-p.x), tenth(ny-p.y)
	p.sb.WriteString("l" + dx)
	if dy[0] != '-' {
		p.sb.WriteByte(' ')
	}
	p.sb.WriteString(dy)
	p.x, p.y = nx, ny
}

// Close goes back to where the line began. The next step has to be Move.
func (p *Path) Close() {
	if p.open {
		p.sb.WriteByte('z')
	}
	p.open = false
}

// String is the value of the attribute d.
func (p *Path) String() string { return p.sb.String() }

func tenths(v float64) int { return int(math.Round(v * 10)) }

// tenth writes tenths as a decimal without a leading nought.
func tenth(n int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	whole, rest := n/10, n%10
	switch {
	case rest == 0:
		return sign + strconv.Itoa(whole)
	case whole == 0:
		return sign + "." + strconv.Itoa(rest)
	}
	return sign + strconv.Itoa(whole) + "." + strconv.Itoa(rest)
}
