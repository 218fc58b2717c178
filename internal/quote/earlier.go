package quote

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

// earlier is whose words go on at byte at, where the clause has no subject of its own:
// the last speaker, or the subject of the sentence before, if nobody spoke since.
func (s *scan) earlier(at int) int {
	last, spoke := s.lastBefore(at)
	to := s.tokenAt(at)
	if to > 0 && (to == len(s.toks) || !s.ends(to)) {
		to = s.sentenceStart(to)
		if last >= 0 && s.toks[to].Span.Start <= spoke {
			return last
		}
	}
	for n := 0; to > 0 && n < backSentences; n++ {
		from := s.sentenceStart(to)
		if last >= 0 && s.toks[from].Span.Start <= spoke {
			return last
		}
		if s.personIn(from, to) >= 0 {
			return s.one(from, to)
		}
		to = from
	}
	return last
}

// lastBefore is who spoke last before byte at, and where the words begin.
func (s *scan) lastBefore(at int) (who, start int) {
	who = -1
	begins := func(q news.Quote, at int) int { return cmp.Compare(q.Span.Start, at) }
	if n, _ := slices.BinarySearchFunc(s.prior, at, begins); n > 0 {
		who, start = s.prior[n-1].SpeakerMention, s.prior[n-1].Span.Start
	}
	if n, _ := slices.BinarySearchFunc(s.told, at, begins); n > 0 && s.told[n-1].Span.Start >= start {
		who, start = s.told[n-1].SpeakerMention, s.told[n-1].Span.Start
	}
	return who, start
}

// backSentences is how many sentences back the one spoken of may have been named.
const backSentences = 2

// sentenceStart is the token that opens the sentence which ends before token to.
func (s *scan) sentenceStart(to int) int {
	from := to - 1
	for from > 0 && to-from < farBack && !s.ends(from) {
		from--
	}
	return from
}

// one is the subject of a sentence if it is a single person: "X and Y met" leaves open
// who "he" is.
func (s *scan) one(from, to int) int {
	w := s.first(from, to)
	if !s.person(w) {
		return -1
	}
	end := s.tokenAt(s.all[w].Span.End)
	for i := end; i < to && i < end+pairReach; i++ {
		if o := s.who[i]; s.person(o) && o != w {
			j := s.titleAt(o, i) - 1
			if s.and(j+1) || j >= end && s.verbs.and.Has(s, j) {
				return -1
			}
			break
		}
	}
	return w
}

// pairReach is how far behind a subject the other half of "X and Y" is looked for.
const pairReach = 12

// titled finds the person whom the clause calls by title and country alone: "the
// Iraqi president" is the one person of the report with that title from there.
func (s *scan) titled(c clause) int {
	if w := s.called(c); w >= 0 {
		return w
	}
	country, people := "", false
	for i := c.from; i < c.to; i++ {
		if a := s.any[i]; a >= 0 && s.all[a].Country != "" {
			country, people = s.all[a].Country, s.all[a].Adjective
			break
		}
	}
	best, n := -1, 0
	for i := c.from; i < c.to && best < 0; i++ {
		for _, j := range s.titledPeople() {
			m := s.all[j]
			if country != "" && m.Country != country || !s.sameTitle(j, i) {
				continue
			}
			if best < 0 || s.all[best].Entity != m.Entity {
				n++
			}
			best = j
		}
	}
	if n == 1 {
		return best
	}
	if n == 0 && people {
		return s.fromThere(country, c.from)
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
	for j, m := range s.all {
		if m.Role == "" || m.Kind != news.Person || seen[m.Entity+"\x00"+m.Role] || len(s.people) == mostTitled {
			continue
		}
		seen[m.Entity+"\x00"+m.Role] = true
		s.titles[j] = phrase.Tokens(m.Role)
		s.people = append(s.people, j)
	}
	return s.people
}

// fromThere is whom a nationality alone stands for ("the Ukrainian"): of the people of
// the last sentence before token at that names any, the one who is not known to be from
// elsewhere; where all are, the one person of the report from there.
func (s *scan) fromThere(country string, at int) int {
	to := at
	for n := 0; to > 0 && n < farSentences; n++ {
		from := s.sentenceStart(to)
		if s.names(from, to) {
			if w, n := s.possible(country, from, to); n > 0 {
				return w
			}
			break
		}
		to = from
	}
	return s.onlyFrom(country)
}

// farSentences is how many sentences back fromThere looks for people.
const farSentences = 4

// names reports whether a person is named among the tokens [from,to).
func (s *scan) names(from, to int) bool {
	for i := from; i < to; i++ {
		if s.person(s.who[i]) {
			return true
		}
	}
	return false
}

// possible is the person among the tokens [from,to) who may be from a country, -1 if
// several may, and how many may.
func (s *scan) possible(country string, from, to int) (who, n int) {
	who = -1
	seen := map[string]bool{}
	for i := from; i < to; i++ {
		w := s.who[i]
		if !s.person(w) || seen[s.all[w].Entity] {
			continue
		}
		m := s.all[w]
		seen[m.Entity] = true
		if c := s.home[m.Entity]; c == "" || c == country {
			who, n = w, n+1
		}
	}
	if n > 1 {
		who = -1
	}
	return who, n
}

// onlyFrom is the one person of the report from a country, -1 if there are more.
func (s *scan) onlyFrom(country string) int {
	if s.only == nil {
		s.only = map[string]int{}
		for j, m := range s.all {
			if m.Kind != news.Person || m.Country == "" {
				continue
			}
			if had, ok := s.only[m.Country]; !ok {
				s.only[m.Country] = j
			} else if had >= 0 && s.all[had].Entity != m.Entity {
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

// called finds the person of whose name the clause has the last part alone, where no
// mention was made of it.
func (s *scan) called(c clause) int {
	if s.tails == nil {
		s.tails = map[string]int{}
		for j, m := range s.all {
			if m.Kind != news.Person || !s.isName(j) {
				continue
			}
			parts := phrase.Tokens(m.Span.In(s.text))
			if len(parts) < 2 {
				continue
			}
			tail := parts[len(parts)-1].Key
			if had, ok := s.tails[tail]; !ok {
				s.tails[tail] = j
			} else if had >= 0 && s.all[had].Entity != m.Entity {
				s.tails[tail] = -1
			}
		}
	}
	for i := c.from; i < c.to; i++ {
		k := s.toks[i]
		if s.any[i] >= 0 || k.Lower || k.Span.Len() < 4 || k.Script == text.Han {
			continue
		}
		if j, ok := s.tails[k.Key]; ok && j >= 0 && !s.ruled(i) {
			return j
		}
	}
	return -1
}
