package record

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

// found is a commitment as one sentence tells it.
type found struct {
	doc              *news.Document
	kind             news.CommitmentKind
	event            *news.Event // nil where it was only said
	who, to          []news.Party
	clause, sentence news.Span
	due              *news.Interval
	confidence       float64
	gist             gist
}

// carriers are the types of events that a sentence with a word of a kind tells of, the likeliest first.
var carriers = map[news.CommitmentKind][]news.EventType{
	news.Agreed:     {news.Agree, news.Concede, news.Cooperate},
	news.Promised:   {news.Agree, news.Concede, news.Support, news.Aid, news.Retreat, news.Cooperate},
	news.Offered:    {news.Agree, news.Concede, news.Support, news.Aid, news.Retreat, news.Cooperate, news.Request},
	news.Threatened: {news.Threaten},
	news.Demanded:   {news.Request},
	news.Asked:      {news.Request},
}

// inReport finds the commitments that one report tells of, in the order of the text.
func inReport(doc *news.Document) []found {
	w := wordsOf(doc.Lang)
	if w == nil {
		return nil
	}
	everybody, _ := doc.Everybody()
	var out []found
	for i := range doc.Sentences {
		s := newStatement(doc, i, everybody, w)
		told := s.boundBy()
		out = append(out, told...)
		out = append(out, s.said(told)...)
	}
	return out
}

// evident reports whether an event that is not denied or recalled has evidence in a sentence.
func evident(e *news.Event, sp news.Span) bool {
	if e.Status == news.Denied || e.Status == news.Background {
		return false
	}
	return slices.ContainsFunc(e.Evidence, sp.Overlaps)
}

// boundBy finds the commitments that words of binding tell of.
func (s *statement) boundBy() []found {
	var out []found
	hits := s.hits()
	for _, h := range hits {
		if slices.ContainsFunc(out, func(f found) bool { return f.clause.Contains(s.toks[h.from].Span) }) {
			continue
		}
		for _, b := range h.values {
			if f, ok := s.bind(h, b, hits); ok {
				out = append(out, f)
				break
			}
		}
	}
	return out
}

// bind makes a commitment of a word that binds. Who is bound says the event of the sentence that fits the
// word, or else who is reported to have said it, or else who is named beside the word.
func (s *statement) bind(h hit, b binding, hits []hit) (found, bool) {
	f := found{doc: s.doc, kind: b.kind, sentence: s.span}
	e := s.event(b.kind, evident)
	if e == nil {
		e = s.event(b.kind, recalled)
	}
	if e != nil {
		f.event, f.who, f.to, f.confidence = e, e.Actors, e.Recipients, e.Confidence
	}
	var asked *news.Mention
	f.clause, asked = s.clause(h, b, hits, f.who)
	if f.clause.Empty() || b.act && !s.tellsAct(f.clause, hits) || s.passive(h, b.kind) || e != nil && e.Status == news.Background && s.due(f.clause) == nil {
		return f, false
	}
	switch {
	case b.kind == news.Agreed:
		asked = nil
	case e != nil && s.toks[h.from].Before&phrase.Comma != 0 && s.doc.Lang != "ar" && s.allIn(f.who, f.clause):
		return f, false // "..., proposes a study": the words behind the verb are its subject
	case e != nil:
		f.who = s.binds(f, h, b, asked)
	default:
		f.who, f.confidence = s.without(h, b, f.clause, asked)
	}
	if asked != nil && len(f.to) == 0 && !holds(f.who, *asked) {
		f.to = []news.Party{partyNamed(*asked, -1)}
	}
	return s.finish(f)
}

// vagueActs are acts that most papers name which are signed.
var vagueActs = []string{"meet", "ratify", "cooperate"}

// tellsAct reports whether a clause says what is to be done and not only what was signed, and where; what a word
// within it binds to is that word's.
func (s *statement) tellsAct(clause news.Span, hits []hit) bool {
	if slices.ContainsFunc(hits, func(h hit) bool { return clause.Contains(s.toks[h.from].Span) }) {
		return false
	}
	return slices.ContainsFunc(s.gist(clause).acts, func(a string) bool { return !slices.Contains(vagueActs, a) })
}

// passive reports whether who is named in front of a word that asks is asked by it.
func (s *statement) passive(h hit, kind news.CommitmentKind) bool {
	if kind != news.Asked && kind != news.Demanded {
		return false
	}
	before := 2
	if s.doc.Lang == "de" { // the auxiliary stands in second place
		before = 15
	}
	return s.any(rolePassive, max(0, h.from-before), h.from)
}

// namedBeside is the confidence of a commitment that no event tells of.
const namedBeside = 0.4

// without is who is bound where no event tells of it. Words for threats and offers also tell of other things
// ("the flood threatens"), so that these need more than a name beside them; so does what is asked for ("asked for
// anonymity"), and what is promised to be so.
func (s *statement) without(h hit, b binding, clause news.Span, asked *news.Mention) ([]news.Party, float64) {
	from, to := s.tokensIn(clause)
	if b.kind == news.Promised && s.is(roleThat, from) > 0 && !s.any(roleWill, from, to) {
		return nil, 0
	}
	if b.kind == news.Promised || b.kind == news.Offered {
		if who, c := s.speaker(h, clause); len(who) > 0 {
			return who, c
		}
	}
	if b.kind == news.Threatened || b.kind == news.Offered || s.undone(h, b.kind) {
		return nil, 0
	}
	if b.kind != news.Promised && asked == nil && !s.deed(h, b, from, to) && len(s.gist(clause).acts) == 0 {
		return nil, 0
	}
	return s.subject(h, b), namedBeside
}

// nearOpening is how many words of what is asked for may stand before the one that opens what is to be done.
const nearOpening = 7

// deed reports whether what is asked for is something to do: it is opened as such, or has an infinitive.
func (s *statement) deed(h hit, b binding, from, to int) bool {
	switch {
	case s.toks[h.from].Script == text.Han || b.where == "before":
		return true
	case s.words.comma && from < len(s.toks) && s.toks[from].Before&phrase.Comma != 0:
		return s.infinitive(from)
	case b.where == "either":
		return true
	}
	return s.opens(from, from) > 0 || s.any(roleOpen, from, min(to, from+nearOpening))
}

// any reports whether a word of a role stands among tokens.
func (s *statement) any(r role, from, to int) bool {
	for i := from; i < to; i++ {
		if s.is(r, i) > 0 {
			return true
		}
	}
	return false
}

// binds is who of an event's actors a word binds: not those whom the clause names, nor who is asked; if that
// leaves nobody, who is named beside the word.
func (s *statement) binds(f found, h hit, b binding, asked *news.Mention) []news.Party {
	var out []news.Party
	for _, p := range f.who {
		if asked != nil && same(p, partyNamed(*asked, -1)) {
			continue
		}
		if s.onlyIn(p, f.clause) {
			continue
		}
		out = append(out, p)
	}
	beside := s.subject(h, b)
	switch {
	case len(out) == 0 && len(beside) == 0:
		return f.who
	case len(out) == 0:
		return beside
	case len(out) > 1 && len(beside) > 0:
		return s.alone(out, beside[0])
	}
	return out
}

// alone leaves of an event's actors the one who is named beside the word, where the sentence names none of the
// others: these are of another sentence that tells of the event.
func (s *statement) alone(who []news.Party, beside news.Party) []news.Party {
	var out []news.Party
	for _, p := range who {
		if alike(p, beside) || p.Country != "" && p.Country == beside.Country {
			out = append(out, p)
			continue
		}
		named := slices.ContainsFunc(s.people, func(m news.Mention) bool { return same(p, partyNamed(m, -1)) })
		if named || p.Name != "" && strings.Contains(s.span.In(s.doc.Text), p.Name) {
			return who
		}
	}
	if len(out) == 0 {
		return who
	}
	return out
}

// allIn reports whether all of the parties are named in a part of the sentence alone.
func (s *statement) allIn(who []news.Party, part news.Span) bool {
	return !slices.ContainsFunc(who, func(p news.Party) bool { return !s.onlyIn(p, part) })
}

// onlyIn reports whether the sentence names p in a part of it and nowhere else.
func (s *statement) onlyIn(p news.Party, part news.Span) bool {
	in := false
	for _, m := range s.people {
		if !same(p, partyNamed(m, -1)) {
			continue
		}
		if !part.Contains(m.Span) {
			return false
		}
		in = true
	}
	if !in && p.Name != "" { // a party that is no mention is called as the report does
		words := s.span.In(s.doc.Text)
		return strings.Count(words, p.Name) == 1 && strings.Contains(part.In(s.doc.Text), p.Name)
	}
	return in
}

// subject is who is named as the subject of a word that binds: nearest in front of it, in Arabic behind it, and
// where the verb comes last the first of the sentence.
func (s *statement) subject(h hit, b binding) []news.Party {
	var best *news.Mention
	for i := range s.people {
		m := &s.people[i]
		if m.Kind == news.Place && m.ActsAs == nil || m.Kind == news.EventName || m.Adjective && s.doc.Lang == "ar" {
			continue // an Arabic nationality behind the verb may be who is asked
		}
		from, to := s.tokensIn(m.Span)
		switch {
		case s.doc.Lang == "ar":
			if from >= h.to && from <= h.to+3 && best == nil {
				best = m
			}
		case b.where == "before":
			if to <= h.from && from <= 3 && best == nil {
				best = m
			}
		case to <= h.from && h.from-to <= 4 && !s.parted(to, h.from):
			best = m
		}
	}
	if best == nil {
		return nil
	}
	return []news.Party{partyNamed(*best, -1)}
}

// parted reports whether a comma or the like stands between two tokens.
func (s *statement) parted(from, to int) bool {
	for i := from; i <= to && i < len(s.toks); i++ {
		if s.toks[i].Before&^(phrase.SameRun|phrase.Quote) != 0 {
			return true
		}
	}
	return false
}

// undone reports whether the words around a word that binds say that it does not, or an event says that it did
// long ago or never.
func (s *statement) undone(h hit, kind news.CommitmentKind) bool {
	for i := max(0, h.from-2); i < h.from; i++ {
		if s.is(roleWont, i) > 0 || s.words.denied.At(s.doc.Text, s.toks, i).N > 0 {
			return true
		}
	}
	return slices.ContainsFunc(s.doc.Events, func(e news.Event) bool {
		return (e.Status == news.Denied || e.Status == news.Background) && e.Type == carriers[kind][0] &&
			slices.ContainsFunc(e.Evidence, s.span.Overlaps)
	})
}

// finish adds what follows from the clause; a commitment of nobody is none.
func (s *statement) finish(f found) (found, bool) {
	if len(f.who) == 0 {
		return f, false
	}
	f.due = s.due(f.clause)
	f.gist = s.gist(f.clause)
	return f, true
}

// recalled reports whether an event of a sentence is told as of the past: wrongly so where what is to be done is
// due only now ("until 31 December", taken for the one before).
func recalled(e *news.Event, sp news.Span) bool {
	return e.Status == news.Background && slices.ContainsFunc(e.Evidence, sp.Overlaps)
}

// event is that of the sentence which fits a kind best: by type, then what occurred, then the likeliest.
func (s *statement) event(kind news.CommitmentKind, of func(*news.Event, news.Span) bool) *news.Event {
	var best *news.Event
	for i := range s.doc.Events {
		e := &s.doc.Events[i]
		if len(e.Actors) == 0 || !of(e, s.span) || !slices.Contains(carriers[kind], e.Type) {
			continue
		}
		if best == nil || s.rank(kind, e) < s.rank(kind, best) || s.rank(kind, e) == s.rank(kind, best) && e.Confidence > best.Confidence {
			best = e
		}
	}
	return best
}

func (s *statement) rank(kind news.CommitmentKind, e *news.Event) int {
	return 10*slices.Index(carriers[kind], e.Type) + rank(e.Status)
}

// speaker is who is reported to have said what is to be done with a word that binds.
func (s *statement) speaker(h hit, clause news.Span) ([]news.Party, float64) {
	for _, q := range s.doc.Quotes {
		if !q.Direct && q.Speaker != "" && q.Span.Overlaps(clause) && !q.Span.Contains(s.toks[h.from].Span) {
			return []news.Party{s.voice(q)}, q.Confidence
		}
	}
	return nil, 0
}

// voice is the speaker of q as a party.
func (s *statement) voice(q news.Quote) news.Party {
	if i := q.SpeakerMention; i >= 0 && i < len(s.doc.Mentions) {
		return partyNamed(s.doc.Mentions[i], i)
	}
	for _, m := range s.people {
		if m.Span.Overlaps(q.SpeakerSpan) {
			return partyNamed(m, -1)
		}
	}
	return news.Party{Name: q.Speaker, Kind: news.Organisation, Mention: -1}
}

// partyNamed is somebody who is named, as a party: the government where a place stands for it.
func partyNamed(m news.Mention, at int) news.Party {
	p := news.Party{Name: m.Name, Entity: m.Entity, Kind: m.Kind, Country: m.Country, Sector: m.Sector, Mention: at}
	if a := m.ActsAs; a != nil {
		p.Name, p.Entity, p.Kind, p.Country, p.Sector = a.Name, a.Entity, a.Kind, a.Country, a.Sector
	}
	return p
}

func holds(parties []news.Party, m news.Mention) bool {
	return slices.ContainsFunc(parties, func(p news.Party) bool { return same(p, partyNamed(m, -1)) })
}

// said finds promises in what people are reported to say: "he said his country would withdraw".
func (s *statement) said(told []found) []found {
	var out []found
	for _, q := range s.doc.Quotes {
		if q.Direct || q.Speaker == "" || !s.span.Overlaps(q.Span) {
			continue
		}
		if slices.ContainsFunc(told, func(f found) bool { return f.clause.Overlaps(q.Span) }) {
			continue
		}
		who := s.voice(q)
		clause := s.willing(q.Span, who)
		if clause.Empty() {
			continue
		}
		kind := news.Promised
		if s.any(roleWarn, 0, len(s.toks)) {
			kind = news.Threatened
		}
		f := found{doc: s.doc, kind: kind, sentence: s.span, who: []news.Party{who}, clause: clause, confidence: 0.7 * q.Confidence}
		if f, ok := s.finish(f); ok {
			out = append(out, f)
		}
	}
	return out
}

// latestWill is how many words of what is said may stand before the word that makes a promise of it.
const latestWill = 7

// willing is what the speaker says that they themselves will do, nothing where they say no such thing.
func (s *statement) willing(sp news.Span, who news.Party) news.Span {
	from, to := s.tokensIn(sp)
	for i := from; i < to; i++ {
		n := s.will(i)
		if n == 0 {
			continue
		}
		last := s.words.last && i+n >= to
		if !last && i-from > latestWill || s.is(roleWont, i) > 0 || s.is(roleWont, i-1) > 0 {
			return news.Span{}
		}
		if !s.own(from, i, i+n, to, who, last) {
			return news.Span{}
		}
		return s.cut(from, min(to, s.end(i, nil)))
	}
	return news.Span{}
}

// will returns how many tokens from i on say that somebody will do something. An Arabic verb says it by its first letter.
func (s *statement) will(i int) int {
	if n := s.is(roleWill, i); n > 0 {
		return n
	}
	if strings.HasPrefix(s.toks[i].Span.In(s.doc.Text), "س") &&
		slices.ContainsFunc(s.toks[i].Forms(s.doc.Text), func(f phrase.Form) bool { return f.Future }) {
		return 1
	}
	return 0
}

// own reports whether who would do it is the speaker: named by a word for their own, as a state of theirs, or
// left out by a verb that needs no subject.
func (s *statement) own(from, at, behind, to int, who news.Party, last bool) bool {
	limit := at
	if s.doc.Lang == "ar" { // the subject stands behind the verb as well
		limit = min(behind+2, to)
	}
	if s.any(roleWont, from, limit) {
		return false
	}
	for i := from; i < limit; i++ {
		switch {
		case s.is(roleSelf, i) > 0 || s.theirs(i, who):
			return true
		case s.is(roleOther, i) > 0:
			return false
		}
	}
	return s.words.drops && (last || at-from <= 1)
}

// theirs reports whether token i names the speaker, or a state or body of the speaker's country.
func (s *statement) theirs(i int, who news.Party) bool {
	for _, m := range s.people {
		if !m.Span.Overlaps(s.toks[i].Span) {
			continue
		}
		p := partyNamed(m, -1)
		if same(p, who) || p.Country != "" && p.Country == who.Country && p.Kind != news.Person {
			return true
		}
	}
	return false
}
