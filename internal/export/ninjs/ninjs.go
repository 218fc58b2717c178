// Package ninjs writes reports as items of IPTC's News in JSON, version 3.1, an item a line: a text item for each
// report of a story, with whom it names and which entries it tells of, and an event item for each entry that is planned.
// What it writes, `dragoman add` reads.
package ninjs

import (
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

// Format is ninjs.
func Format() format.Format {
	return format.Format{
		Name: "ninjs", Extension: ".ninjs.jsonl", MediaType: "application/jsonl",
		About: "IPTC ninjs 3.1, an item a line: reports as text items, what is planned as event items", Stories: true, Writer: format.WriterFunc(write),
	}
}

type exporter struct {
	ctx  context.Context
	opt  format.Options
	docs *format.Reports
	w    io.Writer
	lost format.Drops
}

func write(ctx context.Context, src format.Source, opt format.Options, w io.Writer) (format.Dropped, error) {
	x := &exporter{ctx: ctx, opt: opt, docs: format.NewReports(src), w: w}
	for s, err := range src.Stories(ctx, opt.Filter) {
		if err != nil {
			return nil, err
		}
		if err := x.story(s); err != nil {
			return nil, err
		}
	}
	return x.lost.List(), nil
}

func (x *exporter) story(s *news.Story) error {
	entries := kit.Narrow(x.opt, s.Entries)
	for _, id := range s.Reports {
		doc, err := x.docs.Get(x.ctx, id)
		if err != nil {
			return err
		}
		if err := x.put(x.text(s, doc, entries)); err != nil {
			return err
		}
	}
	for _, e := range entries {
		if e.Status == news.Planned {
			if err := x.put(x.event(e)); err != nil {
				return err
			}
		}
		x.lost.AddN("entries.evidence", "an event is named, not the words that tell of it", len(e.Evidence))
	}
	x.lost.AddN("differences", "an item says what it says: nothing sets it beside another", len(s.Differences))
	return nil
}

func (x *exporter) put(i *item) error {
	line, err := kit.Marshal(i, false)
	if err != nil {
		return err
	}
	_, err = x.w.Write(append(line, '\n'))
	return err
}

// text is a report as an item.
func (x *exporter) text(s *news.Story, doc *news.Document, entries []*news.Entry) *item {
	i := &item{
		Standard: standard, URI: kit.ReportID(&doc.Report), Type: "text", Representation: "full", PubStatus: "usable",
		Version: strconv.Itoa(max(1, doc.Revision)), Language: language(doc.Lang), By: by(doc.Authors),
		Headlines: []role{{Role: "main", ContentType: "text/plain", Value: kit.ReportTitle(doc)}},
		Bodies:    []role{{Role: "main", ContentType: "text/plain", Value: kit.Clean(doc.Text)}},
		AltIDs:    []altID{{"dragoman", kit.Line(doc.ID)}},
	}
	if name := kit.Publisher(doc); name != "" {
		i.Sources = []source{{Name: name, Role: "publisher", Literal: kit.Line(doc.Source)}}
	}
	if doc.Withdrawn {
		i.PubStatus = "canceled"
	}
	if at, ok := kit.Stamp(doc.Published); ok {
		i.VersionCreated = at.Format(time.RFC3339)
		if !kit.Clock(doc.Published.Interval) {
			x.lost.Add("published.precision", "a time of publication is to the second: that of a day is its beginning")
		}
	} else if doc.Published != nil {
		x.lost.Add("published", "a time of publication is to the second: a month is none")
	}
	if d := kit.Line(doc.Description); d != "" {
		i.Descriptions = []role{{Role: "summary", ContentType: "text/plain", Value: d}}
	}
	if page := kit.URI(format.Page(x.opt.Base, "reports", doc.ID)); page != "" {
		i.Renditions = []rendition{{Name: "dragoman", Href: page, ContentType: "text/html"}}
	}
	x.named(i, doc)
	i.tells(s, doc, entries)
	x.lost.AddN("quotes", "there is no place for words that somebody said", len(doc.Quotes))
	x.lost.AddN("dates", "there is no place for the dates that a text names", len(doc.Dates))
	if doc.CopyOf != "" {
		i.AltIDs = append(i.AltIDs, altID{"copyOf", kit.Line(doc.CopyOf)})
	}
	return i
}

func by(authors []string) string {
	var names []string
	for _, a := range authors {
		if a = kit.Line(a); a != "" {
			names = append(names, a)
		}
	}
	return strings.Join(names, ", ")
}

func language(l news.Lang) string {
	if l == news.Undetermined {
		return ""
	}
	return string(l)
}

// named puts in whom and what a report names, each once; where it does so has no place.
func (x *exporter) named(i *item, doc *news.Document) {
	seen := map[string]bool{}
	for _, m := range doc.Mentions {
		n := concept{Name: kit.Line(m.Name), Rel: "mentions", URI: kit.EntityURI(m.Entity), Literal: kit.Line(m.Entity)}
		key := kit.Key(m.Entity, m.Kind, m.Name)
		x.lost.Add("mentions.start", "a mention has no place in the text")
		if n.Name == "" || seen[key] {
			continue
		}
		seen[key] = true
		switch m.Kind {
		case news.Person:
			i.People = append(i.People, n)
		case news.Organisation:
			i.Organisations = append(i.Organisations, n)
		case news.Place, news.Country:
			i.Places = append(i.Places, n)
		case news.EventName:
			i.Events = append(i.Events, happening{Name: n.Name, Rel: n.Rel, URI: n.URI, Literal: n.Literal})
		}
	}
}

// tells puts in the story of a report and the entries that it tells of.
func (i *item) tells(s *news.Story, doc *news.Document, entries []*news.Entry) {
	title, _ := kit.Title(s)
	i.Events = append(i.Events, happening{ID: s.ID, Name: title, Rel: "story", URI: kit.URN("story", s.ID)})
	for _, e := range entries {
		if !slices.ContainsFunc(e.Evidence, func(v news.ReportSpan) bool { return v.Report == doc.ID }) {
			continue
		}
		i.Events = append(i.Events, happening{ID: e.ID, Name: kit.Sentence(e), Rel: "about", URI: kit.URN("entry", e.ID)})
		for _, s := range []string{string(e.Type), kit.Line(e.Mode)} {
			if s != "" && !slices.ContainsFunc(i.Subjects, func(c concept) bool { return c.Literal == s }) {
				i.Subjects = append(i.Subjects, concept{Name: s, Rel: "about", Literal: s})
			}
		}
	}
}

// event is what is planned as an item of its own.
func (x *exporter) event(e *news.Entry) *item {
	i := &item{
		Standard: standard, URI: kit.URN("entry", e.ID), Type: "event", PubStatus: "usable", Title: kit.Sentence(e),
		AltIDs: []altID{{"dragoman", e.ID}},
	}
	if e.Date != nil {
		i.Event = &details{Dates: when(*e.Date)}
	} else {
		x.lost.Add("entries.date", "no report says when it is to be")
	}
	for _, p := range slices.Concat(e.Actors, e.Recipients) {
		c := concept{Name: kit.Line(p.Name), Rel: "participant", URI: kit.EntityURI(p.Entity), Literal: kit.Line(p.Entity)}
		if p.Kind == news.Person {
			i.People = append(i.People, c)
		} else {
			i.Organisations = append(i.Organisations, c)
		}
	}
	if l := e.Location; l != nil {
		c := concept{Name: kit.PlaceName(l), Rel: "location"}
		if l.HasPoint && math.Abs(l.Lat) <= 90 && math.Abs(l.Lon) <= 180 {
			c.GeoJSON = &point{"Point", [2]float64{l.Lon, l.Lat}}
		}
		i.Places = []concept{c}
	}
	for _, s := range []string{string(e.Type), kit.Line(e.Mode)} {
		if s != "" {
			i.Subjects = append(i.Subjects, concept{Name: s, Rel: "about", Literal: s})
		}
	}
	return i
}

// when writes a date as long as it is known. A clock in nobody's zone is written without one, which the standard allows.
func when(iv news.Interval) dates {
	if kit.Instant(iv) {
		return dates{Start: kit.Truncated(iv, iv.From), End: kit.Truncated(iv, iv.To)}
	}
	return dates{ExpectedStart: kit.Truncated(iv, iv.From), ExpectedEnd: kit.Truncated(iv, iv.To)}
}
