package event

import (
	"cmp"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// side is one side of a type of events.
type side struct {
	kind      news.EventType
	recipient bool
}

// lands are the rows of data/lands.tsv: what tells the country of a party whose words do not.
var lands = sync.OnceValue(func() map[side][]string {
	out := map[side][]string{}
	phrase.Rows(data, "data/lands.tsv", func(f []string) {
		if len(f) > 2 {
			out[side{news.EventType(f[0]), f[1] == "recipient"}] = strings.Split(f[2], ",")
		}
	})
	return out
})

// bodies are the rows of data/bodies.tsv: the codes of bodies of the world, by id.
var bodies = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	phrase.Rows(data, "data/bodies.tsv", func(f []string) {
		if len(f) > 1 {
			out[f[0]] = f[1]
		}
	})
	return out
})

// infer gives the parties of an event whose words name no country the one that the sentence or the
// report speaks of, and marks it. Bodies of several states have none.
func (s *scan) infer(sent sentence, e *news.Event) {
	s.inferSide(sent, e, e.Actors, side{e.Type, false})
	s.inferSide(sent, e, e.Recipients, side{e.Type, true})
}

func (s *scan) inferSide(sent sentence, e *news.Event, parties []news.Party, at side) {
	for i, p := range parties {
		if c := cmp.Or(bodies()[p.Entity], s.bodyOf(p)); c != "" {
			parties[i].Country = c
			continue
		}
		if p.Country != "" || p.Sector == "IGO" || p.Kind == news.Country || p.Kind == news.Place {
			continue
		}
		for _, by := range lands()[at] {
			if c := s.land(sent, e, by, p, at.recipient); c != "" {
				parties[i].Country, parties[i].Inferred = c, true
				break
			}
		}
	}
}

// bodyOf is the code of the body whose title a person without a state bears: "l'inviata dell'Onu Helena Brandão".
func (s *scan) bodyOf(p news.Party) string {
	if p.Kind != news.Person || p.Country != "" || p.Mention < 0 {
		return ""
	}
	x := s.all[p.Mention]
	for _, m := range []int{p.Mention - 1, p.Mention + 1} {
		if m < 0 || m >= len(s.all) || s.all[m].Kind != news.Organisation || x.Role == "" {
			continue
		}
		o := s.all[m].Span
		between := news.Span{Start: min(o.End, x.Span.End), End: max(o.Start, x.Span.Start)}
		if between.Len() < titleReach && !s.breaks(between.Start, between.End) && (between.Len() < nameBehind || strings.Contains(x.Role, o.In(s.text))) {
			return bodies()[s.all[m].Entity]
		}
	}
	return ""
}

// land is the country that one way of telling gives for a party, "" if none.
func (s *scan) land(sent sentence, e *news.Event, by string, p news.Party, recipient bool) string {
	switch by {
	case "place":
		if joint(e.Type) && p.Kind == news.Person {
			return "" // two who meet abroad are not from there
		}
		return s.landOfPlace(sent, e)
	case "other":
		if recipient {
			return only(e.Actors)
		}
		return only(e.Recipients)
	case "text":
		if p.Mention < 0 {
			return s.landBefore(sent)
		}
	}
	return ""
}

// joint reports whether all parties of a type act together.
func joint(kind news.EventType) bool { return shapeOf(kind) == "sym" }

// landOfPlace is the country of the scene that the sentence gives or, where it gives none, the only
// one whose name or places stand in it and are no parties.
func (s *scan) landOfPlace(sent sentence, e *news.Event) string {
	if l := e.Location; l != nil && l.Country != "" && !l.Inferred {
		return l.Country
	}
	got := ""
	for i := sent.from; i < sent.to; i++ {
		m := s.named[i]
		if m < 0 || i > sent.from && s.named[i-1] == m || !s.isLand(m) || isParty(*e, m) || s.inTitle(m) {
			continue
		}
		if c := s.all[m].Country; got != "" && got != c {
			return ""
		} else {
			got = c
		}
	}
	return got
}

// isLand reports whether a mention names a country or a place in one.
func (s *scan) isLand(m int) bool {
	x := s.all[m]
	return x.Country != "" && (x.Kind == news.Country || x.Kind == news.Place) && !x.Adjective && x.ActsAs == nil
}

// only is the one country that parties have by their own words, "" where they have several.
func only(parties []news.Party) string {
	got := ""
	for _, p := range parties {
		switch {
		case p.Country == "" || p.Inferred || p.Sector == "IGO" || got == p.Country:
		case got != "":
			return ""
		default:
			got = p.Country
		}
	}
	return got
}

// landReach is how many tokens before a sentence the land that the report speaks of is looked for.
const landReach = 3 * reach

// landBefore is the land that the report spoke of last before a sentence, else that of its dateline.
func (s *scan) landBefore(sent sentence) string {
	for i := sent.from - 1; i >= max(0, sent.from-landReach); i-- {
		if m := s.named[i]; m >= 0 && s.isLand(m) && m != s.opens {
			return s.all[m].Country
		}
	}
	if s.line != nil {
		return s.line.Country
	}
	return ""
}
