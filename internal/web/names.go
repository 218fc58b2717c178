package web

import (
	"cmp"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// localNames says what each entity of a story is called for a reader of a language: as the reports in that language write it most often,
// where there are some, else as called has it. A person goes by a full name where one is written.
func localNames(lang news.Lang, docs []*news.Document, called map[string]string) map[string]string {
	out := map[string]string{}
	for entity, name := range called {
		out[entity] = name
	}
	forms := map[string]map[string]int{}
	for _, d := range docs {
		if d.Lang != lang || lang == "en" { // names are in English already, where English has one
			continue
		}
		for _, m := range d.Mentions {
			if m.Entity == "" || m.Adjective || m.Kind == news.Country || m.Span.End > len(d.Text) {
				continue
			}
			if forms[m.Entity] == nil {
				forms[m.Entity] = map[string]int{}
			}
			forms[m.Entity][m.Span.In(d.Text)]++
		}
	}
	for entity, of := range forms {
		best := ""
		for form, n := range of {
			if best == "" || cmp.Or(cmp.Compare(words(form), words(best)), cmp.Compare(n, of[best]), cmp.Compare(best, form)) > 0 {
				best = form
			}
		}
		if words(best) > 1 || words(out[entity]) < 2 {
			out[entity] = best
		}
	}
	return out
}

// words is how many words a name has, two at most: more is a title or a father's name as often as not.
func words(name string) int { return min(len(strings.Fields(name)), 2) }
