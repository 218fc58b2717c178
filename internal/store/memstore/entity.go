package memstore

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// Entities yields who and what reports name: see store.Reader.
func (s *Store) Entities(ctx context.Context, f store.Filter) iter.Seq2[*news.Entity, error] {
	return func(yield func(*news.Entity, error) bool) {
		rows, err := s.entities(ctx, f)
		if err != nil {
			yield(nil, err)
			return
		}
		for i, e := range rows {
			if f.Limit > 0 && i == f.Limit {
				return
			}
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (s *Store) entities(ctx context.Context, f store.Filter) ([]*news.Entity, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	f = s.holding(f)
	counted, err := s.matcher(store.Filter{Since: f.Since, Until: f.Until, Lang: f.Lang, Source: f.Source})
	if err != nil {
		return nil, err
	}
	gathered := make(map[string]*gathering)
	for _, r := range s.docs {
		in := counted(r)
		for _, n := range r.namings {
			g := gathered[n.Entity]
			if g == nil {
				g = newGathering()
				gathered[n.Entity] = g
			}
			g.add(n, r.at.Day())
			if in {
				g.reports++
			}
		}
	}
	var out []*news.Entity
	var after *news.Entity
	for id, g := range gathered {
		e := g.entity(id)
		if id == f.After {
			after = e
		}
		if g.reports > 0 && wanted(e, g, f) {
			out = append(out, e)
		}
	}
	if f.After != "" && after == nil {
		return nil, index.AfterMissing(f.After)
	}
	slices.SortFunc(out, orderEntities)
	if after != nil {
		out = slices.DeleteFunc(out, func(e *news.Entity) bool { return orderEntities(after, e) >= 0 })
	}
	if p := f.Past; p.ID != "" {
		out = slices.DeleteFunc(out, func(e *news.Entity) bool {
			return orderEntities(&news.Entity{ID: p.ID, Reports: int(p.Number)}, e) >= 0
		})
	}
	return out, nil
}

func wanted(e *news.Entity, g *gathering, f store.Filter) bool {
	return (f.Kind == "" || e.Kind == f.Kind) && (f.Country == "" || index.CountryTerm(e.Country) == index.CountryTerm(f.Country)) &&
		(f.Entity == "" || e.ID == f.Entity || g.names[index.FoldName(f.Entity)])
}

func orderEntities(a, b *news.Entity) int {
	return cmp.Or(cmp.Compare(b.Reports, a.Reports), cmp.Compare(a.ID, b.ID))
}

// gathering sums up how all reports name one entity.
type gathering struct {
	reports int
	forms   map[index.Form]int
	aliases map[index.Written]int
	names   map[string]bool
	roles   map[string]*news.Role
}

func newGathering() *gathering {
	return &gathering{
		forms: map[index.Form]int{}, aliases: map[index.Written]int{},
		names: map[string]bool{}, roles: map[string]*news.Role{},
	}
}

func (g *gathering) add(n index.Naming, day string) {
	for f, k := range n.Forms {
		g.forms[f] += k
	}
	for w, k := range n.Aliases {
		g.aliases[w] += k
	}
	for name := range n.Names {
		g.names[name] = true
	}
	for _, title := range n.Roles {
		r := g.roles[title]
		if r == nil {
			r = &news.Role{Title: title}
			g.roles[title] = r
		}
		r.N++
		if day != "" && (r.From == "" || day < r.From) {
			r.From = day
		}
		r.To = max(r.To, day)
	}
}

func (g *gathering) entity(id string) *news.Entity {
	f := index.Elect(g.forms)
	e := &news.Entity{ID: id, Kind: f.Kind, Name: f.Name, Country: f.Country, Sector: f.Sector, Reports: g.reports}
	for w, n := range g.aliases {
		e.Aliases = append(e.Aliases, news.Alias{Name: w.Name, Lang: w.Lang, N: n})
	}
	for _, r := range g.roles {
		e.Roles = append(e.Roles, *r)
	}
	index.SortAliases(e.Aliases)
	index.SortRoles(e.Roles)
	return e
}
