// Package event finds who did what to whom: meetings, agreements, accusations,
// support and requests, coded by the PLOVER types, each with its parties, status,
// place, date and the words it rests on. It reads a document's text, dates,
// mentions and quotes; joining the events of several reports is left to the record.
//
// Rows of trigger words per language (data/triggers) and what the reading model marked are
// candidates, a small fitted decision says which of them are told (decide.go). Parties are those
// that the model marked, else those that stand around the words; rows of small words change
// status, sides and meaning.
package event

import (
	"cmp"
	"maps"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// Find returns the events of doc in the order of the text, by the rows inside the program.
func Find(doc *news.Document) []news.Event { return builtin().Find(doc) }

// find returns the events of the document in the order of the text.
func (s *scan) find() []news.Event {
	if len(s.toks) == 0 {
		return nil
	}
	var out []news.Event
	for _, sent := range s.sentences() {
		open := s.half.event
		told := s.sentence(sent)
		if s.completed {
			out = slices.DeleteFunc(out, func(e news.Event) bool {
				return e.Type == open.Type && e.Evidence[0] == open.Evidence[0] && len(e.Actors) < 2
			})
			s.completed = false
		}
		out = append(out, told...)
		s.before = sent
	}
	out = merge(out)
	s.objects(out)
	for i := range out {
		s.byName(out[i].Actors)
		s.byName(out[i].Recipients)
	}
	return out
}

// byName makes the mentions of parties those of the document, where a title or pronoun
// stands for them the first by name.
func (s *scan) byName(parties []news.Party) {
	for i, p := range parties {
		if p.Mention >= 0 {
			parties[i].Mention = s.names[p.Mention]
		}
	}
}

// scan is the work on one document.
type scan struct {
	doc       *news.Document
	text      string
	rules     *Rules
	rows      *rows
	toks      []phrase.Token
	all       []news.Mention // the mentions, and as such the titles and pronouns that mean somebody
	names     []int          // for each of all: the index into doc.Mentions of a name, -1 if none
	named     []int          // for each token: index of the mention that covers it, -1
	said      []bool
	told      []news.Span           // the indirect quotes
	tags      []news.Tag            // trigger words that the reading model marked
	heads     map[string][]news.Tag // what else it marked: "actor", "recipient", who says so
	before    sentence              // the sentence before the one at hand
	last      []news.Party          // the actors of the last event that had more than one
	half      half                  // an act of the sentence before that does not say by whom it was done
	completed bool                  // the sentence at hand says it
	pacts     []news.Span           // the sentences that are for or against an agreement of which they do not say whose
	beats     []hit                 // the triggers of all events of the sentence at hand
	sources   *sources              // the words that show who says so
	line      *news.Location        // of the dateline, nil if none
	opens     int                   // the mention of the dateline, -1 if none
	long      map[string]string     // entity: the longest name the report has for it
}

// sentence is one sentence in tokens.
type sentence struct {
	n        int // index into Document.Sentences
	span     news.Span
	from, to int
}

func newScan(doc *news.Document, rules *Rules) *scan {
	s := &scan{doc: doc, text: doc.Text, sources: sourcesFor(doc.Lang), rules: rules, rows: rules.forLang(doc.Lang), toks: phrase.Tokens(doc.Text)}
	s.all, s.names = doc.Everybody()
	s.named, s.said = make([]int, len(s.toks)), make([]bool, len(s.toks))
	at, q := 0, 0
	for i, t := range s.toks {
		s.named[i] = -1
		for at < len(s.all) && s.all[at].Span.End <= t.Span.Start {
			at++
		}
		if at < len(s.all) && s.all[at].Span.Overlaps(t.Span) {
			s.named[i] = at
		}
		for q < len(doc.Quotes) && doc.Quotes[q].Span.End <= t.Span.Start {
			q++
		}
		s.said[i] = q < len(doc.Quotes) && doc.Quotes[q].Direct && doc.Quotes[q].Span.Overlaps(t.Span)
	}
	for _, q := range doc.Quotes {
		if n := len(s.told); !q.Direct && (n == 0 || s.told[n-1].End <= q.Span.Start) {
			s.told = append(s.told, q.Span)
		}
	}
	s.long = map[string]string{}
	for _, m := range doc.Mentions {
		if name := m.Span.In(doc.Text); m.Kind == news.Person && len(name) > len(s.long[m.Entity]) {
			s.long[m.Entity] = name
		}
	}
	s.tags = doc.Reading.Of("trigger")
	s.heads = map[string][]news.Tag{}
	for _, head := range []string{"actor", "recipient", "source", "speaker", "indirect"} {
		s.heads[head] = doc.Reading.Of(head)
	}
	s.line, s.opens = s.dateline()
	return s
}

func (s *scan) sentences() []sentence {
	spans := s.doc.Sentences
	if len(spans) == 0 {
		spans = []news.Span{{Start: 0, End: len(s.text)}}
	}
	var out []sentence
	i := 0
	for n, sp := range spans {
		for i < len(s.toks) && s.toks[i].Span.Start < sp.Start {
			i++
		}
		from := i
		for i < len(s.toks) && s.toks[i].Span.Start < sp.End {
			i++
		}
		if i > from {
			out = append(out, sentence{n, sp, from, i})
		}
	}
	return out
}

// hit is a trigger found in a sentence.
type hit struct {
	trigger
	from, to int // tokens
	future   bool
	whole    bool // no words stand for it; from and to are the beginning of the sentence
}

// mostEvents is how many events one sentence can tell; past it, it is no sentence.
const mostEvents = 12

// sentence returns the events of one sentence: one for each type, and a second
// of a type only where its parties differ.
func (s *scan) sentence(sent sentence) []news.Event {
	_, _, out := s.decided(sent)
	return out
}

// decided are the candidates of a sentence, why each is no event ("" of one that is), and the events.
func (s *scan) decided(sent sentence) (list []candidate, against []string, out []news.Event) {
	list = s.candidates(sent)
	list, against = s.outcome(sent, list, rejected(list))
	s.beats = s.beats[:0]
	for i, c := range list {
		if against[i] == "" {
			s.beats = append(s.beats, c.hit)
		}
	}
	for i := range list {
		more := s.completes(sent, list[i], against[i])
		if against[i] != "" && !more || len(out) == mostEvents {
			continue
		}
		e := s.build(s.near(sent, list[i].hit), list[i])
		if more {
			if len(e.Actors) < 2 {
				continue
			}
			s.complete(&e)
			against[i], list[i].by = "", byBefore
		}
		if s.taught() && sent.n >= lead && list[i].p < unfounded && !isOwn(e.Type) && !anyKnown(e) {
			against[i] = "nothing is known of who did it"
			continue
		}
		if !repeats(out, e) {
			out = append(out, e)
			if opposite(e.Actors) {
				s.last = e.Actors
			}
		}
	}
	s.leavesOpen(sent, out)
	return list, against, out
}

// unfounded is the probability from which an event behind the lead is told of which no party is known. Of those below it that were judged by
// hand one in eight was right (eval, stage precision).
const unfounded = 0.5

// anyKnown reports whether anything is known of a party: who it is, of what country, or what it does.
func anyKnown(e news.Event) bool {
	known := func(p news.Party) bool {
		return p.Country != "" && !p.Inferred || p.Sector != "" && p.Sector != "CVL" || p.Kind == news.Country
	}
	return slices.ContainsFunc(e.Actors, known) || slices.ContainsFunc(e.Recipients, known)
}

// near is the sentence, or what of it lies within reach of the trigger.
func (s *scan) near(sent sentence, h hit) sentence {
	from, to := max(sent.from, h.from-reach), min(sent.to, h.to+reach)
	if from > sent.from {
		sent.from, sent.span.Start = from, s.toks[from].Span.Start
	}
	if to < sent.to {
		sent.to, sent.span.End = to, s.toks[to-1].Span.End
	}
	return sent
}

// repeats reports whether out has an event of the type with these parties.
func repeats(out []news.Event, e news.Event) bool {
	for _, o := range out {
		if o.Type == e.Type && o.Status == e.Status && (covers(o, e) || covers(e, o)) {
			return true
		}
	}
	return false
}

// covers reports whether every party of b is one of a.
func covers(a, b news.Event) bool {
	for _, p := range append(b.Actors[:len(b.Actors):len(b.Actors)], b.Recipients...) {
		if !hasParty(append(a.Actors[:len(a.Actors):len(a.Actors)], a.Recipients...), p) {
			return false
		}
	}
	return true
}

func hasParty(list []news.Party, p news.Party) bool {
	for _, o := range list {
		if o.Entity == p.Entity && (p.Entity != "" || o.Name == p.Name) {
			return true
		}
	}
	return false
}

// build makes the event of a candidate.
func (s *scan) build(sent sentence, c candidate) news.Event {
	e := news.Event{Type: c.kind, Evidence: []news.Span{sent.span}, Confidence: c.p}
	h := c.hit
	e.Actors, e.Recipients = s.tagged(sent, h)
	s.shared(sent, h, &e)
	s.fill(sent, c, &e)
	s.stand(sent, h, &e)
	e.Actors, e.Recipients = s.offScene(e.Actors), s.offScene(e.Recipients)
	if len(e.Actors) == 0 && len(e.Recipients) == 0 {
		e.Confidence *= 0.6 // "the treaty was signed in May": nobody says by whom
	}
	e.Status = s.status(sent, c)
	e.Date = s.date(sent)
	e.Location = s.place(sent, e)
	s.infer(sent, &e)
	e.AccordingTo = s.accordingTo(sent, c, e.Actors)
	s.mend(&e)
	s.onPact(sent, h, &e)
	e.Mode = s.mode(sent, h, &e)
	s.hosted(&e)
	e.Contexts = s.contexts(sent, &e)
	return e
}

// hosted makes the town that somebody visits the place of the visit, and not somebody whom they met: "is visiting Baghdad".
func (s *scan) hosted(e *news.Event) {
	if e.Type != news.Consult || e.Mode != visit || len(e.Actors) < 2 {
		return
	}
	town := func(p news.Party) bool {
		return p.Mention >= 0 && p.Kind == news.Place && s.all[p.Mention].ActsAs == nil && isTown(s.all[p.Mention])
	}
	if !slices.ContainsFunc(e.Actors, func(p news.Party) bool { return !town(p) }) {
		return
	}
	e.Actors = slices.DeleteFunc(e.Actors, func(p news.Party) bool {
		if !town(p) {
			return false
		}
		if e.Location == nil || e.Location.Inferred {
			e.Location = location(s.all[p.Mention])
		}
		return true
	})
}

// visit is a mode of Consult.
const visit = "visit"

// shared gives an act that is the purpose of another its subject: in "met the ambassador to renew his country's support" the ambassador,
// who stands nearer, renews nothing.
func (s *scan) shared(sent sentence, h hit, e *news.Event) {
	if joint(h.kind) || h.whole || len(e.Actors) != 1 {
		return
	}
	front, _ := s.around(sent, h)
	lead := s.leads(sent, h, front)
	if len(lead) == 0 || len(lead) == len(front) {
		return
	}
	if subject := s.parties(s.subject(lead)); len(subject) > 0 && !hasParty(subject, e.Actors[0]) && s.between(e.Actors[0], lead, h) {
		e.Actors, e.Recipients = subject, without(e.Recipients, subject)
	}
}

// between reports whether a party is named behind the first of others and in front of a trigger.
func (s *scan) between(p news.Party, others []int, h hit) bool {
	return p.Mention >= 0 && s.all[p.Mention].Span.Start > s.all[others[len(others)-1]].Span.End && s.all[p.Mention].Span.End <= s.toks[h.from].Span.Start
}

// placed are the parties by where they stand around the trigger.
func (s *scan) placed(sent sentence, h hit) (actors, recipients []news.Party) {
	front, back := s.around(sent, h)
	switch {
	case h.shape == "sym":
		return s.parties(both(front, back)), nil
	case h.shape == "noun" && joint(h.kind):
		actors = s.parties(back)
		if len(actors) < 2 {
			actors = s.parties(both(front, back))
		}
		return actors, nil
	}
	return s.sides(sent, h, front, back)
}

// stand fills in the parties that only a word stands for: "both sides" are those of
// the event before, a pronoun in front of the trigger is the last person named.
func (s *scan) stand(sent sentence, h hit, e *news.Event) {
	joint := joint(h.kind)
	if len(e.Actors) == 0 || joint && len(e.Actors) == 1 {
		if p, ok := s.lastPerson(sent.from, e); ok && s.has(s.rows.pron, max(sent.from, h.from-4), h.from) {
			e.Actors = append([]news.Party{p}, e.Actors...)
			return
		}
	}
	if len(e.Actors) == 0 || joint && len(e.Actors) == 1 {
		if p, ok := s.dropped(sent, h, e); ok && !hasParty(e.Recipients, p) && !hasParty(e.Actors, p) {
			e.Actors = append([]news.Party{p}, e.Actors...)
			return
		}
	}
	if joint && len(e.Actors) == 0 && s.has(s.rows.both, sent.from, sent.to) {
		if pair := s.pair(sent); pair != nil {
			e.Actors, e.Confidence = pair, 0.4
		}
	}
}

// dropReach is how many tokens in front of a verb that has no subject may stand: "Luego", "On Monday".
const dropReach = 4

// dropped is the subject that a verb at the beginning of a sentence leaves out, in languages whose verbs do: who acts in the sentence before.
func (s *scan) dropped(sent sentence, h hit, e *news.Event) (news.Party, bool) {
	before := s.before
	if !s.rows.drops || h.whole || before.n != sent.n-1 || before.to != sent.from || s.passive(voices()[s.doc.Lang], h) {
		return news.Party{}, false
	}
	if s.doc.Lang != "tr" && s.doc.Lang != "fa" && h.from-sent.from > dropReach {
		return news.Party{}, false
	}
	for i := sent.from; i < h.from; i++ {
		if m := s.named[i]; m >= 0 && s.all[m].Kind != news.Place && !isParty(*e, m) {
			return news.Party{}, false
		}
	}
	for _, t := range s.headsIn("actor", before) {
		if list := s.partiesOf(t); len(list) == 1 && list[0].Mention >= 0 {
			return list[0], true
		}
	}
	for i := before.from; i < before.to && !s.taught(); i++ {
		if m := s.named[i]; m >= 0 && s.all[m].Kind == news.Person && !s.said[i] {
			return s.party(m), true
		}
	}
	return news.Party{}, false
}

// pair is whom "both sides" means: those of the event before or, where none was told, the two people that the report
// names most, of two countries and not in the sentence itself; nil if there are none.
func (s *scan) pair(sent sentence) []news.Party {
	if s.last != nil {
		return slices.Clone(s.last)
	}
	times, first := map[string]int{}, map[string]int{}
	for i, m := range s.all {
		if m.Kind != news.Person || m.Entity == "" || m.Country == "" || m.Span.Overlaps(sent.span) {
			continue
		}
		if times[m.Entity] == 0 {
			first[m.Entity] = i
		}
		times[m.Entity]++
	}
	order := slices.SortedFunc(maps.Keys(times), func(a, b string) int {
		return cmp.Or(cmp.Compare(times[b], times[a]), cmp.Compare(first[a], first[b]))
	})
	for _, id := range order {
		if other := s.party(first[id]); id != order[0] && other.Country != s.all[first[order[0]]].Country {
			return []news.Party{s.party(first[order[0]]), other}
		}
	}
	return nil
}

// opposite reports whether there are two in a list who may be "the two sides": somebody and their own state are one.
func opposite(list []news.Party) bool {
	sides := 0
	for i, p := range list {
		if !ofOne(slices.Concat(list[:i], list[i+1:]), p) {
			sides++
		}
	}
	return sides > 1
}

// has reports whether a phrase of the table begins among the tokens [from,to).
func (s *scan) has(t *phrase.Table[bool], from, to int) bool {
	for i := from; i < to; i++ {
		if t.At(s.text, s.toks, i).N > 0 {
			return true
		}
	}
	return false
}

// lastPerson is the last person named before token at who is not in the event yet.
func (s *scan) lastPerson(at int, e *news.Event) (news.Party, bool) {
	for i := at - 1; i >= max(0, at-reach); i-- {
		m := s.named[i]
		if m < 0 || s.all[m].Kind != news.Person {
			continue
		}
		if p := s.party(m); !hasParty(e.Actors, p) && !hasParty(e.Recipients, p) {
			return p, true
		}
	}
	return news.Party{}, false
}

// date is the one that the sentence gives, the first that is resolved.
func (s *scan) date(sent sentence) *news.Interval {
	for _, d := range s.dates(sent.span) {
		if d.Interval != nil {
			return d.Interval
		}
	}
	return nil
}

// dates are the expressions of time in a span. Document.Dates is in the order of the text.
func (s *scan) dates(sp news.Span) []news.Date {
	from, _ := slices.BinarySearchFunc(s.doc.Dates, sp.Start, func(d news.Date, at int) int { return cmp.Compare(d.Span.Start, at) })
	to, _ := slices.BinarySearchFunc(s.doc.Dates, sp.End, func(d news.Date, at int) int { return cmp.Compare(d.Span.Start, at) })
	return s.doc.Dates[from:max(from, to)]
}

// mentions are those that begin in a span.
func (s *scan) mentions(sp news.Span) []news.Mention {
	from, _ := slices.BinarySearchFunc(s.all, sp.Start, func(m news.Mention, at int) int { return cmp.Compare(m.Span.Start, at) })
	to, _ := slices.BinarySearchFunc(s.all, sp.End, func(m news.Mention, at int) int { return cmp.Compare(m.Span.Start, at) })
	return s.all[from:max(from, to)]
}
