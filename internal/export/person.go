package export

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Person is dragoman.entity/1 with all that is known of one person or organisation: what the list of
// entities has, and meetings, quotes and places beside it.
type Person struct {
	Entity
	IDs      []string      `json:"ids"` // that reports give and that this one stands for, its own with them
	Offices  []Office      `json:"offices"`
	Meetings []Meeting     `json:"meetings"`
	Quotes   []QuoteLine   `json:"quotes"`
	Places   []Whereabouts `json:"places"`
	Newest   int           `json:"newest,omitempty"` // how many reports all this is of, the newest, where it is not of all
}

// Office is what reports call somebody, in the words of every language.
type Office struct {
	Title   string   `json:"title"`   // in English where that is known
	Written []Alias  `json:"written"` // by language
	From    string   `json:"from"`    // the first report that says so: a day, or a month or year where no more is known; "" undated
	To      string   `json:"to"`      // the last one
	Reports []string `json:"reports"`
}

// Add counts what a report calls somebody.
func (o *Office) Add(doc *news.Document, title string) {
	at := slices.IndexFunc(o.Written, func(a Alias) bool { return a.Lang == string(doc.Lang) && strings.EqualFold(a.Name, title) })
	if at < 0 {
		at = len(o.Written)
		o.Written = append(o.Written, Alias{Name: title, Lang: string(doc.Lang)})
	}
	o.Written[at].N++
	if slices.Contains(o.Reports, doc.ID) {
		return
	}
	o.Reports = append(o.Reports, doc.ID)
	if doc.Published == nil {
		return
	}
	day := roughly(doc.Published.Interval)
	if o.From == "" || day < o.From {
		o.From = day
	}
	o.To = max(o.To, day)
}

// roughly is the date on which an interval begins, as far as it is known.
func roughly(iv news.Interval) string {
	switch iv.Precision {
	case news.Month:
		return iv.From.Format("2006-01")
	case news.Season, news.Year, news.Decade, news.Range:
		return iv.From.Format("2006")
	}
	return iv.From.Format(time.DateOnly)
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
	out := Person{Entity: NewEntity(e), IDs: orEmpty(ids), Offices: []Office{}, Meetings: []Meeting{}, Quotes: []QuoteLine{}, Places: places(e.ID, entries)}
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
	slices.SortStableFunc(out.Quotes, func(a, b QuoteLine) int { return cmp.Compare(cmp.Or(a.Date, "~"), cmp.Or(b.Date, "~")) })
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
