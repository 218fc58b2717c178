package export

import (
	"maps"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// StoryPage is dragoman.story/1 with what is worked out when one story is asked for: the voices side by side, and where what it recalls was told.
type StoryPage struct {
	Story
	Sides   []Side   `json:"sides"`
	Recalls []Recall `json:"recalls"`
}

// Side is what one outlet makes of a story. Numbers are indexes into entries.
type Side struct {
	Source    string      `json:"source"`
	Country   string      `json:"country,omitempty"`
	Languages []string    `json:"languages"`
	Reports   []string    `json:"reports"`
	CarriedBy []string    `json:"carried_by,omitempty"` // outlets whose reports are copies
	First     *int        `json:"first"`                // the entry that it tells first
	FirstAt   *ReportSpan `json:"first_at"`
	Quotes    []Voice     `json:"quotes"`
	Alone     []int       `json:"alone"`      // entries that nobody else tells
	LeavesOut []int       `json:"leaves_out"` // entries that two and more others tell
}

// Voice is somebody who is quoted, and how often.
type Voice struct {
	Name   string `json:"name"`
	Entity string `json:"entity,omitempty"`
	Quotes int    `json:"quotes"`
}

// Recall says which entry of an earlier story an entry recalls.
type Recall struct {
	Entry   int    `json:"entry"`
	Story   string `json:"story"`
	EntryID string `json:"entry_id"`
}

// NewStoryPage renders a story with its sides, and with what it recalls by index of entry.
func NewStoryPage(s *news.Story, sides []news.Side, recalls map[int]*news.Entry, texts Texts) (StoryPage, error) {
	story, err := NewStory(s, texts)
	out := StoryPage{Story: story, Sides: []Side{}, Recalls: []Recall{}}
	if err != nil {
		return out, err
	}
	l := newLocator(texts)
	for _, side := range sides {
		out.Sides = append(out.Sides, l.side(side))
	}
	for _, i := range slices.Sorted(maps.Keys(recalls)) {
		out.Recalls = append(out.Recalls, Recall{i, recalls[i].Story, recalls[i].ID})
	}
	return out, l.err
}

func (l *locator) side(s news.Side) Side {
	out := Side{
		Source: s.Source, Country: s.Country, Languages: each(s.Languages, func(l news.Lang) string { return string(l) }),
		Reports: orEmpty(s.Reports), CarriedBy: s.Carried,
		Quotes: each(s.Quoted, func(v news.Voice) Voice { return Voice(v) }),
		Alone:  numbers(s.Only), LeavesOut: numbers(s.LeavesOut),
	}
	if s.First >= 0 {
		out.First = &s.First
	}
	if s.FirstAt != nil {
		at := l.span(*s.FirstAt)
		out.FirstAt = &at
	}
	return out
}

// numbers is a list that is written as [] where it is empty.
func numbers(in []int) []int {
	if in == nil {
		return []int{}
	}
	return in
}
