package worldmap

import (
	"cmp"
	"math"
	"slices"
)

const (
	leastTall   = 9.0  // degrees north to south: nearer, coasts would look drawn by a ruler
	leastWide   = 14.0 // degrees east to west
	around      = 0.14 // of what is shown, on each side
	wholeGap    = 70.0 // degrees without a place: with less of it the whole world is shown
	north       = 84.0 // of a map of the whole world
	south       = -58.0
	worldShrink = 0.78 // true to scale where most people live, 39 degrees north
)

// view is what a map shows: plain cylinder, true to scale in the middle of the map.
type view struct {
	lon, lat      float64 // the middle
	scale, shrink float64 // pixels for a degree north, and of that for a degree east
	w, h          float64
}

// looking returns the view that holds all boxes.
func looking(boxes []box, w, h float64) view {
	west, east, lo, hi := -180.0, 180.0, south, north
	if len(boxes) > 0 {
		west, east = longitudes(boxes)
		lo, hi = boxes[0].y0, boxes[0].y1
		for _, b := range boxes {
			lo, hi = min(lo, b.y0), max(hi, b.y1)
		}
	}
	whole := east-west >= 360
	if whole {
		lo, hi = min(lo, south), max(hi, north)
	} else {
		west, east = padded(west, east, leastWide)
		lo, hi = padded(lo, hi, leastTall)
	}
	lo, hi = max(lo, -88), min(hi, 88)
	v := view{lon: (west + east) / 2, lat: (lo + hi) / 2, w: w, h: h}
	v.shrink = max(0.35, math.Cos(v.lat*math.Pi/180))
	if whole {
		v.shrink = worldShrink
	}
	v.scale = min(w/((east-west)*v.shrink), h/(hi-lo))
	v.scale = max(v.scale, w/(360*v.shrink)) // nothing is shown twice
	if half := h / 2 / v.scale; half < 90 {
		v.lat = min(max(v.lat, half-90), 90-half) // the map ends at the poles
	} else {
		v.lat = 0
	}
	return v
}

func padded(a, b, least float64) (lo, hi float64) {
	span := max((b-a)*(1+2*around), least)
	return (a+b)/2 - span/2, (a+b)/2 + span/2
}

// longitudes is the shortest stretch that holds all boxes: it may cross the date line. The widest stretch without any
// is left off; where none is wide it is the whole world.
func longitudes(boxes []box) (west, east float64) {
	type stretch struct{ a, b float64 }
	var all []stretch
	for _, b := range boxes {
		a := math.Mod(b.x0+540, 360) - 180
		if a < -180 {
			a += 360
		}
		all = append(all, stretch{a, a + b.x1 - b.x0})
	}
	slices.SortFunc(all, func(p, q stretch) int { return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b)) })
	end, widest := all[0].b, -1.0
	for i := range all {
		next := all[0].a + 360
		if i+1 < len(all) {
			next = all[i+1].a
		}
		end = max(end, all[i].b)
		if gap := next - end; gap > widest {
			widest, west, east = gap, next, end
		}
	}
	if widest < wholeGap {
		return -180, 180
	}
	if west > east {
		east += 360
	}
	return west, east
}

// at is where a place is on the map.
func (v view) at(p point) point {
	return point{v.w/2 + (p.x-v.lon)*v.scale*v.shrink, v.h/2 - (p.y-v.lat)*v.scale}
}

// near moves a longitude by whole turns to where it is nearest to the middle.
func (v view) near(lon float64) float64 { return lon + 360*math.Round((v.lon-lon)/360) }

// degrees is what is seen, with a margin of some pixels.
func (v view) degrees(margin float64) box {
	dx, dy := (v.w/2+margin)/(v.scale*v.shrink), (v.h/2+margin)/v.scale
	return box{v.lon - dx, v.lat - dy, v.lon + dx, v.lat + dy}
}

func (b box) overlaps(o box) bool {
	return b.x0 <= o.x1 && o.x0 <= b.x1 && b.y0 <= o.y1 && o.y0 <= b.y1
}

// clip cuts a closed line to a rectangle (Sutherland and Hodgman).
func clip(line []point, b box) []point {
	edges := []struct {
		in  func(p point) bool
		cut func(p, q point) point
	}{
		{func(p point) bool { return p.x >= b.x0 }, func(p, q point) point { return atX(p, q, b.x0) }},
		{func(p point) bool { return p.x <= b.x1 }, func(p, q point) point { return atX(p, q, b.x1) }},
		{func(p point) bool { return p.y >= b.y0 }, func(p, q point) point { return atY(p, q, b.y0) }},
		{func(p point) bool { return p.y <= b.y1 }, func(p, q point) point { return atY(p, q, b.y1) }},
	}
	for _, e := range edges {
		var out []point
		for i, q := range line {
			p := line[(i+len(line)-1)%len(line)]
			if e.in(p) != e.in(q) {
				out = append(out, e.cut(p, q))
			}
			if e.in(q) {
				out = append(out, q)
			}
		}
		line = out
	}
	return line
}

func atX(p, q point, x float64) point {
	return point{x, p.y + (q.y-p.y)*(x-p.x)/(q.x-p.x)}
}

func atY(p, q point, y float64) point {
	return point{p.x + (q.x-p.x)*(y-p.y)/(q.y-p.y), y}
}
