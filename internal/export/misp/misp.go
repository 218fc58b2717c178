// Package misp writes stories as events of MISP's core format, in the list that a MISP server answers a search with:
// the reports as objects of the template news-media, entries as event, people as person, bodies as organization and
// places as geolocation, with references between them. Nothing is marked for detection, and an event is not published
// and stays with the organisation that takes it in, until somebody there decides otherwise.
package misp

import (
	"cmp"
	"context"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Format is MISP's core format.
func Format() format.Format {
	return format.Format{
		Name: "misp", Extension: ".misp.json", MediaType: "application/json",
		About: "MISP core format: stories as events with news-media, event, person, organization and geolocation objects", Stories: true, Marks: true,
		Writer: format.WriterFunc(write),
	}
}

type exporter struct {
	ctx  context.Context
	opt  format.Options
	docs *format.Reports
	lost format.Drops
}

func write(ctx context.Context, src format.Source, opt format.Options, w io.Writer) (format.Dropped, error) {
	x := &exporter{ctx: ctx, opt: opt, docs: format.NewReports(src)}
	list := kit.NewList(w, `{"response":[`, false)
	for s, err := range src.Stories(ctx, opt.Filter) {
		if err != nil {
			return nil, err
		}
		e, err := x.event(s)
		if err != nil {
			return nil, err
		}
		if err := list.Add(map[string]*event{"Event": e}); err != nil {
			return nil, err
		}
	}
	return x.lost.List(), list.Close("\n]}\n")
}

// building is an event while its objects are gathered; parties and places are one object each.
type building struct {
	*exporter
	*event
	story *news.Story
	at    map[string]*object
}

func (x *exporter) event(s *news.Story) (*event, error) {
	title, _ := kit.Title(s)
	b := &building{exporter: x, story: s, at: map[string]*object{}, event: &event{
		UUID: kit.UUID("misp event", s.ID), Info: title, Date: x.day(s), Threat: "4", Analysis: "2", Distribution: "0",
		Timestamp: seconds(x.opt.Now), Orgc: maker, Attributes: []attribute{},
		Tags: []tag{{"tlp:" + string(cmp.Or(x.opt.TLP, format.Clear))}, {`osint:source-type="press-article"`}},
	}}
	if page := kit.URI(format.Page(x.opt.Base, "stories", s.ID)); page != "" {
		b.Attributes = append(b.Attributes, b.attribute("story", "link", "", page))
	}
	docs, err := kit.Load(x.ctx, x.docs, s.Reports)
	if err != nil {
		return nil, err
	}
	for _, doc := range docs {
		b.report(doc)
	}
	for _, e := range kit.Narrow(x.opt, s.Entries) {
		if err := b.entry(e); err != nil {
			return nil, err
		}
	}
	for i, d := range s.Differences {
		if err := b.difference(i, d); err != nil {
			return nil, err
		}
	}
	x.lost.AddN("titles", "an event has one title", len(s.Titles)-1)
	return b.event, nil
}

// day is the day of an event: the first that is told, else that of the export, for it must have one.
func (x *exporter) day(s *news.Story) string {
	if _, err := time.Parse(time.DateOnly, s.From); err == nil {
		return s.From
	}
	x.lost.Add("from", "an event has a day: that of an undated story is the day of the export")
	return x.opt.Now.UTC().Format(time.DateOnly)
}

// report is a published report as an object.
func (b *building) report(doc *news.Document) {
	o := b.object(newsMedia, "report "+doc.ID, "")
	switch {
	case doc.Withdrawn:
		o.Comment = "withdrawn"
	case doc.CopyOf != "":
		o.Comment = "copy"
	}
	b.set(o, "source", "text", kit.Publisher(doc))
	b.set(o, "title", "text", kit.ReportTitle(doc))
	b.set(o, "link", "link", kit.URI(doc.URL))
	b.set(o, "content", "text", kit.Clean(doc.Text))
	b.lost.Add("lang", "a report has no language")
	if doc.Published != nil {
		o.FirstSeen = day(doc.Published)
	}
	b.lost.AddN("quotes", "there is no object for words that somebody said", len(doc.Quotes))
	b.lost.AddN("mentions", "there is no object for who is named where", len(doc.Mentions))
}

// day is when a report was published, for those fields that take nothing else than a full time.
func day(p *news.Published) string {
	if at, ok := kit.Stamp(p); ok {
		return at.Format("2006-01-02T15:04:05.000000+00:00")
	}
	return ""
}

// entry is a coded event as an object, with who takes part and where.
func (b *building) entry(e *news.Entry) error {
	words, err := kit.Evidence(b.ctx, b.docs, e.Evidence)
	if err != nil {
		return err
	}
	o := b.object(happening, "entry "+e.ID, "")
	b.set(o, "name", "text", kit.Sentence(e))
	b.set(o, "status", "text", statuses[e.Status])
	b.set(o, "event_type", "text", string(e.Type))
	b.set(o, "event_type", "text", kit.Line(e.Mode))
	lines := make([]string, 0, len(words))
	for _, w := range words {
		lines = append(lines, w.Quoted())
		b.refer(o, "reported", b.at["report "+w.Report.ID], "documented-by")
	}
	b.set(o, "description", "text", strings.Join(lines, "\n"))
	b.lost.AddN("evidence.start", "the words stand in the description, not where they begin and end", len(words))
	if e.Date != nil {
		b.when(o, *e.Date)
	}
	for _, p := range e.Actors {
		b.refer(o, "actor", b.party(p.Party), "performed-by")
	}
	for _, p := range e.Recipients {
		b.refer(o, "recipient", b.party(p.Party), "affects")
	}
	b.refer(o, "place", b.place(e.Location), "located-at")
	b.lost.AddN("dates", "an event has one time", len(e.Dates)-1)
	b.lost.AddN("places", "an event has one place", len(e.Places)-1)
	return nil
}

// statuses are MISP's words. What somebody denies did not happen as far as they say, and has not been settled; the name of
// the event says so.
var statuses = map[news.Status]string{
	news.Occurred: "occurred", news.Background: "occurred", news.Planned: "pending", news.CalledFor: "undetermined", news.Denied: "undetermined",
}

// fidelity is what MISP calls the precision of a time.
var fidelity = map[news.Precision]string{
	news.Second: "second", news.Minute: "minute", news.Hour: "hour", news.PartOfDay: "day", news.Day: "day", news.Month: "month", news.Year: "year",
}

func (b *building) when(o *object, iv news.Interval) {
	known := fidelity[iv.Precision]
	if known == "" { // a week, a season: days that are given as such
		known = "day"
	}
	b.set(o, "start_time", "datetime", at(iv, iv.From))
	b.set(o, "start_time_fidelity", "text", known)
	b.set(o, "end_time", "datetime", at(iv, iv.To))
	b.set(o, "end_time_fidelity", "text", known)
}

// at is a time in full, as attributes of times are; how much of it is known stands beside it. Where nobody states a zone
// none is written.
func at(iv news.Interval, end time.Time) string {
	if kit.Instant(iv) {
		return end.UTC().Format(time.RFC3339)
	}
	return end.Format("2006-01-02T15:04:05")
}

// party is who takes part, as one object of the event however often they do. nil for one without a name.
func (b *building) party(p news.Party) *object {
	name := kit.Line(p.Name)
	if name == "" {
		return nil
	}
	key := "party " + kit.Key(p.Entity, p.Kind, p.Name)
	if o := b.at[key]; o != nil {
		return o
	}
	if p.Kind == news.Person {
		o := b.object(person, key, p.Entity)
		b.set(o, "full-name", "full-name", name)
		b.set(o, "nationality", "nationality", kit.Alpha2(p.Country))
		return o
	}
	o := b.object(organization, key, p.Entity)
	b.set(o, "name", "text", name)
	if p.Kind == news.Country {
		b.set(o, "type-of-organization", "text", "state")
	}
	if p.Sector == "GOV" {
		b.set(o, "sector", "text", "government")
	} else if p.Sector != "" {
		b.lost.Add("sector", "MISP has other sectors")
	}
	return o
}

// place is where something happens, nil where nobody says.
func (b *building) place(l *news.Location) *object {
	name := kit.PlaceName(l)
	if name == "" {
		return nil
	}
	key := "place " + name + "\x00" + l.Precision
	if o := b.at[key]; o != nil {
		return o
	}
	o := b.object(geolocation, key, l.Precision)
	if l.HasPoint && math.Abs(l.Lat) <= 90 && math.Abs(l.Lon) <= 180 {
		b.set(o, "latitude", "float", degrees(l.Lat))
		b.set(o, "longitude", "float", degrees(l.Lon))
	}
	switch l.Precision {
	case news.AtCity:
		b.set(o, "city", "text", kit.Line(l.Name))
	case news.AtCountry:
		b.set(o, "country", "text", kit.Line(l.Name))
	default:
		b.set(o, "region", "text", kit.Line(l.Name))
	}
	b.set(o, "countrycode", "text", kit.Alpha2(l.Country))
	return o
}

func degrees(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// difference is what reports do not agree on, as a comment of the event.
func (b *building) difference(i int, d news.Difference) error {
	var values []string
	for _, v := range d.Values {
		docs, err := kit.Load(b.ctx, b.docs, v.Reports)
		if err != nil {
			return err
		}
		var who []string
		for _, doc := range docs {
			if name := cmp.Or(kit.Publisher(doc), doc.ID); !slices.Contains(who, name) {
				who = append(who, name)
			}
		}
		values = append(values, kit.Line(v.Value)+" ("+strings.Join(who, ", ")+")")
	}
	text := "Reports differ, " + kit.Line(d.Attribute) + ": " + strings.Join(values, " / ")
	b.Attributes = append(b.Attributes, b.attribute("difference "+strconv.Itoa(i), "comment", "", text))
	return nil
}
