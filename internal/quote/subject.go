package quote

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// state is what a clause says of the subject of its verb of speech.
type state int

const (
	absent state = iota // it is left out, or a pronoun: whoever was the subject before
	open                // words that no mention resolves: "the chancellor"
	known               // a mention, or the words that name an office
)

// subject is who a clause makes the speaker.
type subject struct {
	state   state
	who     int       // mention, -1 where there is none
	words   news.Span // of an office that has no mention
	pronoun bool      // the clause has a pronoun for it
	guess   bool      // taken from another sentence or clause, or from a noun without an article
	near    bool      // nothing stands between it and the verb
	noun    clause    // where the words are, if it is open
}

func named(who int) subject {
	if who < 0 {
		return subject{state: open, who: -1, guess: true}
	}
	return subject{state: known, who: who, guess: true}
}

// give writes the speaker into a quote; a subject that is not known leaves it open.
func (s *scan) give(q *news.Quote, sub subject) {
	switch {
	case sub.state != known:
		q.Confidence = min(q.Confidence, 0.5)
	case sub.who < 0:
		q.Speaker, q.SpeakerSpan = strings.Join(strings.Fields(sub.words.In(s.text)), " "), sub.words
	default:
		q.SpeakerMention, q.Speaker, q.SpeakerSpan = sub.who, s.name(sub.who), s.all[sub.who].Span
	}
}

// subject is that of the verb of speech at v: in front of it or behind it, as the
// language and the place of the quotation have it.
func (s *scan) subject(c clause, v int, quoteFirst bool) subject {
	sub := s.choose(c, v, quoteFirst)
	if sub.state == known || sub.pronoun {
		return sub
	}
	noun := sub.noun
	if sub.state == absent {
		noun = clause{max(c.from, v-titleReach), v}
	}
	if w := s.titled(noun); w >= 0 {
		return subject{state: known, who: w}
	}
	return sub
}

// titleReach is how far, in tokens, the title that names a speaker may stand from the verb.
const titleReach = 8

func (s *scan) choose(c clause, v int, quoteFirst bool) subject {
	end := v + s.said[v]
	if s.verbs.source.Has(s, v) || s.verbs.head.Has(s, v) {
		return s.behind(end, c.to)
	}
	var be subject
	if s.verbs.behind == always || s.verbs.behind == free || quoteFirst && s.verbs.behind != never {
		be = s.behind(end, c.to)
	}
	if s.verbs.behind == always && (be.state != absent || be.pronoun) {
		return be
	}
	ah := s.ahead(c.from, v)
	switch {
	case be.state == known && be.near && !ah.near && !ah.pronoun:
		return be
	case ah.state == known || ah.pronoun:
		return ah
	case be.state == known || be.pronoun:
		return be
	case ah.state == open:
		return ah
	}
	return be
}

// behind reads the subject that follows a verb, up to the end of its clause.
func (s *scan) behind(from, to int) subject {
	out := subject{who: -1}
	office := -1
	for i := from; i < to && i-from < speakerReach; i++ {
		gap := s.toks[i].Before
		if s.ends(i) || gap&(phrase.Colon|phrase.Quote) != 0 || gap&phrase.Comma != 0 && (i == from || !s.apposed(i)) {
			break
		}
		w := s.who[i]
		if w < 0 && (s.verbs.that.Has(s, i) || s.said[i] > 0 || s.verbs.rel.Has(s, i)) {
			break
		}
		if i < from+3 && w < 0 && out.state == absent && (s.verbs.pron.Has(s, i) || s.verbs.they.Has(s, i)) {
			return subject{who: -1, state: s.number(i), pronoun: s.number(i) == absent}
		}
		if office < 0 && out.state != known && s.verbs.office.Has(s, i) && !s.ruled(i) {
			office = i
		}
		if w >= 0 && !s.governed(w, i) {
			if s.person(w) && office < 0 {
				return subject{state: known, who: w, near: s.titleAt(w, i) <= from}
			}
			if out.state != known && !s.outlet(w) && (office < 0 || office == i) {
				out = subject{state: known, who: w, near: i == from}
			}
		}
		if out.state == absent && (s.verbs.det.Has(s, i) || i == from && s.noun(i)) && !s.ruled(i) {
			out.state, out.noun.from, out.guess = open, i, !s.verbs.det.Has(s, i)
		}
		out.noun.to = min(i+1, out.noun.from+titleReach)
	}
	if office >= 0 && (out.state != known || out.who >= 0 && !s.within(out.who, office)) {
		return s.officeWords(office, to)
	}
	return out
}

// ahead reads the subject in front of the verb at v.
func (s *scan) ahead(from, v int) subject {
	out := subject{who: -1}
	if at, ok := s.joined(from, v); ok {
		if at <= from {
			return out
		}
		return named(s.first(from, at))
	}
	if s.verbs.behind == never {
		if w := s.leading(from, v); w >= 0 {
			return subject{state: known, who: w, near: s.who[v-1] == w}
		}
	}
	person, office, org := -1, -1, -1
	skip := s.aside(from, v)
	for i := v - 1; i >= from && v-i <= speakerReach*2; i-- {
		if skip.from <= i && i < skip.to {
			continue
		}
		w := s.who[i]
		if w < 0 && out.state == absent && org < 0 && v-i <= 4 && (s.verbs.pron.Has(s, i) || s.verbs.they.Has(s, i)) {
			return subject{who: -1, state: s.number(i), pronoun: s.number(i) == absent}
		}
		if w < 0 && s.any[i] < 0 && s.verbs.office.Has(s, i) && !s.ruled(i) {
			office = i
			break
		}
		if w >= 0 && !s.governed(w, i) {
			if s.person(w) {
				person = w
				break
			}
			if org < 0 {
				org = w
			}
		}
		if s.verbs.det.Has(s, i) && !s.ruled(i) && s.any[i] < 0 {
			out.state, out.noun = open, clause{i, min(v, i+titleReach)}
		}
		if i < v-1 && w < 0 && s.verbs.that.Has(s, i) {
			out.state, out.noun = open, clause{i, v}
			break
		}
	}
	switch {
	case person >= 0:
		return subject{state: known, who: person, near: s.reaches(person, v)}
	case office >= 0:
		return s.officeWords(office, v)
	case org >= 0 && !s.outlet(org):
		return subject{state: known, who: org, near: s.reaches(org, v)}
	}
	return out
}

// number is absent where the pronoun at i is of one person, open where of several.
func (s *scan) number(i int) state {
	if s.verbs.they.Has(s, i) {
		return open
	}
	return absent
}

// reaches reports whether only small words part a mention from token v.
func (s *scan) reaches(mention, v int) bool {
	i := v - 1
	for i > 0 && s.who[i] < 0 && s.verbs.aux.Has(s, i) {
		i--
	}
	return i >= 0 && s.who[i] == mention
}

// joined reports whether the verb at v shares the subject of a clause before it: only
// small words part it from an "and", or it is a participle ("adding"). at is where
// the clause before ends.
func (s *scan) joined(from, v int) (at int, ok bool) {
	if s.verbs.part.Has(s, v) || s.and(v) {
		return v, true
	}
	i := v - 1
	for i >= from && s.any[i] < 0 && s.verbs.aux.Has(s, i) {
		if s.and(i) {
			return i, true
		}
		i--
	}
	return i, i >= from && s.any[i] < 0 && s.verbs.and.Has(s, i)
}

// and reports whether an Arabic "and" is written onto token i.
func (s *scan) and(i int) bool {
	return s.verbs.behind == always && i > 0 && s.toks[i].Before&phrase.Stop == 0 && strings.HasPrefix(s.toks[i].Span.In(s.text), "و")
}

// first is the subject of the clause in [from,to): the first who is named there, and
// whom no word like "of" or "to" governs. -1 where other words lead.
func (s *scan) first(from, to int) int {
	for i := from; i < to; i++ {
		w := s.who[i]
		if w < 0 || s.governed(w, i) || s.outlet(w) {
			continue
		}
		if !s.person(w) {
			return s.firstOrg(w, i, from, to)
		}
		start := s.titleAt(w, i)
		if start > from && s.verbs.det.Has(s, from) && s.any[from] < 0 && !s.apposed(start) && start > from+3 {
			return -1
		}
		return w
	}
	return -1
}

// firstOrg is who a clause is about that names the organisation w at token i before any
// person: it, if it opens the clause, unless it belongs to the title of a person.
func (s *scan) firstOrg(w, i, from, to int) int {
	end := s.tokenAt(s.all[w].Span.End)
	p := s.personIn(end, to)
	if p >= 0 && (s.verbs.behind == always || s.all[w].Kind != news.Organisation) || p >= 0 && s.titleAt(p, s.tokenAt(s.all[p].Span.Start)) <= end+1 || i > from+2 {
		return p
	}
	return w
}

func (s *scan) personIn(from, to int) int {
	for i := from; i < to; i++ {
		if w := s.who[i]; s.person(w) && !s.governed(w, i) {
			return w
		}
	}
	return -1
}

// leading is the subject of a language that puts it first and the verb last: of the
// clause behind the verb of speech before, or in Chinese behind the last comma, the
// first person, else the first organisation.
func (s *scan) leading(from, v int) int {
	start := max(from, v-beforeReach)
	for i := v - 1; i > start; i-- {
		if s.said[i] > 0 && s.firstOf(i+s.said[i], v) >= 0 || s.doc.Lang == "zh" && s.toks[i].Before&(phrase.Comma|phrase.Stop|phrase.Quote) != 0 && s.firstOf(i, v) >= 0 {
			start = i
			break
		}
	}
	return s.firstOf(start, v)
}

func (s *scan) firstOf(from, to int) int {
	if w := s.personIn(from, to); w >= 0 {
		return w
	}
	for i := from; i < to; i++ {
		if w := s.who[i]; w >= 0 && !s.governed(w, i) && !s.outlet(w) {
			return w
		}
	}
	return -1
}

// aside is the side clause between a comma and a comma that says more about the
// subject: "X, who met Y in Oslo, said".
func (s *scan) aside(from, v int) clause {
	close := -1
	for i := v; i > from; i-- {
		if close < 0 && s.toks[i].Before&phrase.Comma != 0 {
			close = i
		}
		if close >= 0 && i < close && s.any[i] < 0 && s.verbs.rel.Has(s, i) {
			return clause{i, close}
		}
	}
	return clause{}
}

// apposed reports whether the comma before token i brings in the name of the noun
// before it: "the minister, Peter Kamau".
func (s *scan) apposed(i int) bool {
	for j := i; j < len(s.toks) && j < i+6; j++ {
		if w := s.who[j]; s.person(w) {
			return s.toks[i].Before&phrase.Comma != 0 && s.titleAt(w, j) <= i
		}
	}
	return false
}

// governed reports whether a word like "to", "of" or "in" stands before a mention, its
// title and its article: it is no subject then.
func (s *scan) governed(mention, i int) bool {
	j := s.titleAt(mention, i)
	at := min(s.all[mention].Span.Start, s.roleStart(mention))
	if t := s.toks[j].Span; at > t.Start && at <= t.End {
		return strings.HasPrefix(t.In(s.text), "ل") || strings.HasPrefix(t.In(s.text), "ب") || strings.HasPrefix(t.In(s.text), "ول")
	}
	return s.ruled(j) || !s.person(mention) && s.owns(j)
}

// owns reports whether the organisation at token j is the owner of the noun before it,
// which Arabic puts there without a word between: "the secretary (of) the council".
func (s *scan) owns(j int) bool {
	i := j - 1
	return s.verbs.behind == always && i >= 0 && s.toks[j].Before&^phrase.SameRun == 0 && s.any[i] < 0 && s.said[i] == 0 && !s.verbs.aux.Has(s, i) && !s.verbs.and.Has(s, i)
}

// ruled reports whether a preposition stands before token i, articles and
// nationality words between them or not.
func (s *scan) ruled(i int) bool {
	for n := 0; n < 3; n++ {
		if i == 0 || s.toks[i].Before&^phrase.SameRun != 0 {
			return false
		}
		i--
		switch {
		case s.said[i] > 0 || s.who[i] >= 0:
			return false
		case s.any[i] < 0 && s.verbs.prep.Has(s, i):
			return true
		case s.any[i] >= 0 && s.all[s.any[i]].Adjective:
		case !s.verbs.det.Has(s, i):
			return false
		}
	}
	return false
}

// titleAt is the token where the title of a mention begins, or the mention itself.
func (s *scan) titleAt(mention, i int) int {
	at := s.roleStart(mention)
	for i > 0 && (s.who[i-1] == mention || s.toks[i-1].Span.End > at) {
		i--
	}
	return i
}

// roleStart is the byte where the title right in front of a mention begins.
func (s *scan) roleStart(mention int) int {
	m := s.all[mention]
	front := strings.TrimRight(s.text[:m.Span.Start], " ,،\u00a0")
	if m.Role == "" || !strings.HasSuffix(front, m.Role) {
		return m.Span.Start
	}
	return len(front) - len(m.Role)
}

// noun reports whether the word behind a verb can only be its subject, in languages
// without an article of their own.
func (s *scan) noun(i int) bool {
	if s.doc.Lang != "ar" && s.doc.Lang != "ru" || s.any[i] >= 0 && s.who[i] < 0 && !s.all[s.any[i]].Adjective {
		return false
	}
	return s.who[i] < 0 && !s.toks[i].Digit && !s.verbs.prep.Has(s, i) && !s.verbs.aux.Has(s, i)
}

// officeWords are those that name an office: from its head to a preposition of place,
// a comma or the verb.
func (s *scan) officeWords(head, to int) subject {
	if head > 0 && s.verbs.own.Has(s, head-1) {
		return subject{who: -1, pronoun: true}
	}
	end := head + 1
	for end < to && end-head < speakerReach {
		k := s.toks[end]
		if k.Before&^phrase.SameRun != 0 || s.verbs.that.Has(s, end) || s.verbs.scene.Has(s, end) || s.verbs.aux.Has(s, end) || s.said[end] > 0 && s.any[end] < 0 {
			break
		}
		end++
	}
	for n := 1; n < 3 && head-n >= 0; n++ {
		if s.verbs.office.At(s.text, s.toks, head-n).N > n {
			head -= n // "press office" was met at "office"
			break
		}
	}
	from := head
	for from > 0 && s.any[from-1] >= 0 && s.any[from-1] == s.any[head] {
		from--
	}
	return subject{state: known, who: -1, words: news.Span{Start: s.toks[from].Span.Start, End: s.toks[end-1].Span.End}, near: true}
}

// within reports whether a mention covers token i.
func (s *scan) within(mention, i int) bool {
	return s.all[mention].Span.Overlaps(s.toks[i].Span)
}

func (s *scan) person(mention int) bool {
	return mention >= 0 && s.all[mention].Kind == news.Person
}

// outlet reports whether a mention is an agency or paper, which passes words on.
func (s *scan) outlet(mention int) bool {
	return s.all[mention].Sector == "MED" && s.all[mention].Kind == news.Organisation
}
