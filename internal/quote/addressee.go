package quote

import (
	"cmp"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// toReach is how far, in tokens, the one spoken to may stand from the verb.
const toReach = 8

// addressee is to whom the words are said: whom a verb like "told" has behind it, or a word like "to" leads
// to beside the verb of speech, and the press. "" where the sentence does not say.
func (s *scan) addressee(q news.Quote) string {
	where := s.sentencesAt(q.Span)
	a, b := s.tokenAt(where.Start), s.tokenAt(where.End)
	qa, qb := s.tokenAt(q.Span.Start), s.tokenAt(q.Span.End)
	verb, far := -1, speakerReach
	for i := max(a, qa-speakerReach); i < min(b, qb+speakerReach); i++ {
		if s.verbs.tells.At(s.text, s.toks, i).N == 0 && s.said[i] == 0 || within(s.prior, s.toks[i].Span.Start) {
			continue
		}
		if d := max(qa-i, i-qb); d < far {
			verb, far = i, d
		}
	}
	if verb < 0 {
		return ""
	}
	told := s.verbs.tells.At(s.text, s.toks, verb).N
	end := verb + cmp.Or(told, s.said[verb]) // "told reporters" is a row of its own among the verbs
	if told > 0 {
		if w := s.spokenTo(verb, end, a, b); w >= 0 && w != q.SpeakerMention && s.all[w].Span != q.SpeakerSpan {
			return s.name(w)
		}
	}
	for i := max(a, verb-toReach); i < min(b, end+toReach); i++ {
		m := s.verbs.press.At(s.text, s.toks, i)
		if m.N == 0 || s.any[i] >= 0 || within(s.prior, s.toks[i].Span.Start) || q.SpeakerSpan.Overlaps(s.toks[i].Span) || !s.pressedTo(i, end) {
			continue
		}
		words := strings.Join(strings.Fields(m.Span(s.toks, i).In(s.text)), " ")
		if rest, ok := strings.CutPrefix(words, "ل"); ok && s.verbs.behind == always {
			words = "ال" + rest // the particle "to" swallowed the first letter of the article
		}
		return words
	}
	return ""
}

// spokenTo is the mention that a verb at [verb,end) is said to speak to; -1 if none.
func (s *scan) spokenTo(verb, end, a, b int) int {
	from := end
	if s.verbs.behind == never {
		from = max(a, verb-toReach)
	}
	for i := from; i < min(b, end+toReach); i++ {
		w := s.who[i]
		if w < 0 || within(s.prior, s.toks[i].Span.Start) {
			if s.toks[i].Before&phrase.Stop != 0 && i > verb {
				return -1
			}
			continue
		}
		if s.ledTo(w, i, end) && (s.person(w) || len(s.verbs.to.exact) == 0) { // "alla NATO" is where it was said
			return w
		}
	}
	return -1
}

// ledTo reports whether a word for "to" stands before a mention, its title and its article, or, where the
// language has none, the verb that ends before token end.
func (s *scan) ledTo(mention, i, end int) bool {
	j := s.titleAt(mention, i)
	at := s.toks[j].Span
	if s.verbs.behind == always {
		start := min(s.all[mention].Span.Start, s.roleStart(mention))
		return start > at.Start && start <= at.End && strings.HasPrefix(at.In(s.text), "ل")
	}
	for j > 0 && s.toks[j].Before&^phrase.SameRun == 0 && s.verbs.det.Has(s, j-1) && s.any[j-1] < 0 {
		j--
	}
	if j == end && s.doc.Lang == "en" {
		return true
	}
	return j > 0 && s.toks[j].Before&^(phrase.SameRun|phrase.Apos) == 0 && s.verbs.to.Has(s, j-1)
}

// pressedTo reports whether the words for the press at token i are spoken to: a word for "to", or the verb that ends
// before token end, leads to them. A language with neither shows it by the case, which its rows have.
func (s *scan) pressedTo(i, end int) bool {
	if s.verbs.behind == always {
		return strings.HasPrefix(s.toks[i].Span.In(s.text), "ل")
	}
	if len(s.verbs.tells.exact) == 0 {
		return true
	}
	for i > 0 && s.toks[i].Before&^phrase.SameRun == 0 && s.verbs.det.Has(s, i-1) && s.any[i-1] < 0 {
		i--
	}
	return i == end || i > 0 && s.verbs.to.Has(s, i-1)
}
