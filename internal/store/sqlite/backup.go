package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/dragoman-news/dragoman/internal/news"
)

// beside are the files that SQLite keeps beside a store that is open.
var beside = []string{"-wal", "-shm"}

// Backup writes the store at from, as it stands at one moment, into a file that must not be
// there, unless it is to be replaced. Whoever writes meanwhile is not held up and does not show. The copy is whole or
// not there, takes no more room than it needs, and only its owner may read it: password hashes
// are in it. The store keeps its schema: nothing is brought up to date.
func Backup(ctx context.Context, from, to string, replace bool) error {
	if err := checkFile(from); err != nil {
		return err
	}
	to, err := filepath.Abs(to)
	if err != nil {
		return err
	}
	if err := mayWrite(from, to, replace); err != nil {
		return err
	}
	partial, err := partialOf(to)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(partial) }() // it is not there any more when all went well
	if err := copyStore(ctx, from, partial); err != nil {
		return err
	}
	if err := inspect(ctx, partial, "the copy of "+from, `PRAGMA quick_check(1)`); err != nil {
		return err
	}
	if err := flush(partial); err != nil {
		return fmt.Errorf("write %s: %w", to, err)
	}
	if err := place(partial, to, replace); err != nil {
		return err
	}
	return flushFolder(to)
}

// mayWrite refuses a copy that would lie on the store, or on a file that is to stay.
func mayWrite(from, to string, replace bool) error {
	there, err := os.Stat(to)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if store, err := os.Stat(from); err == nil && os.SameFile(store, there) {
		return &news.Error{Code: news.Invalid, Message: to + " is the store itself", Hint: "name another file"}
	}
	if !there.Mode().IsRegular() {
		return &news.Error{Code: news.Invalid, Message: to + " is no ordinary file", Hint: "name a file; - is standard output"}
	}
	if !replace {
		return taken(to)
	}
	return nil
}

// place gives a file its name. Link never replaces what came there meanwhile, as Rename would; some file
// systems have no links.
func place(partial, to string, replace bool) error {
	if replace {
		return os.Rename(partial, to)
	}
	err := os.Link(partial, to)
	if errors.Is(err, fs.ErrExist) {
		return taken(to)
	}
	if err != nil {
		return os.Rename(partial, to)
	}
	return nil
}

// partialOf makes an empty file beside to, for what becomes it.
func partialOf(to string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(to), ".partial-*") // mode 0600
	if errors.Is(err, fs.ErrNotExist) {
		return "", &news.Error{Code: news.Invalid, Message: "there is no folder " + filepath.Dir(to), Err: err, Hint: "make it, or name another"}
	}
	if err != nil {
		return "", &news.Error{Code: news.Invalid, Message: "nothing can be written into " + filepath.Dir(to), Err: err, Hint: "name another folder"}
	}
	return f.Name(), f.Close()
}

func copyStore(ctx context.Context, from, to string) (err error) {
	db, err := sql.Open("sqlite", dsn(from, readerCache)+"&mode=rw")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return openError(from, err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := appliedMigrations(ctx, conn); err != nil {
		return openError(from, err)
	}
	if _, err := conn.ExecContext(ctx, `VACUUM INTO ?`, to); err != nil {
		if codeOf(err) == sqlite3.SQLITE_FULL {
			return &news.Error{Code: news.Internal, Message: "no room is left for the copy in " + filepath.Dir(to), Err: err, Hint: "name a file on another disk"}
		}
		return openError(from, err)
	}
	return nil
}

// inspect looks whether the file at path is a whole store of a release that we know; name is what
// it is called in errors.
func inspect(ctx context.Context, path, name, check string) (err error) {
	if err := checkFile(path); news.CodeOf(err) == news.Invalid {
		return noStore(name, errors.New("it begins otherwise"))
	} else if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", dsn(path, readerCache)+"&mode=rw")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return noStore(name, err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	var said string
	if err := conn.QueryRowContext(ctx, check).Scan(&said); err != nil {
		return errors.Join(ctx.Err(), noStore(name, err))
	}
	if said != "ok" {
		return noStore(name, errors.New(said))
	}
	seen, err := appliedMigrations(ctx, conn)
	if err != nil {
		return err
	}
	if len(seen) == 0 {
		return noStore(name, errors.New("it is empty"))
	}
	known, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	for _, migration := range seen {
		if !slices.Contains(known, migration) {
			return &news.Error{
				Code: news.Invalid, Message: name + " was written by a later release of Dragoman (it has " + migration + ")",
				Hint: "install that release or a later one",
			}
		}
	}
	return nil
}

func noStore(name string, err error) error {
	return &news.Error{Code: news.Invalid, Message: name + " is damaged or not a Dragoman store", Err: err, Hint: "take another copy"}
}

func taken(path string) error {
	return &news.Error{Code: news.Conflict, Message: "there is a file " + path, Hint: "name another, or give --force to replace it"}
}

// flush waits until a file is on the disk.
func flush(path string) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // a file of our own making
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return f.Sync()
}

// flushFolder waits until the name of a file is on the disk, where a folder can be flushed.
func flushFolder(path string) error {
	f, err := os.Open(filepath.Dir(path)) //nolint:gosec // the folder of a file that the user named
	if err != nil {
		return err
	}
	_ = f.Sync() // not on every system
	return f.Close()
}

// Size is how many bytes the store takes on disk, with its log.
func (s *Store) Size() (int64, error) {
	info, err := os.Stat(s.path)
	if err != nil {
		return 0, err
	}
	size := info.Size()
	if log, err := os.Stat(s.path + "-wal"); err == nil {
		size += log.Size()
	}
	return size, nil
}
