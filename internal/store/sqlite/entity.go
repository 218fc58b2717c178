package sqlite

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// entityKey is where an entity stands in the order of lists.
type entityKey struct {
	k       int64
	id      string
	reports int
}

// Entities yields who and what reports name: see store.Reader.
func (s *Store) Entities(ctx context.Context, f store.Filter) iter.Seq2[*news.Entity, error] {
	return func(yield func(*news.Entity, error) bool) {
		page, err := s.entityPages(ctx, f)
		if err != nil {
			yield(nil, err)
			return
		}
		each(f.Limit, page, func(k entityKey) (*news.Entity, error) { return s.entity(ctx, k, f) }, yield)
	}
}

// entityPages returns a function that reads the keys page by page. Kind and country are
// looked at later, entity by entity.
func (s *Store) entityPages(ctx context.Context, f store.Filter) (func() ([]entityKey, error), error) {
	f, err := s.holding(ctx, f)
	if err != nil {
		return nil, err
	}
	counted, err := s.newNarrowing(ctx, store.Filter{Since: f.Since, Until: f.Until, Lang: f.Lang, Source: f.Source})
	if err != nil {
		return nil, err
	}
	rows := `entity e`
	if len(counted.where) > 0 || len(counted.groups) > 0 || counted.never {
		if rows, err = s.countedEntities(ctx, counted); err != nil {
			return nil, err
		}
	}
	from, args := rows, slices.Clone(counted.args)
	if f.Entity != "" { // the few of that name lead
		from = `(SELECT k FROM name WHERE folded = ? UNION SELECT k FROM term WHERE name = ?) m CROSS JOIN ` + rows + ` ON e.k = m.k`
		args = append([]any{index.FoldName(f.Entity), index.EntityTerm(f.Entity)}, args...)
	}
	last := entityKey{reports: 1<<62 - 1}
	if f.After != "" {
		ok, err := s.get(ctx, `SELECT k, id, reports FROM entity WHERE id = ?`, []any{f.After}, &last.k, &last.id, &last.reports)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, index.AfterMissing(f.After)
		}
		if rows != `entity e` {
			q := `SELECT e.reports FROM ` + rows + ` WHERE e.id = ?`
			if _, err := s.get(ctx, q, append(slices.Clone(counted.args), f.After), &last.reports); err != nil {
				return nil, err
			}
		}
	}
	if f.Past.ID != "" {
		last = entityKey{id: f.Past.ID, reports: int(f.Past.Number)}
	}
	q := `SELECT e.k, e.id, e.reports FROM ` + from + ` WHERE e.reports <= ? AND (e.reports < ? OR e.id > ?)
		ORDER BY e.reports DESC, e.id LIMIT ?`
	return func() ([]entityKey, error) {
		if counted.never {
			return nil, ctx.Err()
		}
		keys, err := query(ctx, s, q, append(slices.Clone(args), last.reports, last.reports, last.id, pageRows),
			func(scan scanFunc) (k entityKey, err error) {
				err = scan(&k.k, &k.id, &k.reports)
				return k, err
			})
		if len(keys) > 0 {
			last = keys[len(keys)-1]
		}
		return keys, err
	}, nil
}

// countedEntities is the subquery that counts the reports of a narrowing for each entity.
func (s *Store) countedEntities(ctx context.Context, n *narrowing) (string, error) {
	days, err := s.days(ctx, n.lo, n.hi)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(`(SELECT c.k AS k, c.id AS id, count(*) AS reports FROM posting p CROSS JOIN entity c ON c.k = p.k
		CROSS JOIN report r ON r.n = p.day << %d | p.seq WHERE p.day IN (%s) AND %s GROUP BY c.k) e`,
		placeBits, numbers(days), where(n.conditions(0))), nil
}

// entity reads what is known of one entity, or answers news.NotFound when it is not of the
// kind and country asked for.
func (s *Store) entity(ctx context.Context, k entityKey, f store.Filter) (*news.Entity, error) {
	form, err := s.form(ctx, k.k)
	if err != nil {
		return nil, err
	}
	if f.Kind != "" && form.Kind != f.Kind || f.Country != "" && index.CountryTerm(form.Country) != index.CountryTerm(f.Country) {
		return nil, notFound("such entity", k.id)
	}
	e := &news.Entity{ID: k.id, Kind: form.Kind, Name: form.Name, Country: form.Country, Sector: form.Sector, Reports: k.reports}
	e.Aliases, err = fixed(ctx, s, `SELECT name, lang, mentions FROM alias WHERE k = ?`, []any{k.k},
		func(scan scanFunc) (a news.Alias, err error) {
			err = scan(&a.Name, &a.Lang, &a.N)
			return a, err
		})
	if err != nil {
		return nil, err
	}
	e.Roles, err = fixed(ctx, s, `SELECT title, ifnull(min(nullif(day, '')), ''), max(day), sum(reports) FROM role WHERE k = ? GROUP BY title`,
		[]any{k.k}, func(scan scanFunc) (r news.Role, err error) {
			err = scan(&r.Title, &r.From, &r.To, &r.N)
			return r, err
		})
	index.SortAliases(e.Aliases)
	index.SortRoles(e.Roles)
	return e, err
}

func (s *Store) form(ctx context.Context, k int64) (index.Form, error) {
	forms := make(map[index.Form]int)
	_, err := fixed(ctx, s, `SELECT kind, name, country, sector, mentions FROM entity_form WHERE k = ?`, []any{k},
		func(scan scanFunc) (struct{}, error) {
			var f index.Form
			var n int
			err := scan(&f.Kind, &f.Name, &f.Country, &f.Sector, &n)
			forms[f] = n
			return struct{}{}, err
		})
	return index.Elect(forms), err
}
