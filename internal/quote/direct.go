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
	farBack      = 200 // where a sentence is looked for that has no full stop
)

// alone is how sure a quotation is that no verb of speech and no colon stands beside.
const alone = 0.6

// clause is the tokens beside a quotation that can say who speaks.
type clause struct{ from, to int }

// direct makes a quote of a stretch between marks, if somebody is said to say it.
func (s *scan) direct(m quoted) (news.Quote, bool) {
	words := s.tokenAt(m.inside.End) - s.tokenAt(m.inside.Start)
	if words == 0 {
		return news.Quote{}, false
	}
	before, after := s.before(m), s.after(m)
	sub, conf, ok := s.speaker(before, after, m)
	if sub.guess && !sub.pronoun {
		conf = min(conf, 0.75)
	}
	loose := conf < 0.9 && words <= 2 && !s.wholeSentence(m) || conf <= alone && s.doc.Reading != nil
	if !ok || loose {
		t, told := tagAt(s.heads.quote, m.inside)
		if !told || !ok && s.term(m, words) || s.covered(m) {
			return news.Quote{}, false
		}
		conf = max(conf, t.Confidence*taggedTrust)
	}
	sub = s.heard(sub, m.outside)
	if sub.state != known || sub.guess && !sub.pronoun {
		if marked := s.marks(m.outside); marked.state == known && (sub.state != known || s.person(marked.who)) {
			sub = marked
		}
	}
	q := news.Quote{Span: m.inside, SpeakerMention: -1, Direct: true, Confidence: conf}
	s.give(&q, sub)
	return q, true
}

// term reports whether the marks hold a few words in a sentence where nobody was marked as speaking: they
// set off a term then ("a “permanent” ceasefire").
func (s *scan) term(m quoted, words int) bool {
	few := 3
	if s.toks[s.tokenAt(m.inside.Start)].Script == text.Han {
		few *= 2 // a token is a letter there
	}
	return words <= few && !s.wholeSentence(m) && len(tagsIn(s.heads.speaker, s.sentencesAt(m.outside))) == 0
}

// covered reports whether one name is all that the marks hold.
func (s *scan) covered(m quoted) bool {
	a := s.any[s.tokenAt(m.inside.Start)]
	return a >= 0 && s.isName(a) && s.all[a].Span.Contains(m.inside)
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

// speaker says who speaks and how sure that is; ok is false where nobody does. The
// verb in front counts first when a colon leads from it to the marks, else the one
// behind the marks when it is near.
func (s *scan) speaker(before, after clause, m quoted) (who subject, conf float64, ok bool) {
	ahead := s.verbIn(before, true)
	if v := s.verbIn(after, false); v >= 0 && v-after.from < 8 && (ahead < 0 || !s.colon(before)) {
		conf = 0.95
		if s.verbs.source.Has(s, v) {
			conf = 0.85 // "the 'Star', according to X": X need not have said the word
		}
		return s.settle(s.subject(after, v, true), before, m), conf, true
	}
	if ahead >= 0 {
		return s.settle(s.subject(before, ahead, false), clause{before.from, before.from}, m), 0.9, true
	}
	if s.colon(before) {
		return s.settle(s.ahead(before.from, before.to), before, m), 0.7, true
	}
	// A sentence that a quotation opens, a comma, dash or colon behind the marks:
	// whoever the rest names speaks, whatever the verb ("...", grinned X).
	if before.from == before.to && s.tokenAt(m.inside.End)-s.tokenAt(m.inside.Start) > 1 && s.runsOn(m) && after.to > after.from {
		return s.settle(s.behind(after.from, after.to), after, m), alone, true
	}
	// A quotation that is a sentence of its own right behind another of the same speaker.
	if before.from == before.to && after.from == after.to && s.continued(m) {
		return named(s.prior[len(s.prior)-1].SpeakerMention), 0.5, true
	}
	return subject{who: -1}, 0, false
}

// settle looks for the subject that the sentence leaves out, or names by a pronoun,
// where it was named before.
func (s *scan) settle(sub subject, c clause, m quoted) subject {
	if sub.state != absent {
		return sub
	}
	if w := s.first(c.from, c.to); w >= 0 {
		// Where the verb comes last, the subject stands in front of the quotation.
		return subject{state: known, who: w, guess: s.verbs.behind != never, pronoun: sub.pronoun}
	}
	out := named(s.earlier(m.outside.Start))
	out.pronoun = sub.pronoun
	return out
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

// continued reports whether only space parts the quotation from the one before.
func (s *scan) continued(m quoted) bool {
	n := len(s.prior)
	return n > 0 && s.prior[n-1].SpeakerMention >= 0 && s.tokenAt(m.outside.Start) == s.tokenAt(s.prior[n-1].Span.End) && s.wholeSentence(m)
}
