package news

import "slices"

// Visit is one stay of one person in a place away from home, strung of the entries that
// tell of it.
type Visit struct {
	ID         string
	Visitor    EntryParty
	Place      Location  // a town where one is told, else the country
	From, To   Moment    // the first and last that is told; zero where nothing is
	Status     Status    // Occurred, or Planned while nothing of it is told as done
	How        VisitKind // how it is known
	Meetings   []Meeting
	Companions []EntryParty // people of the visitor's country who are named beside them
	Entries    []string     // ids, those with the most reports first
	Stories    []string     // sorted
	Reports    []string     // the earliest published first, undated last, ties by id
	Languages  []Lang       // sorted
	Evidence   []ReportSpan // what tells of the stay itself and names nobody who was met

	// ISO dates of the days in which Reports were published, as exactly as they say, "" where none is dated to the
	// month or better.
	ReportedFrom, ReportedTo string
}

// VisitKind is how a visit is known.
type VisitKind string

// The kinds, the strongest first.
const (
	ToldAsVisit VisitKind = "visit"  // a report calls it a visit, a journey, an arrival
	MetHosts    VisitKind = "hosts"  // somebody is told to have met people of another country there
	MetAbroad   VisitKind = "abroad" // people of two countries met in a third
)

// Meeting is whom the visitor met, with the reports that say so.
type Meeting struct {
	Entries  []string // ids; several where two tell of the same people at the same time
	Story    string   // of the first
	Status   Status   // Occurred or Planned
	With     []EntryParty
	Place    *Location // nil where no report says
	At       Moment
	Evidence []ReportSpan
}

// Moment is a point of a visit as exactly as reports give it: on the calendar, or as the
// day of some week ("Saturday evening" in reports of which none is dated). The zero Moment is unknown.
type Moment struct {
	Date    *Interval // nil where it is not on the calendar
	Weekday int       // ISO: Monday 1 ... Sunday 7, of a moment without Date; else 0
	Part    string    // "morning", "evening", ...: as in Date; "" if none
}

// IsZero reports whether nothing is known of m.
func (m Moment) IsZero() bool { return m.Date == nil && m.Weekday == 0 }

// Reports lists the reports that tell of m, each once.
func (m Meeting) Reports() []string {
	var out []string
	for _, ev := range m.Evidence {
		if !slices.Contains(out, ev.Report) {
			out = append(out, ev.Report)
		}
	}
	return out
}
