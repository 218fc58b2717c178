package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/dragoman-news/dragoman/internal/meaning"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// Like finds reports by meaning: see store.Searcher. All it says comes from one
// state of the store.
func (s *Store) Like(ctx context.Context, q store.LikeQuery) (_ *store.Likeness, err error) {
	if _, err := index.LikeVector(q); err != nil {
		return nil, err
	}
	n, err := s.newNarrowing(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	res := &store.Likeness{}
	if n.never {
		return res, ctx.Err()
	}
	tx, err := s.read.BeginTx(ctx, nil)
	if err != nil {
		return nil, s.explain(err)
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	if err := s.like(ctx, tx, q, n, res); err != nil {
		return nil, s.explain(err)
	}
	return res, nil
}

func (s *Store) like(ctx context.Context, tx *sql.Tx, q store.LikeQuery, n *narrowing, res *store.Likeness) error {
	among, total, err := s.among(ctx, tx, n)
	if err != nil {
		return err
	}
	limit := q.Limit
	if limit <= 0 {
		limit = index.DefaultHits
	}
	top := meaning.NewTop[near](limit)
	err = compare(ctx, tx, q.Model, q.Vector, among, func(v near) {
		res.Compared++
		if index.Near(q, v.cosine) {
			top.Add(v.cosine, v)
		}
	})
	if err != nil {
		return err
	}
	res.LeftOut = total - res.Compared
	res.Hits, err = s.likes(ctx, tx, top.Nearest(), limit)
	return err
}

// among returns the numbers of the reports that a filter leaves, ascending, and how many they are;
// nil for all.
func (s *Store) among(ctx context.Context, tx *sql.Tx, n *narrowing) (ns []int64, total int, err error) {
	if len(n.where) == 0 && len(n.groups) == 0 {
		err = tx.QueryRowContext(ctx, `SELECT ifnull(sum(value), 0) FROM meta WHERE name = 'reports'`).Scan(&total)
		return nil, total, err
	}
	from, clause, args := s.matching(index.Query{}, n)
	rows, err := tx.QueryContext(ctx, `SELECT r.n FROM `+from+` WHERE `+clause, args...)
	if err != nil {
		return nil, 0, err
	}
	ns, err = collect(rows, scanNumber)
	slices.Sort(ns)
	return append([]int64{}, ns...), len(ns), err
}

// fewReports is how many reports are looked up one by one: reading all chunks
// between them costs more.
const fewReports = 1000

// compare hands over how near the reports among those given are that have vectors of a
// model. among is ascending, nil for all.
func compare(ctx context.Context, tx *sql.Tx, model string, vector []int8, among []int64, each func(v near)) error {
	c := &comparison{query: unsigned(vector), among: among, all: among == nil, each: each}
	err := tx.QueryRowContext(ctx, `SELECT m FROM vector_model WHERE name = ?`, model).Scan(&c.m)
	switch {
	case errors.Is(err, sql.ErrNoRows) || err == nil && !c.all && len(among) == 0:
		return nil
	case err != nil:
		return err
	case c.all:
		return scanChunks(ctx, tx, c, 0, 1<<62)
	case len(among) <= fewReports:
		for err == nil && len(c.among) > 0 {
			n := c.among[0]
			err = scanChunks(ctx, tx, c, n, n) // which passes others that lie there too
			if len(c.among) > 0 && c.among[0] == n {
				c.among = c.among[1:] // it has no vectors
			}
		}
		return err
	}
	return scanChunks(ctx, tx, c, among[0], among[len(among)-1])
}

// scanChunks compares the chunks that hold the reports from lo to hi.
func scanChunks(ctx context.Context, tx *sql.Tx, c *comparison, lo, hi int64) error {
	rows, err := tx.QueryContext(ctx, `SELECT c, nearest(?3, ?4, c, data) FROM vector_chunk
		WHERE c >= ifnull((SELECT max(c) FROM vector_chunk WHERE c <= ?1), 0) AND c <= ?2 ORDER BY c`, lo, hi, c.query, c.m)
	if err != nil {
		return err
	}
	_, err = collect(rows, func(scan scanFunc) (none struct{}, err error) {
		var first int64
		var found sql.RawBytes
		if err := scan(&first, &found); err != nil {
			return none, err
		}
		return none, walkNearest(first, found, c.take)
	})
	return err
}

// comparison is a running search: among shrinks as reports are passed.
type comparison struct {
	query []byte
	m     int64
	all   bool
	among []int64
	each  func(v near)
}

// take hands over a report if it is among those asked for.
func (c *comparison) take(v near) {
	if !c.all {
		for len(c.among) > 0 && c.among[0] < v.n {
			c.among = c.among[1:]
		}
		if len(c.among) == 0 || c.among[0] != v.n {
			return
		}
		c.among = c.among[1:]
	}
	c.each(v)
}

// likes reads what is shown of the nearest reports, in their order.
func (s *Store) likes(ctx context.Context, tx *sql.Tx, nearest []meaning.Scored[near], limit int) ([]store.Hit, error) {
	type ordered struct {
		reportKey
		meaning.Scored[near]
	}
	rows := make([]ordered, len(nearest))
	for i, x := range nearest {
		rows[i] = ordered{reportKey{n: x.Value.n}, x}
		if err := tx.QueryRowContext(ctx, `SELECT pub, id FROM report WHERE n = ?`, x.Value.n).Scan(&rows[i].pub, &rows[i].id); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(rows, func(a, b ordered) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), compareKeys(a.reportKey, b.reportKey))
	})
	var hits []store.Hit
	for _, r := range rows[:min(limit, len(rows))] {
		h, err := s.hit(ctx, tx, found{r.reportKey, r.Score}, func(text string) (string, []news.Span, news.Span) {
			piece, at := index.Sentence(text, r.Value.sentence)
			return piece, nil, at
		})
		if err != nil {
			return nil, err
		}
		h.Found = store.ByMeaning
		hits = append(hits, h)
	}
	return hits, nil
}

// fuse lets meaning have a say in the order of hits that are ordered by words.
func (s *Store) fuse(ctx context.Context, tx *sql.Tx, hits []found, q store.Query) ([]found, error) {
	if _, ok := meaning.NewQuery(q.Vector); !ok || q.Model == "" || len(hits) == 0 {
		return hits, nil
	}
	first := hits[:min(index.FuseLimit, len(hits))]
	ns, place := make([]int64, len(first)), make(map[int64]int, len(first))
	for i, h := range first {
		ns[i], place[h.n] = h.n, i
	}
	slices.Sort(ns)
	cosines, known := make([]float64, len(first)), make([]bool, len(first))
	err := compare(ctx, tx, q.Model, q.Vector, ns, func(v near) {
		i := place[v.n]
		cosines[i], known[i] = v.cosine, true
	})
	if err != nil {
		return nil, err
	}
	out := make([]found, len(hits))
	for i, f := range index.Fuse(len(hits), cosines, known) {
		out[i] = found{hits[f.Hit].reportKey, f.Score}
	}
	return out, nil
}
