package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// PutOwn keeps entities of the user's: see store.Own.
func (s *Store) PutOwn(ctx context.Context, in iter.Seq2[*news.Known, error]) (store.OwnCount, error) {
	var n store.OwnCount
	err := s.do(ctx, func(t *tx) error {
		for k, err := range in {
			if err == nil {
				err = ctx.Err()
			}
			if err == nil {
				err = index.CheckKnown(k)
			}
			if err == nil {
				err = t.putOwn(k, &n)
			}
			if err != nil {
				return err
			}
		}
		if n.Added+n.Changed == 0 {
			return nil
		}
		return t.ownChanged()
	})
	if err != nil {
		return store.OwnCount{}, err
	}
	return n, nil
}

func (t *tx) putOwn(k *news.Known, n *store.OwnCount) error {
	data, err := codec.EncodeKnown(k)
	if err != nil {
		return err
	}
	names := index.KnownNames(k)
	joined := strings.Join(names, "\n")
	added, err := t.exec(`INSERT INTO own (id, names, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, k.ID, joined, data)
	if err != nil {
		return err
	}
	if added == 1 {
		n.Added++
		list, err := json.Marshal(names)
		if err == nil { // one statement for all names: a large import is made of statements
			_, err = t.exec(`INSERT INTO own_name (folded, o) SELECT value, last_insert_rowid() FROM json_each(?)`, string(list))
		}
		return err
	}
	var o int64
	var before string
	var old []byte
	if _, err := t.get(`SELECT o, names, data FROM own WHERE id = ?`, []any{k.ID}, &o, &before, &old); err != nil {
		return err
	}
	if bytes.Equal(old, data) {
		n.Same++
		return nil
	}
	n.Changed++
	if err := t.dropOwnNames(o, before); err != nil {
		return err
	}
	for _, name := range names {
		if _, err := t.exec(`INSERT INTO own_name (folded, o) VALUES (?, ?)`, name, o); err != nil {
			return err
		}
	}
	_, err = t.exec(`UPDATE own SET names = ?, data = ? WHERE o = ?`, joined, data, o)
	return err
}

// dropOwnNames takes out the names that an entity was written with.
func (t *tx) dropOwnNames(o int64, names string) error {
	for name := range strings.SplitSeq(names, "\n") {
		if _, err := t.exec(`DELETE FROM own_name WHERE folded = ? AND o = ?`, name, o); err != nil {
			return err
		}
	}
	return nil
}

// The names in meta under which changes of the user's entities are counted, and the
// version that own_index is of stands.
const (
	ownVersion = "own version"
	ownIndexOf = "own index"
)

func (t *tx) ownChanged() error {
	if _, err := t.exec(`DELETE FROM own_index`); err != nil {
		return err
	}
	_, err := t.exec(`INSERT INTO meta (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1`, ownVersion)
	return err
}

// DeleteOwn removes entities of the user's: see store.Own.
func (s *Store) DeleteOwn(ctx context.Context, ids ...string) (int, error) {
	gone := 0
	err := s.do(ctx, func(t *tx) (err error) {
		if len(ids) == 0 {
			gone, err = t.deleteAllOwn()
		} else {
			gone, err = t.deleteOwn(ids)
		}
		if err != nil || gone == 0 {
			return err
		}
		return t.ownChanged()
	})
	if err != nil {
		return 0, err
	}
	return gone, nil
}

func (t *tx) deleteAllOwn() (int, error) {
	n, err := t.exec(`DELETE FROM own WHERE true`) // "WHERE" makes SQLite count what it deletes
	if err == nil {
		_, err = t.exec(`DELETE FROM own_name`)
	}
	return int(n), err
}

func (t *tx) deleteOwn(ids []string) (gone int, err error) {
	done := make(map[string]bool, len(ids))
	for _, id := range ids {
		if done[id] {
			continue
		}
		done[id] = true
		var o int64
		var names string
		known, err := t.get(`DELETE FROM own WHERE id = ? RETURNING o, names`, []any{id}, &o, &names)
		if err == nil && !known {
			err = notFound("entity of your own", id)
		}
		if err == nil {
			err = t.dropOwnNames(o, names)
		}
		if err != nil {
			return 0, err
		}
		gone++
	}
	return gone, nil
}

// ownPage is how many of the user's entities are read at a time.
const ownPage = 1000

// Owned yields the user's entities: see store.Own.
func (s *Store) Owned(ctx context.Context, f store.OwnFilter) iter.Seq2[*news.Known, error] {
	return func(yield func(*news.Known, error) bool) {
		for left := f.Limit; ; {
			page, err := s.ownedPage(ctx, f, left)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, k := range page {
				if !yield(k, nil) {
					return
				}
				f.After = k.ID
			}
			left -= len(page)
			if len(page) < ownPage || f.Limit > 0 && left <= 0 {
				return
			}
		}
	}
}

// ownedPage reads the next entities after f.After, left of them at most where f has a limit.
func (s *Store) ownedPage(ctx context.Context, f store.OwnFilter, left int) ([]*news.Known, error) {
	n := ownPage
	if f.Limit > 0 {
		n = min(n, left)
	}
	q, args := `SELECT data FROM own WHERE id > ? ORDER BY id LIMIT ?`, []any{f.After, n}
	if f.Name != "" {
		q = `SELECT data FROM own WHERE o IN (SELECT o FROM own_name WHERE folded = ? UNION SELECT o FROM own WHERE id = ?) AND id > ? ORDER BY id LIMIT ?`
		args = []any{index.FoldName(f.Name), f.Name, f.After, n}
	}
	return query(ctx, s, q, args, func(scan scanFunc) (*news.Known, error) {
		var data []byte
		if err := scan(&data); err != nil {
			return nil, err
		}
		return codec.DecodeKnown(data)
	})
}

// OwnVersion counts the changes of the user's entities: see store.Own.
func (s *Store) OwnVersion(ctx context.Context) (int64, error) {
	var n int64
	_, err := s.get(ctx, `SELECT value FROM meta WHERE name = ?`, []any{ownVersion}, &n)
	return n, err
}

// ownPart is how many bytes of the index lie in one row.
const ownPart = 1 << 20

// PutOwnIndex keeps bytes made of the user's entities: see store.Own.
func (s *Store) PutOwnIndex(ctx context.Context, version int64, data []byte) error {
	return s.do(ctx, func(t *tx) error {
		var now int64
		if _, err := t.get(`SELECT value FROM meta WHERE name = ?`, []any{ownVersion}, &now); err != nil || now != version {
			return err
		}
		if _, err := t.exec(`DELETE FROM own_index`); err != nil {
			return err
		}
		part := 0
		for chunk := range slices.Chunk(data, ownPart) {
			if _, err := t.exec(`INSERT INTO own_index (part, data) VALUES (?, ?)`, part, chunk); err != nil {
				return err
			}
			part++
		}
		_, err := t.exec(`INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, ownIndexOf, version)
		return err
	})
}

// OwnIndex returns what PutOwnIndex kept: see store.Own.
func (s *Store) OwnIndex(ctx context.Context) (int64, []byte, error) {
	tx, err := s.read.BeginTx(ctx, nil) // one state of the store for version and parts
	if err != nil {
		return 0, nil, s.explain(err)
	}
	defer func() { _ = tx.Rollback() }()
	var version, size int64
	err = tx.QueryRowContext(ctx, `SELECT i.value, (SELECT ifnull(sum(length(data)), 0) FROM own_index) FROM meta i JOIN meta v ON v.value = i.value
		WHERE i.name = ? AND v.name = ?`, ownIndexOf, ownVersion).Scan(&version, &size)
	if errors.Is(err, sql.ErrNoRows) || err == nil && size == 0 {
		return 0, nil, nil
	}
	if err != nil {
		return 0, nil, s.explain(err)
	}
	rows, err := tx.QueryContext(ctx, `SELECT data FROM own_index ORDER BY part`)
	if err != nil {
		return 0, nil, s.explain(err)
	}
	data := make([]byte, 0, size)
	_, err = collect(rows, func(scan scanFunc) (struct{}, error) {
		var part sql.RawBytes
		err := scan(&part)
		data = append(data, part...)
		return struct{}{}, err
	})
	if err != nil {
		return 0, nil, s.explain(err)
	}
	return version, data, nil
}
