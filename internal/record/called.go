package record

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Called says under what name each person of a story goes, by entity id, so that the Arabic report's and the English one's are seen to be one: a
// full name rather than a surname, of an English report if there is one, else in Latin letters, else as most write it.
func Called(docs []*news.Document) map[string]string {
	forms := map[string]map[string]*form{}
	for _, d := range docs {
		for _, m := range d.Mentions {
			if m.Kind != news.Person || m.Entity == "" || m.Name == "" {
				continue
			}
			if forms[m.Entity] == nil {
				forms[m.Entity] = map[string]*form{}
			}
			f := forms[m.Entity][m.Name]
			if f == nil {
				f = &form{name: m.Name, full: strings.Contains(m.Name, " ") || has(m.Name, text.Han), latin: !strings.ContainsFunc(m.Name, notLatin)}
				forms[m.Entity][m.Name] = f
			}
			f.english = f.english || d.Lang == "en"
			f.n++
		}
	}
	out := map[string]string{}
	for entity, list := range forms {
		best := slices.SortedFunc(maps.Values(list), compareForms)
		out[entity] = best[0].name
	}
	return out
}

// form is one way in which reports write a name.
type form struct {
	name                 string
	full, english, latin bool
	n                    int
}

func has(s string, script text.Script) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return text.ScriptOf(r) == script })
}

func notLatin(r rune) bool {
	script := text.ScriptOf(r)
	return script != text.Latin && script != text.Common
}

func compareForms(a, b *form) int {
	return cmp.Or(
		yes(b.full, a.full), yes(b.latin && b.english, a.latin && a.english), yes(b.latin, a.latin),
		cmp.Compare(b.n, a.n), cmp.Compare(a.name, b.name),
	)
}

// yes compares truths, false first.
func yes(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// callAlike gives the people of entries one name each.
func callAlike(entries []news.Entry, docs []*news.Document) {
	called := Called(docs)
	for i := range entries {
		for _, list := range [][]news.EntryParty{entries[i].Actors, entries[i].Recipients} {
			for k := range list {
				if name := called[list[k].Entity]; name != "" && list[k].Kind == news.Person {
					list[k].Name = name
				}
			}
		}
	}
}
