package record

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// whoMet lists whom the visitor met. The place that is visited is not met, and a country is only where nobody of it
// is named: "he visited Iraq and met its president" is a meeting with the president.
func whoMet(s stay) []news.EntryParty {
	var out, states []news.EntryParty
	for _, p := range s.all {
		switch p.Kind {
		case news.Place:
		case news.Country:
			states = append(states, p)
		default:
			out = append(out, p)
		}
	}
	for _, p := range states {
		if s.entry.Mode == "visit" && (p.Country == s.land || s.land == "") {
			continue
		}
		if !slices.ContainsFunc(out, func(q news.EntryParty) bool { return q.Country == p.Country }) {
			out = append(out, p)
		}
	}
	return out
}

// addCompanions adds those of the visitor's country who are named beside them.
func (t *traveller) addCompanions(to []news.EntryParty, s stay) []news.EntryParty {
next:
	for _, p := range s.home {
		if t.posted(s.entry, p.Party) {
			continue
		}
		for i := range to {
			if same(to[i].Party, p.Party) {
				to[i] = joinParty(to[i], p.EntryParty)
				continue next
			}
		}
		to = append(to, p.EntryParty)
	}
	return to
}

// addMeeting adds a meeting, or joins it with one before: of the same status, with all whom the one of them names
// among those of the other, and at no other time.
func addMeeting(to []news.Meeting, m news.Meeting) []news.Meeting {
	for i := range to {
		o := &to[i]
		if o.Status != m.Status || !compatible(o.At, m.At) || !within(m.With, o.With) && !within(o.With, m.With) {
			continue
		}
		for _, p := range m.With {
			j := slices.IndexFunc(o.With, func(q news.EntryParty) bool { return same(q.Party, p.Party) })
			if j < 0 {
				o.With = append(o.With, p)
				continue
			}
			o.With[j] = joinParty(o.With[j], p)
		}
		o.Entries = append(o.Entries, m.Entries...)
		for _, ev := range m.Evidence {
			if !slices.Contains(o.Evidence, ev) {
				o.Evidence = append(o.Evidence, ev)
			}
		}
		if o.At.IsZero() {
			o.At = m.At
		}
		if o.Place == nil {
			o.Place = m.Place
		}
		return to
	}
	return append(to, m)
}

// within reports whether all of a are in b.
func within(a, b []news.EntryParty) bool {
	for _, p := range a {
		if !slices.ContainsFunc(b, func(q news.EntryParty) bool { return same(p.Party, q.Party) }) {
			return false
		}
	}
	return true
}

// compatible reports whether two moments may be one.
func compatible(a, b news.Moment) bool {
	if a.IsZero() || b.IsZero() {
		return true
	}
	if a.Part != "" && b.Part != "" && a.Part != b.Part {
		return false
	}
	if a.Date == nil || b.Date == nil {
		return a.Weekday == b.Weekday
	}
	return !day(a.Date.From).After(day(b.Date.To)) && !day(b.Date.From).After(day(a.Date.To))
}

// sortMeetings puts meetings that are known to the day in their order, the others behind them as they were.
func sortMeetings(ms []news.Meeting) {
	slices.SortStableFunc(ms, func(a, b news.Meeting) int {
		ka, kb := exact(a.At), exact(b.At)
		switch {
		case ka && kb:
			return cmp.Or(day(a.At.Date.From).Compare(day(b.At.Date.From)), cmp.Compare(clock(a.At), clock(b.At)))
		case ka:
			return -1
		case kb:
			return 1
		}
		return 0
	})
}
