package name

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// Similarity is the probability that a and b, both written by somebody who means a name, are
// of one name: against as many pairs of other names that are nearly alike. It is the same both ways.
func Similarity(a, b string) float64 { return Compare(Parse(a), Parse(b)) }

// Compare is Similarity of names that were taken apart.
func Compare(a, b Name) float64 {
	x, y := prepare(a), prepare(b)
	return x.compare(&y)
}

// Form is a name made ready for being compared with many others. It remembers
// what it found of its letters, so it is for one goroutine at a time.
type Form struct{ p prepared }

// NewForm makes a name ready.
func NewForm(s string) *Form { return &Form{prepare(Parse(s))} }

// Similarity is that of both names, as the function of this name has it.
func (f *Form) Similarity(g *Form) float64 { return f.p.compare(&g.p) }

// word is one or two parts of a name that are compared as one.
type word struct {
	letters string
	script  text.Script
	sides   [2][len(modelScripts)]*side // as the left and as the right one
	asked   *profiles                   // of a word that very many are compared with
}

// modelScripts are those that have weights.
var modelScripts = [...]text.Script{text.Latin, text.Arabic, text.Cyrillic, text.Hebrew, text.Han}

func modelIndex(s text.Script) int {
	switch s {
	case text.Latin:
		return 0
	case text.Arabic:
		return 1
	case text.Cyrillic:
		return 2
	case text.Hebrew:
		return 3
	case text.Han:
		return 4
	}
	return -1
}

// core is a part that tells one person from another, with the small words that belong to it.
type core struct {
	word
	kind  Kind
	both  *word   // joined with the next core
	alts  []*word // other forms: with the small word in front, without the ending of a case
	abu   bool    // "father of" stands in front
	tight bool    // the next part is joined to it
}

// prepared is a name ready to be compared, many times if need be.
type prepared struct {
	cores       []core
	familyFirst bool
	suffix      string
}

// mostCores is how many parts of a name are compared.
const mostCores = 6

func prepare(n Name) prepared {
	p := prepared{familyFirst: n.FamilyFirst}
	front := Part{Kind: Title} // the small word before the part
	for i, part := range n.Parts {
		switch part.Kind {
		case Given, Family, Patronymic, Initial, Servant:
			c := newCore(part)
			c.tight = i+1 < len(n.Parts) && n.Parts[i+1].Joined
			c.abu = front.Kind == FatherOf
			if front.Kind != Title && front.script == part.script && part.Kind != Initial {
				c.alts = append(c.alts, &word{letters: front.letters + part.letters, script: part.script})
			}
			p.cores = append(p.cores, c)
			front = Part{Kind: Title}
		case Suffix:
			p.suffix = part.letters
		case FatherOf, SonOf, Article, Particle:
			front = part
		case Title:
		}
	}
	if len(p.cores) == 0 { // nothing but small words: they are the name
		for _, part := range n.Parts {
			p.cores = append(p.cores, newCore(part))
		}
	}
	if len(p.cores) > mostCores {
		p.cores = append(p.cores[:mostCores-2:mostCores-2], p.cores[len(p.cores)-2:]...)
	}
	for i := 0; i+1 < len(p.cores); i++ {
		c, d := &p.cores[i], &p.cores[i+1]
		if c.script == d.script && c.kind != Initial && d.kind != Initial {
			c.both = &word{letters: c.letters + d.letters, script: c.script}
		}
	}
	return p
}

func newCore(p Part) core {
	c := core{word: word{letters: p.letters, script: p.script}, kind: p.Kind}
	if p.Kind != Initial {
		for _, l := range vocabulary().nominatives(p.letters, p.script) {
			c.alts = append(c.alts, &word{letters: l, script: p.script})
		}
	}
	return c
}

// otherForm is what it costs, in log odds, to take another form of a part.
const otherForm = 0.4

// logit is that of the forms of two cores that suit each other best.
func (c *core) logit(d *core) float32 {
	best := c.word.logit(&d.word)
	if c.abu != d.abu {
		best -= noAbu
	}
	for _, w := range c.alts {
		best = max(best, w.logit(&d.word)-otherForm)
	}
	for _, v := range d.alts {
		best = max(best, c.word.logit(v)-otherForm)
	}
	return best
}

// side returns the chunks of w for a model, kept for the next comparison: at is 0 for the left side of it, 1 for the right.
func (w *word) side(at int, other text.Script, c *chunks) *side {
	i := modelIndex(other)
	if w.sides[at][i] == nil {
		s := c.cut(w.letters)
		w.sides[at][i] = &s
	}
	return w.sides[at][i]
}

// Logits beyond these say nothing more.
const (
	surely = 12
	hardly = -12
)

// logit is the logarithm of the odds that two words are of one name.
func (w *word) logit(v *word) float32 { return w.logitFrom(v, 3*hardly) }

// logitFrom is logit where that is at least so much. What is less may come out still less.
func (w *word) logitFrom(v *word, least float32) float32 {
	switch {
	case w.script == v.script && w.letters == v.letters:
		return sameLogit(w)
	case w.asked != nil:
		return w.asked.logit(w, v.letters, v.script, least)
	case v.asked != nil:
		return v.asked.logit(v, w.letters, w.script, least)
	}
	if modelIndex(w.script) < 0 || modelIndex(v.script) < 0 {
		return plainLogit(w, v)
	}
	m, swapped := between(w.script, v.script)
	if m == nil {
		return plainLogit(w, v)
	}
	if swapped || w.script == v.script && w.letters > v.letters {
		w, v = v, w
	}
	a, b := w.side(0, v.script, &m.left), v.side(1, w.script, &m.right)
	l := m.odds.logit(m.compare(a, b))
	return min(max(l, hardly), surely-1)
}

// sameLogit is that of two words with the same letters: the longer, the surer.
func sameLogit(w *word) float32 {
	n := utf8.RuneCountInString(w.letters)
	if w.script == text.Han {
		n *= 3
	}
	return min(surely, 3+0.7*float32(n))
}

// plainLogit compares words in scripts without weights, by their letters.
func plainLogit(w, v *word) float32 {
	if w.script != v.script {
		return hardly
	}
	d := text.Distance([]rune(w.letters), []rune(v.letters))
	n := max(utf8.RuneCountInString(w.letters), utf8.RuneCountInString(v.letters))
	return min(max(4-16*float32(d)/float32(max(n, 1)), hardly), surely)
}

// initialLogit compares an initial with a word: that it fits is little evidence.
func initialLogit(c, d *core) float32 {
	if c.kind != Initial {
		c, d = d, c
	}
	if begins(&c.word, &d.word) {
		return 0.8
	}
	return -4
}

// begins reports whether the initial w may be that of v.
func begins(w, v *word) bool {
	if w.script == v.script && strings.HasPrefix(v.letters, w.letters) {
		return true
	}
	if modelIndex(w.script) < 0 || modelIndex(v.script) < 0 {
		return false
	}
	m, swapped := between(w.script, v.script)
	if m == nil {
		return false
	}
	left, right := w, v
	if swapped {
		left, right = v, w
	}
	first := func(x *word, c *chunks) []uint16 {
		var out []uint16
		runes := []rune("^" + x.letters)
		for k := 2; k <= min(len(runes), c.longest, 4); k++ {
			if code := c.code(runes[:k]); code != 0 && c.number.get(code) != noChunk {
				out = append(out, c.number.get(code))
			}
			if x == w {
				break
			}
		}
		return out
	}
	for _, i := range first(left, &m.left) {
		for _, j := range first(right, &m.right) {
			if weight, ok := m.rows.get(uint32(i)<<16 | uint32(j)); ok && weight > 0 {
				return true
			}
		}
	}
	return false
}

// probability turns log odds into a probability.
func probability(logit float32) float64 { return 1 / (1 + math.Exp(-float64(logit))) }
