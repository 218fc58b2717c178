// Package geojson writes entries as GeoJSON (RFC 7946): a point where reports say that a thing happened, with what
// they say as properties. An entry without a point is a feature without a geometry, so that no entry is lost. How
// exact a point is stands beside it: a country's is somewhere in the country.
package geojson

import (
	"context"
	"io"
	"math"
	"slices"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Format is GeoJSON.
func Format() format.Format {
	return format.Format{
		Name: "geojson", Extension: ".geojson", MediaType: "application/geo+json",
		About: "GeoJSON: entries as points on the map, those without a point as features without one", Writer: format.WriterFunc(write),
	}
}

type feature struct {
	Type       string     `json:"type"`
	ID         string     `json:"id"`
	Geometry   *point     `json:"geometry"`
	Properties properties `json:"properties"`
}

type point struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"` // longitude first
}

type properties struct {
	Label         string   `json:"label"`
	Story         string   `json:"story"`
	Page          string   `json:"url,omitempty"`
	Type          string   `json:"type"`
	Mode          string   `json:"mode"`
	Status        string   `json:"status"`
	Actors        []string `json:"actors"`
	ActorIDs      []string `json:"actor_ids"`
	Recipients    []string `json:"recipients"`
	RecipientIDs  []string `json:"recipient_ids"`
	Place         string   `json:"place"`
	Country       string   `json:"country"`
	Precision     string   `json:"precision"`
	Inferred      bool     `json:"inferred"`
	From          string   `json:"from"`
	To            string   `json:"to"`
	DatePrecision string   `json:"date_precision"`
	Reports       []string `json:"reports"`
	Sources       []string `json:"sources"`
	Languages     []string `json:"languages"`
	Words         []string `json:"words"`
	OtherPlaces   []other  `json:"other_places,omitempty"`
}

// other is a place that some reports give instead.
type other struct {
	Place   string   `json:"place"`
	Country string   `json:"country"`
	Lat     *float64 `json:"lat"`
	Lon     *float64 `json:"lon"`
	Reports []string `json:"reports"`
}

func write(ctx context.Context, src format.Source, opt format.Options, w io.Writer) (format.Dropped, error) {
	var lost format.Drops
	docs := format.NewReports(src)
	list := kit.NewList(w, `{"type":"FeatureCollection","features":[`, false)
	for e, err := range src.Entries(ctx, opt.Filter) {
		if err != nil {
			return nil, err
		}
		f, err := newFeature(ctx, docs, opt, e)
		if err != nil {
			return nil, err
		}
		if err := list.Add(f); err != nil {
			return nil, err
		}
		drop(&lost, e)
	}
	return lost.List(), list.Close("\n]}\n")
}

func newFeature(ctx context.Context, docs *format.Reports, opt format.Options, e *news.Entry) (feature, error) {
	words, err := kit.Evidence(ctx, docs, e.Evidence)
	p := properties{
		Label: kit.Sentence(e), Story: e.Story, Page: kit.URI(format.Page(opt.Base, "stories", e.Story)),
		Type: string(e.Type), Mode: kit.Line(e.Mode), Status: string(e.Status),
		Reports: []string{}, Sources: []string{}, Languages: []string{}, Words: []string{},
	}
	p.Actors, p.ActorIDs = parties(e.Actors)
	p.Recipients, p.RecipientIDs = parties(e.Recipients)
	for _, v := range words {
		p.Words = append(p.Words, v.Text)
	}
	if err == nil {
		err = p.by(ctx, docs, e)
	}
	if e.Date != nil {
		p.From, p.To, p.DatePrecision = kit.Truncated(*e.Date, e.Date.From), kit.Truncated(*e.Date, e.Date.To), string(e.Date.Precision)
	}
	f := feature{Type: "Feature", ID: e.ID}
	if l := e.Location; l != nil {
		p.Place, p.Country, p.Precision, p.Inferred = kit.Line(l.Name), l.Country, l.Precision, l.Inferred
		if onEarth(l) {
			f.Geometry = &point{"Point", [2]float64{l.Lon, l.Lat}}
		}
	}
	p.OtherPlaces = others(e)
	f.Properties = p
	return f, err
}

// by puts in who tells of an entry.
func (p *properties) by(ctx context.Context, docs *format.Reports, e *news.Entry) error {
	reports, err := kit.Load(ctx, docs, e.Voices())
	for _, doc := range reports {
		p.Reports = append(p.Reports, doc.ID)
		if name := kit.Publisher(doc); name != "" {
			p.Sources = once(p.Sources, name)
		}
		if doc.Lang != "" {
			p.Languages = once(p.Languages, string(doc.Lang))
		}
	}
	return err
}

// parties are names and, at the same places, ids; "" while nobody knows who it is.
func parties(in []news.EntryParty) (names, ids []string) {
	names, ids = []string{}, []string{}
	for _, p := range in {
		names, ids = append(names, kit.Line(p.Name)), append(ids, p.Entity)
	}
	return names, ids
}

func others(e *news.Entry) []other {
	var out []other
	for i := range e.Places {
		l := &e.Places[i]
		if e.Location != nil && l.Name == e.Location.Name && l.Country == e.Location.Country {
			continue
		}
		o := other{Place: kit.Line(l.Name), Country: l.Country, Reports: l.Reports}
		if onEarth(&l.Location) {
			o.Lat, o.Lon = &l.Lat, &l.Lon
		}
		out = append(out, o)
	}
	return out
}

// onEarth reports whether a place has a point that there is: numbers of the user's own tables may be anything.
func onEarth(l *news.Location) bool {
	return l.HasPoint && math.Abs(l.Lat) <= 90 && math.Abs(l.Lon) <= 180
}

func once(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func drop(lost *format.Drops, e *news.Entry) {
	lost.AddN("actors.country", "parties are names and ids: their country, kind and sector have no property", len(e.Actors)+len(e.Recipients))
	lost.AddN("dates", "a feature has one stretch of time", len(e.Dates)-1)
	lost.AddN("evidence", "the words stand in the properties, not where they begin and end", len(e.Evidence))
	if e.Location == nil {
		lost.Add("place", "no report says where: the feature has no geometry")
	} else if !onEarth(e.Location) {
		lost.Add("place", "of the place no point is known: the feature has no geometry")
	}
}
