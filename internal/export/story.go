package export

import (
	"github.com/dragoman-news/dragoman/internal/news"
)

// Story is dragoman.story/1. Offsets in evidence are code points into the text of
// the report named beside them.
type Story struct {
	Schema      string            `json:"schema"`
	ID          string            `json:"id"`
	Titles      map[string]string `json:"titles"`
	From        string            `json:"from"`
	To          string            `json:"to"`
	Languages   []string          `json:"languages"`
	Reports     []string          `json:"reports"`
	Copies      int               `json:"copies"`
	Sources     int               `json:"sources"`
	Withdrawn   []string          `json:"withdrawn,omitempty"` // reports
	Revisions   map[string]int    `json:"revisions,omitempty"` // of reports that were changed: the one that the story is told from
	Entries     []Entry           `json:"entries"`
	Differences []Difference      `json:"differences"`
	Decided     []StoryDecision   `json:"decided"`             // by the user, about its reports
	Corrected   []Corrected       `json:"corrected"`           // by the user: what is said otherwise than the reports were read
	Changed     []string          `json:"changed,omitempty"`   // when it was written, the first time and whenever it changed
	AsOf        string            `json:"as_of,omitempty"`     // when it stood so, where that was asked
	Asked       string            `json:"asked,omitempty"`     // the id that was asked for, where it has another one now
	Elsewhere   []StoryPart       `json:"elsewhere,omitempty"` // what the id asked for once held, and this story does not hold
	Formerly    []StoryPart       `json:"formerly,omitempty"`  // which of its reports were in stories of other ids before
}

// Entry is the merged event of a story; alone on a line it carries its schema
// and its story.
type Entry struct {
	Schema     string       `json:"schema,omitempty"`
	ID         string       `json:"id"`
	Story      string       `json:"story,omitempty"`
	Type       string       `json:"type"`
	Mode       string       `json:"mode,omitempty"`
	Status     string       `json:"status"`
	Actors     []EntryParty `json:"actors"`
	Recipients []EntryParty `json:"recipients"`
	Place      *Place       `json:"place"`
	Date       *interval    `json:"date"`
	Places     []EntryPlace `json:"places"` // all that reports give, those that most give first
	Dates      []EntryDate  `json:"dates"`
	Evidence   []ReportSpan `json:"evidence"`
	Corrected  []string     `json:"corrected,omitempty"` // attributes that are the user's and not what the reports say
}

// EntryPlace is a place with the reports that give it.
type EntryPlace struct {
	Place
	Reports []string `json:"reports"`
}

// EntryDate is a time with the reports that give it. Those of Resolved say a weekday or a day of the year only and have
// no date of their own: the other reports tell which one it is.
type EntryDate struct {
	interval
	Reports  []string `json:"reports"`
	Resolved []string `json:"resolved,omitempty"`
}

// EntryParty is a participant with the reports that name it.
type EntryParty struct {
	Party
	Reports []string `json:"reports"`
}

// ReportSpan is a span in a report.
type ReportSpan struct {
	Report string `json:"report"`
	Span
}

// Difference is an attribute on which reports disagree. Entry is null when it
// concerns the story as a whole.
type Difference struct {
	Entry     *int              `json:"entry"`
	Attribute string            `json:"attribute"`
	Values    []DifferenceValue `json:"values"`
}

// DifferenceValue is one of the rival values.
type DifferenceValue struct {
	Value    string       `json:"value"`
	Reports  []string     `json:"reports"`
	Evidence []ReportSpan `json:"evidence,omitempty"`
}

// Texts gives the text of a report, so that its spans can be counted in code
// points.
type Texts func(report string) (string, error)

// NewStory renders s. It asks texts once for each report that evidence lies in.
func NewStory(s *news.Story, texts Texts) (Story, error) {
	l := newLocator(texts)
	out := Story{
		Schema: StorySchema, ID: s.ID, Titles: map[string]string{}, From: s.From, To: s.To,
		Languages: each(s.Languages, func(l news.Lang) string { return string(l) }),
		Reports:   orEmpty(s.Reports), Copies: s.Copies, Sources: s.Sources, Withdrawn: s.Withdrawn, Revisions: s.Revisions,
		Entries: []Entry{}, Differences: []Difference{}, Decided: []StoryDecision{}, Corrected: each(s.Corrected, newCorrected),
	}
	for lang, title := range s.Titles {
		out.Titles[string(lang)] = title
	}
	for i := range s.Entries {
		out.Entries = append(out.Entries, l.entry(&s.Entries[i]))
	}
	for _, d := range s.Differences {
		out.Differences = append(out.Differences, l.difference(d))
	}
	return out, l.err
}

// NewEntry renders one entry as a line of its own.
func NewEntry(e *news.Entry, texts Texts) (Entry, error) {
	l := newLocator(texts)
	out := l.entry(e)
	out.Schema, out.Story = EntrySchema, e.Story
	return out, l.err
}

func (l *locator) entry(e *news.Entry) Entry {
	party := func(p news.EntryParty) EntryParty { return EntryParty{newParty(p.Party), orEmpty(p.Reports)} }
	return Entry{
		ID: e.ID, Type: string(e.Type), Mode: e.Mode, Status: string(e.Status),
		Actors: each(e.Actors, party), Recipients: each(e.Recipients, party),
		Place: newPlace(e.Location), Date: jsonInterval(e.Date), Evidence: each(e.Evidence, l.span), Corrected: e.Corrected,
		Places: each(e.Places, func(p news.EntryPlace) EntryPlace { return EntryPlace{*newPlace(&p.Location), orEmpty(p.Reports)} }),
		Dates: each(e.Dates, func(d news.EntryDate) EntryDate {
			return EntryDate{*jsonInterval(&d.Interval), orEmpty(d.Reports), d.Sister}
		}),
	}
}

func (l *locator) difference(d news.Difference) Difference {
	out := Difference{Attribute: d.Attribute, Values: each(d.Values, func(v news.DifferenceValue) DifferenceValue {
		return DifferenceValue{v.Value, orEmpty(v.Reports), each(v.Evidence, l.span)}
	})}
	if d.Entry >= 0 {
		out.Entry = &d.Entry
	}
	return out
}
