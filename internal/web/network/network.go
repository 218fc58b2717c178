// Package network draws whom somebody met as SVG: them in the middle, those whom they met around them, nearest the one they met most,
// each group (a country) in a slice of its own. The picture depends on nothing but what is asked for, so it is the same
// today and tomorrow, and somebody more changes it little. It stays readable with two hundred: names are written as long as there is
// room for them, the strongest first; the rest show theirs when pointed at. Who does not see it reads the caller's list.
//
// Classes for a style sheet: graph, graph-tie (between the middle and another), graph-side (between two others), graph-name,
// graph-group (the name of a slice), graph-slice, graph-node and with it the kind of the node.
package network

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/web/svg"
)

// Node is somebody.
type Node struct {
	ID     string // by which links name them
	Name   string
	Lang   string // of the name, "" where it is that of the page
	Kind   string // "person", "organisation", "country", "place": their shape and class
	Group  string // the slice that they are in, in words; "" for that of all who have none
	Weight int    // how often they met
	Href   string // a path of ours, "" for none
	Note   string // what is shown behind the name when somebody points at them
}

// Link says that two of those around the middle met as well, how often.
type Link struct {
	A, B   string
	Weight int
}

// Options say what a graph is called and how large it is drawn.
type Options struct {
	ID            string // begins the ids of the graph's own parts
	Title, Desc   string // for those who do not see it
	Rest          string // name of the slice of small groups and of those without one
	Width, Height int    // 880 by what the number of nodes needs, 640 at most, when 0
}

const (
	letters    = 13.0
	mostGroups = 10  // slices with a name of their own
	mostSides  = 250 // links between others that are drawn
	mostLetter = 30  // characters of a name
	strong     = 24  // of the others have their names written if there is any room
)

// SVG draws the graph. Nodes that occur twice or have no name, and links between whom is not there, are left out.
func SVG(middle Node, nodes []Node, links []Link, o Options) template.HTML {
	nodes = drawable(nodes, middle.ID)
	if o.Width <= 0 || o.Height <= 0 {
		o.Width, o.Height = 880, heightFor(len(nodes))
	}
	d := &drawing{w: float64(o.Width), h: float64(o.Height)}
	slices, placed := arrange(nodes, o.Rest, d.w, d.h)
	d.head(o)
	d.slices(slices)
	d.sides(placed, links)
	d.nodes(middle, placed)
	d.names(middle, placed, slices)
	d.put("</svg>")
	return template.HTML(d.sb.String()) // texts were escaped where they were written
}

func heightFor(nodes int) int {
	switch {
	case nodes < 4:
		return 260
	case nodes < 13:
		return 420
	case nodes < 60:
		return 540
	}
	return 640
}

// drawable sorts the nodes: those who met most first, ties by name and id.
func drawable(nodes []Node, middle string) []Node {
	seen := map[string]bool{middle: true}
	out := slices.DeleteFunc(slices.Clone(nodes), func(n Node) bool {
		twice := seen[n.ID]
		seen[n.ID] = true
		return twice || n.Name == ""
	})
	slices.SortStableFunc(out, func(a, b Node) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// drawing is a graph as it is written.
type drawing struct {
	sb   strings.Builder
	w, h float64
}

func (d *drawing) put(parts ...string) {
	for _, p := range parts {
		d.sb.WriteString(p)
	}
}

func (d *drawing) head(o Options) {
	id, w, h := svg.Text(o.ID), svg.Number(d.w), svg.Number(d.h)
	d.put(`<svg class="graph" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 `, w, " ", h, `" width="`, w, `" height="`, h,
		`" direction="ltr" role="group" aria-labelledby="`, id, `-title" aria-describedby="`, id, `-desc"><title id="`, id, `-title">`, svg.Text(o.Title),
		`</title><desc id="`, id, `-desc">`, svg.Text(o.Desc), `</desc>`)
}

// slices draws the border lines between slices.
func (d *drawing) slices(all []slice) {
	if len(all) < 2 {
		return
	}
	var path svg.Path
	for _, s := range all {
		from, to := d.at(s.from, 0.16), d.at(s.from, 0.98)
		path.Move(from.x, from.y)
		path.Line(to.x, to.y)
	}
	d.put(`<path class="graph-slice" d="`, path.String(), `"/>`)
}

// at is the point at an angle and a share of the way from the middle to the edge.
func (d *drawing) at(angle, far float64) point {
	x, y := reach(d.w, d.h)
	return point{d.w/2 + math.Cos(angle)*x*far, d.h/2 + math.Sin(angle)*y*far}
}

// sides draws who of the others met each other: the strongest links, bent towards the middle.
func (d *drawing) sides(placed []spot, links []Link) {
	at := map[string]point{}
	for _, p := range placed {
		at[p.ID] = p.at
	}
	links = slices.DeleteFunc(slices.Clone(links), func(l Link) bool {
		_, a := at[l.A]
		_, b := at[l.B]
		return !a || !b || l.A == l.B
	})
	slices.SortStableFunc(links, func(p, q Link) int {
		return cmp.Or(cmp.Compare(q.Weight, p.Weight), cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B))
	})
	for _, l := range links[:min(len(links), mostSides)] {
		a, b := at[l.A], at[l.B]
		bend := point{((a.x+b.x)/2 + d.w/2) / 2, ((a.y+b.y)/2 + d.h/2) / 2}
		d.put(`<path class="graph-side" d="M`, svg.Number(a.x), " ", svg.Number(a.y), "Q", svg.Number(bend.x), " ", svg.Number(bend.y), " ",
			svg.Number(b.x), " ", svg.Number(b.y), `" stroke-width="`, svg.Number(thick(l.Weight)*0.6), `"/>`)
	}
}

func thick(weight int) float64 { return min(7, 1+1.2*math.Log2(float64(max(weight, 1)))) }

// size is the radius of a node.
func size(weight int) float64 { return min(13, 4.5+1.6*math.Log2(float64(max(weight, 1)))) }

// middleSize is the radius of the node in the middle.
const middleSize = 14.0

func (d *drawing) nodes(middle Node, placed []spot) {
	centre := point{d.w / 2, d.h / 2}
	for _, p := range placed {
		d.put(`<line class="graph-tie" x1="`, svg.Number(centre.x), `" y1="`, svg.Number(centre.y), `" x2="`, svg.Number(p.at.x), `" y2="`, svg.Number(p.at.y),
			`" stroke-width="`, svg.Number(thick(p.Weight)), `"/>`)
	}
	for _, p := range slices.Backward(placed) {
		d.node(p.Node, p.at, p.r)
	}
	d.node(middle, centre, middleSize)
}

// node is a shape with its name: a circle for people, a square for organisations, a diamond for the rest. Who cannot point at
// it finds them in the list beneath, so it is no stop for the keyboard.
func (d *drawing) node(n Node, at point, r float64) {
	if n.Href != "" {
		d.put(`<a href="`, svg.Text(n.Href), `" tabindex="-1">`)
	}
	class := `class="graph-node ` + svg.Text(n.Kind) + `"`
	closing := "</circle>"
	switch n.Kind {
	case "person":
		d.put(`<circle `, class, ` cx="`, svg.Number(at.x), `" cy="`, svg.Number(at.y), `" r="`, svg.Number(r), `">`)
	case "organisation":
		r *= 0.9
		d.put(`<rect `, class, ` x="`, svg.Number(at.x-r), `" y="`, svg.Number(at.y-r), `" width="`, svg.Number(2*r), `" height="`, svg.Number(2*r), `" rx="2">`)
		closing = "</rect>"
	default:
		r *= 1.15
		var p svg.Path
		p.Move(at.x, at.y-r)
		p.Line(at.x+r, at.y)
		p.Line(at.x, at.y+r)
		p.Line(at.x-r, at.y)
		p.Close()
		d.put(`<path `, class, ` d="`, p.String(), `">`)
		closing = "</path>"
	}
	d.put(`<title>`, svg.Text(n.Name))
	if n.Note != "" {
		d.put(" · ", svg.Text(n.Note))
	}
	d.put(`</title>`, closing)
	if n.Href != "" {
		d.put(`</a>`)
	}
}

// names writes the names of the middle and the slices, and then those of the others as far as there is room: those of the strongest
// even over the dots of others, which are seen between the letters and found beside them.
func (d *drawing) names(middle Node, placed []spot, all []slice) {
	labels := &svg.Labels{Bounds: svg.Box{X0: 2, Y0: 2, X1: d.w - 2, Y1: d.h - 2}}
	strongest := min(len(placed), strong)
	take(labels, placed[:strongest])
	centre := point{d.w / 2, d.h / 2}
	take(labels, []spot{{at: centre, r: middleSize}})
	d.name(labels, "graph-name graph-middle", middle.Name, middle.Lang, centre, middleSize, 0)
	if len(all) > 1 {
		for _, s := range all {
			at := d.at((s.from+s.to)/2, 1)
			d.name(labels, "graph-group", s.name, "", at, 0, outward(at.x-centre.x))
		}
	}
	for i, p := range placed {
		if i == strongest {
			take(labels, placed[strongest:])
		}
		d.name(labels, "graph-name", p.Name, p.Lang, p.at, p.r, outward(p.at.x-centre.x))
	}
}

// take keeps names off dots.
func take(labels *svg.Labels, spots []spot) {
	for _, p := range spots {
		labels.Take(svg.Box{X0: p.at.x - p.r, Y0: p.at.y - p.r, X1: p.at.x + p.r, Y1: p.at.y + p.r})
	}
}

// outward is the side of a name that is so far to the right of the middle.
func outward(x float64) int {
	if x < 0 {
		return -1
	}
	return 1
}

func (d *drawing) name(labels *svg.Labels, class, name, lang string, at point, r float64, outward int) {
	name = svg.Short(name, mostLetter)
	at.x = min(max(at.x, 4), d.w-4)
	spot, ok := labels.Place(at.x, at.y, r, svg.Width(name, letters), letters, outward)
	if !ok {
		return
	}
	d.put(`<text class="`, class, `" aria-hidden="true" x="`, svg.Number(spot.X), `" y="`, svg.Number(spot.Y), `" text-anchor="`, spot.Anchor, `"`)
	if lang != "" {
		d.put(` lang="`, svg.Text(lang), `"`)
	}
	d.put(`>`, svg.Text(name), `</text>`)
}
