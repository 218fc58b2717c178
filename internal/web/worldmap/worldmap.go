// Package worldmap draws places on a map of the world as SVG: coasts and borders, the countries that are told of, a dot for each
// place, and as many names as fit. It is made on the server from shapes that the program carries: no tiles,
// no script, no call to anybody. What places there are and where they lead is the caller's; the list beside the map, without
// which it is no use to who cannot see it, as well.
//
// Borders are Natural Earth's, which are those on the ground; nothing is said by them of whose land it is.
//
// Classes for a style sheet: map, map-sea, map-land, map-in (a country that is told of), map-dot, map-name.
package worldmap

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/web/svg"
)

// Place is a dot.
type Place struct {
	Name     string
	Lang     string // of the name, "" where it is that of the page
	Lat, Lon float64
	Weight   int    // how much is told of it: the dot is as large
	Href     string // a path of ours, "" for none
	Note     string // what is shown behind the name when somebody points at the dot
}

// Options say what a map is called and how large it is drawn.
type Options struct {
	ID            string   // begins the ids of the map's own parts; a page that has two maps needs two
	Title, Desc   string   // for those who do not see it
	Countries     []string // ISO 3166-1 alpha-3 of those that are told of
	Width, Height int      // 720 by 400 when 0
}

const (
	letters = 13.0 // size of names
	fine    = 0.7  // pixels that a line may be off
	edge    = 4.0  // pixels beyond the map to which shapes go, so that no border runs along its edge
	mostDot = 11.0
)

// SVG draws the places. Of places without a name or outside the world nothing is drawn.
func SVG(places []Place, o Options) template.HTML {
	if o.Width <= 0 || o.Height <= 0 {
		o.Width, o.Height = 720, 400
	}
	world, err := countries()
	if err != nil {
		return "" // a test holds that the embedded shapes are whole
	}
	places = drawable(places)
	v := looking(boxes(places, o.Countries, world), float64(o.Width), float64(o.Height))
	d := &drawing{v: v}
	d.head(o)
	d.lands(world, o.Countries)
	d.dots(places)
	d.sb.WriteString("</svg>")
	return template.HTML(d.sb.String()) // texts were escaped where they were written
}

// drawable leaves out what is nowhere and sorts the rest: the heaviest first, ties by name and place.
func drawable(places []Place) []Place {
	out := slices.DeleteFunc(slices.Clone(places), func(p Place) bool {
		return p.Name == "" || !(math.Abs(p.Lat) <= 90) || !(math.Abs(p.Lon) <= 180)
	})
	slices.SortStableFunc(out, func(a, b Place) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Lat, b.Lat), cmp.Compare(a.Lon, b.Lon))
	})
	return out
}

// boxes are what the map is to hold: the places, and the largest part of each country that is told of and has none of them.
func boxes(places []Place, told []string, world []country) []box {
	var out []box
	for _, p := range places {
		out = append(out, box{p.Lon, p.Lat, p.Lon, p.Lat})
	}
	for _, c := range world {
		if c.code == "" || !slices.Contains(told, c.code) || len(c.rings) == 0 ||
			slices.ContainsFunc(places, func(p Place) bool { return c.holds(point{p.Lon, p.Lat}) }) {
			continue
		}
		largest := slices.MaxFunc(c.rings, func(a, b ring) int { return cmp.Compare(a.box.size(), b.box.size()) })
		out = append(out, largest.box)
	}
	return out
}

func (b box) size() float64 { return (b.x1 - b.x0) * (b.y1 - b.y0) }

// drawing is a map as it is written.
type drawing struct {
	sb strings.Builder
	v  view
}

func (d *drawing) put(parts ...string) {
	for _, p := range parts {
		d.sb.WriteString(p)
	}
}

func (d *drawing) head(o Options) {
	id := svg.Text(o.ID)
	w, h := svg.Number(d.v.w), svg.Number(d.v.h)
	d.put(`<svg class="map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 `, w, " ", h, `" width="`, w, `" height="`, h,
		`" direction="ltr" role="group" aria-labelledby="`, id, `-title" aria-describedby="`, id, `-desc"><title id="`, id, `-title">`, svg.Text(o.Title),
		`</title><desc id="`, id, `-desc">`, svg.Text(o.Desc), `</desc><rect class="map-sea" width="`, w, `" height="`, h, `"/>`)
}

// lands draws the countries, those that are told of over the others.
func (d *drawing) lands(world []country, told []string) {
	var land, in svg.Path
	seen := d.v.degrees(edge)
	for _, c := range world {
		path := &land
		if c.code != "" && slices.Contains(told, c.code) {
			path = &in
		}
		for _, r := range c.rings {
			for turn := -360.0; turn <= 360; turn += 360 {
				if (box{r.box.x0 + turn, r.box.y0, r.box.x1 + turn, r.box.y1}).overlaps(seen) {
					d.outline(path, r.line, turn)
				}
			}
		}
	}
	d.shape("map-land", &land)
	d.shape("map-in", &in)
}

func (d *drawing) shape(class string, path *svg.Path) {
	if s := path.String(); s != "" {
		d.put(`<path class="`, class, `" fill-rule="evenodd" d="`, s, `"/>`)
	}
}

// outline adds a closed line, as finely as the map can show it.
func (d *drawing) outline(path *svg.Path, line []vertex, turn float64) {
	coarse := fine / d.v.scale
	var shown []point
	for _, q := range line {
		if q.bend >= coarse {
			shown = append(shown, d.v.at(point{q.x + turn, q.y}))
		}
	}
	shown = clip(shown, box{-edge, -edge, d.v.w + edge, d.v.h + edge})
	if len(shown) < 3 || small(shown) {
		return
	}
	path.Move(shown[0].x, shown[0].y)
	for _, q := range shown[1:] {
		path.Line(q.x, q.y)
	}
	path.Close()
}

// small reports whether a shape is hardly more than a pixel wide and high.
func small(line []point) bool {
	b := box{line[0].x, line[0].y, line[0].x, line[0].y}
	for _, p := range line {
		b.x0, b.y0, b.x1, b.y1 = min(b.x0, p.x), min(b.y0, p.y), max(b.x1, p.x), max(b.y1, p.y)
	}
	return b.x1-b.x0 < 1.5 && b.y1-b.y0 < 1.5
}

// dots draws the places, the lightest first so that none hides under a heavier one, and then the names.
func (d *drawing) dots(places []Place) {
	labels := &svg.Labels{Bounds: svg.Box{X0: 2, Y0: 2, X1: d.v.w - 2, Y1: d.v.h - 2}}
	where, radius := make([]point, len(places)), make([]float64, len(places))
	for i, p := range places {
		q := d.v.at(point{d.v.near(p.Lon), p.Lat})
		r := min(mostDot, 3.5+math.Sqrt(float64(max(p.Weight, 1)-1)))
		where[i], radius[i] = q, r
		labels.Take(svg.Box{X0: q.x - r, Y0: q.y - r, X1: q.x + r, Y1: q.y + r})
	}
	for i, p := range slices.Backward(places) {
		d.dot(p, where[i], radius[i])
	}
	for i, p := range places {
		name := svg.Short(p.Name, 26)
		spot, ok := labels.Place(where[i].x, where[i].y, radius[i], svg.Width(name, letters), letters, 1)
		if !ok {
			continue
		}
		d.put(`<text class="map-name" aria-hidden="true" x="`, svg.Number(spot.X), `" y="`, svg.Number(spot.Y), `"`)
		if spot.Anchor != "start" {
			d.put(` text-anchor="`, spot.Anchor, `"`)
		}
		if p.Lang != "" {
			d.put(` lang="`, svg.Text(p.Lang), `"`)
		}
		d.put(`>`, svg.Text(name), `</text>`)
	}
}

// dot is a circle with its name; who cannot point at it finds the place in the list beside the map, so it is no stop for the
// keyboard.
func (d *drawing) dot(p Place, at point, r float64) {
	if p.Href != "" {
		d.put(`<a href="`, svg.Text(p.Href), `" tabindex="-1">`)
	}
	d.put(`<circle class="map-dot" cx="`, svg.Number(at.x), `" cy="`, svg.Number(at.y), `" r="`, svg.Number(r), `"><title>`, svg.Text(p.Name))
	if p.Note != "" {
		d.put(" · ", svg.Text(p.Note))
	}
	d.put(`</title></circle>`)
	if p.Href != "" {
		d.put(`</a>`)
	}
}
