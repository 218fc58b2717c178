package event

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// tagged are the parties that the reading model marked: who acts, and whom it is done to. They are
// those of the clause of the trigger, if it has any, else of the sentence. Of an act that is done
// together all are actors.
func (s *scan) tagged(sent sentence, h hit) (actors, recipients []news.Party) {
	a, r := s.marked(s.clause(sent, h), h)
	if len(a)+len(r) == 0 {
		a, r = s.marked(sent, h)
	}
	if joint(h.kind) {
		return distinct(s.partiesOfAll(slices.DeleteFunc(append(a, r...), s.isVenue))), nil
	}
	actors = distinct(s.partiesOfAll(a))
	return actors, without(distinct(s.partiesOfAll(r)), actors)
}

// marked are the words for actors and for recipients that the model marked in a stretch of text,
// less those that rather belong to another trigger of it. Words marked as both are what the model
// is surer of.
func (s *scan) marked(sent sentence, h hit) (actors, recipients []news.Tag) {
	a, r := s.nearest(s.headsIn("actor", sent), h), s.nearest(s.headsIn("recipient", sent), h)
	if joint(h.kind) {
		return a, r
	}
	return surer(a, r), surer(r, a)
}

// marks is how sure the model must be of words for a party.
const marks = 0.2

// headsIn are the words that a head of the model marked within a sentence, surely enough.
func (s *scan) headsIn(head string, sent sentence) []news.Tag {
	var out []news.Tag
	for _, t := range s.heads[head] {
		if t.Start >= sent.span.Start && t.End <= sent.span.End && t.Confidence >= marks && !s.ofTitle(t.Span) {
			out = append(out, t)
		}
	}
	return out
}

// ofTitle reports whether words are only part of the title of somebody named beside them: "Mikhail Bogdanov, special envoy of the
// Russian president for the Middle East".
func (s *scan) ofTitle(sp news.Span) bool {
	i, _ := slices.BinarySearchFunc(s.all, sp.Start-titleReach, func(m news.Mention, at int) int { return cmp.Compare(m.Span.End, at) })
	for ; i < len(s.all) && s.all[i].Span.Start < sp.End+titleReach; i++ {
		x := s.all[i]
		if x.Kind != news.Person || x.Span.Overlaps(sp) {
			continue
		}
		if title, ok := s.titleOf(x); ok && sp.End <= title.End && (title.Start < sp.Start || title.Start == sp.Start && title.Start > x.Span.Start) {
			return true
		}
	}
	return false
}

// bearer is the person whose title begins with words: "conseiller irakien" of "conseiller irakien à la sécurité nationale Qassim
// al-Araji"; -1 if there is none.
func (s *scan) bearer(sp news.Span) int {
	i, _ := slices.BinarySearchFunc(s.all, sp.End, func(m news.Mention, at int) int { return cmp.Compare(m.Span.Start, at) })
	for ; i < len(s.all) && s.all[i].Span.Start < sp.Start+2*titleReach; i++ {
		x := s.all[i]
		if x.Kind != news.Person {
			continue
		}
		if title, ok := s.titleOf(x); ok && title.Start == sp.Start && title.End <= x.Span.Start {
			return i
		}
	}
	return -1
}

// titleOf is where the title of somebody stands: from its first word up to the name, or behind the name up to the comma that ends
// the apposition.
func (s *scan) titleOf(x news.Mention) (news.Span, bool) {
	if x.Role == "" {
		return news.Span{}, false
	}
	from := max(0, x.Span.Start-titleReach-len(x.Role))
	if at := strings.LastIndex(s.text[from:x.Span.Start], x.Role); at >= 0 && !s.breaks(from+at, x.Span.Start) {
		return news.Span{Start: from + at, End: x.Span.Start}, true
	}
	to := min(len(s.text), x.Span.End+titleReach+len(x.Role))
	at := strings.Index(s.text[x.Span.End:to], x.Role)
	if at < 0 || s.breaks(x.Span.End, x.Span.End+at) || at > titleReach/2 {
		return news.Span{}, false
	}
	title := news.Span{Start: x.Span.End + at, End: x.Span.End + at + len(x.Role)}
	if strings.HasPrefix(s.text[x.Span.End:], ",") || strings.HasPrefix(s.text[x.Span.End:], "،") {
		if n := strings.IndexAny(s.text[title.End:to], ",،"); n >= 0 && !s.breaks(title.End, title.End+n) {
			title.End += n
		}
	}
	return title, true
}

// surer leaves out of list what others hold with more confidence.
func surer(list, others []news.Tag) []news.Tag {
	return slices.DeleteFunc(slices.Clone(list), func(t news.Tag) bool {
		return slices.ContainsFunc(others, func(o news.Tag) bool { return o.Overlaps(t.Span) && o.Confidence > t.Confidence })
	})
}

// nearest leaves out the words from which the trigger of another event of the sentence parts h, as
// long as h has words of its own: "mourners marched and were fired on by police".
func (s *scan) nearest(list []news.Tag, h hit) []news.Tag {
	if h.whole || len(list) < 2 {
		return list
	}
	own := slices.DeleteFunc(slices.Clone(list), func(t news.Tag) bool { return s.beyond(t.Span, h) })
	if len(own) == 0 {
		return list
	}
	return own
}

// beyond reports whether a trigger of another type lies between a span and the trigger h.
func (s *scan) beyond(sp news.Span, h hit) bool {
	at := s.words(h.from, h.to)
	return slices.ContainsFunc(s.beats, func(o hit) bool {
		w := s.words(o.from, o.to)
		if o.kind == h.kind || o.whole || w.Overlaps(at) {
			return false
		}
		return sp.End <= w.Start && w.End <= at.Start || at.End <= w.Start && w.End <= sp.Start
	})
}

// clause is the part of a sentence around a trigger up to the next semicolon or the like.
func (s *scan) clause(sent sentence, h hit) sentence {
	if h.whole {
		return sent
	}
	for i := h.from; i > sent.from; i-- {
		if s.halts(i) {
			sent.from, sent.span.Start = i, s.toks[i].Span.Start
			break
		}
	}
	for i := h.to; i < sent.to; i++ {
		if i > sent.from && s.halts(i) {
			sent.to, sent.span.End = i, s.toks[i-1].Span.End
			break
		}
	}
	return sent
}

// halts reports whether a semicolon or the like stands between token i and the one before.
func (s *scan) halts(i int) bool {
	return strings.ContainsAny(s.text[s.toks[i-1].Span.End:s.toks[i].Span.Start], ";；؛!?。\n")
}

// fill adds the parties by where they stand around the trigger, on a side for which none are marked.
func (s *scan) fill(sent sentence, c candidate, e *news.Event) {
	switch {
	case len(e.Actors)+len(e.Recipients) == 0:
		if e.Actors = s.subjectPair(sent, c.hit); len(e.Actors) == 0 {
			e.Actors, e.Recipients = s.placed(sent, c.hit)
		}
	case joint(c.kind):
		s.join(sent, c, e)
	case !joint(c.kind) && c.row && (len(e.Actors) == 0 || len(e.Recipients) == 0):
		a, r := s.placed(s.clause(sent, c.hit), c.hit)
		if len(e.Actors) == 0 {
			e.Actors = without(a, e.Recipients)
		} else {
			e.Recipients = without(r, e.Actors)
		}
	}
}

// join adds to those who are marked as doing something together the people who are named around words that a
// row has for it, and, where only one is known, whoever else stands there. The state of somebody who is named goes.
func (s *scan) join(sent sentence, c candidate, e *news.Event) {
	placed, _ := s.placed(sent, c.hit)
	for _, p := range placed {
		if p.Kind == news.Person && c.row && c.kind == news.Consult || len(e.Actors) < 2 && !ofOne(e.Actors, p) {
			e.Actors = distinct(append(e.Actors, p))
		}
	}
	e.Actors = ledBy(e.Actors)
}

// ofOne reports whether a state is that of a party who is named: of those who met, it is no other.
func ofOne(list []news.Party, p news.Party) bool {
	return (p.Kind == news.Country || p.Kind == news.Place) && slices.ContainsFunc(list, func(o news.Party) bool { return o.Country == p.Country })
}

// without is list less who is in others.
func without(list, others []news.Party) []news.Party {
	return slices.DeleteFunc(list, func(p news.Party) bool { return hasParty(others, p) || hasCountry(others, p) })
}

func (s *scan) partiesOfAll(tags []news.Tag) []news.Party {
	var out []news.Party
	for _, t := range tags {
		out = append(out, s.partiesOf(t)...)
	}
	return out
}

// partiesOf are the parties that marked words mean: the people and bodies in them or, where there is none,
// those whom the words describe ("fishermen from Gaza"), or the states.
func (s *scan) partiesOf(t news.Tag) []news.Party {
	list := s.within(t.Span)
	person := func(m int) bool { return s.all[m].Kind == news.Person }
	if !slices.ContainsFunc(list, person) {
		if m := max(s.namedBehind(t.Span), s.bearer(t.Span)); m >= 0 {
			return s.parties([]int{m})
		}
	}
	if len(list) == 0 && s.isBoth(t.Span) {
		return s.pair(sentence{span: t.Span})
	}
	fit := s.fit(s.holders(list))
	if slices.ContainsFunc(fit, func(m int) bool { return person(m) || s.all[m].Kind == news.Organisation }) {
		return s.parties(fit)
	}
	if (t.Sector != "" && t.Sector != "GOV" || len(fit) == 0 && t.Sector != "") && !s.onlyPlace(t.Span, list) {
		return []news.Party{s.described(t, fit)}
	}
	return s.parties(fit)
}

// subjectPair is whom words for two in front of the trigger of something done together mean, where nobody is named between them: "the two
// governments have reached an agreement".
func (s *scan) subjectPair(sent sentence, h hit) []news.Party {
	if !joint(h.kind) || h.whole {
		return nil
	}
	for i := h.from - 1; i >= max(sent.from, h.from-pairReach) && s.named[i] < 0; i-- {
		if s.rows.both.At(s.text, s.toks, i).N > 0 {
			return s.pair(sent)
		}
	}
	return nil
}

// pairReach is how many tokens in front of a trigger words for two who do it may stand.
const pairReach = 6

// isBoth reports whether words stand for two who were named before: "the two sides".
func (s *scan) isBoth(sp news.Span) bool {
	from := tokenAt(s.toks, sp.Start)
	to := from
	for to < len(s.toks) && s.toks[to].Span.Start < sp.End {
		to++
	}
	const few = 4
	return to-from <= few && s.has(s.rows.both, from, to)
}

// onlyPlace reports whether words are the name of a place and nothing else: "the Middle East" does nothing.
func (s *scan) onlyPlace(sp news.Span, list []int) bool {
	const article = 4
	return len(list) == 1 && s.all[list[0]].Kind == news.Place && s.all[list[0]].Country == "" && sp.Len()-s.all[list[0]].Span.Len() <= article
}

// isVenue reports whether words are the name of a town that stands for no government: of those who meet or agree it is none, but where
// they do. (To other acts a town may be the recipient: aid is sent to it.)
func (s *scan) isVenue(t news.Tag) bool {
	list := s.within(t.Span)
	return len(list) == 1 && s.all[list[0]].Kind == news.Place && s.all[list[0]].ActsAs == nil && s.all[list[0]].Span.Contains(t.Span)
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

// holders puts the person in the place of the states and bodies that only belong to the title in front of the name:
// "secretary of Iran's Supreme Council (SNC) Ali Shamkhani".
func (s *scan) holders(list []int) []int {
	var out []int
	for _, m := range list {
		if h := s.holder(m); h >= 0 {
			m = h
		}
		if !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	return out
}

// holder is the person whose title a state or body belongs to: the title begins right before it, and the name follows
// with nothing but such mentions in between; -1 if there is none.
func (s *scan) holder(m int) int {
	if k := s.all[m].Kind; k != news.Country && k != news.Organisation {
		return -1
	}
	for n := m + 1; n < len(s.all) && n <= m+3; n++ {
		x := s.all[n]
		if gap := x.Span.Start - s.all[n-1].Span.End; gap < 0 || gap > nameBehind || s.breaks(s.all[n-1].Span.End, x.Span.Start) {
			return -1
		}
		if x.Kind != news.Person {
			continue
		}
		before := s.text[max(0, s.all[m].Span.Start-titleReach):s.all[m].Span.Start]
		if x.Role != "" && x.Country == s.all[m].Country && strings.Contains(before, x.Role) {
			return n
		}
		return -1
	}
	return -1
}

// titleReach is how many bytes before a mention its title may begin.
const titleReach = 80

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
