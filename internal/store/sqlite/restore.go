package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Restore puts the store that backup holds, called name, into the place of the one at to. It is
// looked through first, brought up to date, and its sessions are over: what was logged out since stays so. A store
// that is at to must not be open anywhere and is replaced only with replace: it stays
// beside under the name that is returned.
func Restore(ctx context.Context, backup io.Reader, name, to string, replace bool) (aside string, err error) {
	if to, err = target(to); err != nil {
		return "", err
	}
	if _, err := os.Lstat(to); err == nil && !replace {
		return "", taken(to)
	}
	fresh, err := partialOf(to)
	if err != nil {
		return "", err
	}
	defer func() {
		for _, end := range append([]string{""}, beside...) {
			_ = os.Remove(fresh + end) // it is not there any more when all went well
		}
	}()
	if err := prepare(ctx, backup, name, fresh); err != nil {
		return "", err
	}
	return swap(ctx, fresh, to)
}

// target is where the store at path lies, behind links, or will lie.
func target(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return filepath.Abs(path)
	}
	if err != nil {
		return "", err
	}
	return filepath.Abs(real)
}

// prepare makes of a backup a store that can be opened.
func prepare(ctx context.Context, backup io.Reader, name, fresh string) error {
	if err := copyInto(ctx, fresh, backup); err != nil {
		return fmt.Errorf("copy %s: %w", name, err)
	}
	if err := inspect(ctx, fresh, name, `PRAGMA integrity_check(1)`); err != nil {
		return err
	}
	s, err := Open(ctx, fresh, store.Options{})
	if err != nil {
		return err
	}
	err = s.change(ctx, `DELETE FROM session`)
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	return flush(fresh)
}

func copyInto(ctx context.Context, path string, from io.Reader) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0) //nolint:gosec // a file of our own making
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.Copy(f, reading{ctx, from})
	return err
}

// reading ends with its context.
type reading struct {
	ctx  context.Context
	from io.Reader
}

func (r reading) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}

// swap puts fresh into the place of the store at to, which it sets aside.
func swap(ctx context.Context, fresh, to string) (aside string, err error) {
	release, err := alone(ctx, to)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, release()) }()
	name := fmt.Sprintf("%s.before-%s", to, time.Now().UTC().Format("20060102T150405.000Z"))
	for _, end := range append([]string{""}, beside...) { // a log without its store would be taken for the new one's
		err := os.Rename(to+end, name+end)
		if err == nil && end == "" {
			aside = name
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return aside, err
		}
	}
	if err := os.Rename(fresh, to); err != nil {
		if aside != "" {
			err = errors.Join(err, os.Rename(aside, to))
		}
		return "", err
	}
	return aside, flushFolder(to)
}

// alone makes sure that nobody has the store at path open, and that nobody opens it until
// release. A store that is too damaged for that is nobody's.
func alone(ctx context.Context, path string) (release func() error, err error) {
	nothing := func() error { return nil }
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nothing, nil
	}
	db, err := sql.Open("sqlite", dsn(path, readerCache)+"&mode=rw&_pragma=locking_mode(EXCLUSIVE)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err == nil {
		for _, statement := range []string{
			fmt.Sprintf(`PRAGMA busy_timeout = %d`, time.Second.Milliseconds()),
			`PRAGMA journal_mode = DELETE`, // takes in the log, which needs that nobody else has the file open
			`BEGIN EXCLUSIVE`,
		} {
			if err == nil {
				_, err = conn.ExecContext(ctx, statement)
			}
		}
	}
	release = func() error {
		if conn != nil {
			_ = conn.Close() // with its transaction, in which nothing was done
		}
		return db.Close()
	}
	switch {
	case err == nil:
		return release, nil
	case isBusy(err):
		return nil, errors.Join(&news.Error{
			Code: news.Conflict, Message: "another process has " + path + " open", Err: err,
			Hint: "stop `dragoman serve` and whatever else uses it, then restore",
		}, release())
	}
	return nothing, release()
}
