// Package stix writes the record as a bundle of STIX 2.1: a story as a report, an entry as a note that any program can
// show and that carries the coded event in an extension, who takes part as identities, places as locations, and where
// reports differ as notes. Everything has a TLP 2.0 marking.
//
// Ids are made of what they name (UUID version 5), so that a second export brings newer versions of the same objects
// and not the same things again. STIX is made for threats; here it carries what was published, and says so.
package stix

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

// Format is STIX 2.1.
func Format() format.Format {
	return format.Format{
		Name: "stix", Extension: ".stix.json", MediaType: "application/stix+json;version=2.1",
		About: "STIX 2.1 bundle: stories as reports, entries as notes with an extension, identities, locations, TLP", Stories: true, Marks: true,
		Writer: format.WriterFunc(write),
	}
}

type exporter struct {
	ctx    context.Context
	opt    format.Options
	docs   *format.Reports
	list   *kit.List
	cast   kit.Cast
	places map[string]bool // ids of locations that were written
	lost   format.Drops
}

func write(ctx context.Context, src format.Source, opt format.Options, w io.Writer) (format.Dropped, error) {
	head, err := kit.Marshal(map[string]string{"id": objectID("bundle", "export "+opt.Now.UTC().Format(stamp)), "type": "bundle"}, false)
	if err != nil {
		return nil, err
	}
	x := &exporter{
		ctx: ctx, opt: opt, docs: format.NewReports(src), places: map[string]bool{},
		list: kit.NewList(w, strings.TrimSuffix(string(head), "}")+`,"objects":[`, false),
	}
	if err := x.put(dragoman(), marking(opt.TLP), extension()); err != nil {
		return nil, err
	}
	for s, err := range src.Stories(ctx, opt.Filter) {
		if err != nil {
			return nil, err
		}
		if err := x.story(s); err != nil {
			return nil, err
		}
	}
	for key, m := range x.cast.Members(ctx, src) {
		if m.Err != nil {
			return nil, m.Err
		}
		if err := x.put(x.identity(key, &m.Entity)); err != nil {
			return nil, err
		}
	}
	return x.lost.List(), x.list.Close("\n]}\n")
}

func (x *exporter) put(objects ...*object) error {
	for _, o := range objects {
		if err := x.list.Add(o); err != nil {
			return err
		}
	}
	return nil
}

// story writes the notes of a story, and then the report that holds them together.
func (x *exporter) story(s *news.Story) error {
	docs, err := kit.Load(x.ctx, x.docs, s.Reports)
	if err != nil {
		return err
	}
	title, lang := kit.Title(s)
	created, dated := earliest(docs)
	if !dated || created.After(x.opt.Now) {
		created = x.opt.Now
	}
	r := x.object("report", "story "+s.ID, created)
	r.Name, r.Lang, r.Published = title, language(lang), r.Created
	r.References = x.references(docs)
	for i := range s.Entries {
		if len(kit.Narrow(x.opt, s.Entries[i:i+1])) == 0 {
			continue
		}
		refs, err := x.entry(s, &s.Entries[i], r)
		if err != nil {
			return err
		}
		r.refer(refs...)
	}
	for i, d := range s.Differences {
		n, err := x.difference(s, i, d, r)
		if err != nil {
			return err
		}
		r.refer(n.ID)
	}
	if len(r.Refs) == 0 { // a report has to be of something
		r.refer(dragoman().ID)
	}
	x.dropped(s, docs)
	return x.put(r)
}

func (x *exporter) dropped(s *news.Story, docs []*news.Document) {
	x.lost.AddN("titles", "a report has one name", len(s.Titles)-1)
	for _, doc := range docs {
		x.lost.Add("reports.text", "a published report is referred to, not carried")
		x.lost.AddN("quotes", "there is no object for words that somebody said", len(doc.Quotes))
		x.lost.AddN("mentions", "there is no object for who is named where", len(doc.Mentions))
	}
}

// earliest is when the first report was published.
func earliest(docs []*news.Document) (time.Time, bool) {
	var first time.Time
	for _, doc := range docs {
		if at, ok := kit.Stamp(doc.Published); ok && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first, !first.IsZero()
}

// references name the published reports, those that were withdrawn as such.
func (x *exporter) references(docs []*news.Document) []reference {
	var out []reference
	for _, doc := range docs {
		about := kit.ReportTitle(doc)
		switch {
		case doc.Withdrawn:
			about = "withdrawn: " + about
		case doc.CopyOf != "":
			about = "copy: " + about
		}
		out = append(out, reference{
			Source: cmp.Or(kit.Publisher(doc), "unnamed outlet"), About: about, URL: kit.ReportURI(x.opt, &doc.Report), ID: kit.Line(doc.ID),
		})
	}
	return out
}

// entry writes the note of an entry and its places, and returns the ids of all that it is about, its own first.
func (x *exporter) entry(s *news.Story, e *news.Entry, r *object) ([]string, error) {
	words, err := kit.Evidence(x.ctx, x.docs, e.Evidence)
	if err != nil {
		return nil, err
	}
	n := x.object("note", "entry "+e.ID, created(r))
	n.Abstract, n.Content, n.Lang = kit.Sentence(e), content(e, words), "en"
	n.Labels = []string{string(e.Type), string(e.Status)}
	var reports []*news.Document
	for _, w := range words {
		if !slices.Contains(reports, w.Report) {
			reports = append(reports, w.Report)
		}
	}
	n.References = x.references(reports)
	ev := &coded{
		Extension: "property-extension", Type: string(e.Type), Mode: kit.Line(e.Mode), Status: string(e.Status),
		Actors: x.parties(e.Actors), Recipients: x.parties(e.Recipients), Dates: dates(e), Entry: e.ID, Story: s.ID,
	}
	x.lost.AddN("evidence.start", "the words stand in the note, not where they begin and end", len(words))
	for _, w := range words {
		ev.Evidence = append(ev.Evidence, evidence{kit.Line(w.Report.ID), w.Text, language(w.Report.Lang)})
	}
	for _, p := range slices.Concat(ev.Actors, ev.Recipients) {
		n.refer(p.Ref)
	}
	if err := x.locate(e, ev, n); err != nil {
		return nil, err
	}
	if len(n.Refs) == 0 { // a note has to be about something
		n.refer(r.ID)
	}
	n.Extensions = map[string]any{extensionID: ev}
	refs := []string{n.ID}
	for _, id := range n.Refs {
		if id != r.ID {
			refs = append(refs, id)
		}
	}
	return refs, x.put(n)
}

// created is when an object was, for those that are part of it.
func created(o *object) time.Time {
	t, err := time.Parse(stamp, o.Created)
	if err != nil {
		return beginning // not reached: the stamp is ours
	}
	return t
}

// content tells an entry to people: what, and the words with who wrote them.
func content(e *news.Entry, words []kit.Words) string {
	lines := []string{kit.Sentence(e)}
	for _, w := range words {
		lines = append(lines, w.Quoted())
	}
	return strings.Join(lines, "\n")
}

func (x *exporter) parties(in []news.EntryParty) []party {
	var out []party
	for _, p := range in {
		if key := x.cast.Party(p.Party); key != "" {
			out = append(out, party{identityID(key), kit.Line(p.Name), p.Reports})
		}
	}
	return out
}

// locate writes the places of an entry, those that STIX can hold: it wants a country or a point of each.
func (x *exporter) locate(e *news.Entry, ev *coded, n *object) error {
	places := e.Places
	if len(places) == 0 && e.Location != nil {
		places = []news.EntryPlace{{Location: *e.Location}}
	}
	for i := range places {
		l := &places[i]
		p := place{Name: kit.Line(l.Name), Country: l.Country, Precision: l.Precision, Reports: l.Reports}
		if o := x.location(&l.Location); o != nil {
			p.Ref = o.ID
			n.refer(o.ID)
			if !x.places[o.ID] {
				x.places[o.ID] = true
				if err := x.put(o); err != nil {
					return err
				}
			}
		} else {
			x.lost.Add("place", "a location has a country or a point: what has neither stands in the note alone")
		}
		ev.Places = append(ev.Places, p)
	}
	return nil
}

// location is a place as an object, nil for one that has neither country nor point.
func (x *exporter) location(l *news.Location) *object {
	country := kit.Alpha2(l.Country)
	point := l.HasPoint && math.Abs(l.Lat) <= 90 && math.Abs(l.Lon) <= 180
	if country == "" && !point {
		return nil
	}
	name := kit.Line(l.Name)
	key := name + "\x00" + l.Country + "\x00" + l.Precision
	o := x.object("location", "", beginning)
	o.Name, o.Country = name, country
	switch l.Precision {
	case news.AtCity:
		o.City = name
	case news.AtRegion:
		o.Area = name
	}
	if point {
		o.Latitude, o.Longitude = &l.Lat, &l.Lon
		key += "\x00" + degrees(l.Lat) + "\x00" + degrees(l.Lon)
	}
	o.ID = objectID("location", key)
	return o
}

// difference writes a note on what reports do not agree on, each value with who gives it.
func (x *exporter) difference(s *news.Story, i int, d news.Difference, r *object) (*object, error) {
	n := x.object("note", "difference "+s.ID+"\x00"+kit.Line(d.Attribute)+"\x00"+strconv.Itoa(i), created(r))
	n.Abstract, n.Lang, n.Labels = "Reports differ: "+kit.Line(d.Attribute), "en", []string{"difference"}
	lines := []string{n.Abstract}
	for _, v := range d.Values {
		docs, err := kit.Load(x.ctx, x.docs, v.Reports)
		if err != nil {
			return nil, err
		}
		var who []string
		for _, doc := range docs {
			who = append(who, cmp.Or(kit.Publisher(doc), doc.ID))
		}
		lines = append(lines, kit.Line(v.Value)+": "+strings.Join(who, ", "))
		x.lost.AddN("differences.evidence", "a note is text: it names no place in another text", len(v.Evidence))
	}
	n.Content = strings.Join(lines, "\n")
	n.refer(r.ID)
	if d.Entry >= 0 && d.Entry < len(s.Entries) && len(kit.Narrow(x.opt, s.Entries[d.Entry:d.Entry+1])) > 0 {
		n.refer(objectID("note", "entry "+s.Entries[d.Entry].ID))
	}
	return n, x.put(n)
}
