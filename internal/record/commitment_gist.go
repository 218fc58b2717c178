package record

import (
	"slices"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// gist is what makes two clauses alike: acts that any language has words for, words of one language, who
// else is named, and what the sentence means.
type gist struct {
	lang   news.Lang
	acts   []string
	words  map[string]bool
	others []string // entities that are named in it
	model  string
	vector []int8
}

// What clauses have to have in common: of the words of the shorter one; and the cosine of their sentences,
// across languages and for clauses whose words already agree in an act.
const (
	wordsInCommon = 0.5
	meaningAlone  = 0.8
	meaningOfAct  = 0.45
)

// gist gathers what a part of the sentence says.
func (s *statement) gist(sp news.Span) gist {
	g := gist{lang: s.doc.Lang, words: map[string]bool{}}
	from, to := s.tokensIn(sp)
	for i := from; i < to; {
		m := s.words.acts.At(s.doc.Text, s.toks, i)
		for _, a := range m.Values {
			if !slices.Contains(g.acts, a) {
				g.acts = append(g.acts, a)
			}
		}
		for k := i; k < i+max(1, m.N) && k < to; k++ {
			if key := s.toks[k].Key; utf8.RuneCountInString(key) >= 4 || s.toks[k].Script == text.Han {
				g.words[key] = true
			}
		}
		i += max(1, m.N)
	}
	for _, m := range s.people {
		if m.Entity != "" && sp.Overlaps(m.Span) && !slices.Contains(g.others, m.Entity) {
			g.others = append(g.others, m.Entity)
		}
	}
	if r := s.doc.Reading; r != nil && s.at < len(r.Sentences) {
		g.model, g.vector = r.Model, r.Sentences[s.at]
	}
	return g
}

// like says how alike two gists are, 0 for too little.
func (g gist) like(o gist) float64 {
	if g.lang == o.lang {
		if w := g.overlap(o); w >= wordsInCommon {
			return 1 + w
		}
	}
	cosine, known := g.cosine(o)
	if known && cosine >= meaningAlone {
		return cosine
	}
	if g.lang != o.lang && len(g.inCommon(o)) > 0 && (!known || cosine >= meaningOfAct) {
		return 0.5 + max(0, cosine)/2
	}
	return 0
}

// overlap is how many of the words of the shorter one are in the other, 0 to 1.
func (g gist) overlap(o gist) float64 {
	if len(g.words) > len(o.words) {
		return o.within(g)
	}
	return g.within(o)
}

// within is how many of the words of g are in o, 0 to 1.
func (g gist) within(o gist) float64 {
	if len(g.words) == 0 {
		return 0
	}
	n := 0
	for w := range g.words {
		if o.words[w] {
			n++
		}
	}
	return float64(n) / float64(len(g.words))
}

// inCommon lists the acts that both have, in the order of g.
func (g gist) inCommon(o gist) []string {
	var out []string
	for _, a := range g.acts {
		if slices.Contains(o.acts, a) {
			out = append(out, a)
		}
	}
	return out
}

// cosine compares what the sentences mean; known is false where the same weights did not read both.
func (g gist) cosine(o gist) (c float64, known bool) {
	if g.model == "" || g.model != o.model {
		return 0, false
	}
	return cosineOf(g.vector, o.vector)
}
