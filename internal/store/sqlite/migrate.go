package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate applies the files of fsys that conn's database has not seen, in the order of
// their names, each in a transaction of its own. It refuses a database that has seen files
// which are not here: a later release wrote it.
func migrate(ctx context.Context, conn *sql.Conn, fsys fs.FS) error {
	names, err := fs.Glob(fsys, "migrations/*.sql")
	if err != nil {
		return err
	}
	slices.Sort(names)
	seen, err := appliedMigrations(ctx, conn)
	if err != nil {
		return err
	}
	for _, name := range seen {
		if !slices.Contains(names, name) {
			return &news.Error{
				Code: news.Invalid, Message: "the store was written by a later release of Dragoman (it has " + name + ")",
				Hint: "install that release or a later one",
			}
		}
	}
	for _, name := range names {
		if slices.Contains(seen, name) {
			continue
		}
		if err := applyMigration(ctx, conn, fsys, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// appliedMigrations returns the names of the files the database has seen, and
// makes the table for them in a new one. A database with other tables but without this one
// is somebody else's.
func appliedMigrations(ctx context.Context, conn *sql.Conn) ([]string, error) {
	var tables, ours int
	err := conn.QueryRowContext(ctx, `SELECT count(*), ifnull(sum(name = 'migration'), 0) FROM sqlite_schema`).Scan(&tables, &ours)
	if err != nil {
		return nil, err
	}
	if tables > 0 && ours == 0 {
		return nil, &news.Error{
			Code: news.Invalid, Message: "the file is the database of another program",
			Hint: "give --db another name",
		}
	}
	if tables == 0 {
		return nil, nil
	}
	rows, err := conn.QueryContext(ctx, `SELECT name FROM migration ORDER BY name`)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(scan scanFunc) (string, error) {
		var name string
		return name, scan(&name)
	})
}

func applyMigration(ctx context.Context, conn *sql.Conn, fsys fs.FS, name string) (err error) {
	script, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	if _, err = conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_, undo := conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
			err = errors.Join(err, undo)
		}
	}()
	if _, err = conn.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY) WITHOUT ROWID`); err != nil {
		return err
	}
	// Another process may have been first while this one waited for the lock.
	done, err := conn.ExecContext(ctx, `INSERT OR IGNORE INTO migration (name) VALUES (?)`, name)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil {
		return err
	} else if n == 1 {
		if _, err := conn.ExecContext(ctx, string(script)); err != nil {
			return err
		}
	}
	_, err = conn.ExecContext(ctx, `COMMIT`)
	return err
}

type scanFunc func(dest ...any) error

// collect reads all rows and closes them.
func collect[T any](rows *sql.Rows, row func(scan scanFunc) (T, error)) ([]T, error) {
	var out []T
	for rows.Next() {
		v, err := row(rows.Scan)
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out = append(out, v)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}
