package news

import "slices"

// Story is the reports, in any languages, of one real-world happening, with
// what they say together.
type Story struct {
	ID          string
	Titles      map[Lang]string // of the earliest report of each language
	From, To    string          // ISO dates of what is told, "" where no report is dated
	Languages   []Lang          // sorted
	Reports     []string        // ids, earliest first
	Copies      int             // how many of Reports are copies
	Sources     int             // distinct outlets that are not copies
	Withdrawn   []string        // those of Reports that were withdrawn; nothing rests on them
	Revisions   map[string]int  // of those of Reports that were changed: the revision that the story was told from
	Entries     []Entry
	Differences []Difference
	Corrected   []Corrected // what the user said otherwise, in the order in which it was decided
}

// Entry is the merged event of a story: each attribute with every value and the
// reports that give it. Location and Date are the values that stand for it; Places and
// Dates are all that reports give, those that most give first.
type Entry struct {
	ID         string
	Story      string
	Type       EventType
	Mode       string
	Status     Status
	Actors     []EntryParty
	Recipients []EntryParty
	Location   *Location
	Date       *Interval
	Places     []EntryPlace
	Dates      []EntryDate
	Evidence   []ReportSpan
	Corrected  []string // attributes that are the user's and not what the reports say: AttributeDate and so on
}

// EntryPlace is a place and the reports that give it.
type EntryPlace struct {
	Location
	Reports []string
}

// EntryDate is a time and the reports that give it. Sister names those of them that only say a weekday or a day of
// the year and have no date of their own: which one it is was taken from the other reports.
type EntryDate struct {
	Interval
	Reports []string
	Sister  []string
}

// EntryParty is a participant and the reports that name it; none where the user added it.
type EntryParty struct {
	Party
	Reports []string
}

// Parties are the participants without the reports that name them.
func Parties(list []EntryParty) []Party {
	out := make([]Party, len(list))
	for i, p := range list {
		out[i] = p.Party
	}
	return out
}

// Voices lists the reports that an entry rests on, each once.
func (e *Entry) Voices() []string {
	var out []string
	for _, ev := range e.Evidence {
		if !slices.Contains(out, ev.Report) {
			out = append(out, ev.Report)
		}
	}
	return out
}

// ReportSpan is a Span in a named report.
type ReportSpan struct {
	Report string
	Span   Span
}

// Difference is an attribute of an entry on which reports disagree.
type Difference struct {
	Entry     int    // index into Story.Entries, -1 when it concerns the story as a whole
	Attribute string // "date", "place", "count of deaths", ...
	Values    []DifferenceValue
}

// DifferenceValue is one of the rival values.
type DifferenceValue struct {
	Value    string
	Reports  []string
	Evidence []ReportSpan
}
