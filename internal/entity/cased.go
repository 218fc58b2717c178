package entity

import (
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

// cased finds names by their capitals: runs of capitalised words, parted from the
// titles and the entries of the tables, then told apart by what is in and around them.
func (s *scan) cased(from, to int, opens bool) {
	for i := from; i < to; {
		if !s.begins(i) {
			i++
			continue
		}
		j := s.runEnd(i, to)
		a, b := s.trim(i, j)
		if c := s.orgThenPerson(a, b); c > a {
			s.classify(a, c, opens && a == from)
			s.classify(c, b, false)
		} else if a < b {
			s.classify(a, b, opens && a == from)
		}
		i = max(j, i+1)
	}
}

// begins reports whether a run of capitals may begin at token i.
func (s *scan) begins(i int) bool {
	k := s.toks[i]
	return k.Upper && s.role[i] < 0 && !s.taken[i] && (s.gaz[i] < 0 || s.cityInName(i))
}

// cityInName reports whether a town is rather the first name of a person: "Nancy
// Pelosi". The next word must be capitalised, unknown, and the town a name part.
func (s *scan) cityInName(i int) bool {
	m := s.marks[s.gaz[i]]
	if m.e.kind != news.Place || m.e.capital || m.to-m.from != 1 || i+1 >= len(s.toks) {
		return false
	}
	n := s.toks[i+1]
	common, part := s.part(s.toks[i])
	return part && n.Upper && n.Before == phrase.Space && s.gaz[i+1] < 0 && s.role[i+1] < 0 && (common || s.isPart(i+1)) &&
		!s.lang.is("stop", wordKey(n.Span.In(s.text)))
}

// runEnd is the token after the run that begins at i.
func (s *scan) runEnd(i, to int) int {
	j := i + 1
	for j < to {
		k := s.toks[j]
		if !s.joins(j) {
			break
		}
		if k.Upper && (s.role[j] < 0 || s.titleAsName(j)) && (s.gaz[j] < 0 || s.surname(j)) || k.Before == phrase.Hyphen && s.toks[j-1].Upper && s.gaz[j] < 0 {
			j++
			continue
		}
		// A particle goes with the capital after it: "bin Salman", "al-Kadhimi".
		n := s.particles(j, to)
		if n == 0 {
			break
		}
		j += n
	}
	return j
}

// orgThenPerson is where a run changes from an organisation to a person: "National
// Intelligence Service Mustafa Kadhimi". a if it does not.
func (s *scan) orgThenPerson(a, b int) int {
	for i := b - 1; i > a; i-- {
		if s.lang.is("org", wordKey(s.toks[i].Span.In(s.text))) {
			if b-i == 3 && s.isPart(i+1) && (s.isPart(i+2) || s.commonFirst(i+1)) && s.toks[i+1].Before == phrase.Space {
				return i + 1
			}
			return a
		}
	}
	return a
}

// surname reports whether a town that follows a name part is a family name: "Jack London".
func (s *scan) surname(j int) bool {
	m := s.marks[s.gaz[j]]
	return m.e.kind == news.Place && !m.e.capital && m.to-m.from == 1 && s.gaz[j-1] < 0 && s.isPart(j-1) && s.toks[j-1].Upper && s.isPart(j)
}

// titleAsName reports whether a word that is also a title is a family name here: it
// follows a common first name and no other name follows it ("Sabine Richter").
func (s *scan) titleAsName(j int) bool {
	m := s.roles[s.role[j]]
	common, _ := s.part(s.toks[j-1])
	return m.to-m.from == 1 && common && s.role[j-1] < 0 && s.isPart(j) &&
		(j+1 >= len(s.toks) || !s.toks[j+1].Upper || !s.joinsPlain(j+1))
}

// joins reports whether token j can be of the same name as the token before it.
func (s *scan) joins(j int) bool {
	switch k := s.toks[j]; {
	case k.Before&^phrase.SameRun == 0 && k.Before != phrase.None:
		// "Iraq's" ends the name, "O'Neill" does not.
		return k.Before&phrase.Apos == 0 || k.Upper && s.toks[j-1].Upper && s.toks[j-1].Span.Len() <= 2
	case k.Before == phrase.Stop|phrase.Space || k.Before == phrase.Stop:
		return s.toks[j-1].Upper && utf8.RuneCountInString(s.toks[j-1].Span.In(s.text)) == 1 // an initial
	}
	return false
}

// particles is how many tokens from j are particles that a capital follows.
func (s *scan) particles(j, to int) int {
	for n := 0; n < 3 && j+n < to; n++ {
		k := s.toks[j+n]
		if n > 0 && !s.joins(j+n) {
			return 0
		}
		if k.Upper {
			if n > 0 && s.gaz[j+n] < 0 && s.role[j+n] < 0 {
				return n + 1
			}
			return 0
		}
		sun := s.lang.is("sun", strings.ToLower(k.Span.In(s.text))) && j+n+1 < to && s.toks[j+n+1].Before == phrase.Hyphen
		if !sun && !s.lang.is("part", k.Key) || s.role[j+n] >= 0 {
			return 0
		}
		// "de" and the like join names of people only where a name part stands before.
		if s.lang.is("link", k.Key) && !s.isPart(j-1) {
			return 0
		}
	}
	return 0
}

// trim takes words off both ends that begin a sentence, not a name.
func (s *scan) trim(i, j int) (from, to int) {
	for i < j && s.lang.is("stop", wordKey(s.toks[i].Span.In(s.text))) {
		if j-i > 1 && s.isPart(i) && s.isPart(i+1) && !s.low[s.toks[i].Key] && s.toks[i].Span.Len() > 3 {
			break // "April Jones"
		}
		i++
	}
	for j > i && (s.lang.is("stop", wordKey(s.toks[j-1].Span.In(s.text))) && s.toks[j-1].Span.Len() > 1 && !s.isPart(j-1) || !s.toks[j-1].Upper && s.toks[j-1].Before != phrase.Hyphen) {
		j--
	}
	return i, j
}

// isPart reports whether token i is known as part of personal names.
func (s *scan) isPart(i int) bool {
	if i < 0 {
		return false
	}
	_, ok := s.part(s.toks[i])
	return ok
}

// part looks a word up among the name parts; common is true for the commonest.
func (s *scan) part(k phrase.Token) (common, ok bool) {
	switch k.Script {
	case text.Latin:
		common, ok = s.t.latin()[k.Key]
	case text.Cyrillic:
		common, ok = s.t.cyrillic()[k.Key]
	}
	return common, ok
}

// classify decides what the run [a,b) names, if anything.
func (s *scan) classify(a, b int, opens bool) {
	f := found{from: a, to: b, start: s.toks[a].Span.Start, conf: 0.6}
	n, parts := b-a, 0
	kindWord := ""
	for i := a; i < b; i++ {
		if s.isPart(i) {
			parts++
		}
		for _, w := range []string{"org", "place", "thing"} {
			if kindWord == "" && s.lang.is(w, wordKey(s.toks[i].Span.In(s.text))) {
				kindWord = w
			}
		}
	}
	led := s.led(a)
	if n > 1 && !led && s.afterPlaceWord(a) && s.hyphenated(a, b) {
		f.kind = news.Place
		s.add(f)
		return
	}
	switch {
	case kindWord == "org":
		f.kind = news.Organisation
		f.to = s.orgEnd(b)
	case kindWord == "place" && !led && n > 1:
		f.kind = news.Place
	case kindWord == "thing" && !led:
		return
	case n == 1:
		f.kind = s.single(a, led, opens)
	case led || parts > 0 && s.lang.code != "de" || parts > 1 || s.saidBeside(a, b) || s.commonFirst(a) && n == 2:
		f.kind = news.Person
		f.conf = 0.6 + 0.3*float64(parts)/float64(n)
	case s.afterPlaceWord(a):
		f.kind = news.Place
	case s.lang.code != "de" && !opens && s.toks[a].Caps == s.toks[b-1].Caps:
		f.kind, f.conf = news.Organisation, 0.4
	}
	if f.kind != "" {
		s.add(f)
	}
}

// commonFirst reports whether token a is one of the commonest names.
func (s *scan) commonFirst(a int) bool {
	common, _ := s.part(s.toks[a])
	return common && !s.low[s.toks[a].Key]
}

// hyphenated reports whether the run is one word with hyphens: "Saint-Denis".
func (s *scan) hyphenated(a, b int) bool {
	for i := a + 1; i < b; i++ {
		if s.toks[i].Before != phrase.Hyphen {
			return false
		}
	}
	return true
}

// single decides about one capitalised word.
func (s *scan) single(i int, led, opens bool) news.Kind {
	k := s.toks[i]
	letters := utf8.RuneCountInString(k.Key)
	common, part := s.part(k)
	switch {
	case s.lang.is("stop", wordKey(k.Span.In(s.text))):
		return ""
	case led && letters > 1 && (part || !s.low[k.Key]) && (!k.Caps || letters >= 5):
		return news.Person
	case k.Caps && letters >= 2 && letters <= 6:
		return news.Organisation
	case s.low[k.Key] || letters < 3:
		return ""
	case part && s.saidBeside(i, i+1) && (!opens || common || s.lang.code != "de"):
		return news.Person
	case s.afterPlaceWord(i) && s.lang.code != "de" && s.lang.code != "tr":
		return news.Place
	}
	return ""
}

// orgEnd lets the name of an organisation run on over "of X", "de la X".
func (s *scan) orgEnd(b int) int {
	for steps := 0; steps < 3; steps++ {
		j := b
		for j < len(s.toks) && j-b < 3 && s.lang.is("part", s.toks[j].Key) && s.joinsPlain(j) || j < len(s.toks) && j-b < 3 && s.isOf(j) {
			j++
		}
		if j == b || j >= len(s.toks) || !s.toks[j].Upper || s.role[j] >= 0 || !s.joinsPlain(j) {
			return b
		}
		end := j + 1
		if g := s.gaz[j]; g >= 0 {
			if s.marks[g].e.adjective {
				return b
			}
			return s.marks[g].to
		}
		for end < len(s.toks) && s.toks[end].Upper && s.joinsPlain(end) && s.gaz[end] < 0 && s.role[end] < 0 {
			end++
		}
		b = end
	}
	return b
}

// isOf reports whether token j is a small linking word inside an organisation's name.
func (s *scan) isOf(j int) bool {
	k := s.toks[j]
	return k.Lower && utf8.RuneCountInString(k.Key) <= 4 && s.lang.is("link", k.Key) && s.joinsPlain(j)
}

func (s *scan) joinsPlain(j int) bool {
	b := s.toks[j].Before
	return b != phrase.None && b&^phrase.SameRun == 0
}

// led reports whether a title stands right before token a, small words and
// nationalities between: "the Iraqi president, Barham Salih".
func (s *scan) led(a int) bool {
	_, ok := s.titleBefore(a)
	return ok
}

// saidBeside reports whether a verb of speech is next to the run [a,b).
func (s *scan) saidBeside(a, b int) bool {
	near := func(i int) bool {
		return i >= 0 && i < len(s.toks) && s.toks[i].Lower && s.lang.is("said", wordKey(s.toks[i].Span.In(s.text)))
	}
	return near(b) && s.toks[b].Before == phrase.Space || a > 0 && s.toks[a].Before == phrase.Space && near(a-1)
}

// afterPlaceWord reports whether a word that goes before places precedes token a.
func (s *scan) afterPlaceWord(a int) bool {
	if a == 0 || s.toks[a].Before&^(phrase.Space|phrase.Apos) != 0 {
		return false
	}
	p := s.toks[a-1]
	return p.Lower && s.lang.is("loc", wordKey(p.Span.In(s.text))) && !s.lang.is("part", p.Key)
}
