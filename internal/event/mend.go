package event

import (
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// mend takes out of an event the parties that cannot be: a state that its own government would act upon, rebels as a partner of states that
// work together; and gives an act that is done by speaking, of which the sentence does not say by whom, to the person who speaks.
func (s *scan) mend(e *news.Event) {
	if e.Type == news.Cooperate {
		e.Actors = withoutFoes(e.Actors)
	}
	if joint(e.Type) {
		return
	}
	if len(e.Actors) == 0 && spoken[e.Type] {
		e.Actors = s.speaker(e)
	}
	parted(e)
}

// parted takes out of those whom something is done to whoever does it, and the state of a government that does.
func parted(e *news.Event) {
	e.Recipients = slices.DeleteFunc(without(e.Recipients, e.Actors), func(r news.Party) bool {
		return (r.Kind == news.Country || r.Kind == news.Place) && slices.ContainsFunc(e.Actors, func(a news.Party) bool {
			return a.Country == r.Country && a.Country != "" && (official(a) || a.Kind == news.Country)
		})
	})
}

// spoken are the types that are done by speaking.
var spoken = map[news.EventType]bool{news.Support: true, news.Request: true, news.Accuse: true, news.Reject: true, news.Threaten: true}

// speaker is the person whom the first link of the attribution names, if the report does.
func (s *scan) speaker(e *news.Event) []news.Party {
	for _, a := range e.AccordingTo {
		if a.Kind != byPerson {
			continue
		}
		for i, m := range s.all {
			if p := s.party(i); m.Kind == news.Person && p.Name == a.Name && !hasParty(e.Recipients, p) {
				return []news.Party{p}
			}
		}
		return nil
	}
	return nil
}

// withoutFoes leaves rebels and gangs out of those who work together where two of them are states: it is rather against them. With rebels
// states talk and sign, so meetings and agreements keep them.
func withoutFoes(parties []news.Party) []news.Party {
	states := 0
	for _, p := range parties {
		if p.Kind == news.Country {
			states++
		}
	}
	if states < 2 {
		return parties
	}
	return slices.DeleteFunc(parties, func(p news.Party) bool { return p.Sector == "REB" || p.Sector == "CRM" })
}
