package news

import "time"

// Correction is what the user says of an entry, or of what reports differ on, in the place of what
// the reports were read to say. It is kept apart from that, and applied whenever a story is told.
type Correction struct {
	Number int64     // of the decision that it is part of, as is At; set where it is applied
	At     time.Time // when it was made
	Anchor Anchor    // what it is about

	Type                          EventType // "" leaves what the reports say, as do the zero values below
	Mode                          string
	Status                        Status
	Date                          *Interval
	Place                         *Location
	Unset                         []string // attributes that are to have no value: AttributeMode, AttributeDate, AttributePlace
	AddActors, DropActors         []Party
	AddRecipients, DropRecipients []Party
	Wrong                         bool       // the reports do not tell this
	Same                          *Agreement // the reports do not differ on this
	Note                          string     // why, in the user's words
}

// The attributes of an entry that can be corrected.
const (
	AttributeType       = "type"
	AttributeMode       = "mode"
	AttributeStatus     = "status"
	AttributeDate       = "date"
	AttributePlace      = "place"
	AttributeActors     = "actors"
	AttributeRecipients = "recipients"
)

// Anchor says which entry a correction is about, so that it is found again when reports were read anew or
// revised, and when stories were told anew: ids and spans are of one reading, words are of the reports.
// Of a correction of what the reports of a story differ on as a whole it has reports alone.
type Anchor struct {
	Entry   string // its id when it was corrected, "" for the story as a whole
	Told           // what it told then, as the reports were read
	Words   []Quoted
	Beside  []Told         // what other entries told in the same words
	Reports map[string]int // those of the story then, with their revision: what is said of is these
}

// Told is what there is to know an entry by.
type Told struct {
	Type    EventType
	Status  Status
	Parties []Party
}

// Quoted is the words of a span in a report.
type Quoted struct {
	ReportSpan
	Text string
}

// Agreement says that a difference is none.
type Agreement struct {
	Attribute string // of the difference
	Values    []string
	Words     []Quoted // that the values rest on
}

// The ways in which a correction changes a story.
const (
	ChangeSet   = "set"   // an attribute of an entry has another value
	ChangeAdd   = "add"   // a party takes part
	ChangeDrop  = "drop"  // a party does not
	ChangeWrong = "wrong" // an entry is none
	ChangeSame  = "same"  // a difference is none
)

// Corrected is one thing that the user said otherwise than the reports.
type Corrected struct {
	Number    int64  // of the decision
	Change    string // ChangeSet and so on
	Entry     string // its id, "" where the entry went, or the story as a whole is meant
	Attribute string // of the entry; of the difference
	Was       string // what the reports say, in words; "" for nothing
	Is        string // what the user says, likewise
	Note      string
	At        time.Time
	Overruled int64 // the later decision that says otherwise and holds instead, 0 for none
	// Since is the reports that came later, or were revised, and say the same as what was called wrong, or give
	// a value that was not there. They were not judged, so the entry or difference is shown.
	Since []string
}
