package event

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// tagged are the parties that the reading model marked in a sentence: who acts, and whom it is
// done to. Of an act that is done together all are actors.
func (s *scan) tagged(sent sentence, h hit) (actors, recipients []news.Party) {
	a, r := s.marked("actor", sent.span), s.marked("recipient", sent.span)
	if h.shape == "sym" || h.shape == "noun" {
		return s.parties(s.fit(both(a, r))), nil
	}
	return s.parties(s.fit(a)), s.parties(s.fit(r))
}

// marked are the mentions within what a head of the model marked in a span.
func (s *scan) marked(head string, sp news.Span) []int {
	var out []int
	for _, t := range s.heads[head] {
		if t.Start < sp.Start || t.End > sp.End {
			continue
		}
		i, _ := slices.BinarySearchFunc(s.all, t.Start, func(m news.Mention, at int) int { return cmp.Compare(m.Span.End, at+1) })
		for ; i < len(s.all) && s.all[i].Span.Start < t.End; i++ {
			out = append(out, i)
		}
	}
	return out
}
