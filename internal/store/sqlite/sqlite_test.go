package sqlite_test

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
	"github.com/dragoman-news/dragoman/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T, opt store.Options) store.Store {
		s, err := sqlite.Open(t.Context(), sqlite.Memory, opt)
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}
