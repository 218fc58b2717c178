package event

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// The kinds of who says so.
const (
	byAgency   = "agency"
	byOutlet   = "outlet"
	byOfficial = "official" // a body speaks: a ministry, a press office, a statement, a report
	byPerson   = "person"   // by name, or by an office that one person has
	byUnnamed  = "unnamed"  // "two officials", "a security source"
)

// link is one of those through whose hands a sentence came.
type link struct {
	news.Attribution
	says bool // a speaker: what the words around him tell may be his, or the report's own
}

// accordingTo is the chain of those who say that the event happened, in the order of the text: whoever passes
// on the whole sentence, and a speaker whose words tell of the event. Who acts in it is no witness of it.
func (s *scan) accordingTo(sent sentence, c candidate, actors []news.Party) []news.Attribution {
	var out []news.Attribution
	words := s.words(c.from, c.to)
	if words.Empty() {
		words = sent.span
	}
	quote, quoted := s.quoteAt(words)
	for _, l := range s.links(sent) {
		if l.says && !s.vouches(l, sent, quote, quoted, actors) {
			continue
		}
		if l.says && quoted && quote.Speaker != "" && l.Kind != byUnnamed && !sent.span.Contains(quote.SpeakerSpan) {
			l.Name = quote.Speaker // a pronoun
		}
		out = append(out, l.Attribution)
	}
	if quoted && quote.Speaker != "" && !s.given(out, quote, actors) {
		out = append(out, s.speakerOf(quote))
	}
	slices.SortStableFunc(out, func(a, b news.Attribution) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return out
}

// given reports whether the speaker of a quote is a link already, or acts in the event: a state that
// announces what it does.
func (s *scan) given(links []news.Attribution, q news.Quote, actors []news.Party) bool {
	return slices.ContainsFunc(links, func(a news.Attribution) bool { return a.Name == q.Speaker || a.Span.Overlaps(q.SpeakerSpan) }) ||
		slices.ContainsFunc(actors, func(p news.Party) bool { return p.Name == q.Speaker && p.Kind != news.Person })
}

// quoteAt is the quote whose words hold a span; one that the model alone marked has no speaker.
func (s *scan) quoteAt(sp news.Span) (news.Quote, bool) {
	for _, q := range s.doc.Quotes {
		if q.Span.Overlaps(sp) {
			return q, true
		}
	}
	for _, t := range s.heads["indirect"] {
		if t.Overlaps(sp) {
			return news.Quote{Span: t.Span, SpeakerMention: -1}, true
		}
	}
	return news.Quote{}, false
}

// speakerOf is the speaker of a quote as a link.
func (s *scan) speakerOf(q news.Quote) news.Attribution {
	kind := byOfficial
	if m := q.SpeakerMention; m >= 0 && s.doc.Mentions[m].Kind == news.Person {
		kind = byPerson
	}
	return news.Attribution{Name: q.Speaker, Kind: kind, Span: q.SpeakerSpan}
}

// vouches reports whether the words of a speaker tell of the event: it lies in his words, or the sentence ends, or
// begins, with who says it and has no other words of anybody.
func (s *scan) vouches(l link, sent sentence, quote news.Quote, quoted bool, actors []news.Party) bool {
	if quoted {
		return quote.SpeakerSpan.Empty() || quote.SpeakerSpan.Overlaps(l.Span) || !sent.span.Contains(quote.SpeakerSpan)
	}
	acts := func(p news.Party) bool {
		return p.Mention >= 0 && s.all[p.Mention].Span.Overlaps(l.Span) || p.Mention < 0 && p.Name == l.Name
	}
	tagged := func(t news.Tag) bool { return t.Overlaps(l.Span) && t.Confidence >= marks }
	if slices.ContainsFunc(actors, acts) || slices.ContainsFunc(s.heads["actor"], tagged) {
		return false
	}
	return !s.speech(sent)
}

// speech reports whether a sentence has words of anybody.
func (s *scan) speech(sent sentence) bool {
	return slices.ContainsFunc(s.doc.Quotes, func(q news.Quote) bool { return q.Span.Overlaps(sent.span) })
}

// links are those who are said to say something in a sentence, in no order: whom the model marked,
// whom words like "according to" bring in, and agencies and outlets by where they stand.
func (s *scan) links(sent sentence) []link {
	var out []link
	add := func(sp news.Span, says bool) bool {
		if sp.Empty() || slices.ContainsFunc(out, func(o link) bool { return o.Span.Overlaps(sp) }) {
			return false
		}
		out = append(out, link{s.attribution(sp, says), says})
		return true
	}
	for _, t := range s.heads["source"] {
		if sent.span.Contains(t.Span) && t.Confidence >= marks {
			add(t.Span, false)
		}
	}
	for i := sent.from; i < sent.to; i++ {
		if n := s.sources.by.At(s.text, s.toks, i).N; n > 0 && !s.said[i] {
			add(s.sourceBehind(i+n, sent.to), false)
		}
		if s.sources.post.At(s.text, s.toks, i).N > 0 && !s.said[i] {
			add(s.sourceBefore(sent.from, i), false)
		}
	}
	if add(s.desk(sent), false) {
		out[len(out)-1].Kind = byAgency
	}
	for _, m := range s.mentions(sent.span) {
		if m.Sector == "MED" && m.Kind == news.Organisation && s.passesOn(m.Span, sent) {
			add(m.Span, false)
		}
	}
	for _, t := range s.heads["speaker"] {
		if sent.span.Contains(t.Span) && t.Confidence >= marks {
			add(t.Span, true)
		}
	}
	add(s.tail(sent), true)
	return out
}

// longSource is how many tokens may name a source.
const longSource = 10

// sourceBehind is the source that "according to" before token i brings in: up to the end of a name in it, or
// the end of the clause. It must hold a name or a word for a source: "according to plan" is none.
func (s *scan) sourceBehind(i, to int) news.Span {
	end, fit := i, -1
	for ; end < to && end-i < longSource; end++ {
		if end > i && (s.toks[end].Before&^(phrase.SameRun|phrase.Quote) != 0 || s.sources.tells.At(s.text, s.toks, end).N > 0) {
			break
		}
		if s.isSource(end) {
			fit = end
		}
	}
	if fit < 0 {
		return news.Span{}
	}
	if m := s.named[fit]; m >= 0 {
		return news.Span{Start: s.toks[i].Span.Start, End: s.all[m].Span.End}
	}
	return news.Span{Start: s.toks[i].Span.Start, End: s.toks[end-1].Span.End}
}

// sourceBefore is the source in front of a word like Turkish "göre" at token to.
func (s *scan) sourceBefore(from, to int) news.Span {
	start, fit := to, false
	for start > from && to-start < longSource {
		start--
		fit = fit || s.isSource(start)
		if s.toks[start].Before&^(phrase.SameRun|phrase.Quote|phrase.Apos) != 0 {
			break
		}
	}
	if !fit || start == to {
		return news.Span{}
	}
	return news.Span{Start: s.toks[start].Span.Start, End: s.toks[to-1].Span.End}
}

// isSource reports whether a person or body is named at token i, or a word for a source stands there.
func (s *scan) isSource(i int) bool {
	if m := s.named[i]; m >= 0 {
		return s.all[m].Kind == news.Person || s.all[m].Kind == news.Organisation
	}
	return s.sources.kinds.At(s.text, s.toks, i).N > 0
}

// besideMedia is how many tokens may part an agency from the verb of telling.
const besideMedia = 3

// passesOn reports whether an agency or outlet is there to tell, and is not told of: a verb of telling stands beside
// it, or brackets in the dateline, or a colon, slash or dash behind it at the beginning.
func (s *scan) passesOn(sp news.Span, sent sentence) bool {
	from, to := s.tokensOf(sent, sp)
	for i := max(sent.from, from-besideMedia); i < min(sent.to, to+besideMedia); i++ {
		if (i < from || i >= to) && s.named[i] < 0 && s.sources.tells.At(s.text, s.toks, i).N > 0 {
			return true
		}
	}
	if from-sent.from > datelineReach {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(s.text[:sp.Start])
	after, _ := utf8.DecodeRuneInString(strings.TrimLeft(s.text[sp.End:sent.span.End], " "))
	return strings.ContainsRune("(（/", before) || from == sent.from && strings.ContainsRune(":：/-–—", after)
}

// datelineReach is how many tokens into a report the agency of a dateline may stand.
const datelineReach = 8

// desk is the agency that the dateline of a report gives in brackets: a word of capitals, or one that names an agency.
func (s *scan) desk(sent sentence) news.Span {
	if sent.n > 0 {
		return news.Span{}
	}
	for i := sent.from; i < min(sent.to, sent.from+datelineReach); i++ {
		sp := s.toks[i].Span
		if !strings.HasSuffix(s.text[:sp.Start], "(") || !strings.HasPrefix(s.text[sp.End:], ")") {
			continue
		}
		letters := sp.In(s.text)
		if len(letters) > 1 && len(letters) <= longDesk && strings.ToUpper(letters) == letters && strings.ToLower(letters) != letters || s.sources.kinds.At(s.text, s.toks, i).N == 1 {
			return sp
		}
	}
	return news.Span{}
}

// longDesk is how many bytes of capitals an agency may have.
const longDesk = 6

// tail is who tells the sentence by a clause behind a comma: "..., the ministry said", "..., announces a statement of the ministry".
func (s *scan) tail(sent sentence) news.Span {
	for to := sent.to; to > sent.from; {
		from := to - 1
		for from > sent.from && s.toks[from].Before&phrase.Comma == 0 {
			from--
		}
		if from == sent.from {
			break
		}
		if sp := s.teller(from, to); !sp.Empty() {
			return sp
		}
		to = from
	}
	return news.Span{}
}

// besideTeller is how many tokens may part a verb of telling from who tells.
const besideTeller = 2

// teller is who tells in the clause [from,to), if a verb of telling stands beside words for a source.
func (s *scan) teller(from, to int) news.Span {
	verb, end := -1, -1
	for i := from; i < to && verb < 0; i++ {
		if n := s.sources.tells.At(s.text, s.toks, i).N; n > 0 && s.named[i] < 0 && !s.said[i] {
			verb, end = i, i+n
		}
	}
	if verb < 0 {
		return news.Span{}
	}
	for i := max(from, verb-longSource); i < to; i++ {
		first, last := i, s.sourceEnd(i)
		if last <= first || last > verb && first < end {
			continue
		}
		last = s.ownerEnd(last, verb, to)
		for first > from && first != end && s.toks[first-1].Upper && s.toks[first].Before&^phrase.SameRun == 0 {
			first--
		}
		if verb-last > besideTeller || first-end > besideTeller {
			i = last - 1
			continue
		}
		return s.words(first, min(last, to))
	}
	return news.Span{}
}

// ownerEnd is the token behind words for a source that go on, with or without an "of", after token last: "a statement
// of the ministry". They end before the verb at token verb, if that is still to come.
func (s *scan) ownerEnd(last, verb, to int) int {
	if verb >= last {
		to = verb
	}
	for last < to {
		next := last
		if n := s.rows.of.At(s.text, s.toks, last).N; n > 0 && s.named[last] < 0 {
			next += n
			for next < min(to, last+longOf) && s.sourceEnd(next) == next {
				next++
			}
		}
		if end := s.sourceEnd(next); end > next && end <= to {
			last = end
			continue
		}
		break
	}
	return last
}

// longOf is how many tokens an "of" with its article and attributes may take before the owner.
const longOf = 4

// sourceEnd is the token behind the name, or the word for a source, that begins at token i; i if none does.
func (s *scan) sourceEnd(i int) int {
	if i >= len(s.toks) || !s.isSource(i) {
		return i
	}
	if m := s.named[i]; m >= 0 {
		for i < len(s.toks) && s.named[i] == m {
			i++
		}
		return i
	}
	return i + s.sources.kinds.At(s.text, s.toks, i).N
}

// attribution is what the words at sp call, and of which kind.
func (s *scan) attribution(sp news.Span, says bool) news.Attribution {
	a := news.Attribution{Name: strings.Join(strings.Fields(sp.In(s.text)), " "), Span: sp}
	kind, at := s.kindWord(sp)
	named, whole := s.nameIn(sp)
	switch {
	case named >= 0 && whole && (kind == byAgency || kind == byOutlet) && s.all[named].Role == "" && at < tokenAt(s.toks, s.all[named].Span.Start):
		a.Name, a.Kind = s.all[named].Name, kind // "the daily El Watan"
	case named >= 0 && s.all[named].Kind == news.Person && (whole || kind == ""):
		a.Name, a.Kind = s.party(named).Name, byPerson
	case named >= 0 && s.all[named].Sector == "MED" && s.all[named].Kind == news.Organisation && kind != byUnnamed && kind != byOfficial:
		a.Name, a.Kind = s.all[named].Name, cmp.Or(kind, byOutlet)
	case kind != "":
		a.Kind = kind
	case named >= 0 && whole:
		a.Name, a.Kind = s.party(named).Name, byOfficial
	case named >= 0 && !says:
		a.Kind = byOfficial
	case says: // by an office: "the secretary of the council"
		a.Kind = byPerson
	default:
		a.Kind = s.untold(sp)
	}
	if a.Kind == byPerson && (named < 0 || !whole) && s.indefinite(sp, at) {
		a.Kind = byUnnamed
	}
	return a
}

// kindWord is the kind that the first word for a source at sp has, and the token where it stands.
func (s *scan) kindWord(sp news.Span) (kind string, at int) {
	at = tokenAt(s.toks, sp.Start)
	for i := at; i < len(s.toks) && s.toks[i].Span.Start < sp.End; i++ {
		if m := s.sources.kinds.At(s.text, s.toks, i); m.N > 0 {
			return m.Values[0], i
		}
	}
	return "", at
}

// nameIn is the person named in, or right behind, the words at sp, else the body; whole where it stands at their end and
// no "of" leads to it, so that the words are its title: "the minister X", not "the lawyer of X".
func (s *scan) nameIn(sp news.Span) (mention int, whole bool) {
	mention = -1
	for _, m := range s.within(sp) {
		k := s.all[m].Kind
		if k == news.Person || k == news.Organisation && (mention < 0 || s.all[mention].Kind != news.Person) || mention < 0 && s.all[m].ActsAs != nil {
			mention = m
		}
	}
	if mention < 0 || s.all[mention].Kind != news.Person {
		if m := s.namedBehind(sp); m >= 0 {
			return m, true
		}
	}
	if mention < 0 {
		return -1, false
	}
	at := s.all[mention].Span
	return mention, sp.End-at.End <= nameBehind/4 && !s.leadsTo(sp, at)
}

// leadsTo reports whether a word for "of" stands between the beginning of sp and a name in it, before the name and its article.
func (s *scan) leadsTo(sp, name news.Span) bool {
	i := tokenAt(s.toks, name.Start)
	for n := 1; n <= 2 && n <= i && s.toks[i-n].Span.Start >= sp.Start; n++ { // an article may stand between
		if s.rows.of.At(s.text, s.toks, i-n).N > 0 {
			return true
		}
	}
	return false
}

// untold is the kind of a source that no word or mention tells: a name in capitals or in quotation
// marks is an outlet's, anything else speaks for somebody.
func (s *scan) untold(sp news.Span) string {
	r, _ := utf8.DecodeRuneInString(sp.In(s.text))
	if unicode.IsUpper(r) || unicode.IsPunct(r) {
		return byOutlet
	}
	return byOfficial
}

// indefinite reports whether a word like "a" opens, or stands right before, the words at sp.
func (s *scan) indefinite(sp news.Span, at int) bool {
	i := min(at, tokenAt(s.toks, sp.Start))
	return s.has(s.sources.indef, max(0, i-1), i+1)
}
