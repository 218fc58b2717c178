package index

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Naming is how one document names one entity.
type Naming struct {
	Entity  string
	Forms   map[Form]int    // what mentions say of it -> mentions
	Aliases map[Written]int // how it is written -> mentions; adjectives are not aliases
	Names   map[string]int  // folded name by which it may be asked for -> mentions
	Roles   []string        // sorted, each once
}

// Form is what a mention says of its entity.
type Form struct {
	Kind                  news.Kind
	Name, Country, Sector string
}

// Written is a way to write a name in a language.
type Written struct {
	Lang news.Lang
	Name string
}

// Namings returns how doc names entities, by entity id. A party of an event that no
// mention names counts as well, with what the event says of it.
func Namings(doc *news.Document) []Naming {
	byID := make(map[string]*Naming)
	for _, m := range doc.Mentions {
		if m.Entity == "" {
			continue
		}
		if byID[m.Entity] == nil {
			byID[m.Entity] = newNaming(m.Entity)
		}
		byID[m.Entity].add(doc, m)
	}
	for _, e := range doc.Events {
		for _, parties := range [][]news.Party{e.Actors, e.Recipients} {
			for _, p := range parties {
				if p.Entity != "" && byID[p.Entity] == nil {
					byID[p.Entity] = newNaming(p.Entity)
					byID[p.Entity].addParty(p)
				}
			}
		}
	}
	out := make([]Naming, 0, len(byID))
	for _, n := range byID {
		slices.Sort(n.Roles)
		n.Roles = slices.Compact(n.Roles)
		out = append(out, *n)
	}
	slices.SortFunc(out, func(a, b Naming) int { return cmp.Compare(a.Entity, b.Entity) })
	return out
}

func newNaming(entity string) *Naming {
	return &Naming{Entity: entity, Forms: map[Form]int{}, Aliases: map[Written]int{}, Names: map[string]int{}}
}

func (n *Naming) addParty(p news.Party) {
	n.Forms[Form{Kind: p.Kind, Name: p.Name, Country: p.Country, Sector: p.Sector}]++
	if folded := FoldName(p.Name); folded != "" {
		n.Names[folded]++
	}
}

func (n *Naming) add(doc *news.Document, m news.Mention) {
	written := m.Span.In(doc.Text)
	n.Forms[Form{Kind: m.Kind, Name: m.Name, Country: m.Country, Sector: m.Sector}]++
	if written != "" && !m.Adjective {
		n.Aliases[Written{Lang: langAt(doc, m.Span), Name: written}]++
	}
	folded := FoldName(written)
	if folded != "" {
		n.Names[folded]++
	}
	if canonical := FoldName(m.Name); canonical != "" && canonical != folded {
		n.Names[canonical]++
	}
	if m.Role != "" {
		n.Roles = append(n.Roles, m.Role)
	}
}

// langAt returns the language of the stretch that holds s.
func langAt(doc *news.Document, s news.Span) news.Lang {
	for _, l := range doc.Languages {
		if l.Span.Contains(s) {
			return l.Lang
		}
	}
	return doc.Lang
}

// Elect puts together how an entity is shown: kind, country and sector are what most
// mentions that have one say. The name of a person is a full one where there is
// one ("Ali Shamkhani", though most reports go on with "Shamkhani"), then one in
// Latin letters, for names are English where that is known, then the commonest; of
// anything else it is the commonest. Ties go by the alphabet.
func Elect(forms map[Form]int) Form {
	kinds, names, countries, sectors := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for f, n := range forms {
		kinds[string(f.Kind)] += n
		names[f.Name] += n
		countries[f.Country] += n
		sectors[f.Sector] += n
	}
	plain := func(string) int { return 0 }
	out := Form{Kind: news.Kind(most(kinds, plain)), Country: most(countries, plain), Sector: most(sectors, plain)}
	if out.Kind == news.Person {
		out.Name = most(names, fullness)
	} else {
		out.Name = most(names, plain)
	}
	return out
}

// most is the value with the highest rank, then the most votes, then first in the
// alphabet; "" only where there is nothing else.
func most(votes map[string]int, rank func(string) int) string {
	best, found := "", false
	for v, n := range votes {
		if v == "" {
			continue
		}
		r, b := rank(v), rank(best)
		if !found || cmp.Or(cmp.Compare(b, r), cmp.Compare(votes[best], n), cmp.Compare(v, best)) < 0 {
			best, found = v, true
		}
	}
	return best
}

// fullness ranks the forms of a person's name.
func fullness(name string) int {
	rank := 0
	if strings.ContainsAny(strings.TrimSpace(name), " \u00a0·・") {
		rank += 2
	}
	for _, r := range name {
		if text.ScriptOf(r) == text.Latin {
			rank++
			break
		}
	}
	return rank
}

// SortAliases puts the commonest first, ties by language and name.
func SortAliases(a []news.Alias) {
	slices.SortFunc(a, func(x, y news.Alias) int {
		return cmp.Or(cmp.Compare(y.N, x.N), cmp.Compare(x.Lang, y.Lang), cmp.Compare(x.Name, y.Name))
	})
}

// SortRoles puts the commonest first, ties by date and title.
func SortRoles(r []news.Role) {
	slices.SortFunc(r, func(x, y news.Role) int {
		return cmp.Or(cmp.Compare(y.N, x.N), cmp.Compare(x.From, y.From), cmp.Compare(x.Title, y.Title))
	})
}
