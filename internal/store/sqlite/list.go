package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

const (
	undated  = index.Undated
	pageRows = 200  // rows of a list that are looked up at a time
	maxDays  = 4096 // days of postings that are read at a time, at most
)

// statements are the prepared fixed statements of the readers, by their text.
type statements struct {
	mu      sync.Mutex
	byQuery map[string]*sql.Stmt
}

func (c *statements) get(ctx context.Context, db *sql.DB, q string) (*sql.Stmt, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if st := c.byQuery[q]; st != nil {
		return st, nil
	}
	st, err := db.PrepareContext(ctx, q) //nolint:sqlclosecheck // it is kept until the store is closed
	if err != nil {
		return nil, err
	}
	if c.byQuery == nil {
		c.byQuery = make(map[string]*sql.Stmt)
	}
	c.byQuery[q] = st
	return st, nil
}

// reportKey is where a report stands in the order of lists.
type reportKey struct {
	n   int64
	pub int64
	id  string
}

func scanKey(scan scanFunc) (r reportKey, err error) {
	err = scan(&r.n, &r.pub, &r.id)
	return r, err
}

// compareKeys is newest first, undated last, ties by id.
func compareKeys(a, b reportKey) int {
	return cmp.Or(cmp.Compare(b.pub, a.pub), cmp.Compare(a.id, b.id))
}

// narrowing is a filter in SQL: conditions on `report r`, and the groups of posting
// terms of which each must have one.
type narrowing struct {
	where  []string
	args   []any
	groups [][]int64
	never  bool  // some term is nowhere: nothing matches
	lo, hi int64 // days in which matches can lie
}

// newNarrowing translates a filter on documents.
func (s *Store) newNarrowing(ctx context.Context, f store.Filter) (*narrowing, error) {
	if err := index.CheckFilter(f); err != nil {
		return nil, err
	}
	n := &narrowing{lo: 0, hi: 1 << 30}
	if f.Since != "" {
		var widest int64
		if _, err := s.get(ctx, `SELECT value FROM meta WHERE name = 'widest'`, nil, &widest); err != nil {
			return nil, err
		}
		n.where, n.args = append(n.where, `r.last >= ?`), append(n.args, f.Since)
		n.lo = dayOfDate(f.Since) - widest - 1
	}
	if f.Until != "" {
		n.where, n.args = append(n.where, `r.first <= ?`, `r.first <> ''`), append(n.args, f.Until)
		n.lo, n.hi = max(n.lo, 1), dayOfDate(f.Until)+1
	}
	if n.lo > 1 {
		n.where, n.args = append(n.where, `r.pub >= ?`), append(n.args, (n.lo-epochDay)*daySeconds)
	}
	if f.Until != "" {
		n.where, n.args = append(n.where, `r.pub < ?`), append(n.args, (n.hi+1-epochDay)*daySeconds)
	}
	var err error
	n.groups, n.never, err = s.groups(ctx, f)
	return n, err
}

// groups returns the numbers of the posting terms that a filter asks for; never
// is set when a group has none.
func (s *Store) groups(ctx context.Context, f store.Filter) (groups [][]int64, never bool, err error) {
	if f, err = s.holding(ctx, f); err != nil {
		return nil, false, err
	}
	names, err := index.Groups(f, func(folded string) ([]string, error) {
		return fixed(ctx, s, `SELECT t.name FROM name n JOIN term t ON t.k = n.k WHERE n.folded = ? ORDER BY t.name`, []any{folded},
			func(scan scanFunc) (string, error) {
				var term string
				err := scan(&term)
				id, _ := index.EntityOfTerm(term)
				return id, err
			})
	})
	if err != nil {
		return nil, false, err
	}
	for _, group := range names {
		var ks []int64
		for _, name := range group {
			var k int64
			ok, err := s.get(ctx, `SELECT k FROM term WHERE name = ?`, []any{name}, &k)
			if err != nil {
				return nil, false, err
			}
			if ok {
				ks = append(ks, k)
			}
		}
		if len(ks) == 0 {
			return nil, true, nil
		}
		groups = append(groups, ks)
	}
	return groups, false, nil
}

// conditions returns the WHERE terms, with those of the groups from the given one on.
func (n *narrowing) conditions(fromGroup int) []string {
	out := slices.Clone(n.where)
	for _, ks := range n.groups[min(fromGroup, len(n.groups)):] {
		out = append(out, fmt.Sprintf(`EXISTS (SELECT 1 FROM posting x WHERE x.day = r.n >> %d AND x.k IN (%s) AND x.seq = r.n & %d)`,
			placeBits, numbers(ks), places-1))
	}
	return out
}

// where joins conditions, "1" when there are none.
func where(conditions []string) string {
	if len(conditions) == 0 {
		return "1"
	}
	return strings.Join(conditions, " AND ")
}

// numbers writes integers for an IN list.
func numbers(ks []int64) string {
	var sb strings.Builder
	for i, k := range ks {
		if i > 0 {
			sb.WriteByte(',')
		}
		sb.WriteString(strconv.FormatInt(k, 10))
	}
	return sb.String()
}

// lister reads the keys of matching reports page by page, in the order of lists.
type lister struct {
	s    *Store
	n    *narrowing
	last reportKey // where the page before ended
	days []int64   // still to be read, newest first, when postings lead
	step int       // how many of them at a time
	lead bool      // postings lead
}

func (s *Store) newLister(ctx context.Context, f store.Filter) (*lister, error) {
	n, err := s.newNarrowing(ctx, f)
	if err != nil {
		return nil, err
	}
	l := &lister{s: s, n: n, last: reportKey{pub: 1<<63 - 1}, step: 1, lead: len(n.groups) > 0}
	if f.After != "" {
		ok, err := s.get(ctx, `SELECT n, pub, id FROM report WHERE id = ?`, []any{f.After}, &l.last.n, &l.last.pub, &l.last.id)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, index.AfterMissing(f.After)
		}
		n.hi = min(n.hi, dayOf(l.last.pub))
	}
	if past := f.Past; past.ID != "" {
		l.last = reportKey{pub: past.Number, id: past.ID}
		n.hi = min(n.hi, dayOf(past.Number))
	}
	if l.lead && !n.never {
		l.days, err = s.days(ctx, n.lo, n.hi)
	}
	return l, err
}

// days returns the days with reports, newest first.
func (s *Store) days(ctx context.Context, lo, hi int64) ([]int64, error) {
	return fixed(ctx, s, `SELECT day FROM day WHERE day BETWEEN ? AND ? AND reports > 0 ORDER BY day DESC`, []any{lo, hi}, scanNumber)
}

func scanNumber(scan scanFunc) (n int64, err error) {
	err = scan(&n)
	return n, err
}

// next returns the next page, empty at the end.
func (l *lister) next(ctx context.Context) ([]reportKey, error) {
	if l.n.never {
		return nil, ctx.Err()
	}
	if !l.lead {
		return l.nextByOrder(ctx)
	}
	for len(l.days) > 0 {
		take := min(l.step, len(l.days))
		days := l.days[:take]
		l.days = l.days[take:]
		keys, err := l.s.posted(ctx, l.n, days)
		if err != nil {
			return nil, err
		}
		if len(keys) < pageRows { // a term that is on few days takes few steps, a frequent one little memory
			l.step = min(2*l.step, maxDays)
		} else {
			l.step = max(l.step/2, 1)
		}
		keys = slices.DeleteFunc(keys, func(k reportKey) bool { return l.last.id != "" && compareKeys(l.last, k) >= 0 })
		if len(keys) > 0 {
			return keys, nil
		}
	}
	return nil, ctx.Err()
}

// posted returns the matches that the postings of the first group have in some
// days, in the order of lists. Days go in as a list: a range would make the engine
// walk all postings of the days.
func (s *Store) posted(ctx context.Context, n *narrowing, days []int64) ([]reportKey, error) {
	q := fmt.Sprintf(`SELECT DISTINCT r.n, r.pub, r.id FROM posting p CROSS JOIN report r ON r.n = p.day << %d | p.seq
		WHERE p.day IN (%s) AND p.k IN (%s) AND %s`, placeBits, numbers(days), numbers(n.groups[0]), where(n.conditions(1)))
	keys, err := query(ctx, s, q, n.args, scanKey)
	slices.SortFunc(keys, compareKeys)
	return keys, err
}

// nextByOrder walks the index of publication times.
func (l *lister) nextByOrder(ctx context.Context) ([]reportKey, error) {
	conditions := append(l.n.conditions(0), `r.pub <= ? AND (r.pub < ? OR r.id > ?)`)
	args := append(slices.Clone(l.n.args), l.last.pub, l.last.pub, l.last.id)
	q := `SELECT r.n, r.pub, r.id FROM report r INDEXED BY report_order WHERE ` + where(conditions) + ` ORDER BY r.pub DESC, r.id LIMIT ?`
	keys, err := query(ctx, l.s, q, append(args, pageRows), scanKey)
	if len(keys) > 0 {
		l.last = keys[len(keys)-1]
	}
	return keys, err
}
