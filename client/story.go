package client

// The shapes of stories, their entries and their differences.

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
	Date       *Interval    `json:"date"`
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
	Interval
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

// Corrected is one thing that the user said otherwise than the reports of a story.
type Corrected struct {
	Decision  int64    `json:"decision"`
	Change    string   `json:"change"`              // set, add, drop, wrong or same
	Entry     string   `json:"entry,omitempty"`     // none where the entry went, or the story as a whole is meant
	Attribute string   `json:"attribute,omitempty"` // of the entry; for same, of the difference
	Was       string   `json:"was"`                 // what the reports say, "" for nothing
	Is        string   `json:"is"`                  // what the user says, likewise
	Note      string   `json:"note,omitempty"`
	At        string   `json:"at"`
	Overruled int64    `json:"overruled_by,omitempty"` // the later decision that holds instead
	Since     []string `json:"since,omitempty"`        // reports that came later and say it as well, so that it is shown
}

// Correction is what the user says of an entry or a difference: what is set, and what it is known by.
type Correction struct {
	Entry          string     `json:"entry,omitempty"` // its id when it was corrected, none for the story as a whole
	Words          []Quoted   `json:"words"`           // that it is known by
	Type           string     `json:"type,omitempty"`
	Mode           string     `json:"mode,omitempty"`
	Status         string     `json:"status,omitempty"`
	Date           *Interval  `json:"date,omitempty"`
	Place          *Place     `json:"place,omitempty"`
	Unset          []string   `json:"unset,omitempty"` // attributes that have no value
	AddActors      []Party    `json:"add_actors,omitempty"`
	DropActors     []Party    `json:"drop_actors,omitempty"`
	AddRecipients  []Party    `json:"add_recipients,omitempty"`
	DropRecipients []Party    `json:"drop_recipients,omitempty"`
	Wrong          bool       `json:"wrong,omitempty"`
	Same           *Agreement `json:"same,omitempty"`
	Note           string     `json:"note,omitempty"`
}

// Agreement says that a difference is none.
type Agreement struct {
	Attribute string   `json:"attribute"`
	Values    []string `json:"values"`
	Words     []Quoted `json:"words"`
}

// Quoted is words of a report.
type Quoted struct {
	Report string `json:"report"`
	Text   string `json:"text"`
}

// Change is dragoman.change/1: that a story is new, other than it was, or no more.
type Change struct {
	Schema string `json:"schema"`
	Kind   string `json:"kind"` // new, changed or gone
	At     string `json:"at"`
	ID     string `json:"id"`    // of the story
	Story  *Story `json:"story"` // as it is now; null where it is gone: its id leads to what holds its reports
}
