package sqlite

import (
	"context"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Counts counts reports by source, language and day: see store.Counter.
func (s *Store) Counts(ctx context.Context, f store.Filter) ([]news.DayCount, error) {
	n, err := s.newNarrowing(ctx, f)
	if err != nil || n.never {
		return nil, err
	}
	seen := map[string]string{} // a million rows have a few hundred sources and days: their names are kept once
	once := func(name string) string {
		if known, ok := seen[name]; ok {
			return known
		}
		seen[name] = name
		return name
	}
	return query(ctx, s, `SELECT r.source, r.lang, CASE WHEN r.exact THEN r.first ELSE '' END AS day,
			sum(r.copy_of = ''), sum(r.copy_of <> '')
		FROM report r WHERE `+where(n.conditions(0))+` GROUP BY r.source, r.lang, day ORDER BY r.source, r.lang, day`,
		n.args, func(scan scanFunc) (c news.DayCount, err error) {
			err = scan(&c.Source, &c.Lang, &c.Day, &c.Reports, &c.Copies)
			c.Source, c.Lang, c.Day = once(c.Source), news.Lang(once(string(c.Lang))), once(c.Day)
			return c, err
		})
}
