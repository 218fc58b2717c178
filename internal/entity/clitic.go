package entity

import (
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// and is the Arabic conjunction, which is written onto the word after it.
const and = "و"

// particlesOn are the Arabic particles that are written onto the word after them: and,
// so, to, in, like.
var particlesOn = []string{and, "ف", "ل", "ب", "ك"}

// isParticle reports whether w is made of such particles.
func (s *scan) isParticle(w string) bool {
	if s.lang.code != "ar" || utf8.RuneCountInString(w) > 2 {
		return false
	}
	return strings.Trim(w, strings.Join(particlesOn, "")) == ""
}

// unglue appends an Arabic name without the particle on its first word, and as two where
// "and" is written onto a word inside: "ريوبامبا وكوينكا". Names of organisations have such
// words inside.
func (s *scan) unglue(out []candidate, c candidate) []candidate {
	n := len(out) - 1
	s.unprefix(&c, n >= 0 && out[n].to == c.from && out[n].kind == c.kind)
	if c.kind == news.Organisation {
		return append(out, c)
	}
	for i := c.from + 1; i < c.to; i++ {
		if s.toks[i].Before != phrase.Space || s.gaz[i] >= 0 && s.marks[s.gaz[i]].from < i || !s.conjunction(i, c.kind) {
			continue
		}
		left := c
		left.to = i
		out = append(out, left)
		c.from, c.start = i, s.toks[i].Span.Start+len(and)
	}
	return append(out, c)
}

// conjunction reports whether the word at i, inside a name, begins with "and".
func (s *scan) conjunction(i int, kind news.Kind) bool {
	w := s.word(i)
	rest, ok := strings.CutPrefix(w, and)
	if !ok || utf8.RuneCountInString(rest) < 3 || s.entryAt(i) {
		return false
	}
	if _, whole := s.known(w); whole {
		return false
	}
	_, part := s.known(rest)
	s.readWords()
	return part || kind == news.Place || strings.HasPrefix(rest, article) || s.seen[rest] > 0 || s.hamza(i)
}

// entryAt reports whether an entry of the tables begins with all of the word i.
func (s *scan) entryAt(i int) bool {
	g := s.gaz[i]
	return g >= 0 && s.marks[g].from == i && s.marks[g].start == s.toks[i].Span.Start
}

// unprefix lets a name begin behind the particle that its tag took with it. Many names
// begin with such a letter, so one comes off only where the word is no known name: "and"
// behind another name or before a known one, "to" before a known one, the others before
// one of the commonest. after says that another name of the kind ends right before.
func (s *scan) unprefix(c *candidate, after bool) {
	k := s.toks[c.from]
	if c.start != k.Span.Start || s.entryAt(c.from) {
		return
	}
	if common, _ := s.known(s.word(c.from)); common && c.kind == news.Person {
		return
	}
	if g := s.gaz[c.from]; g >= 0 && s.marks[g].from == c.from && s.marks[g].to <= c.to {
		c.start = s.marks[g].start
		return
	}
	w := s.word(c.from)
	if _, whole := s.known(w); whole || s.lang.is("org", w) {
		return
	}
	s.readWords()
	for _, p := range particlesOn {
		rest, ok := strings.CutPrefix(w, p)
		if ok && utf8.RuneCountInString(rest) >= 3 && (p == and && s.hamza(c.from) || s.comesOff(p, rest, c.kind, after)) {
			c.start += len(p)
			return
		}
	}
}

// comesOff reports whether particle p is no part of the word that goes on with rest.
func (s *scan) comesOff(p, rest string, kind news.Kind, after bool) bool {
	if p != "ك" && strings.HasPrefix(rest, article) && utf8.RuneCountInString(rest) > 4 || s.seen[rest] > 0 {
		return true
	}
	if kind == news.Organisation && (s.lang.is("org", rest) || p == "ل" && strings.HasPrefix(rest, p)) {
		return true
	}
	common, part := s.known(rest)
	switch p {
	case and:
		return part || after && kind != news.Organisation
	case "ل":
		return part && kind == news.Person
	}
	return common && kind == news.Person
}

// wholeName reports whether the word at i is a name with the letter at its beginning that
// a tag took for a particle, less which it is rest: one of the commonest ("كريم"), one of
// the tables, with "like", which seldom stands before names, one whose rest is none, or a
// word that the report has more than once, and never without the letter.
func (s *scan) wholeName(i int, rest string) bool {
	w := s.word(i)
	common, whole := s.known(w)
	if common || s.entryAt(i) {
		return true
	}
	if strings.HasPrefix(w, "ك") {
		if _, part := s.known(plain(rest)); whole || !part && s.gaz[i] < 0 {
			return true
		}
	}
	s.readWords()
	return s.seen[w] > 1 && s.seen[plain(rest)] == 0
}

// readWords counts the words of an Arabic report: one that it has without a particle shows
// where a particle ends.
func (s *scan) readWords() {
	if s.seen != nil {
		return
	}
	s.seen = make(map[string]int, len(s.toks))
	for i, k := range s.toks {
		if style(k) == arabic {
			s.seen[s.word(i)]++
		}
	}
}

// hamza reports whether the word at i begins with "and" and an alef with its hamza, which
// stands at the beginning of words.
func (s *scan) hamza(i int) bool {
	rest, ok := strings.CutPrefix(s.tok(i), and)
	return ok && strings.HasPrefix(plain(rest), "ا") && !strings.HasPrefix(rest, "ا")
}
