// Package ftm writes the record as entities of FollowTheMoney, one JSON object a line, as Aleph and OpenSanctions read
// them: reports as Article, entries as Event, who takes part as Person, Organization or PublicBody, places as Address,
// and between them Documentation (which words of which report an event rests on), UnknownLink (who did it to whom) and
// Mention (who is named where).
package ftm

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Format is FollowTheMoney.
func Format() format.Format {
	return format.Format{
		Name: "ftm", Extension: ".ftm.json", MediaType: "application/json+ftm",
		About:   "FollowTheMoney, an entity a line: articles, events, people, organisations, and what links them",
		Stories: true, Writer: format.WriterFunc(write),
	}
}

// entity is one line. A property is a list of strings.
type entity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"` // encoding/json sorts the names
}

func newEntity(schema, id string) *entity {
	return &entity{ID: id, Schema: schema, Properties: map[string][]string{}}
}

// add gives a property values, each once; those that are empty are none.
func (e *entity) add(property string, values ...string) {
	for _, v := range values {
		if v = kit.Line(v); v != "" && !slices.Contains(e.Properties[property], v) {
			e.Properties[property] = append(e.Properties[property], v)
		}
	}
}

// id is the id of something that is not Wikidata's: letters and digits alone.
func id(kind, key string) string {
	return "dm-" + kind + "-" + strings.ReplaceAll(kit.UUID("ftm "+kind, key), "-", "")
}

// whose is the id of a party: Wikidata's where it is known there, so that it is one with other people's.
func whose(key string) string { return cmp.Or(kit.Wikidata(key), id("entity", key)) }

// exporter holds what an export remembers: who takes part, and the places that were written.
type exporter struct {
	ctx  context.Context
	opt  format.Options
	docs *format.Reports
	w    io.Writer
	cast kit.Cast
	done map[string]bool // ids of places
	lost format.Drops
}

func write(ctx context.Context, src format.Source, opt format.Options, w io.Writer) (format.Dropped, error) {
	x := &exporter{ctx: ctx, opt: opt, docs: format.NewReports(src), w: w, done: map[string]bool{}}
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
		if err := x.party(key, &m.Entity); err != nil {
			return nil, err
		}
	}
	return x.lost.List(), nil
}

// put writes one entity.
func (x *exporter) put(e *entity) error {
	line, err := kit.Marshal(e, false)
	if err != nil {
		return err
	}
	_, err = x.w.Write(append(line, '\n'))
	return err
}

func (x *exporter) story(s *news.Story) error {
	docs, err := kit.Load(x.ctx, x.docs, s.Reports)
	if err != nil {
		return err
	}
	for _, doc := range docs {
		if err := x.article(doc); err != nil {
			return err
		}
	}
	for _, e := range kit.Narrow(x.opt, s.Entries) {
		if err := x.event(s, e); err != nil {
			return err
		}
	}
	x.lost.Add("story", "there is no schema of happenings that are told together; an event keeps the story's page")
	x.lost.AddN("differences", "a property holds values, not who gives which", len(s.Differences))
	return nil
}

func articleID(doc *news.Document) string { return id("article", doc.ID) }

func (x *exporter) article(doc *news.Document) error {
	a := newEntity("Article", articleID(doc))
	a.add("title", kit.ReportTitle(doc))
	a.add("fileName", doc.ID)
	a.add("mimeType", "text/plain")
	a.add("author", doc.Authors...)
	a.add("publisher", kit.Publisher(doc))
	a.add("sourceUrl", kit.URI(doc.URL))
	a.add("alephUrl", kit.URI(format.Page(x.opt.Base, "reports", doc.ID)))
	a.add("language", kit.Language3(doc.Lang))
	a.add("country", country(doc.Country))
	a.add("summary", doc.Description)
	if doc.Published != nil {
		a.add("publishedAt", date(doc.Published.Interval, doc.Published.From))
	}
	if t := kit.Clean(doc.Text); t != "" {
		a.Properties["bodyText"] = []string{t}
	}
	if doc.Withdrawn {
		a.add("keywords", "withdrawn")
	}
	if doc.CopyOf != "" {
		a.add("keywords", "copy")
	}
	for _, m := range doc.Mentions {
		if m.Kind == news.Place || m.Kind == news.Country {
			a.add("locationMentioned", m.Name)
		}
	}
	x.lost.AddN("quotes", "there is no schema of words that somebody said", len(doc.Quotes))
	x.lost.AddN("dates", "there is no property of the dates that a text names", len(doc.Dates))
	if err := x.put(a); err != nil {
		return err
	}
	return x.mentions(doc)
}

// mentions writes who is named in a report, each once. What names them there, and where, has no place.
func (x *exporter) mentions(doc *news.Document) error {
	named := map[string]*entity{}
	var order []*entity
	for _, m := range doc.Mentions {
		if m.Kind != news.Person && m.Kind != news.Organisation {
			continue
		}
		key := x.cast.Mention(m)
		if key == "" {
			continue
		}
		x.lost.Add("mentions.start", "a mention has no place in the text")
		e := named[key]
		if e == nil {
			e = newEntity("Mention", id("mention", doc.ID+"\x00"+key))
			named[key], order = e, append(order, e)
		}
		e.add("document", articleID(doc))
		e.add("name", m.Span.In(doc.Text), m.Name)
		e.add("resolved", whose(key))
		e.add("detectedSchema", schema(m.Kind, m.Sector))
		e.add("contextCountry", country(m.Country))
	}
	for _, e := range order {
		if err := x.put(e); err != nil {
			return err
		}
	}
	return nil
}

func (x *exporter) event(s *news.Story, e *news.Entry) error {
	ev := newEntity("Event", id("event", e.ID))
	ev.add("name", kit.Sentence(e))
	ev.add("recordId", e.ID)
	ev.add("keywords", string(e.Type), e.Mode, string(e.Status))
	ev.add("sourceUrl", kit.URI(format.Page(x.opt.Base, "stories", s.ID)))
	if e.Date != nil {
		from, to := date(*e.Date, e.Date.From), date(*e.Date, e.Date.To)
		if from == to {
			ev.add("date", from)
		} else {
			ev.add("startDate", from)
			ev.add("endDate", to)
		}
	}
	if err := x.place(ev, e.Location); err != nil {
		return err
	}
	x.lost.AddN("dates", "an event has one time", len(e.Dates)-1)
	x.lost.AddN("places", "an event has one place", len(e.Places)-1)
	actors, recipients := x.parties(e.Actors), x.parties(e.Recipients)
	ev.add("involved", append(slices.Clone(actors), recipients...)...)
	words, err := kit.Evidence(x.ctx, x.docs, e.Evidence)
	if err != nil {
		return err
	}
	for _, w := range words {
		ev.add("proof", articleID(w.Report))
	}
	if err := x.put(ev); err != nil {
		return err
	}
	if err := x.evidence(ev, words); err != nil {
		return err
	}
	return x.links(e, ev, actors, recipients)
}

func (x *exporter) parties(in []news.EntryParty) []string {
	var out []string
	for _, p := range in {
		if key := x.cast.Party(p.Party); key != "" && p.Kind != news.Place && p.Kind != news.EventName {
			out = append(out, whose(key))
		} else {
			x.lost.Add("actors", "who takes part in an event is a person or a body")
		}
	}
	return out
}

// place gives an event where it takes place, and the place a line of its own where a point is known.
func (x *exporter) place(ev *entity, l *news.Location) error {
	if l == nil {
		return nil
	}
	ev.add("location", address(l))
	ev.add("country", country(l.Country))
	if !l.HasPoint {
		return nil
	}
	key := strings.Join([]string{l.Name, l.Country, number(l.Lat), number(l.Lon)}, "\x00")
	a := newEntity("Address", id("place", key))
	a.add("name", l.Name)
	a.add("full", address(l))
	if l.Precision == news.AtCity {
		a.add("city", l.Name)
	}
	a.add("country", country(l.Country))
	a.add("latitude", number(l.Lat))
	a.add("longitude", number(l.Lon))
	a.add("remarks", "as exact as a "+cmp.Or(l.Precision, "place"))
	ev.add("addressEntity", a.ID)
	if x.done[a.ID] {
		return nil
	}
	x.done[a.ID] = true
	return x.put(a)
}

// address is a place on one line, its parts set off by commas alone, as FollowTheMoney keeps addresses.
func address(l *news.Location) string {
	var parts []string
	for p := range strings.FieldsFuncSeq(kit.PlaceName(l), func(r rune) bool { return r == ',' || r == ';' }) {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

// evidence says which words of which report an event rests on.
func (x *exporter) evidence(ev *entity, words []kit.Words) error {
	for i, w := range words {
		d := newEntity("Documentation", id("evidence", ev.ID+"\x00"+strconv.Itoa(i)))
		d.add("document", articleID(w.Report))
		d.add("entity", ev.ID)
		d.add("role", "evidence")
		d.add("summary", w.Text)
		if err := x.put(d); err != nil {
			return err
		}
	}
	return nil
}

// mostLinks bounds the pairs of one event: lists of names on both sides would make hundreds.
const mostLinks = 100

// links says who did it to whom. It links nobody for what was denied or only asked for: a line between two people
// says of them that it is so.
func (x *exporter) links(e *news.Entry, ev *entity, actors, recipients []string) error {
	if e.Status == news.Denied || e.Status == news.CalledFor {
		return nil
	}
	n := 0
	for _, a := range actors {
		for _, r := range recipients {
			if a == r {
				continue
			}
			if n++; n > mostLinks {
				x.lost.Add("recipients", "an event links at most a hundred pairs")
				continue
			}
			l := newEntity("UnknownLink", id("link", ev.ID+"\x00"+a+"\x00"+r))
			l.add("subject", a)
			l.add("object", r)
			l.add("role", strings.TrimSpace(string(e.Type)+" "+e.Mode))
			l.add("status", string(e.Status))
			l.add("proof", ev.Properties["proof"]...)
			for _, p := range []string{"date", "startDate", "endDate"} {
				l.add(p, ev.Properties[p]...)
			}
			if err := x.put(l); err != nil {
				return err
			}
		}
	}
	return nil
}

// Most ways to write a name, and most offices, of one entity: more are spellings that one report has.
const (
	mostNames = 50
	mostRoles = 20
)

func (x *exporter) party(key string, e *news.Entity) error {
	kind := schema(e.Kind, e.Sector)
	if kind == "" {
		return nil
	}
	p := newEntity(kind, whose(key))
	p.add("name", e.Name)
	p.add("alias", kit.OtherNames(e, mostNames)...)
	p.add("country", country(e.Country))
	p.add("wikidataId", kit.Wikidata(e.ID))
	p.add("sector", e.Sector)
	if roles := kit.Roles(e, mostRoles); kind == "Person" {
		p.add("position", roles...)
	}
	for _, r := range e.Roles {
		if r.From != "" || r.To != "" {
			x.lost.Add("roles.from", "a position has no time")
		}
	}
	return x.put(p)
}

// schema is what an entity is there, "" for what takes part in nothing.
func schema(k news.Kind, sector string) string {
	switch {
	case k == news.Person:
		return "Person"
	case k == news.Country, k == news.Organisation && sector == "GOV":
		return "PublicBody"
	case k == news.Organisation:
		return "Organization"
	}
	return ""
}

func country(alpha3 string) string { return strings.ToLower(kit.Alpha2(alpha3)) }

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// date is one end of a stretch as dates are written there: no longer than it is known, and in UTC, for they have no zone.
func date(iv news.Interval, end time.Time) string {
	if kit.Instant(iv) {
		return end.UTC().Format("2006-01-02T15:04:05")
	}
	return kit.Truncated(iv, end)
}
