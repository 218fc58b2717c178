package identity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// body is the name of an organisation as it is compared.
type bodyName struct {
	text     string
	units    []unit
	acronym  string   // of a name that is one: "SNSC"
	initials []string // of any other: of all words, and of those that are not small
	weight   float64  // of the units
}

// Likelihoods that two bodies whose names say the same are one, before anything else is known. A name of words
// that any country may use for a body of its own says less than a name that is nobody else's.
const (
	oneWord       = 0.75 // "parliament"
	twoWords      = 0.80 // "foreign ministry"
	moreWords     = 0.88 // "supreme national security council"
	aloneBody     = 0.4  // "the council"
	oneName       = 0.85 // "Hamas"
	moreNames     = 0.93
	fourInitials  = 0.6
	threeInitials = 0.5
	twoInitials   = 0.3
	sameAcronym   = 0.85
)

// mostUnits is how many words of a name are compared.
const mostUnits = 8

func newBodyName(s string) bodyName {
	b := bodyName{text: s, acronym: acronymOf(s)}
	if b.acronym == "" {
		b.units = unitsOf(s)
		b.units = b.units[:min(len(b.units), mostUnits)]
		b.initials = initials(s)
	} else {
		b.units = []unit{{word: text.Fold(s)}}
	}
	for _, u := range b.units {
		b.weight += u.weigh()
	}
	return b
}

// acronymOf is the letters of a name that is an acronym: two to seven capitals of one alphabet, with or without dots. It is "" for
// any other name.
func acronymOf(s string) string {
	var out []rune
	for _, r := range strings.TrimSpace(s) {
		switch {
		case r == '.' || r == '-':
		case unicode.IsUpper(r):
			out = append(out, r)
		default:
			return ""
		}
	}
	if len(out) < 2 || len(out) > 7 {
		return ""
	}
	return string(out)
}

// initials are the first letters of all words and of those that are not small, as capitals. Scripts without
// capitals have no acronyms.
func initials(s string) []string {
	var all, large []rune
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		r, _ := utf8.DecodeRuneInString(w)
		if sc := text.ScriptOf(r); sc != text.Latin && sc != text.Cyrillic && sc != text.Greek {
			return nil
		}
		all = append(all, unicode.ToUpper(r))
		if !isSmall(text.Fold(w)) {
			large = append(large, unicode.ToUpper(r))
		}
	}
	if len(large) < 2 {
		return nil
	}
	out := []string{plainLetters(all), plainLetters(large)}
	return slices.Compact(out)
}

// plainLetters takes the marks off capitals.
func plainLetters(r []rune) string { return strings.ToUpper(text.Fold(string(r))) }

func isSmall(w string) bool {
	return utf8.RuneCountInString(w) < 2 || slices.ContainsFunc(concepts().whole[w], func(c *concept) bool { return c.codes[0] == "-" })
}

// weigh is how much a unit tells one body from another.
func (u unit) weigh() float64 {
	switch u.sort {
	case proper:
		return 1.5
	case body:
		return 0.8
	default:
		return 1
	}
}

// generic reports that any country may have a body of this name: no word of it is a name.
func (b *bodyName) generic() bool {
	return b.acronym == "" && !slices.ContainsFunc(b.units, func(u unit) bool { return u.sort == proper })
}

// most is the likelihood that two bodies of this name are one.
func (b *bodyName) most() float64 {
	names := 0
	for _, u := range b.units {
		if u.sort == proper {
			names++
		}
	}
	switch {
	case names > 0 && len(b.units) > 1:
		return moreNames
	case names > 0:
		return oneName
	case len(b.units) > 2:
		return moreWords
	case len(b.units) == 2:
		return twoWords
	case len(b.units) == 1 && b.units[0].sort == state:
		return oneWord
	}
	return aloneBody
}

// compareBodies is how likely two names are of one body. Countries tells that both are of one country, so that a
// name in which only one of them has its name is no other.
func compareBodies(a, b *bodyName, similar Similarity, oneCountry bool) float64 {
	switch {
	case a.acronym != "" && b.acronym != "":
		if plainLetters([]rune(a.acronym)) == plainLetters([]rune(b.acronym)) {
			return sameAcronym
		}
		return 0
	case a.acronym != "":
		return initialsLikelihood(a, b)
	case b.acronym != "":
		return initialsLikelihood(b, a)
	}
	common, looseA, looseB := match(a, b, similar, oneCountry)
	return min(a.most(), b.most()) * agreement(common, looseA, looseB)
}

func initialsLikelihood(short, long *bodyName) float64 {
	if !slices.Contains(long.initials, plainLetters([]rune(short.acronym))) {
		return 0
	}
	switch n := utf8.RuneCountInString(short.acronym); {
	case n > 3:
		return fourInitials
	case n == 3:
		return threeInitials
	}
	return twoInitials
}

// agreement is what is left of the likelihood where names have words that the other has not: where only one has any,
// it may be the fuller one; where both have, they are mostly two.
func agreement(common, looseA, looseB float64) float64 {
	part := common / (common + max(looseA, looseB))
	switch {
	case common == 0:
		return 0
	case looseA > 0 && looseB > 0 && max(looseA, looseB) > ofCountry:
		if part < 0.72 {
			return 0
		}
		return 0.35
	case part >= 1:
		return 1
	case part >= 0.72:
		return 0.75
	case part >= 0.6:
		return 0.5
	case part >= 0.45:
		return 0.25
	}
	return 0
}

// ofCountry is the weight of a name that may be that of the country both are of.
const ofCountry = 0.2

// match puts the words of two names together, and weighs those that have another and those that have none.
func match(a, b *bodyName, similar Similarity, oneCountry bool) (common, looseA, looseB float64) {
	used := make([]bool, len(b.units))
	loose := func(u unit) float64 {
		if u.sort == proper && oneCountry {
			return ofCountry
		}
		return u.weigh()
	}
	for _, u := range a.units {
		best, at := 0.0, -1
		for j, v := range b.units {
			if used[j] {
				continue
			}
			if s := u.same(v, similar); s > best {
				best, at = s, j
			}
		}
		if at < 0 {
			looseA += loose(u)
			continue
		}
		used[at] = true
		common += best * u.weigh()
		if best < 1 { // "council" and "committee"
			looseA += (1 - best) * u.weigh()
		}
	}
	for j, v := range b.units {
		if !used[j] {
			looseB += loose(v)
		}
	}
	return common, looseA, looseB
}

// sameGroup is how much two concepts are one that some languages have one word for.
const sameGroup = 0.85

// soundsAlike is the likelihood from which two names in the names of bodies are taken for one.
const soundsAlike = 0.6

// same says how much two units say the same.
func (u unit) same(v unit, similar Similarity) float64 {
	switch {
	case u.word == v.word:
		return 1
	case len(u.codes) > 0 && len(v.codes) > 0:
		if slices.ContainsFunc(u.codes, func(c string) bool { return slices.Contains(v.codes, c) }) {
			return 1
		}
		groups := v.groups()
		if slices.ContainsFunc(u.groups(), func(g string) bool { return slices.Contains(groups, g) }) {
			return sameGroup
		}
		return 0
	case len(u.codes)+len(v.codes) > 0:
		return 0
	}
	a, b := u.word, v.word
	if b < a {
		a, b = b, a
	}
	if similar(a, b) >= soundsAlike {
		return 1
	}
	return 0
}

// bodyKeys are what an organisation is kept under and looked for: each two of its words, by meaning or sound; of one
// word that one; of an acronym its letters, which full names are kept under too.
func bodyKeys(names []Name) Keys {
	keys := map[string]bool{}
	for _, n := range names {
		b := newBodyName(n.Text)
		if b.acronym != "" {
			keys["oa/"+plainLetters([]rune(b.acronym))] = true
			continue
		}
		for _, in := range b.initials {
			if c := utf8.RuneCountInString(in); c > 1 && c < 8 {
				keys["oa/"+in] = true
			}
		}
		pairsOf(keys, b.units)
	}
	all := sorted(keys)
	return Keys{all, all}
}

func pairsOf(keys map[string]bool, units []unit) {
	groups := make([][]string, len(units))
	for i, u := range units {
		groups[i] = u.groups()
		groups[i] = groups[i][:min(len(groups[i]), readings)]
	}
	if len(units) == 1 {
		for _, g := range groups[0] {
			keys["o1/"+g] = true
		}
	}
	for i := range groups {
		for j := range i {
			for _, g := range groups[i] {
				for _, h := range groups[j] {
					keys["o/"+min(g, h)+"/"+max(g, h)] = true
				}
			}
		}
	}
}

// byCountry tells the sightings of one id apart where its name is one that every country has a body of: each country's
// is another, and those whose country is not known go with the first that was.
func byCountry(sightings []Sighting) func(Sighting) string {
	first := map[string]string{} // country -> earliest day
	for _, g := range sightings {
		if len(g.Names) == 0 || g.Country == "" {
			continue
		}
		if b := newBodyName(g.Names[0].Text); !b.generic() {
			continue
		}
		if was, ok := first[g.Country]; !ok || g.Day < was {
			first[g.Country] = g.Day
		}
	}
	main := ""
	for c := range first {
		if main == "" || first[c] < first[main] || first[c] == first[main] && c < main {
			main = c
		}
	}
	return func(g Sighting) string {
		if _, known := first[g.Country]; !known || g.Country == main {
			return ""
		}
		return strings.ToLower(g.Country)
	}
}
