package entity

import (
	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
)

// PlaceNamed returns the place or country that a name means by itself, the likeliest where several have it, or
// that of an id; with its id.
func (f *Finder) PlaceNamed(name string) (id string, at news.Location, ok bool) {
	base := f.t.known().kb
	if base == nil {
		return "", at, false
	}
	if e, ok := base.ByID(name); ok && isPlace(e) {
		return e.ID, located(base, e), true
	}
	for _, hit := range base.Find(name) {
		if hit.Use == kb.Adjective || hit.Use == kb.Seat {
			continue
		}
		if e, ok := base.Entry(hit.Ref); ok && isPlace(e) {
			return e.ID, located(base, e), true
		}
	}
	return "", at, false
}

func isPlace(e kb.Entry) bool { return e.Kind == news.Place || e.Kind == news.Country }

// located is where an entry lies, as an event has it: a country has no point.
func located(base *kb.KB, e kb.Entry) news.Location {
	if e.Kind == news.Country {
		return news.Location{Name: e.Name("en"), Country: e.Country, Precision: news.AtCountry}
	}
	return news.Location{Name: e.Name("en"), Country: e.Country, Precision: precisionOf(base, e.ID), Lat: e.Lat, Lon: e.Lon, HasPoint: e.HasPoint}
}
