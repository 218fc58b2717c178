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
	return query(ctx, s, `SELECT r.source, r.lang, CASE WHEN r.exact THEN r.first ELSE '' END AS day,
			sum(r.copy_of = ''), sum(r.copy_of <> '')
		FROM report r WHERE `+where(n.conditions(0))+` GROUP BY r.source, r.lang, day ORDER BY r.source, r.lang, day`,
		n.args, func(scan scanFunc) (c news.DayCount, err error) {
			err = scan(&c.Source, &c.Lang, &c.Day, &c.Reports, &c.Copies)
			return c, err
		})
}
