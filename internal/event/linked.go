package event

import (
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// What one sentence alone does not say and the words beside it do: that a meeting ended in a paper of both sides, who signed the
// treaty of the sentence before, and between whom the agreement is that somebody welcomes.

// notLikely is why a candidate is not told whose signs are too few.
const notLikely = "not likely enough"

// outcome takes up the agreement that a meeting came to: "ended their talks with a joint declaration". Both sides put their names to such a
// paper. Where it only carries a demand, an accusation or the like, the paper is how that was said.
func (s *scan) outcome(sent sentence, list []candidate, against []string) ([]candidate, []string) {
	meeting := -1
	for i, c := range list {
		switch {
		case against[i] != "":
		case c.kind == news.Agree || spoken[c.kind] || c.kind == news.Protest:
			return list, against
		case c.kind == news.Consult && (meeting < 0 || c.p > list[meeting].p):
			meeting = i
		}
	}
	if meeting < 0 {
		return list, against
	}
	for i := sent.from; i < sent.to; i++ {
		n := s.rows.joint.At(s.text, s.toks, i).N
		if n == 0 || s.said[i] {
			continue
		}
		h := hit{trigger: trigger{kind: news.Agree, shape: "sym"}, from: i, to: min(sent.to, i+n)}
		p := list[meeting].p * ofMeetings
		for k, c := range list {
			if c.kind == news.Agree && c.from < h.to && h.from < c.to {
				list[k].p, list[k].by, against[k] = p, byPaper, ""
				return list, against
			}
		}
		return append(list, candidate{hit: h, p: p, by: byPaper}), append(against, "")
	}
	return list, against
}

// ofMeetings is how sure an agreement is of which only the paper is named, to the meeting's one: of the ten sentences of train/events that
// name a meeting and such a paper and nothing that it demands, eight are labelled as both.
const ofMeetings = 0.8

// Signs of what the decision did not see.
const (
	byPaper  = "paper of a meeting"
	byBefore = "act of the sentence before"
)

// half is an act of two or more that a sentence tells with fewer.
type half struct {
	event news.Event
	next  int // the sentence behind it
}

// completes reports whether a candidate that is not likely by itself may tell by whom the act of the sentence before was done: "The treaty
// was signed on Thursday. Three presidents put their names to it."
func (s *scan) completes(sent sentence, c candidate, against string) bool {
	return against == notLikely && c.row && !c.weak && c.kind == s.half.event.Type && sent.n == s.half.next
}

// complete puts into e, which says by whom, what the sentence before says of the same act.
func (s *scan) complete(e *news.Event) {
	actors := e.Actors
	join(e, s.half.event)
	e.Actors, s.completed = actors, true
}

// leavesOpen notes of the last act of a sentence that is done together that it is told with fewer than two.
func (s *scan) leavesOpen(sent sentence, told []news.Event) {
	s.half = half{}
	for _, e := range told {
		if joint(e.Type) && e.Status == news.Occurred && len(e.Actors) < 2 {
			s.half = half{event: e, next: sent.n + 1}
		}
	}
}

// onPact notes the sentences in which somebody is for or against an agreement and nobody else is named.
func (s *scan) onPact(sent sentence, h hit, e *news.Event) {
	if (e.Type != news.Support && e.Type != news.Reject) || len(e.Recipients) > 0 || len(e.Actors) == 0 {
		return
	}
	if c := s.clause(sent, h); s.has(s.rows.pact, c.from, c.to) {
		s.pacts = append(s.pacts, sent.span)
	}
}

// objects gives those events the sides of the agreement that the report tells of: who welcomes it welcomes what they did.
func (s *scan) objects(events []news.Event) {
	for i := range events {
		e := &events[i]
		if len(e.Recipients) > 0 || len(e.Actors) == 0 || !slices.ContainsFunc(e.Evidence, func(sp news.Span) bool { return slices.Contains(s.pacts, sp) }) {
			continue
		}
		var near *news.Event
		for k := range events {
			o := &events[k]
			if o.Type == news.Agree && o.Status == news.Occurred && len(o.Actors) > 1 && (near == nil || distance(*o, *e) < distance(*near, *e)) {
				near = o
			}
		}
		if near == nil || slices.ContainsFunc(e.Actors, func(p news.Party) bool { return hasParty(near.Actors, p) }) {
			continue
		}
		e.Recipients = slices.Clone(near.Actors)
		parted(e)
	}
}

// distance is how many bytes lie between the nearest evidence of two events.
func distance(a, b news.Event) int {
	least := -1
	for _, x := range a.Evidence {
		for _, y := range b.Evidence {
			if d := gap(x, y); least < 0 || d < least {
				least = d
			}
		}
	}
	return least
}
