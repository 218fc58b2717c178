package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
)

// get reads one row with a fixed statement; ok is false when there is none.
func (s *Store) get(ctx context.Context, q string, args []any, dest ...any) (ok bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	st, err := s.stmts.get(ctx, s.read, q) //nolint:sqlclosecheck // it is kept until the store is closed
	if err != nil {
		return false, s.explain(err)
	}
	err = st.QueryRowContext(ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, s.explain(err)
}

// query reads all rows of a statement that is made for the occasion.
func query[T any](ctx context.Context, s *Store, q string, args []any, row func(scan scanFunc) (T, error)) ([]T, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, q, args...)
	if err != nil {
		return nil, s.explain(err)
	}
	out, err := collect(rows, row)
	return out, s.explain(err)
}

// fixed reads all rows of a statement that is the same each time: it is prepared once.
func fixed[T any](ctx context.Context, s *Store, q string, args []any, row func(scan scanFunc) (T, error)) ([]T, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	st, err := s.stmts.get(ctx, s.read, q) //nolint:sqlclosecheck // it is kept until the store is closed
	if err != nil {
		return nil, s.explain(err)
	}
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return nil, s.explain(err)
	}
	out, err := collect(rows, row)
	return out, s.explain(err)
}

// Document returns the latest revision: see store.Reader.
func (s *Store) Document(ctx context.Context, id string) (*news.Document, error) {
	var data []byte
	var revision int
	var copyOf string
	var held int64
	ok, err := s.get(ctx, `SELECT b.data, r.revision, r.copy_of, ifnull((SELECT value FROM meta WHERE name = ?), 0)
		FROM report r JOIN body b ON b.n = r.n WHERE r.id = ?`, []any{holdersVersion, id}, &data, &revision, &copyOf, &held)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, notFound("report", id)
	}
	return s.decode(ctx, id, data, revision, copyOf, held)
}

// Revision returns one revision: see store.Reader.
func (s *Store) Revision(ctx context.Context, id string, n int) (*news.Document, error) {
	doc, err := s.Document(ctx, id)
	if err != nil || doc.Revision == n {
		return doc, err
	}
	var data []byte
	var held int64
	ok, err := s.get(ctx, `SELECT data, ifnull((SELECT value FROM meta WHERE name = ?), 0) FROM revision WHERE id = ? AND number = ?`,
		[]any{holdersVersion, id, n}, &data, &held)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, notFound("revision of report", id)
	}
	return s.decode(ctx, id, data, n, doc.CopyOf, held)
}

// decode returns a document with the ids that hold at the version held.
func (s *Store) decode(ctx context.Context, id string, data []byte, revision int, copyOf string, held int64) (*news.Document, error) {
	doc, err := codec.DecodeDocument(data)
	if err != nil {
		return nil, fmt.Errorf("report %s: %w", id, err)
	}
	doc.Revision, doc.CopyOf = revision, copyOf
	h, err := s.holdersOf(ctx, held)
	if err != nil {
		return nil, err
	}
	return h.Apply(doc), nil
}

// Documents yields the matches: see store.Reader.
func (s *Store) Documents(ctx context.Context, f store.Filter) iter.Seq2[*news.Document, error] {
	return func(yield func(*news.Document, error) bool) {
		l, err := s.newLister(ctx, f)
		if err != nil {
			yield(nil, err)
			return
		}
		each(f.Limit, func() ([]reportKey, error) { return l.next(ctx) }, func(r reportKey) (*news.Document, error) {
			return s.Document(ctx, r.id)
		}, yield)
	}
}

// each yields the rows of page after page, until a page is empty or limit is
// reached, leaving out what has gone since its page was read.
func each[K, T any](limit int, page func() ([]K, error), get func(K) (T, error), yield func(T, error) bool) {
	var none T
	for n := 0; ; {
		keys, err := page()
		if err != nil {
			yield(none, err)
			return
		}
		if len(keys) == 0 {
			return
		}
		for _, k := range keys {
			if limit > 0 && n == limit {
				return
			}
			row, err := get(k)
			if news.CodeOf(err) == news.NotFound {
				continue
			}
			if n++; !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// SetAside records inputs that could not be read: see store.Writer.
func (s *Store) SetAside(ctx context.Context, items []news.SetAside) error {
	return s.do(ctx, func(t *tx) error {
		for _, it := range items {
			_, err := t.exec(`INSERT INTO set_aside (name, reason, hint, seen) VALUES (?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET hint = excluded.hint`, it.Name, it.Reason, it.Hint, s.opt.Now().UnixMilli())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// SetAsides yields what could not be read: see store.Reader.
func (s *Store) SetAsides(ctx context.Context, limit int) iter.Seq2[news.SetAside, error] {
	return func(yield func(news.SetAside, error) bool) {
		var last news.SetAside
		each(limit, func() ([]news.SetAside, error) {
			rows, err := query(ctx, s, `SELECT name, reason, hint FROM set_aside WHERE (name, reason) > (?, ?) ORDER BY name, reason LIMIT ?`,
				[]any{last.Name, last.Reason, pageRows}, func(scan scanFunc) (it news.SetAside, err error) {
					err = scan(&it.Name, &it.Reason, &it.Hint)
					return it, err
				})
			if len(rows) > 0 {
				last = rows[len(rows)-1]
			}
			return rows, err
		}, func(it news.SetAside) (news.SetAside, error) { return it, ctx.Err() }, yield)
	}
}

// Stats counts what is kept: see store.Reader.
func (s *Store) Stats(ctx context.Context) (store.Stats, error) {
	st := store.Stats{Languages: make(map[news.Lang]int)}
	type count struct {
		name  string
		value int
	}
	rows, err := fixed(ctx, s, `SELECT name, value FROM meta
		UNION ALL SELECT 'queued', count(*) FROM job
		UNION ALL SELECT 'crowded', count(*) FROM crowded
		UNION ALL SELECT 'set aside', count(*) FROM set_aside`, nil, func(scan scanFunc) (c count, err error) {
		err = scan(&c.name, &c.value)
		return c, err
	})
	if err != nil {
		return store.Stats{}, err
	}
	into := map[string]*int{
		"reports": &st.Reports, "copies": &st.Copies, "revisions": &st.Revisions, "stories": &st.Stories,
		"entities": &st.Entities, "quotes": &st.Quotes, "events": &st.Events, "set aside": &st.SetAside, "queued": &st.Queued, "crowded": &st.Crowded,
	}
	for _, r := range rows {
		if lang, ok := strings.CutPrefix(r.name, langCount); ok && r.value > 0 {
			st.Languages[news.Lang(lang)] = r.value
		} else if p := into[r.name]; p != nil {
			*p = r.value
		}
	}
	var from, to sql.NullString
	_, err = s.get(ctx, `SELECT (SELECT min(first) FROM report WHERE pub = (SELECT min(pub) FROM report WHERE pub > ?1)),
		(SELECT max(first) FROM report WHERE pub = (SELECT max(pub) FROM report WHERE pub > ?1))`, []any{undated}, &from, &to)
	st.From, st.To = from.String, to.String
	return st, err
}
