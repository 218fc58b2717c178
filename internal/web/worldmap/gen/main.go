// Command gen writes the shapes of internal/web/worldmap from the TopoJSON of the npm package world-atlas, which is Natural
// Earth's map of countries 1:50m. It leaves out what no map of ours shows: bends of less than two kilometres
// and islands of a few.
//
//	gen countries-50m.json shapes.bin
package main

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"

	"golang.org/x/text/language"
)

const (
	perDegree = 100  // steps of the grid on which points are kept
	leastBend = 0.02 // degrees by which a line may be off
	leastIsle = 0.01 // square degrees; a country's largest part is kept however small it is
)

// topology is a TopoJSON file.
type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Arcs      [][][2]float64
	Objects   struct {
		Countries struct{ Geometries []geometry }
	}
}

type geometry struct {
	Type       string
	ID         string
	Arcs       json.RawMessage
	Properties struct{ Name string }
}

// codes are those of countries that have no number in ISO 3166-1.
var codes = map[string]string{"Kosovo": "XKX"}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: gen countries-50m.json shapes.bin")
	}
	in, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	var t topology
	if err := json.Unmarshal(in, &t); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	out, err := write(&t)
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	return os.WriteFile(args[1], out, 0o644)
}

// country is a country of the map: its code and its rings, each a list of arcs.
type country struct {
	code  string
	rings [][]int
}

func write(t *topology) ([]byte, error) {
	arcs := make([][]point, len(t.Arcs))
	for i := range arcs {
		arcs[i] = t.arc(i)
	}
	var countries []country
	for _, g := range t.Objects.Countries.Geometries {
		c, err := g.country()
		if err != nil {
			return nil, err
		}
		c.rings = large(c.rings, arcs)
		countries = append(countries, c)
	}
	slices.SortStableFunc(countries, func(a, b country) int { return cmp.Compare(a.code, b.code) })
	return encode(countries, arcs), nil
}

// point is a place in degrees, or on the grid.
type point struct{ x, y float64 }

// arc is one line of the file in degrees, without a jump at the date line.
func (t *topology) arc(i int) []point {
	out := make([]point, 0, len(t.Arcs[i]))
	x, y := 0.0, 0.0
	for n, p := range t.Arcs[i] {
		x, y = x+p[0], y+p[1]
		q := point{x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1]}
		if n > 0 {
			q.x += 360 * math.Round((out[n-1].x-q.x)/360)
		}
		out = append(out, q)
	}
	return out
}

func (g *geometry) country() (country, error) {
	c := country{code: codes[g.Properties.Name]}
	if n, err := strconv.Atoi(g.ID); err == nil {
		region, err := language.EncodeM49(n)
		if err != nil {
			return c, fmt.Errorf("%s has the number %s, which is none: %w", g.Properties.Name, g.ID, err)
		}
		c.code = region.ISO3()
	}
	var polygons [][][]int
	var err error
	switch g.Type {
	case "Polygon":
		polygons = make([][][]int, 1)
		err = json.Unmarshal(g.Arcs, &polygons[0])
	case "MultiPolygon":
		err = json.Unmarshal(g.Arcs, &polygons)
	default:
		err = fmt.Errorf("unknown type %s", g.Type)
	}
	if err != nil {
		return c, fmt.Errorf("%s: %w", g.Properties.Name, err)
	}
	c.rings = slices.Concat(polygons...)
	return c, nil
}

// large leaves out small rings, but not the largest.
func large(rings [][]int, arcs [][]point) [][]int {
	size := func(r []int) float64 { return area(r, arcs) }
	most := 0.0
	for _, r := range rings {
		most = max(most, size(r))
	}
	return slices.DeleteFunc(slices.Clone(rings), func(r []int) bool { return size(r) < leastIsle && size(r) < most })
}

// area is the size of a ring in square degrees of the equator.
func area(ring []int, arcs [][]point) float64 {
	sum, last, first := 0.0, point{}, true
	for _, ref := range ring {
		for _, p := range directed(ref, arcs) {
			if !first {
				sum += (last.x*p.y - p.x*last.y) * math.Cos(p.y*math.Pi/180)
			}
			last, first = p, false
		}
	}
	return math.Abs(sum) / 2
}

// directed is an arc as a ring refers to it: ^i is arc i backwards.
func directed(ref int, arcs [][]point) []point {
	if ref >= 0 {
		return arcs[ref]
	}
	out := slices.Clone(arcs[^ref])
	slices.Reverse(out)
	return out
}

// encode writes the arcs that are used and then the countries. All numbers are varints.
func encode(countries []country, arcs [][]point) []byte {
	number := map[int]int{}
	var used []int
	for _, c := range countries {
		for _, ref := range slices.Concat(c.rings...) {
			i := max(ref, ^ref)
			if _, ok := number[i]; !ok {
				number[i] = len(used)
				used = append(used, i)
			}
		}
	}
	out := binary.AppendUvarint([]byte("DWM1"), uint64(len(used)))
	for _, i := range used {
		out = appendArc(out, simple(arcs[i]))
	}
	out = binary.AppendUvarint(out, uint64(len(countries)))
	for _, c := range countries {
		out = append(out, fmt.Sprintf("%-3s", c.code)...)
		out = binary.AppendUvarint(out, uint64(len(c.rings)))
		for _, r := range c.rings {
			out = binary.AppendUvarint(out, uint64(len(r)))
			for _, ref := range r {
				n := number[max(ref, ^ref)]
				if ref < 0 {
					n = ^n
				}
				out = binary.AppendVarint(out, int64(n))
			}
		}
	}
	return out
}

func appendArc(out []byte, arc []point) []byte {
	out = binary.AppendUvarint(out, uint64(len(arc)))
	x, y := int64(0), int64(0)
	for _, p := range arc {
		nx, ny := int64(math.Round(p.x*perDegree)), int64(math.Round(p.y*perDegree))
		out = binary.AppendVarint(binary.AppendVarint(out, nx-x), ny-y)
		x, y = nx, ny
	}
	return out
}

// simple leaves out the points of a line that it hardly bends at (Douglas and Peucker). Its ends stay, for other lines
// begin there.
func simple(arc []point) []point {
	keep := make([]bool, len(arc))
	keep[0], keep[len(arc)-1] = true, true
	var split func(a, b int)
	split = func(a, b int) {
		far, most := -1, leastBend
		for i := a + 1; i < b; i++ {
			if d := distance(arc[i], arc[a], arc[b]); d > most {
				far, most = i, d
			}
		}
		if far >= 0 {
			keep[far] = true
			split(a, far)
			split(far, b)
		}
	}
	split(0, len(arc)-1)
	var out []point
	for i, p := range arc {
		if keep[i] {
			out = append(out, p)
		}
	}
	return out
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
