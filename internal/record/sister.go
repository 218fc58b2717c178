package record

import (
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// sisterDays is how many days a weekday may lie from the day that a sister report gives: half a week either way there
// is just one of each name.
const sisterDays = 3

// resolve finds the day of tellings in reports without a date of their own that say "on Sunday" or "on 8 March": it is the one nearest
// to the day that another report gives.
func (d *draft) resolve(docs []*news.Document) {
	sure := slices.IndexFunc(d.tellings, func(t telling) bool { return t.date != nil && days(t.date.Precision) })
	if sure < 0 {
		return
	}
	near := day(d.tellings[sure].date.From)
	for i := range d.tellings {
		t := &d.tellings[i]
		if t.date != nil {
			continue
		}
		if on, ok := named(docs[t.at], t.event, near); ok {
			t.date, t.sister = &news.Interval{From: on, To: on, Precision: news.Day}, true
		}
	}
}

// named is the day that the first expression of time in the evidence of an event names, the one nearest to another day.
func named(doc *news.Document, e *news.Event, near time.Time) (time.Time, bool) {
	for _, date := range doc.Dates {
		r := date.Relation
		if date.Interval != nil || r == nil || !slices.ContainsFunc(e.Evidence, func(sp news.Span) bool { return sp.Contains(date.Span) }) {
			continue
		}
		switch {
		case r.Weekday != 0 && r.Direction <= 0:
			on := near.AddDate(0, 0, (r.Weekday-isoWeekday(near)+sisterDays+7)%7-sisterDays)
			return on, true
		case r.Month != 0 && r.DayOfMonth != 0:
			on := time.Date(near.Year(), time.Month(r.Month), r.DayOfMonth, 0, 0, 0, 0, time.UTC)
			for _, other := range []time.Time{on.AddDate(-1, 0, 0), on.AddDate(1, 0, 0)} {
				if near.Sub(other).Abs() < near.Sub(on).Abs() {
					on = other
				}
			}
			return on, true
		}
	}
	return time.Time{}, false
}

// isoWeekday is 1 for Monday to 7 for Sunday.
func isoWeekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// dates are the times that the tellings give, those that most reports give first, each with its reports.
func (d *draft) dates() []news.EntryDate {
	var out []news.EntryDate
	for _, t := range d.tellings {
		if t.date == nil {
			continue
		}
		i := slices.IndexFunc(out, func(o news.EntryDate) bool { return value(o.Interval) == value(*t.date) })
		if i < 0 {
			i = len(out)
			out = append(out, news.EntryDate{Interval: *t.date})
		}
		out[i].Reports = addReport(out[i].Reports, t.report)
		if t.sister {
			out[i].Sister = addReport(out[i].Sister, t.report)
		}
	}
	slices.SortStableFunc(out, func(a, b news.EntryDate) int { return len(b.Reports) - len(a.Reports) })
	return out
}

// places are those that the tellings give, those that most reports give first; one that was inferred only where nobody states it.
func (d *draft) places() []news.EntryPlace {
	var out []news.EntryPlace
	for _, t := range d.tellings {
		l := t.event.Location
		if l == nil {
			continue
		}
		i := slices.IndexFunc(out, func(o news.EntryPlace) bool { return strings.EqualFold(o.Name, l.Name) && o.Country == l.Country })
		if i < 0 {
			i = len(out)
			out = append(out, news.EntryPlace{Location: *l})
		}
		if out[i].Inferred && !l.Inferred {
			out[i].Location = *l
		}
		out[i].Reports = addReport(out[i].Reports, t.report)
	}
	slices.SortStableFunc(out, func(a, b news.EntryPlace) int { return len(b.Reports) - len(a.Reports) })
	return out
}

// addReport adds a report to a list that is in the order of the reports.
func addReport(list []string, report string) []string {
	if slices.Contains(list, report) {
		return list
	}
	return append(list, report)
}
