package record

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// longestClause is how many words (Chinese: letters) of what is to be done are kept.
const longestClause = 60

// statement is one sentence while commitments are looked for in it.
type statement struct {
	doc    *news.Document
	at     int // index into Document.Sentences
	span   news.Span
	toks   []phrase.Token // spans are of the whole text
	words  *wordRows
	people []news.Mention // who is named or meant in the sentence, by place
}

// hit is a word that binds, as a run of tokens.
type hit struct {
	from, to int
	values   []binding
}

// newStatement cuts sentence i of doc into words.
func newStatement(doc *news.Document, i int, everybody []news.Mention, w *wordRows) *statement {
	s := &statement{doc: doc, at: i, span: doc.Sentences[i], words: w}
	s.toks = phrase.Tokens(s.span.In(doc.Text))
	for j := range s.toks {
		s.toks[j].Span.Start += s.span.Start
		s.toks[j].Span.End += s.span.Start
	}
	for _, m := range everybody {
		if s.span.Contains(m.Span) {
			s.people = append(s.people, m)
		}
	}
	return s
}

// is returns how many tokens from i on are words of a role, 0 for none.
func (s *statement) is(r role, i int) int {
	if i < 0 || i >= len(s.toks) {
		return 0
	}
	if n := s.words.small[r].At(s.doc.Text, s.toks, i).N; n > 0 {
		return n
	}
	if len(s.words.endings[r]) == 0 {
		return 0
	}
	word := strings.ToLower(s.toks[i].Span.In(s.doc.Text))
	for _, e := range s.words.endings[r] {
		if rest, ok := strings.CutSuffix(word, e); ok && len(rest) > 1 {
			return 1
		}
	}
	return 0
}

// joinedBefore are the Arabic letters that are written onto a verb: "and", "so" and that of the future.
const joinedBefore = "وفس"

// hits are the words that bind, without those that somebody is quoted with.
func (s *statement) hits() []hit {
	var out []hit
	for i := 0; i < len(s.toks); {
		m := s.words.binding.At(s.doc.Text, s.toks, i)
		if m.N == 0 || s.quoted(s.toks[i].Span) || m.Drop > 0 && !strings.ContainsAny(s.toks[i].Span.In(s.doc.Text)[:m.Drop], joinedBefore) {
			i++
			continue
		}
		h := hit{i, i + m.N, m.Values}
		if m.N > 1 && s.is(roleOpen, h.to-1) == 1 {
			h.to-- // what is to be done begins with it: "agreement on"
		}
		out = append(out, h)
		i += m.N
	}
	return out
}

// quoted reports whether a direct quotation holds sp.
func (s *statement) quoted(sp news.Span) bool {
	for _, q := range s.doc.Quotes {
		if q.Direct && q.Span.Contains(sp) {
			return true
		}
	}
	return false
}

// clause is what is to be done, on the side that b says, and the person who is asked between both
// ("urged Moscow to withdraw"), nil where nobody stands there. Where somebody is quoted with it, it is the quotation.
func (s *statement) clause(h hit, b binding, hits []hit, who []news.Party) (news.Span, *news.Mention) {
	if sp, ok := s.quotation(h); ok {
		return sp, nil
	}
	if b.where == "after" || b.where == "either" && !s.closes(h.to) {
		if sp, to := s.behind(h, hits); !sp.Empty() {
			return sp, to
		}
	}
	if b.where != "after" {
		if b.kind != news.Agreed && len(who) > 1 {
			who = who[:1] // the others may be asked, and named in what is to be done
		}
		return s.before(h, who), nil
	}
	return news.Span{}, nil
}

// closes reports whether token i is the tail of a verb that comes last: "zugesagt haben, ...".
func (s *statement) closes(i int) bool {
	n := s.is(roleTail, i)
	return n > 0 && (s.words.last || i+n >= len(s.toks) || s.toks[i+n].Before&phrase.Comma != 0)
}

// quotation is the direct speech that ends in front of a word that binds: "“...”, promised the minister". It is
// empty where it began in a sentence before.
func (s *statement) quotation(h hit) (news.Span, bool) {
	for _, q := range s.doc.Quotes {
		if !q.Direct || q.Span.End > s.toks[h.from].Span.Start {
			continue
		}
		if _, to := s.tokensIn(q.Span); to > 0 && h.from-to <= 2 && q.Span.End > s.span.Start {
			if s.span.Contains(q.Span) {
				return q.Span, true
			}
			return news.Span{}, true
		}
	}
	return news.Span{}, false
}

// behind is the clause behind a word that binds.
func (s *statement) behind(h hit, hits []hit) (news.Span, *news.Mention) {
	from, to := s.opening(h.to, hits)
	if from < 0 {
		from = s.pastDate(h.to)
		if from >= len(s.toks) || s.toks[from].Before&phrase.Comma != 0 || s.ended(from, h.to, hits) {
			return news.Span{}, nil
		}
	}
	return s.cut(from, s.end(from, hits)), to
}

// mostBefore is how many steps what opens a clause is looked for; an Arabic verb has its subject
// in between, and before a comma anything may stand.
const (
	mostBefore     = 8
	mostBeforeFree = 25
)

// opening finds the word that opens what is to be done, behind names, dates and light words alone: -1 where
// none does. The person is the last who is named before it; in Arabic the first is the subject, and may be
// called by any words.
func (s *statement) opening(from int, hits []hit) (int, *news.Mention) {
	var to, first *news.Mention
	arabic := s.doc.Lang == "ar"
	most := mostBefore
	if arabic || s.words.comma {
		most = mostBeforeFree
	}
	passed := s.words.comma // something that may stand before a comma
	skipping := false       // words were passed that name nobody
	for i, steps := from, 0; i < len(s.toks) && steps < most; steps++ {
		comma := s.toks[i].Before&phrase.Comma != 0
		if s.words.comma && comma {
			if s.is(roleEnd, i) == 0 && (passed && s.is(roleRelative, i) == 0 || s.infinitive(i)) {
				return i, to
			}
			return -1, nil
		}
		if arabic && (comma || slices.ContainsFunc(hits, func(h hit) bool { return h.from == i })) {
			return -1, nil
		}
		small := s.is(roleLight, i)
		if small > 0 && s.words.comma && i+small < len(s.toks) && s.toks[i+small].Before&phrase.Comma != 0 {
			i, passed = i+small, true // "forderte Togo auf, ..."
			continue
		}
		if n := s.opens(i, from); n > 0 && n >= small && !skipping {
			if next, m := s.person(i + n); m != nil && s.opens(next, from) > 0 && to == nil {
				return next, m // "demandé à Moscou de retirer"
			}
			return i, to
		}
		if n := s.is(roleWhom, i); n > 0 {
			if next, m := s.person(i + n); m != nil && next < len(s.toks) {
				return next, m
			}
		}
		next, m := s.person(i)
		passed = m == nil && !skipping
		switch {
		case m != nil && first == nil && arabic:
			i, first = next, m
		case m != nil:
			i, to = next, m
		case s.dateEnd(i) > i:
			if end := s.dateEnd(i); !skipping && s.dueAt(i) && (s.opens(end, from) == 0 || s.byAt(i)) {
				return i, to
			}
			i = s.dateEnd(i)
		case small > 0:
			i += small
		case arabic:
			i++
		case s.words.comma:
			i, skipping = i+1, true
		default:
			return -1, nil
		}
	}
	return -1, nil
}

// opens returns how many tokens from i on open what is to be done; in Arabic also a word that "with" is written
// onto, directly behind the verb or a name.
func (s *statement) opens(i, from int) int {
	if n := s.is(roleOpen, i); n > 0 || s.doc.Lang != "ar" || i >= len(s.toks) {
		return n
	}
	word := s.toks[i].Span.In(s.doc.Text)
	if !strings.HasPrefix(word, "ب") || utf8.RuneCountInString(word) <= 3 || s.named(i) || s.is(roleLight, i) > 0 {
		return 0
	}
	if strings.HasPrefix(word, "بال") || i == from || s.named(i-1) {
		return 1
	}
	return 0
}

// infinitive reports whether the clause that begins with token i has an infinitive of its own, as rows of the
// language show it ("abzuziehen").
func (s *statement) infinitive(i int) bool {
	for k := i; k < len(s.toks) && (k == i || s.toks[k].Before&phrase.Comma == 0); k++ {
		if s.is(roleInfinitive, k) > 0 {
			return true
		}
		for _, in := range s.words.within[roleInfinitive] {
			if at := strings.Index(s.toks[k].Key, in); at > 0 && at+len(in)+1 < len(s.toks[k].Key) {
				return true
			}
		}
	}
	return false
}

// named reports whether token i is part of a name.
func (s *statement) named(i int) bool {
	return i >= 0 && slices.ContainsFunc(s.people, func(m news.Mention) bool { return m.Span.Overlaps(s.toks[i].Span) })
}

// person returns who is named by the tokens from i on and the token behind them; light words may go before.
func (s *statement) person(i int) (int, *news.Mention) {
	if n := s.is(roleLight, i); n > 0 {
		i += n
	}
	if i >= len(s.toks) {
		return i, nil
	}
	for k := range s.people {
		m := &s.people[k]
		// An Arabic preposition may be written onto a name.
		if start := s.toks[i].Span.Start; m.Span.Start < start || m.Span.Start >= s.toks[i].Span.End {
			continue
		}
		end := i
		for end < len(s.toks) && s.toks[end].Span.Start < m.Span.End {
			end++
		}
		return end, m
	}
	return i, nil
}

// pastDate is the token behind a date that begins at i, perhaps with a light word, and is over: "agreed on
// Tuesday ...".
func (s *statement) pastDate(i int) int {
	at := i
	if i < len(s.toks) && s.is(roleLight, i) > 0 {
		at += s.is(roleLight, i)
	}
	if at >= len(s.toks) {
		return i
	}
	for _, d := range s.doc.Dates {
		weekday := d.Interval == nil && d.Relation != nil && d.Relation.Weekday > 0 && d.Relation.Direction <= 0
		if d.Span.Start != s.toks[at].Span.Start || !weekday && (d.Interval == nil || (found{doc: s.doc}).ahead(*d.Interval)) {
			continue
		}
		if end := s.dateEnd(at); end < len(s.toks) {
			return end
		}
	}
	return i
}

// dateEnd is the token behind a date that begins with token i, i where none does.
func (s *statement) dateEnd(i int) int {
	for _, d := range s.doc.Dates {
		if d.Span.Start != s.toks[i].Span.Start {
			continue
		}
		for i < len(s.toks) && s.toks[i].Span.Start < d.Span.End {
			i++
		}
		return i
	}
	return i
}

// dueAt reports whether a date that begins with token i lies ahead: it is part of what is to be done.
func (s *statement) dueAt(i int) bool {
	for k := range s.doc.Dates {
		d := &s.doc.Dates[k]
		if d.Interval != nil && d.Span.Start == s.toks[i].Span.Start {
			return (found{doc: s.doc}).ahead(*s.forward(d, s.reach(d.Span)))
		}
	}
	return false
}

// byAt reports whether a word for "by" stands beside a date that begins with token i.
func (s *statement) byAt(i int) bool {
	return slices.ContainsFunc(s.doc.Dates, func(d news.Date) bool {
		return d.Span.Start == s.toks[i].Span.Start && s.reach(d.Span) == byReach
	})
}

// end is the token at which a clause that begins at from is over.
func (s *statement) end(from int, hits []hit) int {
	for i := from + 1; i < len(s.toks); i++ {
		if i-from >= longestClause || s.ended(i, from, hits) {
			return i
		}
	}
	return len(s.toks)
}

// ended reports whether what stands before token i ends the clause that began at from.
func (s *statement) ended(i, from int, hits []hit) bool {
	t := s.toks[i]
	if t.Before&(phrase.Dash|phrase.Line) != 0 {
		return true
	}
	between := ""
	if i > 0 {
		between = s.doc.Text[s.toks[i-1].Span.End:t.Span.Start]
	}
	if strings.ContainsAny(between, ";；؛") {
		return true
	}
	if t.Before&phrase.Comma == 0 {
		return false
	}
	if strings.Contains(between, "，") && i-from >= 2 {
		return true // a Chinese sentence strings clauses
	}
	if s.is(roleEnd, i) > 0 || s.is(roleRelative, i) > 0 || len(s.toks)-i <= 8 && s.is(roleEnd, len(s.toks)-1) > 0 {
		return true // also ", a border official said."
	}
	for _, h := range hits {
		if h.from >= i && h.from <= i+1 {
			return true
		}
	}
	return false
}

// before is the clause in front of a word that binds: what stands between who is bound and the word.
func (s *statement) before(h hit, who []news.Party) news.Span {
	from := 0
	for i := 1; i < h.from; i++ {
		if strings.ContainsAny(s.doc.Text[s.toks[i-1].Span.End:s.toks[i].Span.Start], ";；؛") || s.is(roleFront, i-1) > 0 {
			from = i
		}
	}
	for _, p := range who {
		if end := s.endOf(p, s.toks[h.from].Span.Start); end > from {
			from = end
		}
	}
	for n := s.is(roleLight, from); n > 0 && from < h.from; n = s.is(roleLight, from) {
		from += n
	}
	return s.cut(from, h.from)
}

// endOf is the token behind the last words that name p before byte limit, 0 where there are none.
func (s *statement) endOf(p news.Party, limit int) int {
	end := 0
	if p.Mention >= 0 && p.Mention < len(s.doc.Mentions) {
		if sp := s.doc.Mentions[p.Mention].Span; s.span.Contains(sp) && sp.End <= limit {
			end = sp.End
		}
	}
	if end == 0 && p.Name != "" {
		if i := strings.Index(s.doc.Text[s.span.Start:max(limit, s.span.Start)], p.Name); i >= 0 {
			end = s.span.Start + i + len(p.Name)
		}
	}
	if end == 0 {
		for _, m := range s.people {
			if m.Entity != "" && m.Entity == p.Entity && m.Span.End <= limit {
				end = max(end, m.Span.End)
			}
		}
	}
	i := 0
	for i < len(s.toks) && s.toks[i].Span.Start < end {
		i++
	}
	return i
}

// cut is the words from one token to another, less the tail of the verb; nothing for less than two.
func (s *statement) cut(from, to int) news.Span {
	for again := true; again && to-from > 2; {
		again = false
		for n := 1; n <= 2; n++ {
			if s.is(roleTail, to-n) == n {
				to, again = to-n, true
				break
			}
		}
	}
	if to-from < 2 || from < 0 || to > len(s.toks) {
		return news.Span{}
	}
	return s.closed(news.Span{Start: s.toks[from].Span.Start, End: s.toks[to-1].Span.End})
}

// closed takes in a quotation mark behind sp that closes one within.
func (s *statement) closed(sp news.Span) news.Span {
	rest := s.doc.Text[sp.End:s.span.End]
	mark := strings.TrimLeft(rest, " \u00a0\u202f")
	for _, pair := range [][2]string{{"«", "»"}, {"“", "”"}, {"„", "“"}, {"\"", "\""}, {"「", "」"}, {"《", "》"}} {
		opened, shut := strings.Count(sp.In(s.doc.Text), pair[0]), strings.Count(sp.In(s.doc.Text), pair[1])
		if pair[0] == pair[1] {
			opened, shut = opened%2, 0
		}
		if opened > shut && strings.HasPrefix(mark, pair[1]) {
			sp.End += len(rest) - len(mark) + len(pair[1])
			return sp
		}
	}
	return sp
}

// tokensIn returns the tokens that lie in sp, as a range.
func (s *statement) tokensIn(sp news.Span) (from, to int) {
	for from < len(s.toks) && s.toks[from].Span.End <= sp.Start {
		from++
	}
	to = from
	for to < len(s.toks) && s.toks[to].Span.Start < sp.End {
		to++
	}
	return from, to
}
