package web

import (
	"html/template"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/web/worldmap"
)

// placed is a place of a story: the entry that it is told of first, and how many are there.
type placed struct {
	*news.Location
	first   int
	entries int
}

// drawMap draws the places of a story's happenings, whatever their status, and lists them; "" where there is none that can be drawn. The
// list has the same places for those who do not see the drawing, with links to what happened there.
func (p *storyPage) drawMap() template.HTML {
	var places []worldmap.Place
	var told []string
	var rows []placed
	for i := range p.Story.Entries {
		l := p.Story.Entries[i].Location
		if l == nil || l.Name == "" {
			continue
		}
		if n := slices.IndexFunc(rows, func(r placed) bool { return r.Name == l.Name && r.Country == l.Country }); n >= 0 {
			rows[n].entries++
			continue
		}
		switch {
		case l.Precision == news.AtCountry && l.Country != "":
			told = append(told, l.Country)
		case l.HasPoint: // drawn when all are counted
		default:
			continue
		}
		rows = append(rows, placed{l, i, 1})
	}
	if len(rows) == 0 {
		return ""
	}
	for _, r := range rows {
		if r.HasPoint && r.Precision != news.AtCountry {
			places = append(places, worldmap.Place{Name: r.Name, Lat: r.Lat, Lon: r.Lon, Weight: r.entries, Href: "#" + entryAnchor(r.first)})
		}
	}
	const width, height = 480, 340
	drawn := worldmap.SVG(places, worldmap.Options{
		ID: "map", Title: p.L.T("about.mapTitle", p.Heading), Desc: p.L.T("about.mapDesc"), Countries: told, Width: width, Height: height,
	})
	out := `<figure class="drawing small">` + drawn + `<figcaption class="quiet">` + template.HTML(template.HTMLEscapeString(p.L.T("about.borders"))) + `</figcaption></figure><ul class="placed">`
	for _, r := range rows {
		out += "<li>" + piece{p.placeName(r.Location), "#" + entryAnchor(r.first)}.HTML() + ` <span class="quiet">` +
			template.HTML(template.HTMLEscapeString(p.L.T("about.events", r.entries))) + "</span></li>" // a text of ours, escaped
	}
	return out + "</ul>"
}
