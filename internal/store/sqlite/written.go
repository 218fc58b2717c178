package sqlite

import (
	"context"
	"database/sql"
	"sync"
)

// watcher is a connection that learns of what the others write.
type watcher struct {
	mu   sync.Mutex
	conn *sql.Conn
}

// Written is a number that is another after each write of any process, and the same as long as there is none: the
// data_version of a connection that never writes itself (sqlite.org/pragma.html#pragma_data_version). It says nothing in another
// process or after the store was opened anew.
func (s *Store) Written(ctx context.Context) (int64, error) {
	s.sees.mu.Lock()
	defer s.sees.mu.Unlock()
	if s.sees.conn == nil {
		conn, err := s.read.Conn(ctx)
		if err != nil {
			return 0, s.explain(err)
		}
		s.sees.conn = conn
	}
	var n int64
	err := s.sees.conn.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&n)
	return n, s.explain(err)
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
