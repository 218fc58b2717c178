package event

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// tagged are the parties that the reading model marked in a sentence: who acts, and whom it is
// done to. Of an act that is done together all are actors.
func (s *scan) tagged(sent sentence, h hit) (actors, recipients []news.Party) {
	a, r := s.marked("actor", sent), s.marked("recipient", sent)
	if h.shape == "sym" || h.shape == "noun" {
		return distinct(append(a, r...)), nil
	}
	return distinct(a), distinct(r)
}

// marked are the parties that a head of the model marked in a sentence.
func (s *scan) marked(head string, sent sentence) []news.Party {
	var out []news.Party
	for _, t := range s.heads[head] {
		if t.Start >= sent.span.Start && t.End <= sent.span.End && t.Confidence >= marks {
			out = append(out, s.partiesOf(t)...)
		}
	}
	return out
}

// marks is how sure the model must be of words for a party.
const marks = 0.2

// partiesOf are the parties that marked words mean: the people and bodies in them or, where there is none,
// those whom the words describe ("fishermen from Gaza"), or the states.
func (s *scan) partiesOf(t news.Tag) []news.Party {
	list := s.within(t.Span)
	person := func(m int) bool { return s.all[m].Kind == news.Person }
	if !slices.ContainsFunc(list, person) {
		if m := s.namedBehind(t.Span); m >= 0 {
			return s.parties([]int{m})
		}
	}
	fit := s.fit(list)
	if slices.ContainsFunc(fit, func(m int) bool { return person(m) || s.all[m].Kind == news.Organisation }) {
		return s.parties(fit)
	}
	if t.Sector != "" && t.Sector != "GOV" || len(fit) == 0 && t.Sector != "" {
		return []news.Party{s.described(t, fit)}
	}
	return s.parties(fit)
}

// described is a party without a name: what the words say of who it is.
func (s *scan) described(t news.Tag, fit []int) news.Party {
	p := news.Party{Name: strings.Join(strings.Fields(t.In(s.text)), " "), Kind: news.Organisation, Country: t.Country, Sector: t.Sector, Mention: -1}
	for _, m := range fit {
		p.Country = cmp.Or(p.Country, s.all[m].Country)
	}
	return p
}

// within are the mentions that lie within a span, or begin there.
func (s *scan) within(sp news.Span) []int {
	var out []int
	i, _ := slices.BinarySearchFunc(s.all, sp.Start, func(m news.Mention, at int) int { return cmp.Compare(m.Span.End, at+1) })
	for ; i < len(s.all) && s.all[i].Span.Start < sp.End; i++ {
		out = append(out, i)
	}
	return out
}

// namedBehind is the person whose name follows a span that holds the title: "the secretary of the council, Ali
// Shamkhani"; -1 if none does.
func (s *scan) namedBehind(sp news.Span) int {
	at, _ := slices.BinarySearchFunc(s.all, sp.End, func(m news.Mention, at int) int { return cmp.Compare(m.Span.Start, at) })
	if at >= len(s.all) || s.all[at].Kind != news.Person || s.all[at].Role == "" {
		return -1
	}
	if start := s.all[at].Span.Start; start-sp.End > nameBehind || s.breaks(sp.End, start) {
		return -1
	}
	return at
}

// nameBehind is how many bytes may lie between a title and the name of who bears it: an abbreviation in brackets.
const nameBehind = 12

// distinct leaves out who is there already.
func distinct(list []news.Party) []news.Party {
	var out []news.Party
	for _, p := range list {
		if !hasParty(out, p) && !hasCountry(out, p) {
			out = append(out, p)
		}
	}
	return out
}
