package svg

import "unicode"

// Width is about how wide s is when it is written in letters of a size: rather too wide than too narrow, for nobody knows the
// reader's fonts.
func Width(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			w++
		case r == ' ', r == 'i', r == 'l', r == 'j', r == '.', r == ',', r == '\'':
			w += 0.32
		case r == 'm', r == 'w', r == 'M', r == 'W':
			w += 0.9
		case unicode.IsUpper(r):
			w += 0.7
		default:
			w += 0.57
		}
	}
	return w * size
}

// Box is a rectangle.
type Box struct{ X0, Y0, X1, Y1 float64 }

func (b Box) overlaps(o Box) bool { return b.X0 < o.X1 && o.X0 < b.X1 && b.Y0 < o.Y1 && o.Y0 < b.Y1 }

func (b Box) within(o Box) bool { return b.X0 >= o.X0 && b.Y0 >= o.Y0 && b.X1 <= o.X1 && b.Y1 <= o.Y1 }

// Labels finds room for texts.
type Labels struct {
	Bounds Box
	taken  []Box
}

// Take keeps labels off a rectangle.
func (l *Labels) Take(b Box) { l.taken = append(l.taken, b) }

// Spot is where a text stands: its point on the base line, and which part of it is there: "start", "middle" or "end".
type Spot struct {
	X, Y   float64
	Anchor string
}

// side is a place beside a dot: to which side, and how far up or down.
type side struct{ x, y float64 }

// sides are tried in this order: the eye finds a name fastest on the right and above.
var sides = []side{{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -0.8}, {1, 0.8}, {-1, -0.8}, {-1, 0.8}}

// Place finds room for a text of a width beside a dot of radius r and takes it; outward is the side that is to be tried
// first: 1 for the right, -1 for the left, 0 for below. It says whether there is any.
func (l *Labels) Place(x, y, r, width, size float64, outward int) (Spot, bool) {
	for i := range sides {
		s := sides[i]
		switch {
		case outward < 0:
			s.x = -s.x
		case outward == 0: // as if they were turned by a quarter
			s = sides[(i+3)%len(sides)]
		}
		b, spot := beside(x, y, r, width, size, s)
		if !b.within(l.Bounds) || l.hits(b) {
			continue
		}
		l.Take(b)
		return spot, true
	}
	return Spot{}, false
}

func beside(x, y, r, width, size float64, s side) (Box, Spot) {
	const gap = 3
	middle := y + s.y*(r+gap+size/2)
	if s.y != 0 && s.x != 0 {
		middle = y + s.y*(r+size/2)
	}
	left, spot := x-width/2, Spot{X: x, Anchor: "middle"}
	switch {
	case s.x > 0:
		left, spot = x+r+gap, Spot{X: x + r + gap, Anchor: "start"}
	case s.x < 0:
		left, spot = x-r-gap-width, Spot{X: x - r - gap, Anchor: "end"}
	}
	spot.Y = middle + size*0.35
	return Box{left, middle - size*0.6, left + width, middle + size*0.6}, spot
}

func (l *Labels) hits(b Box) bool {
	for _, t := range l.taken {
		if b.overlaps(t) {
			return true
		}
	}
	return false
}
