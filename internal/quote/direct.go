package quote

import (
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

// How far, in tokens, a verb of speech may stand from the marks, and a speaker from
// the verb.
const (
	afterReach   = 14
	beforeReach  = 40
	speakerReach = 12
	farBack      = 600 // the last person named before a quotation that names nobody
)

// clause is the tokens beside a quotation that can say who speaks.
type clause struct{ from, to int }

// direct makes a quote of a stretch between marks, if somebody is said to say it.
func (s *scan) direct(m quoted) (news.Quote, bool) {
	words := s.tokenAt(m.inside.End) - s.tokenAt(m.inside.Start)
	if words == 0 {
		return news.Quote{}, false
	}
	before, after := s.before(m), s.after(m)
	who, conf, ok := s.speaker(before, after, m)
	small := words <= 2 && !s.wholeSentence(m) || words <= 4 && s.toks[s.tokenAt(m.inside.Start)].Script == text.Han && !s.wholeSentence(m) && words < 3
	if !ok || small && conf < 0.9 {
		return news.Quote{}, false
	}
	q := news.Quote{Span: m.inside, SpeakerMention: -1, Direct: true, Confidence: conf}
	if who >= 0 {
		q.SpeakerMention, q.Speaker, q.SpeakerSpan = who, s.name(who), s.doc.Mentions[who].Span
	} else {
		q.Confidence = min(q.Confidence, 0.5)
	}
	return q, true
}

// before is the rest of the sentence in front of the marks, back to an earlier quotation.
func (s *scan) before(m quoted) clause {
	to := s.tokenAt(m.outside.Start)
	from := to
	for from > 0 && to-from < beforeReach {
		if from < len(s.toks) && from < to && s.ends(from) {
			break
		}
		if from-1 < 0 || s.crosses(from-1, m.outside.Start) {
			break
		}
		from--
	}
	return clause{from, to}
}

// ends reports whether a sentence ends before token i.
func (s *scan) ends(i int) bool {
	k := s.toks[i]
	if k.Before&phrase.Line != 0 {
		return true
	}
	abbreviation := i > 0 && s.toks[i-1].Span.Len() <= 3 && s.toks[i-1].Upper
	return k.Before&phrase.Stop != 0 && !k.Lower && !abbreviation
}

// crosses reports whether a paragraph or an earlier quotation lies between token i
// and byte to.
func (s *scan) crosses(i, to int) bool {
	end := to
	if i+1 < len(s.toks) && s.toks[i+1].Span.Start < to {
		end = s.toks[i+1].Span.Start
	}
	gap := s.text[s.toks[i].Span.End:end]
	if strings.ContainsRune(gap, '\n') {
		return true
	}
	if n := len(s.prior); n > 0 && s.prior[n-1].Span.Contains(s.toks[i].Span) {
		return true
	}
	// The full stop may stand right before the marks.
	return s.toks[min(i+1, len(s.toks)-1)].Span.Start >= to && strings.ContainsAny(gap, ".!?。！？؟")
}

// after is the tokens behind the marks up to the end of the sentence or the next marks.
func (s *scan) after(m quoted) clause {
	from := s.tokenAt(m.outside.End)
	to := from
	for to < len(s.toks) && to-from < afterReach {
		gapFrom := m.outside.End
		if to > from {
			gapFrom = s.toks[to-1].Span.End
		}
		gap := s.text[gapFrom:s.toks[to].Span.Start]
		if strings.ContainsAny(gap, "\n!?。؟") || strings.ContainsRune(gap, '.') && to > from && s.ends(to) || to == from && strings.HasPrefix(gap, ".") {
			break
		}
		if to > from && strings.ContainsAny(gap, "«“„「\"") {
			break
		}
		to++
	}
	return clause{from, to}
}

// wholeSentence reports whether the quotation ends like a sentence or begins like one.
func (s *scan) wholeSentence(m quoted) bool {
	in := m.inside.In(s.text)
	r, _ := utf8.DecodeLastRuneInString(in)
	return strings.ContainsRune(".!?。！？؟…,，", r)
}

// speaker says who speaks and how sure that is; ok is false where nobody does.
// The clause behind the marks counts first when its verb is near, then the one before.
func (s *scan) speaker(before, after clause, m quoted) (who int, conf float64, ok bool) {
	if v := s.verbIn(after, false); v >= 0 && v-after.from < 8 {
		if w := s.beside(after, v, true); w >= 0 {
			return w, 0.95, true
		}
		// "Words", he said: the subject was named before.
		return s.earlier(before, m), 0.75, true
	}
	if v := s.verbIn(before, true); v >= 0 {
		if w := s.beside(before, v, false); w >= 0 {
			return w, 0.9, true
		}
		return s.earlier(clause{before.from, before.from}, m), 0.7, true
	}
	if s.colon(before) {
		if w := s.lastWho(before); w >= 0 {
			return w, 0.7, true
		}
		return s.earlier(before, m), 0.5, true
	}
	// A sentence that a quotation opens, a comma, dash or colon behind the marks:
	// whoever the rest names speaks, whatever the verb ("...", grinned X).
	if before.from == before.to && s.tokenAt(m.inside.End)-s.tokenAt(m.inside.Start) > 1 && s.runsOn(m) && after.to > after.from {
		if w := s.firstAfter(after.from, after.to); w >= 0 {
			return w, 0.6, true
		}
		return s.earlier(after, m), 0.5, true
	}
	// A quotation that is a sentence of its own right behind another of the same speaker.
	if before.from == before.to && after.from == after.to && s.continued(m) {
		return s.prior[len(s.prior)-1].SpeakerMention, 0.5, true
	}
	return -1, 0, false
}

// runsOn reports whether a comma, dash or colon follows the marks, or stands inside
// them at the end.
func (s *scan) runsOn(m quoted) bool {
	rest := strings.TrimLeft(s.text[m.outside.End:], " \u00a0\u202f")
	for _, p := range []string{",", "،", "，", "–", "—", "-", ":", "："} {
		if strings.HasPrefix(rest, p) {
			return true
		}
	}
	in := m.inside.In(s.text)
	return strings.HasSuffix(in, ",") || strings.HasSuffix(in, "，")
}

// verbIn is the verb of speech of a clause: the nearest to the marks. -1 if none.
func (s *scan) verbIn(c clause, last bool) int {
	at := -1
	for i := c.from; i < c.to; i++ {
		if s.said[i] > 0 {
			at = i
			if !last {
				return at
			}
		}
	}
	return at
}

// beside is the speaker that goes with the verb at v: in front of it in languages
// where the subject leads, behind it where the verb does, and behind it in general
// when the quotation came first ("...", said X).
func (s *scan) beside(c clause, v int, quoteFirst bool) int {
	end := v + s.said[v]
	lead, trail := s.lastBefore(c.from, v), s.firstAfter(end, c.to)
	if s.doc.Lang == "ar" || quoteFirst && s.doc.Lang != "tr" && s.doc.Lang != "fa" && s.doc.Lang != "zh" {
		lead, trail = trail, lead
	}
	if s.person(lead) || !s.person(trail) && lead >= 0 && !s.outlet(lead) {
		return lead
	}
	if s.person(trail) {
		return trail
	}
	if t := s.titled(c); t >= 0 {
		return t
	}
	if trail >= 0 && !s.outlet(trail) {
		return trail
	}
	return -1
}

func (s *scan) person(mention int) bool {
	return mention >= 0 && s.doc.Mentions[mention].Kind == news.Person
}

// outlet reports whether a mention is an agency or paper, which passes words on.
func (s *scan) outlet(mention int) bool { return s.doc.Mentions[mention].Sector == "MED" }

// lastBefore is the subject in front of token v: of people that commas or "and" do
// not part from the verb the last, and people before organisations.
func (s *scan) lastBefore(from, v int) int {
	org := -1
	for i := v - 1; i >= from && v-i <= speakerReach*2; i-- {
		w := s.who[i]
		if w < 0 {
			continue
		}
		if s.doc.Mentions[w].Kind == news.Person {
			return w
		}
		if org < 0 {
			org = w
		}
	}
	return org
}

func (s *scan) firstAfter(from, to int) int {
	org := -1
	for i := from; i < to && i-from < speakerReach; i++ {
		w := s.who[i]
		if w < 0 {
			continue
		}
		if s.doc.Mentions[w].Kind == news.Person {
			return w
		}
		if org < 0 {
			org = w
		}
	}
	return org
}

func (s *scan) lastWho(c clause) int { return s.lastBefore(c.from, c.to) }

func (s *scan) colon(c clause) bool {
	if c.to == c.from || c.to == 0 || c.to > len(s.toks) {
		return false
	}
	end := len(s.text)
	if c.to < len(s.toks) {
		end = s.toks[c.to].Span.Start
	}
	return strings.ContainsAny(s.text[s.toks[c.to-1].Span.End:end], ":：")
}

// titled finds the person whom the clause calls by title and country alone: "the
// Iraqi president" is the one person of the report with that title from there.
func (s *scan) titled(c clause) int {
	country := ""
	for i := c.from; i < c.to; i++ {
		if a := s.any[i]; a >= 0 && s.doc.Mentions[a].Country != "" {
			country = s.doc.Mentions[a].Country
			break
		}
	}
	best, n := -1, 0
	for i := c.from; i < c.to && best < 0; i++ {
		for _, j := range s.titledPeople() {
			m := s.doc.Mentions[j]
			if country != "" && m.Country != country || !s.sameTitle(j, i) {
				continue
			}
			if best < 0 || s.doc.Mentions[best].Entity != m.Entity {
				n++
			}
			best = j
		}
	}
	if n == 1 {
		return best
	}
	if n == 0 && country != "" {
		return s.onlyFrom(country)
	}
	return -1
}

// mostTitled is how many people with a title are kept; a report has fewer.
const mostTitled = 100

// titledPeople is one mention for each person and title of the report.
func (s *scan) titledPeople() []int {
	if s.titles != nil {
		return s.people
	}
	s.titles = map[int][]phrase.Token{}
	seen := map[string]bool{}
	for j, m := range s.doc.Mentions {
		if m.Role == "" || m.Kind != news.Person || seen[m.Entity+"\x00"+m.Role] || len(s.people) == mostTitled {
			continue
		}
		seen[m.Entity+"\x00"+m.Role] = true
		s.titles[j] = phrase.Tokens(m.Role)
		s.people = append(s.people, j)
	}
	return s.people
}

// onlyFrom is the one person of the report from a country, -1 if there are more.
func (s *scan) onlyFrom(country string) int {
	if s.only == nil {
		s.only = map[string]int{}
		for j, m := range s.doc.Mentions {
			if m.Kind != news.Person || m.Country == "" {
				continue
			}
			if had, ok := s.only[m.Country]; !ok {
				s.only[m.Country] = j
			} else if had >= 0 && s.doc.Mentions[had].Entity != m.Entity {
				s.only[m.Country] = -1
			}
		}
	}
	if j, ok := s.only[country]; ok {
		return j
	}
	return -1
}

// sameTitle reports whether the words of a mention's role stand at token i.
func (s *scan) sameTitle(mention, i int) bool {
	for _, k := range s.titles[mention] {
		if i >= len(s.toks) || s.toks[i].Key != k.Key {
			return false
		}
		i++
	}
	return true
}

// earlier is who spoke or was spoken of last before the quotation: a title in the
// clause, the first person of the sentence before, or the last speaker.
func (s *scan) earlier(c clause, m quoted) int {
	if w := s.titled(c); w >= 0 {
		return w
	}
	if w := s.lastWho(c); w >= 0 {
		return w
	}
	at := m.outside.Start
	lastSpeaker := -1
	if n := len(s.prior); n > 0 {
		lastSpeaker = s.prior[n-1].SpeakerMention
	}
	// The first person of the last sentence that names one.
	best := -1
	from := s.tokenAt(at) - 1
	for i := from; i >= max(0, from-farBack); i-- {
		if w := s.who[i]; w >= 0 && s.doc.Mentions[w].Kind == news.Person {
			best = w
		}
		if s.ends(i) && best >= 0 {
			break
		}
	}
	if lastSpeaker >= 0 && (best < 0 || s.doc.Mentions[best].Span.Start < s.prior[len(s.prior)-1].Span.Start) {
		return lastSpeaker
	}
	return best
}

// continued reports whether only space parts the quotation from the one before.
func (s *scan) continued(m quoted) bool {
	n := len(s.prior)
	return n > 0 && s.prior[n-1].SpeakerMention >= 0 && s.tokenAt(m.outside.Start) == s.tokenAt(s.prior[n-1].Span.End) && s.wholeSentence(m)
}
