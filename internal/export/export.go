// Package export writes what Dragoman found in the shapes that other programs
// read. The shapes here are promises with a version; those in package news are
// not. Nothing here decides anything: it counts code points and names fields.
package export

import (
	"encoding/json"
	"io"

	"github.com/dragoman-news/dragoman/internal/news"
)

// The schema names that records carry. A name grows its number when a field is
// renamed or changes meaning; fields may be added within a number.
const (
	DocumentSchema = "dragoman.document/1"
	StorySchema    = "dragoman.story/1"
	EntrySchema    = "dragoman.entry/1"
	EntitySchema   = "dragoman.entity/1"
	QuoteSchema    = "dragoman.quote/1"
	HitSchema      = "dragoman.hit/1"
	ProposalSchema = "dragoman.proposal/1"
	DecisionSchema = "dragoman.decision/1"
)

// Line writes v as one line of JSON. Letters of every script are written as
// themselves, and so are <, > and &.
func Line(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// interval is a stretch of time in JSON.
type interval struct {
	From      string `json:"from"`
	To        string `json:"to"`
	Precision string `json:"precision"`
}

// layouts writes as much of a time as its precision says: dates for a day and
// coarser, the clock with its zone below.
var layouts = map[news.Precision]string{
	news.Second: "2006-01-02T15:04:05",
	news.Minute: "2006-01-02T15:04",
	news.Hour:   "2006-01-02T15:04",
}

// Interval renders the two ends of iv, for JSON and for people.
func Interval(iv news.Interval) (from, to string) {
	layout, clock := layouts[iv.Precision]
	if !clock {
		layout = "2006-01-02"
	} else if !iv.Floating {
		layout += "Z07:00"
	}
	return iv.From.Format(layout), iv.To.Format(layout)
}

func jsonInterval(iv *news.Interval) *interval {
	if iv == nil {
		return nil
	}
	from, to := Interval(*iv)
	return &interval{from, to, string(iv.Precision)}
}
