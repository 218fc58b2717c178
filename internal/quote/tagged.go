package quote

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// What the reading model marked: words between marks that somebody says, words that somebody is
// told to have said without marks, and who says them. Rules come first, since they know the
// grammar of a speaker; the model adds what no row has ("dixit", "criticised as").

// sure is how sure the model must be of words without marks for them to be a quote.
const sure = 0.7

// heads are the tags of one document.
type heads struct{ quote, indirect, speaker []news.Tag }

func headsOf(r *news.Reading) heads {
	return heads{quote: r.Of("quote"), indirect: r.Of("indirect"), speaker: r.Of("speaker")}
}

// tagAt is the tag that shares half of the shorter span with sp.
func tagAt(tags []news.Tag, sp news.Span) (news.Tag, bool) {
	for _, t := range tagsIn(tags, sp) {
		common := min(t.End, sp.End) - max(t.Start, sp.Start)
		if common*2 >= min(t.Len(), sp.Len()) {
			return t, true
		}
	}
	return news.Tag{}, false
}

// tagsIn are the tags that touch a span. Tags of one head do not overlap.
func tagsIn(tags []news.Tag, sp news.Span) []news.Tag {
	from, _ := slices.BinarySearchFunc(tags, sp.Start, func(t news.Tag, at int) int { return cmp.Compare(t.End, at+1) })
	to := from
	for to < len(tags) && tags[to].Start < sp.End {
		to++
	}
	return tags[from:to]
}

// sentencesAt is from where the sentence begins in which a span begins to where that ends in which it ends.
func (s *scan) sentencesAt(sp news.Span) news.Span {
	all := s.sentences()
	from, _ := slices.BinarySearchFunc(all, sp.Start, func(o news.Span, at int) int { return cmp.Compare(o.End, at+1) })
	for ; from < len(all) && all[from].Start < sp.End; from++ {
		sp = news.Span{Start: min(sp.Start, all[from].Start), End: max(sp.End, all[from].End)}
	}
	return sp
}

// marks is the speaker that the model marked nearest to the words at sp, in their sentence.
func (s *scan) marks(sp news.Span) subject {
	best, far := news.Tag{}, -1
	for _, t := range tagsIn(s.heads.speaker, s.sentencesAt(sp)) {
		if t.Overlaps(sp) || s.quotedAlready(t.Span) {
			continue
		}
		if d := max(sp.Start-t.End, t.Start-sp.End); far < 0 || d < far {
			best, far = t, d
		}
	}
	if far < 0 {
		return subject{who: -1, state: open}
	}
	return s.meant(best.Span, sp.Start)
}

// heard is a subject that rules gave as the model hears it: where the model is certain that another speaks in the
// sentence and not he, the other, who may be open.
func (s *scan) heard(sub subject, sp news.Span) subject {
	if sub.state != known || sub.pronoun {
		return sub
	}
	where := s.sentencesAt(sp)
	his := sub.words
	if sub.who >= 0 {
		his = s.all[sub.who].Span
	}
	if !where.Contains(his) {
		return sub
	}
	certain := false
	for _, t := range tagsIn(s.heads.speaker, where) {
		if t.Overlaps(his) {
			return sub
		}
		certain = certain || t.Confidence >= certainty && !t.Overlaps(sp) && !s.quotedAlready(t.Span)
	}
	if !certain {
		return sub
	}
	return s.marks(sp)
}

// certainty is how sure the model must be of a speaker to outvote the rules.
const certainty = 0.9

// quotedAlready reports whether a span lies in a quotation that was read before.
func (s *scan) quotedAlready(sp news.Span) bool {
	return len(s.prior) > 0 && within(s.prior, sp.Start)
}

// meant is who the words at sp are: the person in them, or named right behind them, whoever the pronoun
// or the title stands for, or an office by its words. at is where what is said begins.
func (s *scan) meant(sp news.Span, at int) subject {
	c := clause{s.tokenAt(sp.Start), s.tokenAt(sp.End)}
	if c.to <= c.from {
		return subject{who: -1, state: open}
	}
	c.to = min(c.to, c.from+titleReach*2)
	if w := s.whoIn(c); w >= 0 {
		return subject{state: known, who: w, near: true}
	}
	if s.verbs.pron.Has(s, c.from) && c.to == c.from+1 {
		return named(s.earlier(min(at, sp.Start)))
	}
	for i := c.from; i < c.to; i++ {
		if s.verbs.office.Has(s, i) && s.any[i] < 0 {
			return s.officeWords(i, c.to)
		}
	}
	if w := s.titled(c); w >= 0 {
		return subject{state: known, who: w}
	}
	return subject{who: -1, state: open, noun: c}
}

// whoIn is the person that words name, or whose title they are, else the body that they are all about.
func (s *scan) whoIn(c clause) int {
	body := -1
	for i := c.from; i < c.to; i++ {
		w := s.who[i]
		if s.person(w) {
			return w
		}
		if w >= 0 && body < 0 && i <= c.from+1 && s.tokenAt(s.all[w].Span.End) >= c.to {
			body = w
		}
	}
	if c.to < len(s.toks) {
		if w := s.who[c.to]; s.person(w) && s.titleAt(w, c.to) <= c.from+1 && s.titleAt(w, c.to) < c.to {
			return w
		}
	}
	return body
}

// byTags are the indirect quotes that the model marked and no rule found, where who speaks is known.
func (s *scan) byTags(found []news.Quote) []news.Quote {
	var out []news.Quote
	for _, t := range s.heads.indirect {
		if t.Confidence < sure || overlaps(found, t.Span) || s.tokenAt(t.End)-s.tokenAt(t.Start) < 2 {
			continue
		}
		sub := s.marks(t.Span)
		if sub.state != known {
			continue
		}
		q := news.Quote{Span: t.Span, SpeakerMention: -1, Confidence: t.Confidence * taggedTrust}
		s.give(&q, sub)
		out = append(out, q)
	}
	return out
}

// taggedTrust is what a quote by the model alone is worth of the model's own confidence.
const taggedTrust = 0.7
