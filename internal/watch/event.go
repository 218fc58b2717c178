package watch

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// EventSchema names the shape of what a webhook is told.
const EventSchema = "dragoman.watch_event/1"

// event is what a webhook is told: that a story is there or changed, and where to read it.
type event struct {
	Type      string    `json:"type"` // "story.new" or "story.changed"
	Timestamp string    `json:"timestamp"`
	Data      eventData `json:"data"`
}

type eventData struct {
	Schema string     `json:"schema"`
	Watch  eventWatch `json:"watch"`
	Story  eventStory `json:"story"`
	Links  eventLinks `json:"links"`
}

type eventWatch struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type eventStory struct {
	ID          string            `json:"id"`
	Titles      map[string]string `json:"titles"`
	From        string            `json:"from"`
	To          string            `json:"to"`
	Languages   []string          `json:"languages"`
	Reports     int               `json:"reports"`
	Copies      int               `json:"copies"`
	Sources     int               `json:"sources"`
	Types       []string          `json:"types"` // of its entries
	Differences int               `json:"differences"`
}

// eventLinks are relative to the server where it does not know its own address.
type eventLinks struct {
	Page string `json:"page"`
	API  string `json:"api"`
}

// newEvent tells of a version of a story.
func newEvent(w store.Watch, d store.Delivery, s *news.Story, base string) ([]byte, error) {
	base = strings.TrimSuffix(base, "/")
	e := event{Type: "story.changed", Timestamp: d.At.UTC().Format("2006-01-02T15:04:05.000Z07:00"), Data: eventData{
		Schema: EventSchema, Watch: eventWatch{w.ID, w.Name}, Story: tell(s),
		Links: eventLinks{base + "/stories/" + url.PathEscape(s.ID), base + "/api/v1/stories/" + url.PathEscape(s.ID)},
	}}
	if d.New {
		e.Type = "story.new"
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(e)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

func tell(s *news.Story) eventStory {
	out := eventStory{
		ID: s.ID, Titles: map[string]string{}, From: s.From, To: s.To, Languages: []string{}, Reports: len(s.Reports), Copies: s.Copies,
		Sources: s.Sources, Types: []string{}, Differences: len(s.Differences),
	}
	for lang, title := range s.Titles {
		out.Titles[string(lang)] = title
	}
	for _, l := range s.Languages {
		out.Languages = append(out.Languages, string(l))
	}
	for i := range s.Entries {
		if t := string(s.Entries[i].Type); !slices.Contains(out.Types, t) {
			out.Types = append(out.Types, t)
		}
	}
	return out
}

// pauses are how long is waited after each try that failed; after the last of them it was tried long enough.
var pauses = []time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

// longest is the longest that a server may ask us to wait.
const longest = 24 * time.Hour
