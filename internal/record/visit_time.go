package record

import (
	"cmp"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// moments lists when an entry says that its visitor was there: its date, and what the sentences that tell
// of it say besides ("since Saturday evening"). The date of the entry comes first. With somebody to be named, only
// sentences count that name one of them.
func (t *traveller) moments(e *news.Entry, named ...news.EntryParty) []news.Moment {
	var out []news.Moment
	if e.Date != nil {
		out = append(out, news.Moment{Date: e.Date, Part: t.part(e)})
	}
	if e.Date != nil && e.Mode != "visit" || slices.Contains(e.Corrected, news.AttributeDate) { // the user's date is not what the sentences say
		return out
	}
	for _, ev := range e.Evidence {
		doc := t.report(ev.Report)
		if doc == nil || len(named) > 0 && !namesAny(doc, ev.Span, named) {
			continue
		}
		for _, d := range doc.Dates {
			if !ev.Span.Contains(d.Span) {
				continue
			}
			if m, ok := beside(d, e, published(doc)); ok && !slices.ContainsFunc(out, func(o news.Moment) bool { return sameMoment(o, m) }) {
				out = append(out, m)
			}
		}
	}
	return out
}

// namesAny reports whether a sentence has the name of one of them.
func namesAny(doc *news.Document, sentence news.Span, who []news.EntryParty) bool {
	return slices.ContainsFunc(doc.Mentions, func(m news.Mention) bool {
		return sentence.Contains(m.Span) && slices.ContainsFunc(who, func(p news.EntryParty) bool { return sameMention(m, p.Party) })
	})
}

// besideDays is how many days from the date of an entry another one in its sentences may lie to be of the same visit;
// besidePublished is how many from the day of the report, where the entry has no date.
const (
	besideDays      = gapDays
	besidePublished = gapInStory
)

// beside reads an expression of time in a sentence of e as a moment of the visit.
func beside(d news.Date, e *news.Entry, published string) (news.Moment, bool) {
	if d.Interval == nil {
		r := d.Relation
		if r == nil || r.Weekday == 0 || r.Direction > 0 && e.Status == news.Occurred || r.Direction < 0 && e.Status == news.Planned {
			return news.Moment{}, false
		}
		return news.Moment{Weekday: r.Weekday, Part: d.Part}, true
	}
	if !days(d.Interval.Precision) {
		return news.Moment{}, false
	}
	near, limit := time.Time{}, 0
	if e.Date != nil {
		near, limit = day(e.Date.From), besideDays
		if !days(e.Date.Precision) { // the days of a month say no more than the month does
			return news.Moment{}, false
		}
	} else if at, err := time.Parse(time.DateOnly, published); err == nil {
		near, limit = at, besidePublished
	}
	if day(d.Interval.From).Sub(near).Abs() > time.Duration(limit)*24*time.Hour {
		return news.Moment{}, false
	}
	return news.Moment{Date: d.Interval, Part: d.Part}, true
}

// part is the part of the day that a report gives with the date of e.
func (t *traveller) part(e *news.Entry) string {
	if !days(e.Date.Precision) {
		return ""
	}
	for _, ev := range e.Evidence {
		doc := t.report(ev.Report)
		if doc == nil {
			continue
		}
		for _, d := range doc.Dates {
			if d.Part != "" && d.Interval != nil && ev.Span.Contains(d.Span) && day(d.Interval.From).Equal(day(e.Date.From)) {
				return d.Part
			}
		}
	}
	return ""
}

func sameMoment(a, b news.Moment) bool {
	if a.Part != b.Part || a.Weekday != b.Weekday || (a.Date == nil) != (b.Date == nil) {
		return false
	}
	return a.Date == nil || value(*a.Date) == value(*b.Date)
}

// single is the moment of a meeting: what its entry gives as date, else what all expressions agree on.
func single(ms []news.Moment) news.Moment {
	switch {
	case len(ms) == 0:
		return news.Moment{}
	case ms[0].Date != nil || len(ms) == 1:
		return ms[0]
	}
	return news.Moment{}
}

// calendar puts days of the week on the calendar: near days that are known, else before the day of publication.
type calendar struct {
	known    span
	reported time.Time
	dated    bool // reported is set
}

func calendarOf(told []news.Moment, reported string) calendar {
	var c calendar
	for _, m := range told {
		if exact(m) {
			c.known.add(*m.Date)
		}
	}
	at, err := time.Parse(time.DateOnly, reported)
	c.reported, c.dated = at, err == nil
	return c
}

// exact reports whether m is on the calendar, with both ends to the day.
func exact(m news.Moment) bool {
	return m.Date != nil && (days(m.Date.Precision) || m.Date.Precision == news.Range)
}

// place gives the day of the week a date where there is something to count from: the nearest such day to those known,
// no more than half a week off, or the last one when the visit was reported.
func (c calendar) place(m news.Moment) news.Moment {
	if m.Weekday == 0 {
		return m
	}
	var on time.Time
	switch {
	case c.known.set:
		on = c.known.from.AddDate(0, 0, (m.Weekday-isoWeekday(c.known.from)+7)%7)
		if before := on.AddDate(0, 0, -7); on.After(c.known.to) && c.known.from.Sub(before) < on.Sub(c.known.to) {
			on = before
		}
	case c.dated:
		on = c.reported.AddDate(0, 0, -(isoWeekday(c.reported)-m.Weekday+7)%7)
	default:
		return m
	}
	p := news.Day
	if m.Part != "" {
		p = news.PartOfDay
	}
	return news.Moment{Date: &news.Interval{From: on, To: on, Precision: p}, Part: m.Part}
}

// ends returns the first and the last of what is told. What is known to the day counts before what is known to
// the month; days of the week that nothing puts on the calendar count as those of one week.
func (c calendar) ends(told []news.Moment) (from, to news.Moment) {
	var sure, week, rough []news.Moment
	for _, m := range told {
		switch m = c.place(m); {
		case exact(m):
			sure = append(sure, m)
		case m.Weekday != 0:
			week = append(week, m)
		case m.Date != nil:
			rough = append(rough, m)
		}
	}
	switch {
	case len(sure) > 0:
		return earliest(sure), latest(sure)
	case len(week) > 0:
		return endsOfWeek(week)
	case len(rough) > 0:
		m := slices.MinFunc(rough, func(a, b news.Moment) int {
			return cmp.Or(cmp.Compare(a.Date.To.Sub(a.Date.From), b.Date.To.Sub(b.Date.From)), a.Date.From.Compare(b.Date.From))
		})
		return m, m
	}
	return news.Moment{}, news.Moment{}
}

// earliest is the earliest day, with the earliest part of it that is told.
func earliest(ms []news.Moment) news.Moment {
	m := slices.MinFunc(ms, func(a, b news.Moment) int {
		return cmp.Or(day(a.Date.From).Compare(day(b.Date.From)), cmp.Compare(clockFrom(a), clockFrom(b)))
	})
	return edge(m, m.Date.From)
}

// latest is the latest day, with the latest part of it that is told.
func latest(ms []news.Moment) news.Moment {
	m := slices.MaxFunc(ms, func(a, b news.Moment) int {
		return cmp.Or(day(a.Date.To).Compare(day(b.Date.To)), cmp.Compare(clock(a), clock(b)))
	})
	return edge(m, m.Date.To)
}

// edge cuts a stretch of several days to one end of it.
func edge(m news.Moment, at time.Time) news.Moment {
	if day(m.Date.From).Equal(day(m.Date.To)) {
		return m
	}
	return news.Moment{Date: &news.Interval{From: day(at), To: day(at), Precision: news.Day}}
}

// hours are about when the parts of a day are.
var hours = map[string]int{"morning": 8, "noon": 12, "afternoon": 15, "evening": 19, "night": 22}

// clock is about which hour a moment is in, 0 where only the day is known.
func clock(m news.Moment) int {
	if h := hours[m.Part]; h > 0 || m.Date == nil {
		return h
	}
	switch m.Date.Precision {
	case news.Hour, news.Minute, news.Second:
		return max(1, m.Date.From.Hour())
	}
	return 0
}

// clockFrom is clock, with days without an hour behind those with one: "Saturday" does not say that it was before "Saturday evening".
func clockFrom(m news.Moment) int {
	if h := clock(m); h > 0 {
		return h
	}
	return 24
}

// endsOfWeek orders days of the week so that the visit is as short as can be.
func endsOfWeek(ms []news.Moment) (from, to news.Moment) {
	best := 7
	for _, start := range ms {
		length := 0
		for _, m := range ms {
			length = max(length, (m.Weekday-start.Weekday+7)%7)
		}
		if length < best || length == best && start.Weekday < from.Weekday {
			best, from = length, start
		}
	}
	after := func(m news.Moment) int { return (m.Weekday - from.Weekday + 7) % 7 }
	from = slices.MinFunc(ms, func(a, b news.Moment) int {
		return cmp.Or(cmp.Compare(after(a), after(b)), cmp.Compare(clockFrom(a), clockFrom(b)))
	})
	to = slices.MaxFunc(ms, func(a, b news.Moment) int {
		return cmp.Or(cmp.Compare(after(a), after(b)), cmp.Compare(clock(a), clock(b)))
	})
	return from, to
}
