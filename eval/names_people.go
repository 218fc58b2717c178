package main

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/name"
)

// evalPeopleNames scores the names of people as our own reports write them, beside the English name
// of each: whether they are known for one, and whether the right one comes first of all the people of
// the reports. A name that its report writes as the English one is counted like any other.
func evalPeopleNames(data string) ([]score, error) {
	rows, err := readReports(data)
	if err != nil {
		return nil, err
	}
	type pair struct{ lang, name, mention string }
	var pairs []pair
	ix := name.NewIndex()
	seen := map[string]bool{}
	for _, r := range rows {
		for _, p := range r.Gold.People {
			if p.Mention == "" {
				continue
			}
			pairs = append(pairs, pair{r.Lang, p.Name, p.Mention})
			if !seen[p.Name] {
				seen[p.Name] = true
				ix.Add(p.Name, p.Name)
			}
		}
	}
	pairs = slices.Compact(slices.SortedFunc(slices.Values(pairs), func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.lang, b.lang), cmp.Compare(a.name, b.name), cmp.Compare(a.mention, b.mention))
	}))
	by, first := map[string]*counts{}, map[string]*counts{}
	for _, p := range pairs {
		for _, lang := range []string{p.lang, "all"} {
			if by[lang] == nil {
				by[lang], first[lang] = &counts{}, &counts{}
			}
		}
		found := ix.Find(p.mention, 3)
		known := name.Similarity(p.name, p.mention) >= sameName
		right := len(found) > 0 && found[0].ID == p.name
		wrong := slices.ContainsFunc(found, func(m name.Match) bool { return m.ID != p.name && m.Score >= sameName })
		for _, lang := range []string{p.lang, "all"} {
			by[lang].add(known, true)
			if wrong {
				by[lang].add(true, false)
			}
			first[lang].add(right, true)
		}
	}
	var scores []score
	for lang, c := range by {
		scores = append(scores,
			score{Set: "reports", Lang: lang, Metric: "pair F1", Value: c.f1(), N: c.tp + c.fn},
			score{Set: "reports", Lang: lang, Metric: "accuracy@1", Value: first[lang].recall(), N: first[lang].tp + first[lang].fn})
	}
	return scores, nil
}
