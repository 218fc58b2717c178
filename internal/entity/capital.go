package entity

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// unmarked reports whether nothing says that a capital is only a place, and it stands where
// one who acts does: "Budapest will block any loan".
func (g *deeds) unmarked(i int) bool {
	p := g.at[i]
	switch g.rows.where {
	case anywhere:
	case opening:
		if !g.opensClause(p.from) || !g.goesOn(p.to) {
			return false
		}
	case byCase:
		name := g.out[i].Span.In(g.text)
		if len(g.t.known().find(name, news.Place)) == 0 || g.oneForm(name) && !g.opensClause(p.from) {
			return false
		}
	default:
		return false
	}
	return !g.apart(i) && !g.partOfName(p) && !g.listed(i)
}

// oneForm reports whether a name is written alike whatever it is in its clause.
func (g *deeds) oneForm(name string) bool {
	return slices.ContainsFunc(g.rows.stays, func(end string) bool { return strings.HasSuffix(name, end) })
}

// apart reports whether a place stands by itself: in brackets, with an ending or a hyphen, as
// the second line of an address, or with nothing of its clause behind or before it.
func (g *deeds) apart(i int) bool {
	p := g.at[i]
	after := phrase.Stop | phrase.Line | phrase.Start
	if p.to < len(g.toks) {
		after = g.toks[p.to].Before
	}
	before := g.toks[p.from].Before
	const breaks = phrase.Stop | phrase.Line | phrase.Start | phrase.Comma | phrase.Paren | phrase.Dash | phrase.Colon | phrase.Other
	return before&breaks != 0 && after&breaks != 0 || before&phrase.Paren != 0 || before&phrase.Hyphen != 0 || after&(phrase.Hyphen|phrase.Apos) != 0
}

// partOfName reports whether the words around a place make it no more than where something
// is, or belong with it to a longer name: "the Paris agreement", "مدينة بغداد", "Kabul airport".
func (g *deeds) partOfName(p stretch) bool {
	if g.goesOn(p.from) {
		prev := wordKey(g.tok(p.from - 1))
		if g.endsWith("attr", p.from) > 0 || g.taken[p.from-1] || g.inTown(p.from) || g.lang.is("place", prev) || g.lang.is("org", prev) || g.toks[p.from-1].Digit {
			return true
		}
	}
	i := g.skip(p.to, 2, "aux")
	if g.goesOn(p.to) && g.kind(p.to, "idle") > 0 || g.goesOn(i) && g.kind(i, "idle") > 0 {
		return true
	}
	if !g.goesOn(p.to) || g.taken[p.to] {
		return g.goesOn(p.to) && g.toks[p.to].Upper
	}
	next := wordKey(g.tok(p.to))
	return g.lang.is("place", next) || g.lang.is("thing", next) || g.lang.is("org", next) || g.toks[p.to].Upper && style(g.toks[p.to]) == cased && g.lang.code != "de"
}

// inTown reports whether a word for a town stands before token i, with its small words:
// "the city of", "la capitale", "العاصمة".
func (g *deeds) inTown(i int) bool {
	for n := 0; n < fewWords && g.goesOn(i); n++ {
		i--
		w := g.tok(i)
		if !g.lang.is("town", wordKey(w)) {
			return false
		}
		if len(w) > len("dell") {
			return true
		}
	}
	return false
}

// listed reports whether a place follows another in a list that is no more than a place:
// "in Oslo and Geneva".
func (g *deeds) listed(i int) bool {
	if i == 0 || g.out[i-1].Kind != news.Place && g.out[i-1].Kind != news.Country || g.out[i-1].ActsAs != nil {
		return false
	}
	from, to := g.out[i-1].Span.End, g.out[i].Span.Start
	if from > to || to-from > 12 {
		return false
	}
	gap := strings.TrimSpace(g.text[from:to])
	return gap == "" || gap == "," || gap == "،" || gap == "、" || g.lang.is("and", wordKey(gap)) || gap == and || g.at[i].from > 0 && g.kind(g.at[i].from-1, "and") == 1 && len(strings.Fields(gap)) == 1
}
