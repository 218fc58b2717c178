package jsonld

import (
	"fmt"
	"math"
	"slices"

	"github.com/dragoman-news/dragoman/internal/export/kit"
	"github.com/dragoman-news/dragoman/internal/news"
)

// entry writes an entry as an event, where it is one, and as what is claimed.
func (x *exporter) entry(e *news.Entry) error {
	words, err := kit.Evidence(x.ctx, x.docs, e.Evidence)
	if err != nil {
		return err
	}
	actors, recipients := x.parties(e.Actors), x.parties(e.Recipients)
	about := slices.Concat(actors, recipients)
	if isEvent(e.Status) {
		if err := x.list.Add(x.event(e, words, actors, recipients)); err != nil {
			return err
		}
		about = []node{ref(eventID(e))}
	}
	c := node{"@type": "Claim", "@id": kit.URN("claim", e.ID), "text": kit.Sentence(e)}
	c.set("about", about)
	c.set("keywords", keywords(e))
	c.set("appearance", appearances(words))
	return x.list.Add(c)
}

// isEvent says what is an event to those who know only events.
func isEvent(s news.Status) bool {
	return s == news.Occurred || s == news.Planned || s == news.Background
}

func eventID(e *news.Entry) string { return kit.URN("entry", e.ID) }

func (x *exporter) event(e *news.Entry, words []kit.Words, actors, recipients []node) node {
	n := node{"@type": "Event", "@id": eventID(e), "name": kit.Sentence(e)}
	n.set("identifier", e.ID)
	n.set("keywords", keywords(e))
	if e.Date != nil {
		n.set("startDate", kit.Truncated(*e.Date, e.Date.From))
		n.set("endDate", kit.Truncated(*e.Date, e.Date.To))
	}
	if e.Status == news.Planned {
		n.set("eventStatus", "https://schema.org/EventScheduled")
	}
	n.set("location", place(e.Location))
	if e.Type == news.Consult { // all of them are there
		n.set("attendee", slices.Concat(actors, recipients))
	} else {
		n.set("organizer", actors)
		n.set("about", recipients)
	}
	var of []node
	seen := map[string]bool{}
	for _, w := range words {
		if id := kit.ReportID(&w.Report.Report); !seen[id] {
			seen[id] = true
			of = append(of, ref(id))
		}
	}
	n.set("subjectOf", of)
	return n
}

// keywords are how PLOVER calls it.
func keywords(e *news.Entry) []string {
	out := []string{string(e.Type)}
	if m := kit.Line(e.Mode); m != "" {
		out = append(out, m)
	}
	return append(out, string(e.Status))
}

func (x *exporter) parties(in []news.EntryParty) []node {
	var out []node
	for _, p := range in {
		if key := x.cast.Party(p.Party); key != "" {
			out = append(out, ref(memberID(key)))
		}
	}
	return out
}

// appearances are the words that an entry rests on.
func appearances(words []kit.Words) []node {
	var out []node
	for _, w := range words {
		n := node{"@type": "Quotation", "text": w.Text, "isPartOf": ref(kit.ReportID(&w.Report.Report))}
		n.set("inLanguage", language(w.Report.Lang))
		out = append(out, n)
	}
	return out
}

func place(l *news.Location) node {
	if l == nil {
		return nil
	}
	n := node{"@type": "Place"}
	n.set("name", kit.Line(l.Name))
	town := ""
	if l.Precision == news.AtCity {
		town = kit.Line(l.Name)
	}
	n.set("address", address(town, l.Country))
	if l.HasPoint && math.Abs(l.Lat) <= 90 && math.Abs(l.Lon) <= 180 {
		n.set("geo", node{"@type": "GeoCoordinates", "latitude": l.Lat, "longitude": l.Lon})
	}
	n.set("description", l.Precision)
	return n
}

// differences are claims that stand against one another, each with who makes it.
func (x *exporter) differences(s *news.Story) error {
	written := make([]bool, len(s.Entries))
	for i := range s.Entries {
		written[i] = isEvent(s.Entries[i].Status) && len(kit.Narrow(x.opt, s.Entries[i:i+1])) > 0
	}
	for i, d := range s.Differences {
		about := ref(storyID(s))
		if d.Entry >= 0 && d.Entry < len(s.Entries) && written[d.Entry] {
			about = ref(eventID(&s.Entries[d.Entry]))
		}
		for j, v := range d.Values {
			docs, err := kit.Load(x.ctx, x.docs, v.Reports)
			if err != nil {
				return err
			}
			var in []node
			for _, doc := range docs {
				in = append(in, ref(kit.ReportID(&doc.Report)))
			}
			c := node{
				"@type": "Claim", "@id": kit.URN("difference", fmt.Sprintf("%s %d %d", s.ID, i, j)), "about": about,
				"text": kit.Line(d.Attribute) + ": " + kit.Line(v.Value), "keywords": []string{"difference", kit.Line(d.Attribute)},
			}
			c.set("appearance", in)
			if err := x.list.Add(c); err != nil {
				return err
			}
		}
	}
	return nil
}
