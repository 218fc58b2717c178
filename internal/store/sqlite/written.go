package sqlite

import (
	"context"
	"database/sql"
	"sync"
)

// watcher is a connection that learns of what the others write.
type watcher struct {
	mu      sync.Mutex
	conn    *sql.Conn
	version int64 // what the connection said last
	changes int64
}

// Written is a number that is another after each write of any process, and the same as long as there is none: it counts how often the
// data_version of a connection that never writes itself was another (sqlite.org/pragma.html#pragma_data_version).
func (s *Store) Written(ctx context.Context) (int64, error) {
	w := &s.sees
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		conn, err := s.read.Conn(ctx)
		if err != nil {
			return 0, s.explain(err)
		}
		w.conn = conn
		w.changes++ // versions of two connections say nothing of each other
	}
	var version int64
	if err := w.conn.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&version); err != nil {
		_ = w.conn.Close() // whatever it was, the next one begins anew
		w.conn = nil
		return 0, s.explain(err)
	}
	if version != w.version {
		w.version = version
		w.changes++
	}
	return w.changes, nil
}

// close gives the connection back.
func (w *watcher) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		return nil
	}
	err := w.conn.Close()
	w.conn = nil
	return err
}
