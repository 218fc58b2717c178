package quote

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// indirect finds "X said that ...": a verb of speech, near it a person or an
// organisation, and behind it the clause. Turkish and Persian are read by their own
// order: the clause stands before the Turkish verb.
func (s *scan) indirect(direct []news.Quote) []news.Quote {
	var out []news.Quote
	for _, sent := range s.sentences() {
		a, b := s.tokenAt(sent.Start), s.tokenAt(sent.End)
		for i := a; i < b; i++ {
			if s.said[i] == 0 || within(direct, s.toks[i].Span.Start) {
				continue
			}
			q, ok := s.reported(a, b, i, sent.End)
			if ok {
				q.Span.End = s.until(direct, q.Span)
			}
			if !ok || q.Span.Empty() || overlaps(direct, q.Span) {
				continue
			}
			out = append(out, q)
			s.told = out
			i = s.tokenAt(q.Span.End)
		}
	}
	return out
}

func (s *scan) sentences() []news.Span {
	if len(s.doc.Sentences) == 0 {
		return []news.Span{{Start: 0, End: len(s.text)}}
	}
	return s.doc.Sentences
}

// reported reads the clause that the verb at v of the sentence [a,b) brings in.
func (s *scan) reported(a, b, v, end int) (news.Quote, bool) {
	a, b = max(a, v-beforeReach), min(b, v+beforeReach) // a "sentence" may be a whole scraped page
	sub := s.subject(clause{a, b}, v, false)
	if sub.state == absent && (sub.pronoun || s.verbs.drops && !s.verbs.part.Has(s, v) && !s.verbs.post.Has(s, v)) {
		sub = named(s.earlier(s.toks[a].Span.Start))
	}
	if sub.state != known {
		return news.Quote{}, false
	}
	from, to, ok := s.content(a, b, v, end)
	if !ok || s.tokenAt(to)-s.tokenAt(from) < 2 {
		return news.Quote{}, false
	}
	q := news.Quote{Span: news.Span{Start: from, End: to}, SpeakerMention: -1, Confidence: 0.6}
	if sub = s.heard(sub, q.Span); sub.state != known {
		return news.Quote{}, false
	}
	s.give(&q, sub)
	return q, true
}

// content is where the reported clause lies, in bytes.
func (s *scan) content(a, b, v, end int) (from, to int, ok bool) {
	next := v + s.said[v]
	switch s.doc.Lang {
	case "tr":
		from := a
		for i := a; i < v; i++ {
			if s.who[i] >= 0 {
				from = i + 1
			}
		}
		for from < v && s.toks[from].Before&phrase.Apos != 0 {
			from++ // the case ending of the name
		}
		if from >= v {
			return 0, 0, false
		}
		return s.toks[from].Span.Start, s.toks[v-1].Span.End, true
	case "zh":
		if next >= b {
			return 0, 0, false
		}
		return s.toks[next].Span.Start, s.close(end), true
	}
	if s.verbs.source.Has(s, v) {
		return s.sourced(next, b, end)
	}
	for i := next; i < b && i-next < speakerReach; i++ {
		if s.verbs.when.Has(s, i) {
			return 0, 0, false
		}
		if m := s.verbs.that.At(s.text, s.toks, i); m.N > 0 && i+m.N < b {
			return s.toks[i+m.N].Span.Start, s.close(end), true
		}
	}
	// "X said he would", "sagte, es gebe": the clause follows at once.
	if next < b && (s.bare(v, next) || s.doc.Lang == "de" && s.toks[next].Before&phrase.Comma != 0) {
		return s.toks[next].Span.Start, s.close(end), true
	}
	return 0, 0, false
}

// bare reports whether the clause follows the verb without a word to open it: "X said he
// would", "X said the border would".
func (s *scan) bare(v, next int) bool {
	if s.doc.Lang != "en" {
		return false
	}
	return s.verbs.pron.Has(s, next) || s.verbs.they.Has(s, next) ||
		s.verbs.bare.Has(s, v) && (s.verbs.det.Has(s, next) || s.verbs.there.Has(s, next) || s.clauses(next))
}

// clauses reports whether a verb of a clause follows the first words behind the verb of speech: "X said
// parliament would ask".
func (s *scan) clauses(from int) bool {
	for i := from; i < len(s.toks) && i < from+clauseReach; i++ {
		if s.ends(i) && i > from || s.toks[i].Before&^phrase.SameRun != 0 || s.verbs.prep.Has(s, i) {
			return false
		}
		if i > from && s.verbs.modal.Has(s, i) {
			return true
		}
	}
	return false
}

// clauseReach is how many tokens the subject of such a clause may have.
const clauseReach = 6

// sourced is the clause behind the speaker of an "according to": from the comma that
// follows the name, and what says more about it, to the end.
func (s *scan) sourced(next, b, end int) (from, to int, ok bool) {
	for i := next + 1; i < b && i-next < speakerReach; i++ {
		if s.toks[i].Before&phrase.Comma == 0 || s.who[i] >= 0 || s.described(i, b) {
			continue
		}
		return s.toks[i].Span.Start, s.close(end), true
	}
	return 0, 0, false
}

// described reports whether what follows the comma before token i says more about the
// one named before it: a title, or a name, and then another comma.
func (s *scan) described(i, b int) bool {
	for j := i + 1; j < b && j < i+6; j++ {
		if s.toks[j].Before&phrase.Comma != 0 {
			return true
		}
	}
	return false
}

// close takes the full stop off the end of a clause.
func (s *scan) close(end int) int {
	sp := trim(s.text, 0, end)
	r, n := utf8.DecodeLastRuneInString(s.text[:sp.End])
	if r == '.' || r == '。' || r == '۔' {
		return sp.End - n
	}
	return sp.End
}

// until is where an indirect quote ends: before the comma of a clause that brings in the next direct
// quote by a verb of its own ("said that they would wait, and told him: “...”").
func (s *scan) until(direct []news.Quote, sp news.Span) int {
	at, _ := slices.BinarySearchFunc(direct, sp.Start, func(q news.Quote, at int) int { return cmp.Compare(q.Span.Start, at) })
	if at == len(direct) || direct[at].Span.Start >= sp.End {
		return sp.End
	}
	verb := false
	for i := s.tokenAt(direct[at].Span.Start) - 1; i > 0 && s.toks[i].Span.Start > sp.Start; i-- {
		verb = verb || s.said[i] > 0
		if verb && s.toks[i].Before&phrase.Comma != 0 {
			return s.toks[i-1].Span.End
		}
	}
	return sp.End
}

func within(qs []news.Quote, at int) bool {
	for _, q := range qs {
		if q.Span.Start <= at && at < q.Span.End {
			return true
		}
	}
	return false
}

func overlaps(qs []news.Quote, sp news.Span) bool {
	for _, q := range qs {
		if q.Span.Overlaps(sp) {
			return true
		}
	}
	return false
}
