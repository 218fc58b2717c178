package record

import (
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Earlier finds what an entry recalls among entries of other stories: of the same type, by the same parties, on the day that is told, and before it
// was recalled. It is nil where nothing fits, and where the words fit two happenings: "they have met before" is no one meeting. before is
// the first day of the story that recalls, an ISO date; "" is any.
func Earlier(e *news.Entry, before string, among []*news.Entry) *news.Entry {
	if e.Status != news.Background {
		return nil
	}
	var found *news.Entry
	for _, o := range among {
		if o.Story == e.Story || o.Type != e.Type || o.Status != news.Occurred || !recalls(e, o, before) {
			continue
		}
		if found != nil && found.Story != o.Story {
			return nil
		}
		if found == nil || len(o.Evidence) > len(found.Evidence) {
			found = o
		}
	}
	return found
}

// recalls reports whether an entry may recall another one.
func recalls(e, o *news.Entry, before string) bool {
	if o.Date == nil {
		return false
	}
	if before != "" && day(o.Date.From).Format(time.DateOnly) >= before {
		return false
	}
	if e.Date != nil && (day(o.Date.To).Before(day(e.Date.From)) || day(o.Date.From).After(day(e.Date.To))) {
		return false
	}
	actors := share(news.Parties(e.Actors), news.Parties(o.Actors))
	if actors == 0 || len(e.Recipients) > 0 && len(o.Recipients) > 0 && share(news.Parties(e.Recipients), news.Parties(o.Recipients)) == 0 {
		return false
	}
	// One party in common says too little unless the day is told.
	return actors >= 1.5 || e.Date != nil
}
