package memstore

import (
	"cmp"
	"context"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Counts counts reports by source, language and day: see store.Counter.
func (s *Store) Counts(ctx context.Context, f store.Filter) ([]news.DayCount, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	match, err := s.matcher(f)
	if err != nil {
		return nil, err
	}
	counts := map[news.DayCount]news.DayCount{} // by the row without its numbers
	for _, r := range s.docs {
		if !match(r) {
			continue
		}
		key := news.DayCount{Source: r.source, Lang: r.lang, Day: r.at.Day()}
		c, ok := counts[key]
		if !ok {
			c = key
		}
		if r.copyOf == "" {
			c.Reports++
		} else {
			c.Copies++
		}
		counts[key] = c
	}
	var out []news.DayCount
	for _, c := range counts {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b news.DayCount) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Day, b.Day))
	})
	return out, nil
}
