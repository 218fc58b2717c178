// Package sqlite keeps reports in one SQLite file, without cgo. It is the store of a
// laptop and of a single server: one process writes, any number of its goroutines
// read meanwhile. docs/store.md has the tables and what was measured.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

var _ store.Store = (*Store)(nil)

// Memory is the path that stands for a store which is gone when it is closed. It
// lies in a temporary file, so that it behaves like any other.
const Memory = ":memory:"

const (
	busyTimeout  = 10 * time.Second // how long a write waits for another process
	openPause    = 20 * time.Millisecond
	writerCache  = 64 << 10 // KiB of pages
	readerCache  = 8 << 10
	idleReaders  = 16   // opening a connection costs as much as many a page: those of a busy moment stay
	walPages     = 4000 // checkpoint after 16 MB of log: fewer pages are written twice
	pageSize     = 8192
	headerSize   = 16
	sqliteHeader = "SQLite format 3\x00"
)

// Store implements store.Store in an SQLite file.
type Store struct {
	opt   store.Options
	path  string
	read  *sql.DB // any number of connections, which cannot write
	stmts statements
	write *writer // the one that can
	held  *holderCache
	sees  watcher
	temp  string // folder to remove on Close, "" if none
	few   int    // stories that are put in order sooner than all are walked through
}

// Open opens the store at path, which it makes where there is none, and brings its schema up to
// date. The context bounds the opening only.
func Open(ctx context.Context, path string, opt store.Options) (*Store, error) {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	s := &Store{opt: opt, path: path, held: &holderCache{}, few: fewStories}
	if path == Memory {
		dir, err := os.MkdirTemp("", "dragoman-")
		if err != nil {
			return nil, fmt.Errorf("make a temporary store: %w", err)
		}
		s.temp, s.path = dir, filepath.Join(dir, "memory.db")
	}
	if err := s.openInTurn(ctx); err != nil {
		return nil, errors.Join(openError(path, err), s.Close())
	}
	return s, nil
}

// openInTurn opens the files, again while another process holds them, as long as a
// write would wait. SQLite itself waits for most locks, but not where two connections
// put a new file into WAL mode at once, or one does while the last of another process
// takes the log away: there it says busy at once (sqlite.org/c3ref/busy_handler.html).
func (s *Store) openInTurn(ctx context.Context) error {
	began := time.Now()
	for {
		err := s.open(ctx)
		if !isBusy(err) || time.Since(began) > busyTimeout {
			return err
		}
		if err := s.closeFiles(); err != nil {
			return err
		}
		s.read, s.write = nil, nil
		select {
		case <-time.After(openPause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *Store) open(ctx context.Context) error {
	if err := checkFile(s.path); err != nil {
		return err
	}
	w, err := openWriter(ctx, s.path)
	if err != nil {
		return err
	}
	w.held = s.held
	s.write = w
	if err := w.useLog(ctx); err != nil {
		return err
	}
	if err := migrate(ctx, w.conn, migrations); err != nil {
		return err
	}
	driver, err := readers()
	if err != nil {
		return err
	}
	s.read = sql.OpenDB(connector{driver, dsn(s.path, readerCache) + "&_pragma=query_only(1)"})
	s.read.SetMaxIdleConns(idleReaders)
	return s.read.PingContext(ctx)
}

// Close closes the store. What was answered before is on disk.
func (s *Store) Close() error {
	err := s.closeFiles()
	if s.temp != "" {
		err = errors.Join(err, os.RemoveAll(s.temp))
	}
	return err
}

func (s *Store) closeFiles() error {
	var errs []error
	if s.read != nil {
		errs = append(errs, s.sees.close(), s.read.Close())
	}
	if s.write != nil {
		errs = append(errs, s.write.close())
	}
	return errors.Join(errs...)
}

// dsn names the file and the settings of each connection.
//
// synchronous NORMAL in WAL mode survives a killed process with every
// acknowledged batch, and a power cut without damage but perhaps without the last ones
// since the log was written back: they are read again by running the same command.
func dsn(path string, cache int) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	abs = filepath.ToSlash(abs)
	if !strings.HasPrefix(abs, "/") {
		abs = "/" + abs // C:/…
	}
	return fmt.Sprintf("file://%s?_pragma=busy_timeout(%d)&_pragma=synchronous(NORMAL)&_pragma=wal_autocheckpoint(%d)&_pragma=cache_size(-%d)&_pragma=temp_store(MEMORY)",
		(&url.URL{Path: abs}).EscapedPath(), busyTimeout.Milliseconds(), walPages, cache)
}

// checkFile looks at what stands at path before SQLite does, whose messages are for
// programmers.
func checkFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return &news.Error{
			Code: news.Invalid, Message: path + " is a folder, not a store",
			Hint: "name a file in it: --db " + filepath.Join(path, "dragoman.db"),
		}
	case !info.Mode().IsRegular():
		return &news.Error{
			Code: news.Invalid, Message: path + " is no ordinary file and cannot be a store",
			Hint: "give --db the name of a file",
		}
	case info.Size() == 0:
		return nil
	}
	f, err := os.Open(path) //nolint:gosec // the path is what the user asked for
	if err != nil {
		return err
	}
	head := make([]byte, headerSize)
	n, _ := f.Read(head)
	if err := f.Close(); err != nil {
		return err
	}
	if string(head[:n]) != sqliteHeader {
		return &news.Error{
			Code: news.Invalid, Message: path + " is not a Dragoman store",
			Hint: "give --db another name; to read the file as input, name it after `dragoman add`",
		}
	}
	return nil
}
