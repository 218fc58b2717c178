package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func TestEveryWriteIsSeen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "seen.db")
	open := func() *sqlite.Store {
		s, err := sqlite.Open(t.Context(), path, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	}
	s, other := open(), open()
	written := func() int64 {
		n, err := s.Written(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	last := written()
	for what, by := range map[string]*sqlite.Store{"its own": s, "another's": other} {
		if now := written(); now != last {
			t.Errorf("without a write %d became %d", last, now)
		}
		if err := by.SetAside(t.Context(), []news.SetAside{{Name: what, Reason: "no text"}}); err != nil {
			t.Fatal(err)
		}
		now := written()
		if now == last {
			t.Errorf("%s write was not seen", what)
		}
		last = now
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Written(gone); err == nil {
		t.Error("who went away is answered")
	}
	if now := written(); now == last { // what was missed meanwhile is not known
		t.Error("after a failure it counts on as if nothing had been")
	}
}
