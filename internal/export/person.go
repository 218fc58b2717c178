package export

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Person is dragoman.entity/1 with all that is known of one person: what the list of
// entities has, and meetings, quotes and places beside it.
type Person struct {
	Entity
	IDs      []string      `json:"ids"` // that reports give and that this one stands for, its own with them
	Meetings []Meeting     `json:"meetings"`
	Quotes   []QuoteLine   `json:"quotes"`
	Places   []Whereabouts `json:"places"`
}

// Meeting is an event that somebody had a part in together with others.
type Meeting struct {
	Entry   string    `json:"entry"`
	Story   string    `json:"story"`
	Type    string    `json:"type"`
	Status  string    `json:"status"`
	With    []Party   `json:"with"`
	Place   *Place    `json:"place"`
	Date    *interval `json:"date"`
	Reports []string  `json:"reports"`
}

// Whereabouts is a place where reports say that somebody had a part in an event, with the dates of the
// first and last such event.
type Whereabouts struct {
	Name    string   `json:"name"`
	Country string   `json:"country"`
	From    string   `json:"from"`
	To      string   `json:"to"`
	Reports []string `json:"reports"`
}

// NewPerson renders what is known of e: the ids it stands for, the entries it is a party
// of, and the reports that name it.
func NewPerson(e *news.Entity, ids []string, entries []*news.Entry, docs []*news.Document) Person {
	out := Person{Entity: NewEntity(e), IDs: orEmpty(ids), Meetings: []Meeting{}, Quotes: []QuoteLine{}, Places: places(e.ID, entries)}
	for _, en := range entries {
		if m, ok := meeting(e.ID, en); ok {
			out.Meetings = append(out.Meetings, m)
		}
	}
	for _, doc := range docs {
		for i, line := range NewQuotes(doc) {
			if q := doc.Quotes[i]; q.SpeakerMention >= 0 && doc.Mentions[q.SpeakerMention].Entity == e.ID {
				out.Quotes = append(out.Quotes, line)
			}
		}
	}
	return out
}

// meeting renders an entry in which somebody took counsel with others.
func meeting(id string, e *news.Entry) (Meeting, bool) {
	parties := slices.Concat(e.Actors, e.Recipients)
	if e.Type != news.Consult || !takesPart(id, parties) {
		return Meeting{}, false
	}
	m := Meeting{
		Entry: e.ID, Story: e.Story, Type: string(e.Type), Status: string(e.Status), With: []Party{},
		Place: newPlace(e.Location), Date: jsonInterval(e.Date), Reports: reportsOf(e),
	}
	for _, p := range parties {
		if p.Entity != id {
			m.With = append(m.With, newParty(p.Party))
		}
	}
	return m, len(m.With) > 0
}

func takesPart(id string, parties []news.EntryParty) bool {
	return slices.ContainsFunc(parties, func(p news.EntryParty) bool { return p.Entity == id })
}

// reportsOf are the reports that tell of an entry, each once, in the order of evidence.
func reportsOf(e *news.Entry) []string {
	out := []string{}
	for _, v := range e.Evidence {
		if !slices.Contains(out, v.Report) {
			out = append(out, v.Report)
		}
	}
	return out
}

// places gathers where somebody took part in what occurred, the earliest first.
func places(id string, entries []*news.Entry) []Whereabouts {
	out := []Whereabouts{}
	for _, e := range entries {
		if e.Location == nil || e.Location.Name == "" || e.Status != news.Occurred && e.Status != news.Background ||
			!takesPart(id, slices.Concat(e.Actors, e.Recipients)) {
			continue
		}
		at := slices.IndexFunc(out, func(w Whereabouts) bool { return w.Name == e.Location.Name && w.Country == e.Location.Country })
		if at < 0 {
			at = len(out)
			out = append(out, Whereabouts{Name: e.Location.Name, Country: e.Location.Country, Reports: []string{}})
		}
		out[at].add(e)
	}
	slices.SortStableFunc(out, func(a, b Whereabouts) int {
		return cmp.Or(cmp.Compare(cmp.Or(a.From, "~"), cmp.Or(b.From, "~")), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func (w *Whereabouts) add(e *news.Entry) {
	if iv := jsonInterval(e.Date); iv != nil {
		from, to := iv.From[:min(10, len(iv.From))], iv.To[:min(10, len(iv.To))]
		if w.From == "" || from < w.From {
			w.From = from
		}
		w.To = max(w.To, to)
	}
	for _, r := range reportsOf(e) {
		if !slices.Contains(w.Reports, r) {
			w.Reports = append(w.Reports, r)
		}
	}
}

// Proposal is dragoman.proposal/1: two people who are likely one, or one who is likely two.
type Proposal struct {
	Schema     string   `json:"schema"`
	Number     int64    `json:"number"`
	Kind       string   `json:"kind"`
	A          Named    `json:"a"`
	B          *Named   `json:"b"`
	Confidence float64  `json:"confidence"`
	Reasons    []string `json:"reasons"`
	Reports    []string `json:"reports"`
}

// Named is an entity by id and name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}
