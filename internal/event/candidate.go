package event

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// candidate is the words of a sentence that may tell of an event, and what speaks for it.
type candidate struct {
	hit
	row   bool        // a row of triggers has the words
	tag   float64     // how sure the reading model is of the words and the type, 0 where it did not mark them
	says  news.Status // status by the model, "" where it did not mark the words
	types float64     // how likely the model finds the type in the sentence as a whole, 0 where it is not
	other float64     // the same of the likeliest other type
	rival float64     // how sure the model is of another type at the same words
	p     float64     // what decide made of all this
	by    string      // what made it likely all the same, "" where nothing else had to
}

// candidates are those of a sentence in the order of the text, decided upon.
func (s *scan) candidates(sent sentence) []candidate {
	list := s.byRows(sent)
	var tags []news.Tag
	var types []news.TypeScore
	if s.taught() {
		tags, types = s.tagsIn(sent.span), s.typesIn(sent)
	}
	list = s.byTags(sent, list, tags)
	list = s.byTypes(sent, list, types)
	for i := range list {
		c := &list[i]
		for _, t := range types {
			if t.Type == c.kind {
				c.types = t.Score
			} else {
				c.other = max(c.other, t.Score)
			}
		}
		for _, t := range tags {
			if news.EventType(t.Label) != c.kind && t.Overlaps(s.words(c.from, c.to)) {
				c.rival = max(c.rival, t.Confidence)
			}
		}
		c.p = s.decide(c, sent.n >= lead)
		if isOwn(c.kind) {
			c.p = ownType(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(a.from, b.from) })
	return list
}

// taught reports whether the reading model has read the text and was taught to find events in its language. In another its silence
// says nothing, and rows decide alone.
func (s *scan) taught() bool { return s.doc.Reading != nil && weights().langs[s.doc.Lang] }

// byRows are the phrases of the tables of triggers in a sentence, each with all the types it has.
func (s *scan) byRows(sent sentence) []candidate {
	var out []candidate
	for i := sent.from; i < sent.to; i++ {
		if s.said[i] {
			continue // what somebody says in quotation marks did not happen by that
		}
		m := s.rows.triggers.At(s.text, s.toks, i)
		if m.N == 0 || s.inName(i, m.N) || i+m.N > sent.to {
			continue
		}
		for n, v := range m.Values {
			if !slices.ContainsFunc(m.Values[:n], func(o trigger) bool { return o.kind == v.kind }) {
				out = append(out, candidate{hit: hit{trigger: v, from: i, to: i + m.N, future: m.Future}, row: true})
			}
		}
		i += m.N - 1
	}
	return out
}

// beside is how many tokens may lie between words of a row and words that the model
// marked for them to be one: "signed" and "signed on Tuesday an accord".
const beside = 2

// byTags adds to list the words that the reading model marked. Where a row has words of the type
// there or beside them, the two are one candidate.
func (s *scan) byTags(sent sentence, list []candidate, tags []news.Tag) []candidate {
	n := len(list)
	for _, t := range tags {
		from, to := s.tokensOf(sent, t.Span)
		if from >= to || s.said[from] {
			continue
		}
		kind, joined := news.EventType(t.Label), false
		for i := range list[:n] {
			c := &list[i]
			if c.kind == kind && from < c.to+beside && to > c.from-beside {
				c.tag, joined = max(c.tag, t.Confidence), true
				c.says = cmp.Or(c.says, t.Status)
			}
		}
		if !joined {
			list = append(list, candidate{hit: hit{trigger: trigger{kind: kind, shape: shapeOf(kind)}, from: from, to: to}, tag: t.Confidence, says: t.Status})
		}
	}
	return list
}

// withoutWords is the score from which a type is taken up whose words nothing marked.
const withoutWords = 0.25

// byTypes adds to list the types that the sentence as a whole speaks for and no words do.
// Their trigger is the whole sentence.
func (s *scan) byTypes(sent sentence, list []candidate, types []news.TypeScore) []candidate {
	for _, t := range types {
		if t.Score < withoutWords || slices.ContainsFunc(list, func(c candidate) bool { return c.kind == t.Type }) {
			continue
		}
		list = append(list, candidate{hit: hit{trigger: trigger{kind: t.Type, shape: shapeOf(t.Type)}, from: sent.from, to: sent.from, whole: true}})
	}
	return list
}

// shapeOf is who stands where for a type whose words no row has.
func shapeOf(kind news.EventType) string {
	switch kind {
	case news.Consult, news.Agree, news.Cooperate:
		return "sym"
	case news.Request:
		return "ask"
	}
	return "svo"
}

// words are the bytes of the tokens [from,to).
func (s *scan) words(from, to int) news.Span {
	if from >= to {
		return news.Span{}
	}
	return news.Span{Start: s.toks[from].Span.Start, End: s.toks[to-1].Span.End}
}

// tokensOf are the tokens of a sentence that a span touches.
func (s *scan) tokensOf(sent sentence, sp news.Span) (from, to int) {
	from = max(sent.from, tokenAt(s.toks, sp.Start))
	to = from
	for to < sent.to && s.toks[to].Span.Start < sp.End {
		to++
	}
	return from, to
}

// tagsIn are the trigger words that the reading model marked in a sentence.
func (s *scan) tagsIn(sp news.Span) []news.Tag {
	from, _ := slices.BinarySearchFunc(s.tags, sp.Start, func(t news.Tag, at int) int { return cmp.Compare(t.Start, at) })
	to := from
	for to < len(s.tags) && s.tags[to].Start < sp.End {
		to++
	}
	return s.tags[from:to]
}

// typesIn is what the reading model says of a sentence as a whole.
func (s *scan) typesIn(sent sentence) []news.TypeScore {
	if s.doc.Reading == nil {
		return nil
	}
	all := s.doc.Reading.Types
	from, _ := slices.BinarySearchFunc(all, sent.n, func(t news.TypeScore, n int) int { return cmp.Compare(t.Sentence, n) })
	to := from
	for to < len(all) && all[to].Sentence == sent.n {
		to++
	}
	return all[from:to]
}

// inName reports whether mentions cover the trigger: "Meeting" in a name.
func (s *scan) inName(i, n int) bool {
	for ; n > 0; n-- {
		if s.named[i+n-1] < 0 {
			return false
		}
	}
	return true
}
