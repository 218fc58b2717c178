package event

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// mergeReach is how many of the events before are compared with one, so that a page of thousands of
// sentences takes no square of time.
const mergeReach = 64

// merge makes of several tellings of one happening (title, lead, body) one event with several spans
// of evidence: tellings of one type and status, whose parties agree and whose dates and places do
// not part them. Of two that fit the one told last is taken.
func merge(events []news.Event) []news.Event {
	var out []news.Event
next:
	for _, e := range events {
		for i := len(out) - 1; i >= max(0, len(out)-mergeReach); i-- {
			if oneHappening(out[i], e) {
				join(&out[i], e)
				continue next
			}
		}
		out = append(out, e)
	}
	return out
}

// oneHappening reports whether two tellings are of one happening.
func oneHappening(a, b news.Event) bool {
	if a.Type != b.Type || a.Status != b.Status || !oneTime(a.Date, b.Date) || !onePlace(a.Location, b.Location) {
		return false
	}
	actors, ok := agree(a.Actors, b.Actors)
	if !ok {
		return false
	}
	recipients, ok := agree(a.Recipients, b.Recipients)
	return ok && (actors+recipients > 0 || unsaid(a) != unsaid(b) && adjoin(a, b))
}

// unsaid reports whether a telling does not say by whom: "the treaty was signed on Thursday in Paris". What the
// next sentence says of the same act says it.
func unsaid(e news.Event) bool {
	return len(e.Recipients) == 0 && !slices.ContainsFunc(e.Actors, func(p news.Party) bool { return p.Mention >= 0 || p.Country != "" })
}

// besides is how many bytes may lie between two tellings of one happening of which one does not say by whom.
const besides = 400

// adjoin reports whether two tellings stand near each other.
func adjoin(a, b news.Event) bool {
	last, first := a.Evidence[len(a.Evidence)-1], b.Evidence[0]
	return first.Start-last.End < besides && last.Start-first.End < besides
}

// oneTime reports whether two times may be one: either is not given, or they overlap.
func oneTime(a, b *news.Interval) bool {
	return a == nil || b == nil || !a.To.Before(b.From) && !b.To.Before(a.From)
}

// onePlace reports whether two places may be one: either is not given, or a guess, or as wide as
// the country of the other.
func onePlace(a, b *news.Location) bool {
	if a == nil || b == nil || a.Inferred || b.Inferred || a.Name == b.Name {
		return true
	}
	return a.Country == b.Country && a.Country != "" && (a.Precision == news.AtCountry || b.Precision == news.AtCountry)
}

// agree reports how many parties two tellings share on one side, and whether the shorter list is
// all in the longer one.
func agree(a, b []news.Party) (shared int, ok bool) {
	if len(a) > len(b) {
		a, b = b, a
	}
	used := make([]bool, len(b))
	for _, p := range a {
		i := slices.IndexFunc(b, func(q news.Party) bool { return samePart(p, q) })
		for i >= 0 && used[i] {
			n := slices.IndexFunc(b[i+1:], func(q news.Party) bool { return samePart(p, q) })
			if n < 0 {
				return shared, false
			}
			i += n + 1
		}
		if i < 0 {
			return shared, false
		}
		used[i] = true
		shared++
	}
	return shared, true
}

// samePart reports whether two parties may be one: the same entity, or a state and who acts for it,
// or, of parties without a name, those of one country and kind.
func samePart(a, b news.Party) bool {
	switch {
	case a.Entity != "" && a.Entity == b.Entity, strings.EqualFold(a.Name, b.Name):
		return true
	case a.Country == "" || a.Country != b.Country:
		return false
	case a.Kind == news.Country:
		return b.Kind == news.Country || official(b)
	case b.Kind == news.Country:
		return official(a)
	case a.Entity == "" || b.Entity == "":
		return a.Sector == b.Sector && a.Sector != "" && a.Kind != news.Person && b.Kind != news.Person
	}
	return false
}

// official reports whether a party speaks and acts for its state.
func official(p news.Party) bool {
	return slices.Contains([]string{"GOV", "MIL", "COP", "SPY", "LEG"}, p.Sector) && !p.Inferred
}

// join adds a telling to an event: the fullest parties, the surest of both, all the evidence.
func join(e *news.Event, b news.Event) {
	e.Actors, e.Recipients = fullest(e.Actors, b.Actors), fullest(e.Recipients, b.Recipients)
	if joint(e.Type) {
		e.Actors = ledBy(e.Actors)
	} else {
		parted(e)
	}
	for _, sp := range b.Evidence {
		if !slices.Contains(e.Evidence, sp) {
			e.Evidence = append(e.Evidence, sp)
		}
	}
	slices.SortFunc(e.Evidence, func(a, b news.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	for _, a := range b.AccordingTo {
		if !slices.ContainsFunc(e.AccordingTo, func(o news.Attribution) bool { return o.Name == a.Name && o.Kind == a.Kind }) {
			e.AccordingTo = append(e.AccordingTo, a)
		}
	}
	e.Confidence = max(e.Confidence, b.Confidence)
	e.Date = narrower(e.Date, b.Date)
	if l := e.Location; l == nil || b.Location != nil && (l.Inferred && !b.Location.Inferred || l.Precision == news.AtCountry && b.Location.Precision != news.AtCountry && !b.Location.Inferred) {
		e.Location = b.Location
	}
	if e.Mode == "" {
		e.Mode = b.Mode
	}
	e.Contexts = append(e.Contexts, b.Contexts...)
	slices.Sort(e.Contexts)
	e.Contexts = slices.Compact(e.Contexts)
}

// narrower is the shorter of two times.
func narrower(a, b *news.Interval) *news.Interval {
	if a == nil || b != nil && b.To.Sub(b.From) < a.To.Sub(a.From) {
		return b
	}
	return a
}

// fullest are the parties of two tellings, each once and under the name that says most: a person
// rather than the state.
func fullest(a, b []news.Party) []news.Party {
	out := slices.Clone(a)
	for _, p := range b {
		i := slices.IndexFunc(out, func(q news.Party) bool { return samePart(p, q) })
		switch {
		case i < 0:
			out = append(out, p)
		case saysMore(p, out[i]) && !hasParty(out, p):
			out[i] = p
		}
	}
	return out
}

// ledBy leaves out the states of those who are named: who met is the people.
func ledBy(parties []news.Party) []news.Party {
	people := slices.DeleteFunc(slices.Clone(parties), func(p news.Party) bool { return p.Kind != news.Person })
	return slices.DeleteFunc(parties, func(p news.Party) bool { return ofOne(people, p) || ofOffice(people, p) })
}

// ofOffice reports whether a party is the office of somebody who is named: the council whose secretary met.
func ofOffice(people []news.Party, p news.Party) bool {
	return p.Kind == news.Organisation && p.Mention >= 0 && official(p) && slices.ContainsFunc(people, func(o news.Party) bool { return o.Country == p.Country && o.Country != "" })
}

// saysMore reports whether a says more of who it is than b: a name more than words, somebody more than a state.
func saysMore(a, b news.Party) bool { return detail(a) > detail(b) }

func detail(p news.Party) int {
	switch {
	case p.Kind == news.Person:
		return 3
	case p.Entity != "" && p.Kind == news.Organisation:
		return 2
	case p.Entity != "":
		return 1
	}
	return 0
}
