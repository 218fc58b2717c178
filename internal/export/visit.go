package export

import (
	"github.com/dragoman-news/dragoman/internal/news"
)

// VisitSchema is the schema name of Visit.
const VisitSchema = "dragoman.visit/1"

// Visit is dragoman.visit/1: one stay of one person away from home. Offsets in evidence are code points
// into the text of the report named beside them.
type Visit struct {
	Schema       string         `json:"schema"`
	ID           string         `json:"id"`
	Visitor      EntryParty     `json:"visitor"`
	Place        *Place         `json:"place"`
	From         *Moment        `json:"from"` // null where no report says
	To           *Moment        `json:"to"`
	Status       string         `json:"status"`
	How          string         `json:"how"` // visit: a report calls it so; hosts: known by a meeting with people of the country; abroad: by one of people of two others
	Meetings     []VisitMeeting `json:"meetings"`
	Companions   []EntryParty   `json:"companions"`
	Entries      []string       `json:"entries"`
	Stories      []string       `json:"stories"`
	Reports      []string       `json:"reports"`
	Languages    []string       `json:"languages"`
	ReportedFrom string         `json:"reported_from"`
	ReportedTo   string         `json:"reported_to"`
	Evidence     []ReportSpan   `json:"evidence"` // what tells of the stay and names nobody who was met
}

// VisitMeeting is whom the visitor met.
type VisitMeeting struct {
	Entries  []string     `json:"entries"`
	Story    string       `json:"story"`
	Status   string       `json:"status"`
	With     []EntryParty `json:"with"`
	Place    *Place       `json:"place"`
	At       *Moment      `json:"at"`
	Reports  []string     `json:"reports"`
	Evidence []ReportSpan `json:"evidence"`
}

// Moment is a point of a visit: a date, or the day of some week, 1 for Monday to 7 for Sunday.
type Moment struct {
	Date    *interval `json:"date"`
	Weekday int       `json:"weekday,omitempty"`
	Part    string    `json:"part,omitempty"`
}

// NewVisit renders v. It asks texts once for each report that evidence lies in.
func NewVisit(v *news.Visit, texts Texts) (Visit, error) {
	l := newLocator(texts)
	party := func(p news.EntryParty) EntryParty { return EntryParty{newParty(p.Party), orEmpty(p.Reports)} }
	out := Visit{
		Schema: VisitSchema, ID: v.ID, Visitor: party(v.Visitor), Place: newPlace(&v.Place),
		From: newMoment(v.From), To: newMoment(v.To), Status: string(v.Status), How: string(v.How),
		Companions: each(v.Companions, party), Entries: orEmpty(v.Entries), Stories: orEmpty(v.Stories), Reports: orEmpty(v.Reports),
		Languages:    each(v.Languages, func(l news.Lang) string { return string(l) }),
		ReportedFrom: v.ReportedFrom, ReportedTo: v.ReportedTo, Evidence: each(v.Evidence, l.span),
		Meetings: each(v.Meetings, func(m news.Meeting) VisitMeeting {
			return VisitMeeting{
				Entries: orEmpty(m.Entries), Story: m.Story, Status: string(m.Status), With: each(m.With, party),
				Place: newPlace(m.Place), At: newMoment(m.At), Reports: orEmpty(m.Reports()), Evidence: each(m.Evidence, l.span),
			}
		}),
	}
	return out, l.err
}

func newMoment(m news.Moment) *Moment {
	if m.IsZero() {
		return nil
	}
	return &Moment{jsonInterval(m.Date), m.Weekday, m.Part}
}
