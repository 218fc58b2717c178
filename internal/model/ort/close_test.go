package ort

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"github.com/dragoman-news/dragoman/internal/model/encoder"
	"github.com/dragoman-news/dragoman/internal/model/weights/weightstest"
)

// TestClose closes a backend while others use it: a run either ends well or says
// that it came too late.
func TestClose(t *testing.T) {
	h := weightstest.Small
	b := backend(t, parse(t, h, 7), bytewise{})
	input := sequences(h, 20, 30)
	run := func() error { return b.Run(&encoder.Workspace{}, input, func(int, *encoder.Output) {}) }
	if err := run(); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				if err := run(); err != nil {
					if !strings.Contains(err.Error(), "closed") {
						t.Errorf("while closing: %v", err)
					}
					return
				}
			}
		})
	}
	b.Close()
	wg.Wait()
	b.Close()
	if err := run(); err == nil {
		t.Error("a closed backend runs")
	}
}

// TestClosedGivesBack opens and closes more networks than memory may grow by:
// one of this size takes 8 MB, and the heap of C keeps some of what it is given.
func TestClosedGivesBack(t *testing.T) {
	const rounds, most = 40, 128 << 20
	f, path := parse(t, real(2), 1), libraryPath(t)
	input := sequences(f.Header, 40, 40, 40)
	round := func() {
		b, err := Open(path, f)
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		if err := b.Run(&encoder.Workspace{}, input, func(int, *encoder.Output) {}); err != nil {
			t.Fatal(err)
		}
	}
	for range 4 { // what the library keeps for good
		round()
	}
	debug.FreeOSMemory()
	before := resident(t)
	for range rounds {
		round()
	}
	debug.FreeOSMemory()
	if grown := resident(t) - before; grown > most {
		t.Errorf("%d networks have left %d MB behind", rounds, grown>>20)
	}
}

// resident is the memory that the program has now.
func resident(t *testing.T) int64 {
	t.Helper()
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("this system does not say how much memory a program has")
	}
	var size, pages int64
	if _, err := fmt.Sscan(string(data), &size, &pages); err != nil {
		t.Fatal(err)
	}
	return pages * int64(os.Getpagesize())
}
