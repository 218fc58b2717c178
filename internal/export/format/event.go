package format

import (
	"fmt"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Event is the i-th event of doc as an entry that only this report tells: for formats whose records are events, so
// that one routine writes both.
func Event(doc *news.Document, i int) *news.Entry {
	e := &doc.Events[i]
	by := []string{doc.ID}
	out := &news.Entry{
		ID: eventID(doc, i), Type: e.Type, Mode: e.Mode, Status: e.Status,
		Actors: named(e.Actors, by), Recipients: named(e.Recipients, by), Location: e.Location, Date: e.Date,
	}
	if e.Location != nil {
		out.Places = []news.EntryPlace{{Location: *e.Location, Reports: by}}
	}
	if e.Date != nil {
		out.Dates = []news.EntryDate{{Interval: *e.Date, Reports: by}}
	}
	for _, s := range e.Evidence {
		out.Evidence = append(out.Evidence, news.ReportSpan{Report: doc.ID, Span: s})
	}
	return out
}

func named(in []news.Party, by []string) []news.EntryParty {
	var out []news.EntryParty
	for _, p := range in {
		out = append(out, news.EntryParty{Party: p, Reports: by})
	}
	return out
}

func eventID(doc *news.Document, i int) string { return fmt.Sprintf("%s/%d", doc.ID, i) }
