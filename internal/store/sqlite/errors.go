package sqlite

import (
	"errors"
	"io/fs"
	"path/filepath"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/dragoman-news/dragoman/internal/news"
)

// primaryCode masks the extended part of an SQLite result code.
const primaryCode = 0xff

// openError says in words why a store could not be opened.
func openError(path string, err error) error {
	var told *news.Error
	if errors.As(err, &told) {
		return err
	}
	switch code := codeOf(err); {
	case isBusy(err):
		return busyError(path, err)
	case code == sqlite3.SQLITE_NOTADB || code == sqlite3.SQLITE_CORRUPT:
		return &news.Error{
			Code: news.Invalid, Message: path + " is damaged or not a Dragoman store", Err: err,
			Hint: "restore it from a copy, or give --db another name",
		}
	case code == sqlite3.SQLITE_CANTOPEN && !exists(filepath.Dir(path)):
		return &news.Error{
			Code: news.Invalid, Message: "there is no folder " + filepath.Dir(path), Err: err,
			Hint: "make it, or give --db another name",
		}
	case code == sqlite3.SQLITE_READONLY || code == sqlite3.SQLITE_CANTOPEN || code == sqlite3.SQLITE_PERM || errors.Is(err, fs.ErrPermission):
		return &news.Error{
			Code: news.Invalid, Message: path + " cannot be written", Err: err,
			Hint: "the store and its folder must be writable: beside it lie its log files -wal and -shm",
		}
	}
	return &news.Error{Code: news.Internal, Message: "open the store " + path, Err: err}
}

// explain turns the failures of a running store that people can act on into words.
func (s *Store) explain(err error) error {
	switch codeOf(err) {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return busyError(s.path, err)
	case sqlite3.SQLITE_FULL:
		return &news.Error{
			Code: news.Internal, Message: "no room is left for the store " + s.path, Err: err,
			Hint: "make room and run the same command again: what was kept is kept",
		}
	case sqlite3.SQLITE_READONLY:
		return &news.Error{Code: news.Internal, Message: s.path + " cannot be written", Err: err}
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return &news.Error{
			Code: news.Internal, Message: "the store " + s.path + " is damaged", Err: err,
			Hint: "restore it from a copy",
		}
	}
	return err
}

// isBusy reports whether another connection held the file.
func isBusy(err error) bool {
	code := codeOf(err)
	return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
}

func busyError(path string, err error) error {
	return &news.Error{
		Code: news.Conflict, Message: "another process is writing to " + path, Err: err,
		Hint: "wait until it is done: one process at a time writes to a store",
	}
}

// codeOf returns the primary SQLite result code of err, 0 if it has none.
func codeOf(err error) int {
	var e *driver.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & primaryCode
}

func exists(path string) bool {
	_, err := filepath.EvalSymlinks(path)
	return err == nil
}

func notFound(what, id string) error {
	return &news.Error{Code: news.NotFound, Message: "no " + what + " " + id}
}
