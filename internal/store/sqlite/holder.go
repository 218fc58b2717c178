package sqlite

import (
	"context"
	"sync"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// holdersVersion is the count in meta that grows with every change of the table holding.
const holdersVersion = "holding version"

// holderCache keeps the table holding in memory, for every document that is read or
// written looks its ids up.
type holderCache struct {
	mu      sync.Mutex
	version int64
	holders *index.Holders
}

// get returns the holders of a version, which read reads where they are not at hand.
func (c *holderCache) get(version int64, read func() ([]store.Holding, error)) (*index.Holders, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.version == version {
		return c.holders, nil
	}
	rows, err := read()
	if err != nil {
		return nil, err
	}
	c.holders, c.version = index.NewHolders(rows), version
	return c.holders, nil
}

const selectHolding = `SELECT id, report, holder FROM holding ORDER BY id, report`

func scanHolding(scan scanFunc) (h store.Holding, err error) {
	err = scan(&h.ID, &h.Report, &h.Holder)
	return h, err
}

// holders returns which ids hold.
func (s *Store) holders(ctx context.Context) (*index.Holders, error) {
	var version int64
	if _, err := s.get(ctx, `SELECT value FROM meta WHERE name = ?`, []any{holdersVersion}, &version); err != nil {
		return nil, err
	}
	return s.holdersOf(ctx, version)
}

// holdersOf returns which ids hold at the version that the store has.
func (s *Store) holdersOf(ctx context.Context, version int64) (*index.Holders, error) {
	return s.held.get(version, func() ([]store.Holding, error) { return query(ctx, s, selectHolding, nil, scanHolding) })
}

// holders returns which ids hold, as the transaction sees it.
func (t *tx) holders() (*index.Holders, error) {
	if t.knows {
		return t.held, nil
	}
	var version int64
	if _, err := t.get(`SELECT value FROM meta WHERE name = ?`, []any{holdersVersion}, &version); err != nil {
		return nil, err
	}
	h, err := t.w.held.get(version, func() ([]store.Holding, error) {
		rows, err := t.w.conn.QueryContext(t.ctx, selectHolding)
		if err != nil {
			return nil, err
		}
		return collect(rows, scanHolding)
	})
	t.held, t.knows = h, err == nil
	return h, err
}

// holding puts the id that holds in the place of the one a filter asks for.
func (s *Store) holding(ctx context.Context, f store.Filter) (store.Filter, error) {
	if f.Entity == "" {
		return f, nil
	}
	h, err := s.holders(ctx)
	f.Entity = h.Of(f.Entity, "")
	return f, err
}
