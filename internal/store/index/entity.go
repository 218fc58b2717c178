package index

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
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

// Elect chooses the form that most mentions give; a form with a name, then
// with a country, breaks ties, and then the alphabet.
func Elect(forms map[Form]int) Form {
	var best Form
	bestN := 0
	for f, n := range forms {
		if bestN == 0 || n > bestN || n == bestN && f.before(best) {
			best, bestN = f, n
		}
	}
	return best
}

func (f Form) before(o Form) bool {
	if (f.Name == "") != (o.Name == "") {
		return f.Name != ""
	}
	if (f.Country == "") != (o.Country == "") {
		return f.Country != ""
	}
	return cmp.Or(cmp.Compare(f.Name, o.Name), cmp.Compare(f.Kind, o.Kind),
		cmp.Compare(f.Country, o.Country), cmp.Compare(f.Sector, o.Sector)) < 0
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
