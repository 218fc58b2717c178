package record

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// telling is an event as one report tells it.
type telling struct {
	report string
	at     int // place of the report among the documents
	event  *news.Event
	date   *news.Interval // of the event, or what a sister report makes of its weekday; nil if none
	sister bool           // date is such a one
}

// draft is an entry while events are merged into it.
type draft struct {
	tellings []telling
}

// Build merges the events of docs and compares what they say. docs are reports of
// one story without copies, the earliest first; the outcome is a function of that
// order alone. Events are merged when type and status are the same, the dates
// are no more than two days apart, and enough of the parties are the same or
// stand for each other.
func Build(docs []*news.Document) ([]news.Entry, []news.Difference) {
	var drafts []*draft
	for i, d := range docs {
		for j := range d.Events {
			t := telling{report: d.ID, at: i, event: &d.Events[j], date: d.Events[j].Date}
			if to := bestDraft(drafts, t); to != nil {
				to.tellings = append(to.tellings, t)
			} else {
				drafts = append(drafts, &draft{tellings: []telling{t}})
			}
		}
	}
	for _, d := range drafts {
		d.resolve(docs)
	}
	slices.SortStableFunc(drafts, func(a, b *draft) int {
		return cmp.Or(cmp.Compare(rank(a.first().Status), rank(b.first().Status)), cmp.Compare(b.reports(), a.reports()))
	})
	entries := make([]news.Entry, len(drafts))
	for i, d := range drafts {
		entries[i] = d.entry()
	}
	callAlike(entries, docs)
	return entries, differences(drafts, docs)
}

func (d *draft) first() *news.Event { return d.tellings[0].event }

// reports counts the reports that tell of a draft.
func (d *draft) reports() int {
	n, last := 0, -1
	for _, t := range d.tellings {
		if t.at != last {
			n, last = n+1, t.at
		}
	}
	return n
}

// rank puts what happened before what was only said.
func rank(s news.Status) int {
	return slices.Index([]news.Status{news.Occurred, news.Planned, news.CalledFor, news.Denied, news.Background}, s)
}

// bestDraft returns the draft that t fits best, the first of equals, nil if none.
// It has to fit every telling merged before, or entries would drift.
func bestDraft(drafts []*draft, t telling) *draft {
	var best *draft
	top := 0.0
	for _, d := range drafts {
		fit := 0.0
		for _, u := range d.tellings {
			f := fits(u.event, t.event)
			if u.report == t.report && !oneParty(u.event, t.event) {
				f = 0 // the report itself tells them apart
			}
			if f == 0 {
				fit = 0
				break
			}
			fit = max(fit, f)
		}
		if fit > top {
			best, top = d, fit
		}
	}
	return best
}

// fits says how well two events are one, 0 for not at all.
func fits(a, b *news.Event) float64 {
	if a.Type != b.Type || a.Status != b.Status || datesConflict(a, b) {
		return 0
	}
	actors := share(a.Actors, b.Actors)
	switch {
	case actors > 0:
	case len(a.Actors) == 0 || len(b.Actors) == 0:
		if !oneScene(a, b) || share(a.Recipients, b.Recipients) == 0 {
			return 0 // nobody says who did it: then to whom, where and when have to be the same
		}
		actors = 0.25
	case a.Type == news.Consult || !oneScene(a, b) || !touch(a.Actors, b.Actors):
		return 0
	default:
		actors = 0.5 // one and the same party signs but once a day in one town; it may meet many there
	}
	fit := actors - 0.05*math.Abs(float64(len(a.Actors)-len(b.Actors)))
	if len(a.Recipients) > 0 && len(b.Recipients) > 0 {
		r := share(a.Recipients, b.Recipients)
		if r == 0 {
			return 0
		}
		fit += r
	}
	if a.Mode != "" && a.Mode == b.Mode {
		fit += 0.5
	}
	return fit
}

// oneScene reports whether two events are told of one day and one town.
func oneScene(a, b *news.Event) bool {
	if a.Date == nil || b.Date == nil || !days(a.Date.Precision) || !days(b.Date.Precision) || !day(a.Date.From).Equal(day(b.Date.From)) {
		return false
	}
	return a.Location != nil && b.Location != nil && text.Fold(a.Location.Name) == text.Fold(b.Location.Name)
}

// touch reports whether two lists have a party in common.
func touch(a, b []news.Party) bool {
	equal, also := inCommon(a, b)
	return equal+also > 0
}

// oneParty reports whether two events have the very same parties.
func oneParty(a, b *news.Event) bool {
	whole := func(x, y []news.Party) bool {
		equal, also := inCommon(x, y)
		return equal+also == len(x) && len(x) == len(y)
	}
	return whole(a.Actors, b.Actors) && whole(a.Recipients, b.Recipients)
}

// share is how many parties two lists have in common, 0 when too few: two where
// both name two, for the same man meets several others on one visit. Two lists
// of nobody are no ground to merge.
func share(a, b []news.Party) float64 {
	equal, also := inCommon(a, b)
	need := min(2, len(a), len(b))
	if need == 0 || equal+also < need {
		return 0
	}
	return float64(equal) + 0.5*float64(also)
}

// datesConflict reports whether two events cannot be one for their dates: what is
// recalled from the past must agree exactly, what is new within two days, for
// reports count the day of an overnight meeting either way.
func datesConflict(a, b *news.Event) bool {
	if a.Date == nil || b.Date == nil {
		return false
	}
	slack := 48 * time.Hour
	if a.Status == news.Background {
		slack = 0
	}
	gap := max(day(a.Date.From).Sub(day(b.Date.To)), day(b.Date.From).Sub(day(a.Date.To)))
	return gap > slack
}

func (d *draft) entry() news.Entry {
	e := news.Entry{ID: d.id(), Type: d.first().Type, Status: d.first().Status, Mode: d.mode()}
	for _, t := range d.tellings {
		e.Actors = addParties(e.Actors, t.event.Actors, t.report)
		e.Recipients = addParties(e.Recipients, t.event.Recipients, t.report)
		for _, s := range t.event.Evidence {
			if rs := (news.ReportSpan{Report: t.report, Span: s}); !slices.Contains(e.Evidence, rs) {
				e.Evidence = append(e.Evidence, rs)
			}
		}
	}
	e.Location, e.Places = d.location(), d.places()
	e.Date, e.Dates = d.date(), d.dates()
	return e
}

// id hashes the first report that tells of the entry, and where, so that it
// does not hang on the place among the entries.
func (d *draft) id() string {
	h := fnv.New64a()
	t := d.tellings[0]
	write := func(s string) { _, _ = h.Write(append([]byte(s), 0)) }
	write(t.report)
	write(string(t.event.Type))
	write(string(t.event.Status))
	for _, s := range t.event.Evidence {
		write(strconv.Itoa(s.Start))
		write(strconv.Itoa(s.End))
	}
	for _, p := range slices.Concat(t.event.Actors, t.event.Recipients) {
		write(p.Entity + "/" + p.Name)
	}
	return "e" + strconv.FormatUint(h.Sum64(), 36)
}

// mode is what most tellings say, the first of equals.
func (d *draft) mode() string {
	return most(d.tellings, func(t telling) (string, int) { return t.event.Mode, 1 })
}

// location is the place that most reports give; one that a report states counts
// before one that was inferred, and a city before its country.
func (d *draft) location() *news.Location {
	name := most(d.tellings, func(t telling) (string, int) {
		l := t.event.Location
		if l == nil {
			return "", 0
		}
		w := 1
		if !l.Inferred {
			w += 100
		}
		if l.Precision == "city" {
			w += 10
		}
		return l.Name, w
	})
	var found *news.Location
	for _, t := range d.tellings {
		if l := t.event.Location; l != nil && l.Name == name && (found == nil || found.Inferred && !l.Inferred) {
			found = l
		}
	}
	if found == nil {
		return nil
	}
	c := *found
	return &c
}

// date is the most exact date, and of these the one that most reports give.
func (d *draft) date() *news.Interval {
	key := most(d.tellings, func(t telling) (string, int) {
		iv := t.date
		switch {
		case iv == nil:
			return "", 0
		case days(iv.Precision):
			return value(*iv), 1000
		}
		return value(*iv), 1 + 400/(1+int(day(iv.To).Sub(day(iv.From)).Hours()/24))
	})
	for _, t := range d.tellings {
		if iv := t.date; iv != nil && value(*iv) == key {
			c := *iv
			return &c
		}
	}
	return nil
}

// most returns the value with the greatest weight over the tellings, the first of
// equals; "" has none.
func most(ts []telling, of func(telling) (string, int)) string {
	sum := map[string]int{}
	for _, t := range ts {
		if v, w := of(t); v != "" {
			sum[v] += w
		}
	}
	best := ""
	for _, t := range ts {
		if v, _ := of(t); v != "" && (best == "" || sum[v] > sum[best]) {
			best = v
		}
	}
	return best
}
