package web

import (
	"cmp"
	"html/template"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/web/worldmap"
)

// placeRow is a place of what the entity had a part in.
type placeRow struct {
	news.Location
	From, To string // ISO dates of the first and last, "" where none is dated
	Entries  int
	Stories  []string // the latest first
}

// where gathers the places of what occurred, those of most entries first, and draws them.
func (a *about) where(entries []*news.Entry) ([]placeRow, template.HTML) {
	var rows []placeRow
	for _, e := range entries {
		if e.Location == nil || e.Location.Name == "" || e.Status != news.Occurred && e.Status != news.Background {
			continue
		}
		if a.e.Kind != news.Place && a.e.Kind != news.Country && !slices.ContainsFunc(slices.Concat(e.Actors, e.Recipients), a.self) {
			continue
		}
		i := slices.IndexFunc(rows, func(r placeRow) bool { return r.Name == e.Location.Name && r.Country == e.Location.Country })
		if i < 0 {
			i = len(rows)
			rows = append(rows, placeRow{Location: *e.Location})
		}
		rows[i].add(e)
	}
	slices.SortStableFunc(rows, func(x, y placeRow) int {
		return cmp.Or(cmp.Compare(y.Entries, x.Entries), cmp.Compare(x.Name, y.Name), cmp.Compare(x.Country, y.Country))
	})
	return rows, a.drawMap(rows)
}

func (r *placeRow) add(e *news.Entry) {
	r.Entries++
	if !r.HasPoint && e.Location.HasPoint {
		r.Lat, r.Lon, r.HasPoint = e.Location.Lat, e.Location.Lon, true
	}
	if !slices.Contains(r.Stories, e.Story) {
		r.Stories = append(r.Stories, e.Story)
	}
	if e.Date != nil {
		from, to := isoDay(e.Date.From), isoDay(e.Date.To)
		if r.From == "" || from < r.From {
			r.From = from
		}
		r.To = max(r.To, to)
	}
}

// drawMap draws the places, and the entity itself where it is one. Countries are shaded that are named as a place, or that the page is
// about.
func (a *about) drawMap(rows []placeRow) template.HTML {
	l := a.f.L
	o := worldmap.Options{ID: "map", Title: l.T("about.mapTitle", a.name()), Desc: l.T("about.mapDesc")}
	var places []worldmap.Place
	for _, r := range rows {
		switch {
		case r.HasPoint && r.Precision != news.AtCountry:
			places = append(places, worldmap.Place{
				Name: r.Name, Lat: r.Lat, Lon: r.Lon, Weight: r.Entries, Href: "#places", Note: l.T("about.events", r.Entries),
			})
		case r.Precision == news.AtCountry && r.Country != "":
			o.Countries = append(o.Countries, r.Country)
		}
	}
	if a.e.Kind == news.Country && a.e.Country != "" {
		o.Countries = append(o.Countries, a.e.Country)
	}
	if a.e.Kind == news.Place && a.known != nil && a.known.HasPoint && !slices.ContainsFunc(places, func(p worldmap.Place) bool { return p.Name == a.e.Name }) {
		places = append(places, worldmap.Place{Name: a.e.Name, Lat: a.known.Lat, Lon: a.known.Lon})
	}
	if len(places) == 0 && len(o.Countries) == 0 {
		return ""
	}
	return worldmap.SVG(places, o)
}
