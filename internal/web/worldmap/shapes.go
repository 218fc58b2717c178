package worldmap

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"math"
	"sync"
)

// shapes are Natural Earth's countries 1:50m, in the public domain, as gen writes them: data/build.sh runs it.
//
//go:embed shapes.bin
var shapes []byte

// perDegree is how many steps of the grid of the file make a degree.
const perDegree = 100

// point is a place: degrees east and north, or pixels right and down.
type point struct{ x, y float64 }

// vertex is a point of a line with how far the line would be off without it, in degrees of the equator.
type vertex struct {
	point
	bend float64
}

// country is the shape of a country: rings of which those inside others are holes.
type country struct {
	code  string // ISO 3166-1 alpha-3, "" where there is none
	rings []ring
}

// ring is a closed line without a jump at the date line, and what it covers.
type ring struct {
	line []vertex
	box  box
}

// box is a rectangle of degrees, or of pixels.
type box struct{ x0, y0, x1, y1 float64 }

// countries reads the embedded shapes, once.
var countries = sync.OnceValues(func() ([]country, error) { return decode(shapes) })

var errShapes = errors.New("the shapes of the map are damaged")

// reader reads the file; after its end it gives noughts and says so.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) count() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > uint64(len(r.b)) { // whatever is counted takes a byte at least
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *reader) number() int {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *reader) code() string {
	if len(r.b) < 3 {
		r.bad = true
		return ""
	}
	code := string(r.b[:3])
	r.b = r.b[3:]
	if code == "   " {
		return ""
	}
	return code
}

func decode(file []byte) ([]country, error) {
	const magic = "DWM1"
	if len(file) < len(magic) || string(file[:len(magic)]) != magic {
		return nil, errShapes
	}
	r := &reader{b: file[len(magic):]}
	arcs := make([][]vertex, r.count())
	for i := range arcs {
		arcs[i] = r.arc()
	}
	out := make([]country, r.count())
	for i := range out {
		out[i].code = r.code()
		out[i].rings = make([]ring, r.count())
		for j := range out[i].rings {
			out[i].rings[j] = r.ring(arcs)
		}
	}
	if r.bad {
		return nil, errShapes
	}
	return out, nil
}

func (r *reader) arc() []vertex {
	line := make([]vertex, r.count())
	x, y := 0, 0
	for i := range line {
		x, y = x+r.number(), y+r.number()
		line[i].point = point{float64(x) / perDegree, float64(y) / perDegree}
	}
	weigh(line)
	return line
}

// ring joins arcs; one that begins on the other side of the date line is moved to where the one before ends.
func (r *reader) ring(arcs [][]vertex) ring {
	var line []vertex
	for range r.count() {
		ref := r.number()
		i := max(ref, ^ref)
		if i >= len(arcs) || len(arcs[i]) == 0 {
			r.bad = true
			return ring{}
		}
		line = appendArc(line, arcs[i], ref < 0)
	}
	if len(line) == 0 {
		r.bad = true
		return ring{}
	}
	first, last := line[0].point, line[len(line)-1].point
	if math.Abs(last.x-first.x) > 180 { // it goes around the pole
		pole := math.Copysign(90, first.y)
		line = append(line, vertex{point{last.x, pole}, 360}, vertex{point{first.x, pole}, 360})
	}
	return ring{line, bounds(line)}
}

func appendArc(line, arc []vertex, backwards bool) []vertex {
	at := func(i int) vertex {
		if backwards {
			return arc[len(arc)-1-i]
		}
		return arc[i]
	}
	shift, from := 0.0, 0
	if len(line) > 0 {
		shift, from = 360*math.Round((line[len(line)-1].x-at(0).x)/360), 1
	}
	for i := from; i < len(arc); i++ {
		v := at(i)
		v.x += shift
		line = append(line, v)
	}
	return line
}

func bounds(line []vertex) box {
	b := box{line[0].x, line[0].y, line[0].x, line[0].y}
	for _, v := range line {
		b.x0, b.y0, b.x1, b.y1 = min(b.x0, v.x), min(b.y0, v.y), max(b.x1, v.x), max(b.y1, v.y)
	}
	return b
}

// holds reports whether a place lies within the country: how often a line to the east crosses its rings.
func (c country) holds(p point) bool {
	odd := false
	for _, r := range c.rings {
		for turn := -360.0; turn <= 360; turn += 360 {
			x := p.x + turn
			for i, q := range r.line {
				o := r.line[(i+1)%len(r.line)]
				if (q.y > p.y) != (o.y > p.y) && x < q.x+(p.y-q.y)*(o.x-q.x)/(o.y-q.y) {
					odd = !odd
				}
			}
		}
	}
	return odd
}

// weigh notes how much each point of a line matters (Douglas and Peucker): a map leaves out those that it
// cannot show. Both ends matter always, so that lines meet.
func weigh(line []vertex) {
	if len(line) == 0 {
		return
	}
	line[0].bend, line[len(line)-1].bend = 360, 360
	type part struct {
		a, b  int
		limit float64 // no point matters more than the one that split the line before
	}
	todo := []part{{0, len(line) - 1, 360}}
	for len(todo) > 0 {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		far, most := -1, 0.0
		for i := p.a + 1; i < p.b; i++ {
			if d := distance(line[i].point, line[p.a].point, line[p.b].point); far < 0 || d > most {
				far, most = i, d
			}
		}
		if far < 0 {
			continue
		}
		line[far].bend = min(most, p.limit)
		todo = append(todo, part{p.a, far, line[far].bend}, part{far, p.b, line[far].bend})
	}
}

// distance is how far p lies from the line between a and b, in degrees of the equator.
func distance(p, a, b point) float64 {
	k := math.Cos(p.y * math.Pi / 180)
	px, py, bx, by := (p.x-a.x)*k, p.y-a.y, (b.x-a.x)*k, b.y-a.y
	t := 0.0
	if l := bx*bx + by*by; l > 0 {
		t = min(1, max(0, (px*bx+py*by)/l))
	}
	return math.Hypot(px-t*bx, py-t*by)
}
