package web

import (
	"cmp"
	"net/url"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/web/locale"
)

// facet is what the hits of a search have in common, each value with how many have it and the address that narrows to them.
type facet struct {
	Key    string // of its name
	Values []facetValue
}

type facetValue struct {
	Name string
	N    int
	Href string
}

// mostValues is how many values of a facet are shown, those of most hits first.
const mostValues = 8

// facets lists what a search can be narrowed to. A value that all hits have narrows nothing.
func facets(l *locale.Locale, here url.URL, res *store.Result) []facet {
	var out []facet
	for _, part := range []struct {
		name, key string
		value     func(v string) (name, href string)
	}{
		{"lang", "filter.lang", func(v string) (string, string) { return l.Language(v), with(here, "lang", v) }},
		{"source", "filter.source", func(v string) (string, string) { return v, with(here, "source", v) }},
		{"month", "search.month", func(v string) (string, string) { return monthFacet(l, here, v) }},
	} {
		f := facet{Key: part.key}
		for v, n := range res.Facets[part.name] {
			if name, href := part.value(v); v != "" && n < res.Counted && href != "" {
				f.Values = append(f.Values, facetValue{name, n, href})
			}
		}
		slices.SortFunc(f.Values, func(a, b facetValue) int {
			return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Href, b.Href))
		})
		f.Values = f.Values[:min(len(f.Values), mostValues)]
		if len(f.Values) > 0 {
			out = append(out, f)
		}
	}
	return out
}

// monthFacet is a month with the address that narrows to its days; no address for what is no month.
func monthFacet(l *locale.Locale, here url.URL, month string) (name, href string) {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return "", ""
	}
	return l.Month(t), with(here, "since", t.Format(time.DateOnly), "until", t.AddDate(0, 1, -1).Format(time.DateOnly))
}
