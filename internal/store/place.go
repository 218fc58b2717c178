package store

import (
	"math"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Place is where a row stands in the order of its list: Filter.Past goes on after it. Unlike the id of a row it
// stays good when that row moves or goes, so that what comes after it is neither left out nor given twice.
type Place struct {
	Number int64  // of a report: InstantOf its publication; of an entity: how many reports name it
	Day    string // of a story or entry: the last day that is told, "" undated
	ID     string
	Story  string // of an entry
}

// Undated is the instant of what has no publication: before all others.
const Undated int64 = math.MinInt64

// InstantOf is the instant, in unix seconds, by which reports are ordered: a day, week or month counts from its
// first midnight in UTC.
func InstantOf(p *news.Published) int64 {
	if p == nil {
		return Undated
	}
	switch p.Precision {
	case news.Second, news.Minute, news.Hour:
		return p.From.Unix()
	}
	y, m, d := p.From.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
}

// PlaceOfReport returns where a report stands among Documents.
func PlaceOfReport(d *news.Document) Place {
	return Place{Number: InstantOf(d.Published), ID: d.ID}
}

// PlaceOfStory returns where a story stands among Stories.
func PlaceOfStory(s *news.Story) Place { return Place{Day: s.To, ID: s.ID} }

// PlaceOfEntry returns where an entry stands among Entries.
func PlaceOfEntry(e *news.Entry) Place {
	p := Place{ID: e.ID, Story: e.Story}
	if e.Date != nil {
		p.Day = e.Date.To.Format(time.DateOnly)
	}
	return p
}

// PlaceOfEntity returns where an entity stands among Entities, with the filter that counted its reports.
func PlaceOfEntity(e *news.Entity) Place { return Place{Number: int64(e.Reports), ID: e.ID} }
