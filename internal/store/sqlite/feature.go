package sqlite

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// Features yields feature rows: see store.Reader.
func (s *Store) Features(ctx context.Context, q store.FeatureQuery) iter.Seq2[store.Feature, error] {
	return func(yield func(store.Feature, error) bool) {
		keys, err := s.featureKeys(ctx, q)
		if err != nil {
			yield(store.Feature{}, err)
			return
		}
		pages := slices.Chunk(keys, pageRows)
		next, stop := iter.Pull(pages)
		defer stop()
		each(0, func() ([]store.Feature, error) {
			chunk, ok := next()
			if !ok {
				return nil, ctx.Err()
			}
			return s.featureRows(ctx, chunk)
		}, func(f store.Feature) (store.Feature, error) { return f, ctx.Err() }, yield)
	}
}

// featureRows reads the feature rows of a page, in its order. A page whose
// reports have all been renumbered meanwhile is not empty: their ids are looked up.
func (s *Store) featureRows(ctx context.Context, page []reportKey) ([]store.Feature, error) {
	out := make([]store.Feature, 0, len(page))
	for _, k := range page {
		f := store.Feature{Report: k.id}
		var exact bool
		ok, err := s.get(ctx, `SELECT r.first, r.exact, f.data FROM report r JOIN feature f ON f.n = r.n WHERE r.id = ?`,
			[]any{k.id}, &f.Day, &exact, &f.Data)
		if err != nil {
			return nil, err
		}
		if !exact {
			f.Day = ""
		}
		if ok {
			out = append(out, f)
		}
	}
	return out, nil
}

// featureKeys returns which reports a query selects, in the order of lists.
func (s *Store) featureKeys(ctx context.Context, q store.FeatureQuery) ([]reportKey, error) {
	if err := index.CheckDates(q.From, q.To); err != nil {
		return nil, err
	}
	var keys []reportKey
	var err error
	switch {
	case len(q.Reports) > 0:
		keys, err = s.featuresOf(ctx, q.Reports)
	case len(q.Keys) > 0:
		keys, err = s.featuresSharing(ctx, q)
	default:
		keys, err = s.featuresIn(ctx, q)
	}
	slices.SortFunc(keys, compareKeys)
	return slices.Compact(keys), err
}

func (s *Store) featuresOf(ctx context.Context, ids []string) ([]reportKey, error) {
	var out []reportKey
	for _, id := range ids {
		var k reportKey
		ok, err := s.get(ctx, `SELECT n, pub, id FROM report WHERE id = ?`, []any{id}, &k.n, &k.pub, &k.id)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, k)
		}
	}
	return out, nil
}

// window is the condition of a feature query on `report r`.
func window(q store.FeatureQuery) (condition string, args []any, lo, hi int64) {
	condition, lo, hi = `r.exact = 1`, 1, 1<<30
	if q.From != "" {
		condition, args, lo = condition+` AND r.first >= ?`, append(args, q.From), dayOfDate(q.From)-1
	}
	if q.To != "" {
		condition, args, hi = condition+` AND r.first <= ?`, append(args, q.To), dayOfDate(q.To)+1
	}
	return condition, args, lo, hi
}

func (s *Store) featuresIn(ctx context.Context, q store.FeatureQuery) ([]reportKey, error) {
	condition, args, lo, hi := window(q)
	args = append(args, (lo-epochDay)*daySeconds, (hi+1-epochDay)*daySeconds)
	keys, err := query(ctx, s, `SELECT r.n, r.pub, r.id FROM report r WHERE `+condition+` AND r.pub >= ? AND r.pub < ?`, args, scanKey)
	if err != nil || !q.Undated {
		return keys, err
	}
	more, err := query(ctx, s, `SELECT n, pub, id FROM report WHERE exact = 0`, nil, scanKey)
	return append(keys, more...), err
}

func (s *Store) featuresSharing(ctx context.Context, q store.FeatureQuery) ([]reportKey, error) {
	condition, args, lo, hi := window(q)
	days, err := query(ctx, s, `SELECT day FROM day WHERE reports > 0 AND (day BETWEEN ? AND ? OR ? AND inexact > 0) ORDER BY day DESC`,
		[]any{lo, hi, q.Undated}, scanNumber)
	if err != nil {
		return nil, err
	}
	if q.Undated {
		condition = `(` + condition + ` OR r.exact = 0)`
	}
	var out []reportKey
	for _, key := range q.Keys {
		var k int64
		ok, err := s.get(ctx, `SELECT k FROM term WHERE name = ?`, []any{index.FeatureTerm(key)}, &k)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		keys, err := s.newestPosted(ctx, k, days, condition, args, q.PerKey)
		if err != nil {
			return nil, err
		}
		out = append(out, keys...)
	}
	return out, nil
}

// newestPosted returns the newest reports that have a term, at most limit, 0 for all.
func (s *Store) newestPosted(ctx context.Context, k int64, days []int64, condition string, args []any, limit int) ([]reportKey, error) {
	var out []reportKey
	step := maxDays
	if limit > 0 {
		step = 8
	}
	for len(days) > 0 && (limit <= 0 || len(out) < limit) {
		take := min(step, len(days))
		q := fmt.Sprintf(`SELECT r.n, r.pub, r.id FROM posting p CROSS JOIN report r ON r.n = p.day << %d | p.seq
			WHERE p.day IN (%s) AND p.k = %d AND %s`, placeBits, numbers(days[:take]), k, condition)
		keys, err := query(ctx, s, q, args, scanKey)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(keys, compareKeys)
		out = append(out, keys...)
		days, step = days[take:], min(2*step, maxDays)
	}
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out, nil
}
