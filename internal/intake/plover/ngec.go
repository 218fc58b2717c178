package plover

import (
	"strings"

	theirs "github.com/dragoman-news/dragoman/internal/export/plover"
	"github.com/dragoman-news/dragoman/internal/intake"
	"github.com/dragoman-news/dragoman/internal/news"
)

// ngec reads a record with the fields that NGEC writes. It answers what is wrong, "" for nothing.
func ngec(o object, d *news.Document) string {
	kinds, wrong := types(o.texts("event_type"))
	if wrong != "" {
		return wrong
	}
	if day := o.text("pub_date"); day != "" {
		iv, ok := intake.Day(day)
		if !ok {
			return "pub_date is no day: " + day
		}
		d.Published = &news.Published{Interval: *iv, ReadFrom: news.ReadFromInput}
	}
	date, wrong := ngecDate(o)
	if wrong != "" {
		return wrong
	}
	status, contexts := theirs.StatusOf(o.contexts())
	attributes := o.object("attributes")
	e := news.Event{
		Mode: strings.ToLower(o.text("event_mode", "mode")), Contexts: contexts, Status: status, Date: date,
		Actors: ngecParties(attributes.objects("ACTOR")), Recipients: ngecParties(attributes.objects("RECIP")),
		Location: ngecPlace(o, attributes),
	}
	for _, t := range kinds {
		e.Type = t
		d.Events = append(d.Events, e)
	}
	d.Title, d.Source, d.URL = o.text("headline"), o.text("publisher"), o.text("url", "link")
	d.Lang = news.Undetermined
	quote(d, verbatim(o["event_text"]))
	return ""
}

// ngecDate is when it took place. Where NGEC found no date it gives that of publication and says so in date_raw: the
// event is not dated then.
func ngecDate(o object) (*news.Interval, string) {
	if note := strings.ToLower(o.text("date_raw")); strings.Contains(note, "pub date") || strings.Contains(note, "publication date") {
		return nil, ""
	}
	day := o.text("date_resolved", "date")
	if day == "" {
		return nil, ""
	}
	iv, ok := intake.Day(day)
	if !ok {
		return nil, "date is no day: " + day
	}
	return iv, ""
}

func ngecParties(in []object) []news.Party {
	var out []news.Party
	for _, o := range in {
		p := news.Party{Name: o.text("wiki", "text"), Mention: -1}
		coded(&p, o.text("country"), o.text("code_1"))
		if p.Name == "" {
			p.Name = strings.TrimSpace(o.text("country") + " " + o.text("code_1"))
		}
		if p.Name != "" {
			out = append(out, p)
		}
	}
	return out
}

// ngecPlace is the place that was resolved, else the words for it.
func ngecPlace(o, attributes object) *news.Location {
	geo := o.object("event_geolocation")
	if geo.has("geo") || geo.has("reason") {
		geo = geo.object("geo")
	}
	l := &news.Location{Name: geo.text("resolved_placename", "search_placename"), Country: strings.ToUpper(geo.text("country_code3")), Precision: theirs.PrecisionOf(geo.text("feature_code"))}
	if !intake.Alpha3(l.Country) {
		l.Country = ""
	}
	lat, ok := geo.number("lat")
	lon, ok2 := geo.number("lon")
	if ok && ok2 && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 {
		l.Lat, l.Lon, l.HasPoint = lat, lon, true
	}
	if l.Name == "" {
		if said := attributes.objects("LOC"); len(said) > 0 {
			l.Name = said[0].text("text")
		}
	}
	if l.Name == "" && l.Country == "" && !l.HasPoint {
		return nil
	}
	return l
}
