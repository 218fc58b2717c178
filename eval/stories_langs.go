package main

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// worst is how many pairs of languages are named one by one.
const worst = 5

// langPair scores the reports of two languages.
type langPair struct {
	name  string
	pairs counts // of one report in each
	cubed bcubed // of the reports in either
	n     int
}

// scoreLanguages scores stories by language. Where a story has hardly two reports in one
// language, what counts are pairs across two: each language with all others, the mean over
// all pairs of languages that have a story in common, and by name the worst of those that are not right altogether.
func scoreLanguages(set string, docs []storyDoc, of map[string]string) []score {
	with := map[string]*counts{}
	all := langPairs(docs, of)
	for _, p := range all {
		for _, lang := range []string{p.name[:2], p.name[3:], "all"} {
			at(with, lang).plus(p.pairs)
		}
	}
	var out []score
	for _, lang := range langs(with, 1) {
		c := with[lang] // what is counted twice under "all" is so in both parts of each ratio
		out = append(out, score{set, lang, "pairwise F1, across", c.f1(), c.tp + c.fn, ""})
	}
	common := slices.DeleteFunc(all, func(p langPair) bool { return p.pairs.tp+p.pairs.fn == 0 })
	if len(common) == 0 {
		return out
	}
	var pairwise, cubed float64
	for _, p := range common {
		pairwise += p.pairs.f1() / float64(len(common))
		cubed += p.cubed.f1() / float64(len(common))
	}
	out = append(out, score{set, "all", "B-cubed F1, mean of language pairs", cubed, len(common), ""},
		score{set, "all", "pairwise F1, mean of language pairs", pairwise, len(common), ""})
	slices.SortStableFunc(common, func(a, b langPair) int { return cmp.Compare(a.pairs.f1(), b.pairs.f1()) })
	for _, p := range common[:min(worst, len(common))] {
		if p.pairs.f1() == 1 {
			break
		}
		out = append(out, score{set, "all", "B-cubed F1 of " + p.name, p.cubed.f1(), p.n, ""},
			score{set, "all", "pairwise F1 of " + p.name, p.pairs.f1(), p.pairs.tp + p.pairs.fn, ""})
	}
	return out
}

// langPairs scores each two languages of docs, by name.
func langPairs(docs []storyDoc, of map[string]string) []langPair {
	byLang := map[news.Lang][]storyDoc{}
	for _, d := range docs {
		byLang[d.doc.Lang] = append(byLang[d.doc.Lang], d)
	}
	var out []langPair
	all := sortedKeys(byLang)
	for i, a := range all {
		for _, b := range all[i+1:] {
			p := langPair{name: string(a) + "-" + string(b)}
			for _, d := range byLang[a] {
				for _, e := range byLang[b] {
					p.pairs.add(of[d.doc.ID] == of[e.doc.ID], d.story == e.story)
				}
			}
			either := slices.Concat(byLang[a], byLang[b])
			p.cubed, p.n = bcubedOf(either, of), len(either)
			out = append(out, p)
		}
	}
	return out
}
