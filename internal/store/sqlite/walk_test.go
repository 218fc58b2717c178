package sqlite

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/storetest"
)

// TestStoreThatWalks has the behaviour of a store in which every set of stories is a large one: all stories are walked through, and each is asked.
func TestStoreThatWalks(t *testing.T) {
	storetest.Run(t, func(t *testing.T, opt store.Options) store.Store {
		s, err := Open(t.Context(), Memory, opt)
		if err != nil {
			t.Fatal(err)
		}
		s.few = -1
		return s
	})
}
