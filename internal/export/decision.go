package export

import (
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/store"
)

// StoryDecision is dragoman.decision/1: what the user decided about stories. Reports of one part
// tell of one story, those of two parts of two; Stories are the ids that those had then.
type StoryDecision struct {
	Schema       string      `json:"schema,omitempty"`
	Number       int64       `json:"number"`
	Kind         string      `json:"kind"`
	Stories      []string    `json:"stories"`
	Parts        [][]string  `json:"parts"`
	Apart        []string    `json:"apart,omitempty"`         // of other stories, which those of the first part do not join
	Correction   *Correction `json:"correction,omitempty"`    // of kind correct; its part is the reports whose words it rests on
	FindsNothing bool        `json:"finds_nothing,omitempty"` // no story tells now what it is about; in a story, that story does not
	At           string      `json:"at"`
}

// StoryPart is some reports that are, or were, in a story.
type StoryPart struct {
	Story   string   `json:"story"`
	Reports []string `json:"reports"`
}

// NewStoryDecision renders a decision as a line of its own.
func NewStoryDecision(d store.StoryDecision) StoryDecision {
	out := decision(d)
	out.Schema = DecisionSchema
	return out
}

func decision(d store.StoryDecision) StoryDecision {
	return StoryDecision{
		Number: d.Number, Kind: d.Kind, Stories: orEmpty(d.Stories), Parts: each(d.Parts, orEmpty), Apart: d.Apart,
		Correction: newCorrection(d.Correction), At: Clock(d.At),
	}
}

// Decide adds what the user decided about the reports of s.
func (s *Story) Decide(ds []store.StoryDecision) {
	s.Decided = each(ds, func(d store.StoryDecision) StoryDecision {
		out := decision(d)
		out.FindsNothing = d.Kind == store.Correct && !slices.ContainsFunc(s.Corrected, func(c Corrected) bool { return c.Decision == d.Number })
		return out
	})
}

// Change adds when s was written, the first time and whenever it changed.
func (s *Story) Change(versions []store.StoryVersion) {
	s.Changed = each(versions, func(v store.StoryVersion) string { return Clock(v.At) })
}

// Clock writes an instant, in UTC, to the millisecond.
func Clock(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }
