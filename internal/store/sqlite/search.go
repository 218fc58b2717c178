package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// rankLimit is how many hits are ranked: the newest. It bounds the time of a query for a
// word that half of all reports have.
const rankLimit = 10_000

// found is a matching report.
type found struct {
	reportKey
	score float64
}

// Search finds reports by words: see store.Searcher. All it says comes from one
// state of the store.
func (s *Store) Search(ctx context.Context, q store.Query) (_ *store.Result, err error) {
	words := index.ParseQuery(q.Text)
	n, err := s.newNarrowing(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	res := &store.Result{Facets: index.NewFacets(q.Days)}
	if n.never || words.Hopeless {
		return res, ctx.Err()
	}
	tx, err := s.read.BeginTx(ctx, nil)
	if err != nil {
		return nil, s.explain(err)
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	hits, err := s.find(ctx, tx, words, n, q, res)
	if err != nil {
		return nil, s.explain(err)
	}
	for _, h := range hits {
		hit, err := s.hit(ctx, tx, h, func(text string) (string, []news.Span, news.Span) { return index.Snippet(text, words) })
		if err != nil {
			return nil, s.explain(err)
		}
		hit.Found = store.ByWords
		res.Hits = append(res.Hits, hit)
	}
	return res, nil
}

// find counts the matches into res and returns those of the page asked for.
func (s *Store) find(ctx context.Context, tx *sql.Tx, words index.Query, n *narrowing, q store.Query, res *store.Result) ([]found, error) {
	from, clause, args := s.matching(words, n)
	ranked := q.Sort != store.ByNewest && len(words.Must) > 0
	score, read := `0.0`, store.FacetLimit
	if len(words.Must) > 0 {
		score = fmt.Sprintf(`-bm25(words, %g, 1.0)`, index.TitleWeight)
	}
	if ranked {
		read = rankLimit
	}
	rows, err := tx.QueryContext(ctx, fmt.Sprintf(`SELECT r.n, r.pub, r.id, r.lang, r.source, r.first, r.last, r.exact, %s FROM %s WHERE %s
		ORDER BY %s LIMIT %d`, score, from, clause, newestFirst(words, n), read), args...)
	if err != nil {
		return nil, err
	}
	facets := index.Facets(res.Facets)
	hits, err := collect(rows, func(scan scanFunc) (h found, err error) {
		var lang, source string
		var at index.Publication
		err = scan(&h.n, &h.pub, &h.id, &lang, &source, &at.First, &at.Last, &at.Exact, &h.score)
		if res.Counted < store.FacetLimit {
			facets.Add(lang, source, at.Month(), at.Day())
			res.Counted++
		}
		return h, err
	})
	if err != nil {
		return nil, err
	}
	res.Total = len(hits)
	if len(hits) == read {
		if len(words.Must) > 0 && len(n.conditions(0)) == 0 { // then no row of a report is looked at
			from = `words`
		}
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM `+from+` WHERE `+clause, args...).Scan(&res.Total); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(hits, func(a, b found) int {
		if ranked && a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return compareKeys(a.reportKey, b.reportKey)
	})
	if ranked {
		if hits, err = s.fuse(ctx, tx, hits, q); err != nil {
			return nil, err
		}
	}
	limit := q.Limit
	if limit <= 0 {
		limit = index.DefaultHits
	}
	start := min(max(q.Offset, 0), len(hits))
	return hits[start:min(start+limit, len(hits))], nil
}

// matching returns the FROM and WHERE of a search. Words lead where there are any, then
// postings, then the order of publication.
func (s *Store) matching(words index.Query, n *narrowing) (from, clause string, args []any) {
	group := 0
	var conditions []string
	switch {
	case len(words.Must) > 0:
		from = `words CROSS JOIN report r ON r.n = words.rowid`
		conditions = []string{`words MATCH ?`, `words.rowid BETWEEN ? AND ?`}
		args = append(args, matchExpression(words), max(n.lo, 0)<<placeBits, (n.hi+1)<<placeBits-1)
	case len(n.groups) > 0:
		from = fmt.Sprintf(`(SELECT DISTINCT p.day << %d | p.seq AS n FROM day d CROSS JOIN posting p ON p.day = d.day AND p.k IN (%s)
			WHERE d.day BETWEEN ? AND ?) m CROSS JOIN report r ON r.n = m.n`, placeBits, numbers(n.groups[0]))
		args = append(args, n.lo, n.hi)
		group = 1
	default:
		from = `report r`
	}
	if len(words.Must) == 0 && len(words.Not) > 0 {
		conditions = append(conditions, `r.n NOT IN (SELECT rowid FROM words WHERE words MATCH ?)`)
		args = append(args, anyExpression(words.Not))
	}
	conditions = append(conditions, n.conditions(group)...)
	return from, where(conditions), append(args, n.args...)
}

// newestFirst is the order that costs least: numbers sort like days.
func newestFirst(words index.Query, n *narrowing) string {
	switch {
	case len(words.Must) > 0:
		return `words.rowid DESC`
	case len(n.groups) > 0:
		return `m.n DESC`
	}
	return `r.pub DESC, r.id`
}

// matchExpression writes a query for FTS5. Words hold neither quotes nor spaces.
func matchExpression(q index.Query) string {
	must := make([]string, len(q.Must))
	for i, p := range q.Must {
		must[i] = quotePhrase(p)
	}
	all := strings.Join(must, " AND ")
	if len(q.Not) > 0 {
		all = "(" + all + ") NOT (" + anyExpression(q.Not) + ")"
	}
	return all
}

func anyExpression(phrases []index.Phrase) string {
	quoted := make([]string, len(phrases))
	for i, p := range phrases {
		quoted[i] = quotePhrase(p)
	}
	return strings.Join(quoted, " OR ")
}

func quotePhrase(p index.Phrase) string { return `"` + strings.Join(p, " ") + `"` }

// hit reads what a page of hits shows.
func (s *Store) hit(ctx context.Context, tx *sql.Tx, f found, snippet func(text string) (string, []news.Span, news.Span)) (store.Hit, error) {
	h := store.Hit{Report: f.id, Score: f.score}
	var at index.Publication
	var data []byte
	err := tx.QueryRowContext(ctx, `SELECT b.title, r.lang, r.source, r.first, r.exact, b.data FROM report r JOIN body b ON b.n = r.n WHERE r.n = ?`, f.n).
		Scan(&h.Title, (*string)(&h.Lang), &h.Source, &at.First, &at.Exact, &data)
	if err != nil {
		return h, err
	}
	h.Day = at.Day()
	text, err := codec.DecodeText(data)
	if err != nil {
		return h, fmt.Errorf("report %s: %w", f.id, err)
	}
	h.Snippet, h.Highlight, h.At = snippet(text)
	return h, nil
}
