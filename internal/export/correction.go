package export

import (
	"github.com/dragoman-news/dragoman/internal/news"
)

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

func newCorrected(c news.Corrected) Corrected {
	return Corrected{c.Number, c.Change, c.Entry, c.Attribute, c.Was, c.Is, c.Note, Clock(c.At), c.Overruled, c.Since}
}

// Correction is what the user says of an entry or a difference: what is set, and what it is known by.
type Correction struct {
	Entry          string     `json:"entry,omitempty"` // its id when it was corrected, none for the story as a whole
	Words          []Quoted   `json:"words"`           // that it is known by
	Type           string     `json:"type,omitempty"`
	Mode           string     `json:"mode,omitempty"`
	Status         string     `json:"status,omitempty"`
	Date           *interval  `json:"date,omitempty"`
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

func newCorrection(c *news.Correction) *Correction {
	if c == nil {
		return nil
	}
	out := &Correction{
		Entry: c.Anchor.Entry, Words: each(c.Anchor.Words, newQuoted), Type: string(c.Type), Mode: c.Mode, Status: string(c.Status),
		Date: jsonInterval(c.Date), Place: newPlace(c.Place), Unset: c.Unset, Wrong: c.Wrong, Note: c.Note,
		AddActors: each(c.AddActors, newParty), DropActors: each(c.DropActors, newParty),
		AddRecipients: each(c.AddRecipients, newParty), DropRecipients: each(c.DropRecipients, newParty),
	}
	if s := c.Same; s != nil {
		out.Same = &Agreement{Attribute: s.Attribute, Values: orEmpty(s.Values), Words: each(s.Words, newQuoted)}
	}
	return out
}

func newQuoted(q news.Quoted) Quoted { return Quoted{q.Report, q.Text} }
