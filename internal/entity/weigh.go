package entity

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// What speaks for a reading of a stretch of text, between 0 and 1. A tag weighs what
// the model gives it; the weights of the rest were chosen on labelled sentences, and
// are about the share of their finds that are right.
const (
	enough      = 0.5  // the least that makes a mention
	entryAlone  = 0.92 // a country, capital or organisation of the tables
	regionAlone = 1    // a region whose very words are tagged as something else
	townAlone   = 0.45 // another town of the tables that is not tagged as one: many are other words or names
	entryPart   = 0.45 // one inside a longer name that is tagged
	nationWord  = 0.9  // a nationality word of the tables
	longState   = 0.97 // the full name of a state, whatever a part of it is tagged as: "Islamic Republic of Iran"
	ruledOther  = 0.4  // an organisation or place that rules alone found: only as a second voice
	ruledSure   = 0.8  // times the rules' confidence, of a person with a title or known parts
	ruledName   = 0.7  // the same of other people
	pieces      = 0.2  // more for a person for each tag that is a part of the name, unless it is sure to be of something else, and in a list behind a tagged person
	wholePerson = 0.97 // the most that a person of rules can have: surer tags of its parts stay as they are
	seconded    = 0.3  // share of the second voice that counts where two agree
	sameName    = 0.95 // a part of somebody's full name, times the weight of that name
)

// proposal is one reading of a stretch of the text, with what speaks for it as its
// confidence.
type proposal struct {
	found
	tagged bool
}

// weigh decides between what the rules found and what the reading model tagged: the
// weightiest reading of a stretch of the text is taken first.
func (s *scan) weigh() {
	ruled := s.found
	s.found = nil
	clear(s.taken)
	tags := s.candidates()
	all := append(s.fromTags(tags), s.fromRules(ruled, tags)...)
	s.agree(all)
	s.majority(all)
	s.partsOfNames(all)
	slices.SortStableFunc(all, func(a, b proposal) int {
		return cmp.Or(cmp.Compare(b.conf, a.conf), cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to))
	})
	for _, p := range all {
		if p.conf >= enough {
			s.add(p.found)
		}
	}
}

// fromTags makes proposals of the tags. An entry of the tables gives its identity to a
// name of the same words, and makes a place a country; a nationality that no table
// knows is left out, since it names no country.
func (s *scan) fromTags(tags []candidate) []proposal {
	var out []proposal
	for _, c := range tags {
		f := found{from: c.from, to: c.to, start: c.start, kind: c.kind, conf: c.conf}
		e, start := s.entryOf(c)
		switch {
		case c.nation && (e == nil || e.kind != news.Country), !c.nation && s.lowerCase(c) && !s.smallBody(c):
			continue
		case c.nation:
			f.e, f.start = e, start
		case e != nil && !e.adjective && (e.kind == c.kind || e.kind == news.Country && c.kind != news.Person):
			f.e, f.kind = e, e.kind
		}
		out = append(out, proposal{found: f, tagged: true})
	}
	return out
}

// entryOf is the entry of the tables that has the words of a tag, of a place less the
// small words before it: "El Cairo".
func (s *scan) entryOf(c candidate) (e *entry, start int) {
	from := c.from
	for c.kind == news.Place && from+1 < c.to && s.gaz[from] < 0 && s.article(from) {
		from++
	}
	if g := s.gaz[from]; g >= 0 && s.marks[g].from == from && s.marks[g].to == c.to {
		return s.marks[g].e, s.marks[g].start
	}
	return nil, 0
}

// article reports whether token i is a small word that may begin a place's name.
func (s *scan) article(i int) bool {
	k := s.toks[i]
	return utf8.RuneCountInString(k.Key) <= 4 && style(k) == cased && (s.lang.is("part", k.Key) || s.linkWord(i) || s.lang.is("stop", wordKey(k.Span.In(s.text))))
}

// lowerCase reports whether no word of a name has a capital, in a script that has them.
func (s *scan) lowerCase(c candidate) bool {
	return !slices.ContainsFunc(s.toks[c.from:c.to], func(k phrase.Token) bool { return !k.Lower })
}

// smallBody reports whether a name without capitals is of a body, of which the model is
// sure: "armée française", "dpa", but not "armée" alone.
func (s *scan) smallBody(c candidate) bool {
	return c.kind == news.Organisation && c.conf >= sureTag && (c.to-c.from > 1 || !s.lang.is("org", wordKey(s.tok(c.from))))
}

// fromRules makes proposals of what the rules found.
func (s *scan) fromRules(ruled []found, tags []candidate) []proposal {
	at := s.covered(tags)
	out := make([]proposal, 0, len(ruled))
	for _, f := range ruled {
		inside, parts := beside(f, tags, at)
		if f.kind == news.Person && f.e == nil && s.listed(f, tags, at) {
			parts++
		}
		switch {
		case f.e != nil && (inside || s.ordinary(f)):
			f.conf = entryPart
		case f.e != nil && f.e.adjective:
			f.conf = nationWord
		case f.e != nil && f.e.kind == news.Country && f.to-f.from > 2:
			f.conf = longState
		case f.e != nil:
			f.conf = entryAlone
		case f.kind != news.Person:
			f.conf = ruledOther
		case f.conf >= 0.85:
			f.conf = min(f.conf*ruledSure+pieces*float64(parts), wholePerson)
		default:
			f.conf = min(f.conf*ruledName+pieces*float64(parts), wholePerson)
		}
		out = append(out, proposal{found: f})
	}
	return out
}

// ordinary reports whether an entry has the form of another word of the language:
// the Persian weekday دوشنبه is Dushanbe only where a tag says so.
func (s *scan) ordinary(f found) bool {
	if f.to-f.from != 1 {
		return false
	}
	return s.lang.is("word", wordKey(s.text[f.start:s.toks[f.from].Span.End]))
}

// covered is for each token 1 + the index of the tagged name that has it, 0 for none.
func (s *scan) covered(tags []candidate) []int32 {
	at := make([]int32, len(s.toks))
	for i, c := range tags {
		for j := c.from; j < c.to && !c.nation; j++ {
			at[j] = int32(i + 1)
		}
	}
	return at
}

// beside tells whether a find is inside a longer tagged name, and how many shorter
// ones are its parts.
func beside(f found, tags []candidate, at []int32) (inside bool, parts int) {
	last := int32(0)
	for i := f.from; i < f.to; i++ {
		if at[i] == last {
			continue
		}
		last = at[i]
		if last == 0 {
			continue
		}
		c := tags[last-1]
		longer := c.to-c.from > f.to-f.from
		inside = inside || longer && c.from <= f.from && f.to <= c.to
		if (c.kind == news.Person || c.conf < sureTag) && c.to-c.from < f.to-f.from && f.from <= c.from && c.to <= f.to {
			parts++
		}
	}
	return inside, parts
}

// agree makes one proposal of two that say the same of the same words, with more weight.
// A town that no tag has, or one of another kind, loses most of its own; a region stands against any tag.
func (s *scan) agree(all []proposal) {
	type words struct{ from, to int }
	tagged := map[words]int{}
	for i, p := range all {
		w := words{p.from, p.to}
		if p.tagged {
			tagged[w] = i
			continue
		}
		j, ok := tagged[w]
		if !ok || broad(all[j].kind) != broad(p.kind) {
			switch {
			case ok && region(p.e):
				all[i].conf = regionAlone
			case town(p.e):
				all[i].conf = min(p.conf, townAlone)
			}
			continue
		}
		t := &all[j]
		more, less := max(t.conf, p.conf), min(t.conf, p.conf)
		if p.e == nil {
			more, less = t.conf, p.conf
		}
		t.conf = more + (1-more)*less*seconded
		if t.e == nil {
			t.e, t.kind = s.asTagged(p.e), p.kind
		}
		all[i].conf = 0
	}
}

// region reports whether an entry is a region: those are rows of our own, few and with names of nothing else.
func region(e *entry) bool { return e != nil && strings.HasPrefix(e.id, "R:") }

// town reports whether an entry is a town that is no capital.
func town(e *entry) bool { return e != nil && e.kind == news.Place && !e.capital }

// asTagged is the entry of a name that is tagged as a place: an Arabic word that the
// tables have as a nationality can be the country as well ("أوروغواي").
func (s *scan) asTagged(e *entry) *entry {
	if e == nil || !e.adjective || e.lang != "ar" {
		return e
	}
	return s.t.places()[e.id]
}

// broad takes countries for places.
func broad(k news.Kind) news.Kind {
	if k == news.Country {
		return news.Place
	}
	return k
}

// majority gives all tags of the same words in a report the kind for which most speaks.
func (s *scan) majority(all []proposal) {
	kinds := []news.Kind{news.Person, news.Organisation, news.Place}
	sums := map[string][]float64{}
	for _, p := range all {
		if p.tagged {
			key := s.proposed(p)
			if sums[key] == nil {
				sums[key] = make([]float64, len(kinds))
			}
			sums[key][slices.Index(kinds, broad(p.kind))] += p.conf
		}
	}
	for i := range all {
		p := &all[i]
		if !p.tagged || p.e != nil {
			continue
		}
		sum := sums[s.proposed(*p)]
		if k := slices.Index(sum, slices.Max(sum)); kinds[k] != p.kind && sum[k] > sum[slices.Index(kinds, broad(p.kind))] {
			p.kind, p.conf = kinds[k], ruledSure
		}
	}
}

// partsOfNames makes people of the tags that are a part of a full name in the same
// report: a surname alone is often taken for a place.
func (s *scan) partsOfNames(all []proposal) {
	known := map[string]float64{}
	for _, p := range all {
		if p.tagged && p.kind == news.Person && p.to-p.from > 1 && p.conf >= enough {
			s.parts(p, func(part string) { known[part] = max(known[part], p.conf) })
		}
	}
	for i := range all {
		p := &all[i]
		if !p.tagged || p.e != nil && (p.e.kind != news.Place || p.e.capital) {
			continue
		}
		w := known[s.proposed(*p)]
		switch {
		case w == 0:
		case p.kind == news.Person:
			p.conf += (1 - p.conf) * w * seconded
		default:
			p.kind, p.e, p.conf = news.Person, nil, w*sameName
		}
	}
}

// longestName is how many words of a name are looked at for its parts.
const longestName = 8

// parts calls use with each run of words of a name; of a Chinese one with what middle
// dots part.
func (s *scan) parts(p proposal, use func(string)) {
	dots := style(s.toks[p.from]) == han
	end := p.to
	if !dots {
		end = min(end, p.from+longestName)
	}
	for i := p.from; i < end; i++ {
		if dots && i > p.from && s.toks[i].Before != phrase.MidDot {
			continue
		}
		start := s.toks[i].Span.Start
		if i == p.from {
			start = p.start
		}
		for j := i + 1; j <= end; j++ {
			if !dots || j == end || s.toks[j].Before == phrase.MidDot {
				use(s.joined(i, j, start))
			}
		}
	}
}

func (s *scan) proposed(p proposal) string { return s.joined(p.from, p.to, p.start) }

// joined is the form under which a stretch of tokens, from byte start on, is compared
// within a report.
func (s *scan) joined(from, to, start int) string {
	first := s.nameKey(from)
	if k := s.toks[from]; start > k.Span.Start && style(k) == arabic {
		first = plain(s.text[start:k.Span.End])
	}
	if to == from+1 {
		return first
	}
	var sb strings.Builder
	sb.WriteString(first)
	for i := from + 1; i < to; i++ {
		sb.WriteByte(' ')
		sb.WriteString(s.nameKey(i))
	}
	return sb.String()
}
