package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// writer is the one connection that writes. Whoever writes waits in turn, in Go,
// so that goroutines of one process never see SQLITE_BUSY.
type writer struct {
	db    *sql.DB
	conn  *sql.Conn
	turn  chan struct{}
	stmts map[string]*sql.Stmt
	terms termCache
	held  *holderCache
}

func openWriter(ctx context.Context, path string) (_ *writer, err error) {
	db, err := sql.Open("sqlite", dsn(path, writerCache))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &writer{db: db, conn: conn, turn: make(chan struct{}, 1), stmts: make(map[string]*sql.Stmt), terms: newTermCache()}, nil
}

// useLog puts the file into WAL mode, a new one with our page size before that: SQLite takes it
// only then. Both stay with the file.
func (w *writer) useLog(ctx context.Context) error {
	if _, err := w.conn.ExecContext(ctx, fmt.Sprintf(`PRAGMA page_size = %d`, pageSize)); err != nil {
		return err
	}
	var mode string
	if err := w.conn.QueryRowContext(ctx, `PRAGMA journal_mode = WAL`).Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return &news.Error{
			Code: news.Invalid, Message: "the store's file system cannot share memory between processes (journal mode " + mode + ")",
			Hint: "keep the store on a local disk",
		}
	}
	return nil
}

func (w *writer) close() error {
	w.turn <- struct{}{} // whoever writes finishes first
	for _, st := range w.stmts {
		_ = st.Close()
	}
	return errors.Join(w.conn.Close(), w.db.Close())
}

// tx is a running write transaction. Its statements do not watch a context: a
// batch is short, and do looks at the context before it commits.
type tx struct {
	w     *writer
	ctx   context.Context // never done
	terms termPending
	held  *index.Holders // once knows is set
	knows bool
}

// do runs f in a transaction and keeps what it did, unless it fails or ctx is done.
func (s *Store) do(ctx context.Context, f func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w := s.write
	select {
	case w.turn <- struct{}{}:
		defer func() { <-w.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	settle := context.WithoutCancel(ctx) // what was begun is committed or rolled back
	if _, err := w.conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		// A context that ends just then is an error although the transaction
		// began; where it did not, the ROLLBACK fails and nothing is lost.
		_, _ = w.conn.ExecContext(settle, `ROLLBACK`)
		return s.explain(err)
	}
	t := &tx{w: w, ctx: settle, terms: make(termPending)}
	err := f(t)
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		_, err = w.conn.ExecContext(settle, `COMMIT`)
	}
	if err != nil {
		_, undo := w.conn.ExecContext(settle, `ROLLBACK`)
		return s.explain(errors.Join(err, undo))
	}
	w.terms.merge(t.terms)
	return nil
}

// stmt returns the prepared form of a fixed statement.
func (t *tx) stmt(query string) (*sql.Stmt, error) {
	if st := t.w.stmts[query]; st != nil {
		return st, nil
	}
	st, err := t.w.conn.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	t.w.stmts[query] = st
	return st, nil
}

// exec runs a fixed statement and returns how many rows it changed.
func (t *tx) exec(query string, args ...any) (int64, error) {
	st, err := t.stmt(query) //nolint:sqlclosecheck // it is kept until the store is closed
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// get reads one row of a fixed statement; ok is false when there is none.
func (t *tx) get(query string, args []any, dest ...any) (ok bool, err error) {
	st, err := t.stmt(query) //nolint:sqlclosecheck // it is kept until the store is closed
	if err != nil {
		return false, err
	}
	err = st.QueryRowContext(t.ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}
