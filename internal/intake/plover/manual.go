package plover

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/export"
	theirs "github.com/dragoman-news/dragoman/internal/export/plover"
	"github.com/dragoman-news/dragoman/internal/intake"
	"github.com/dragoman-news/dragoman/internal/news"
)

// manual reads a record with the fields of the manual. It answers what is wrong, "" for nothing.
func manual(o object, d *news.Document) string {
	coded, wrong := types(o.texts("event"))
	if wrong != "" {
		return wrong
	}
	own := ownOf(o)
	date, wrong := when(o, own)
	if wrong != "" {
		return wrong
	}
	status, contexts := theirs.StatusOf(o.contexts())
	if own != nil && slices.Contains(statuses, news.Status(own.Status)) {
		status = news.Status(own.Status)
	}
	e := news.Event{
		Mode: o.text("mode"), Contexts: contexts, Status: status, Date: date,
		Actors: parties(o.objects("actor", "source")), Recipients: parties(o.objects("recipient", "target")),
		Location: place(o.object("event_loc")),
	}
	if own != nil {
		refine(&e, own)
	}
	for _, t := range coded {
		e.Type = t
		d.Events = append(d.Events, e)
	}
	cite(o, d)
	return ""
}

var statuses = []news.Status{news.Occurred, news.Planned, news.CalledFor, news.Denied, news.Background}

var precisions = []news.Precision{
	news.Second, news.Minute, news.Hour, news.PartOfDay, news.Day, news.Week, news.Month, news.Season, news.Year, news.Decade, news.Range,
}

var kinds = []news.Kind{news.Person, news.Organisation, news.Place, news.Country, news.EventName}

// kind is a kind of entity, "" where it is none.
func kind(s string) news.Kind {
	if k := news.Kind(s); slices.Contains(kinds, k) {
		return k
	}
	return ""
}

func (o object) contexts() []string {
	out := slices.Concat(o.texts("context"), o.texts("contexts"))
	for i := range out {
		out[i] = strings.ToLower(out[i])
	}
	return out
}

// ownOf is what Dragoman writes beside the manual's fields, nil in other people's files.
func ownOf(o object) *theirs.Own {
	var own theirs.Own
	if !o.has("dragoman") || json.Unmarshal(o["dragoman"], &own) != nil || own.Entry.Schema != export.EntrySchema {
		return nil
	}
	return &own
}

// refine takes from Dragoman's own entry what the manual's fields say less exactly.
func refine(e *news.Event, own *theirs.Own) {
	e.Confidence = own.Confidence
	e.Actors, e.Recipients = ownParties(own.Entry.Actors), ownParties(own.Entry.Recipients)
	for _, v := range own.AccordingTo {
		e.AccordingTo = append(e.AccordingTo, news.Attribution{Name: v.Name, Kind: v.Kind})
	}
	p := own.Entry.Place
	if p == nil {
		e.Location = nil
		return
	}
	e.Location = &news.Location{Name: p.Name, Country: p.Country, Precision: p.Precision, Inferred: p.Inferred}
	if p.Lat != nil && p.Lon != nil {
		e.Location.Lat, e.Location.Lon, e.Location.HasPoint = *p.Lat, *p.Lon, true
	}
}

func ownParties(in []export.EntryParty) []news.Party {
	var out []news.Party
	for _, p := range in {
		out = append(out, news.Party{
			Name: p.Name, Entity: p.Entity, Kind: kind(p.Kind), Country: p.Country, Sector: p.Sector, Inferred: p.Inferred, Mention: -1,
		})
	}
	return out
}

func parties(in []object) []news.Party {
	var out []news.Party
	for _, o := range in {
		p := news.Party{
			Name:   o.text("identifier_text", "identifer_text", "entity_text", "actor_text"),
			Entity: o.text("identifier_id", "identifer_id", "identifier", "identifer"), Kind: kind(o.text("kind")), Mention: -1,
		}
		if at := strings.LastIndex(p.Entity, "wikidata.org/wiki/"); at >= 0 {
			p.Entity = p.Entity[at+len("wikidata.org/wiki/"):]
		}
		coded(&p, o.text("code"), o.text("sector"))
		if p.Name == "" {
			p.Name = strings.TrimSpace(o.text("code") + " " + o.text("sector"))
		}
		if p.Name != "" || p.Entity != "" {
			out = append(out, p)
		}
	}
	return out
}

func place(o object) *news.Location {
	l := &news.Location{Name: o.text("name", "asciiname"), Country: strings.ToUpper(o.text("cc3")), Precision: theirs.PrecisionOf(o.text("feature code", "feature_code"))}
	if !intake.Alpha3(l.Country) {
		l.Country = ""
	}
	lat, ok := o.number("latitude")
	lon, ok2 := o.number("longitude")
	if ok && ok2 && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 {
		l.Lat, l.Lon, l.HasPoint = lat, lon, true
	}
	if l.Name == "" && l.Country == "" && !l.HasPoint {
		return nil
	}
	return l
}

// when reads the dates: those of Dragoman's own entry, else date and time with their ends. An event that is not dated
// has none, whatever day the format made Dragoman give it.
func when(o object, own *theirs.Own) (*news.Interval, string) {
	if own != nil && own.Dated != "event" {
		return nil, ""
	}
	from := o.text("date")
	if from == "" {
		return nil, ""
	}
	iv, ok := intake.Day(from)
	if !ok {
		return nil, "date is no day: " + from
	}
	if end := o.text("enddate"); end != "" {
		to, ok := intake.Day(end)
		if !ok || to.To.Before(iv.From) {
			return nil, "enddate is no day after date: " + end
		}
		iv.To = to.To
		if own == nil && !iv.To.Equal(iv.From) {
			iv.Precision = news.Range
		}
	}
	if own != nil && slices.Contains(precisions, news.Precision(own.Precision)) {
		iv.Precision = news.Precision(own.Precision)
	}
	if at := o.text("time"); at != "" {
		if wrong := clock(iv, at, o.text("endtime")); wrong != "" {
			return nil, wrong
		}
	}
	return iv, ""
}

// clocks are the ways in which a time of the day may be written; PLOVER wants what ISO 8601 has behind a date and T.
var clocks = []struct {
	layout    string
	precision news.Precision
	floating  bool
}{
	{"15:04:05Z07:00", news.Second, false},
	{"15:04Z07:00", news.Minute, false},
	{"15Z07:00", news.Hour, false},
	{"15:04:05", news.Second, true},
	{"15:04", news.Minute, true},
	{"15", news.Hour, true},
}

func clock(iv *news.Interval, from, to string) string {
	if to == "" {
		to = from
	}
	for _, c := range clocks {
		first, err := time.Parse("2006-01-02T"+c.layout, iv.From.Format("2006-01-02T")+from)
		if err != nil {
			continue
		}
		last, err := time.Parse("2006-01-02T"+c.layout, iv.To.Format("2006-01-02T")+to)
		if err != nil || last.Before(first) {
			return "endtime is no time of the day after time: " + to
		}
		iv.From, iv.To, iv.Precision, iv.Floating = first, last, c.precision, c.floating
		return ""
	}
	return "time is no time of the day: " + from
}

// cite reads what report the record cites.
func cite(o object, d *news.Document) {
	c := o.object("cite_info")
	d.URL, d.Title, d.Source = c.text("url"), c.text("title"), c.text("publication")
	d.Lang = language(c.text("language"))
	if own := ownOf(o); own != nil {
		for _, r := range own.Cited {
			if r.Report == c.text("citation") {
				d.Published = published(r.Published)
			}
		}
	}
	pieces := verbatim(o["event_text"])
	if len(pieces) == 0 {
		pieces = verbatim(o["text"])
	}
	quote(d, pieces)
}

// verbatim are texts as they stand, with the spaces at their ends: they are words of a report.
func verbatim(raw json.RawMessage) []string {
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return slices.DeleteFunc(list, func(s string) bool { return s == "" })
	}
	var one string
	if json.Unmarshal(raw, &one) == nil && one != "" {
		return []string{one}
	}
	return nil
}

func published(s string) *news.Published {
	if len(s) > len(time.DateOnly) {
		s = s[:len(time.DateOnly)]
	}
	iv, ok := intake.Day(s)
	if !ok {
		return nil
	}
	return &news.Published{Interval: *iv, ReadFrom: news.ReadFromInput}
}

// language is a tag of two or three small letters.
func language(s string) news.Lang {
	s, _, _ = strings.Cut(strings.ToLower(s), "-")
	if len(s) < 2 || len(s) > 3 || strings.IndexFunc(s, func(r rune) bool { return r < 'a' || r > 'z' }) >= 0 {
		return news.Undetermined
	}
	return news.Lang(s)
}
