package gdelt_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/dragoman-news/dragoman/internal/export/format/formattest"
	"github.com/dragoman-news/dragoman/internal/intake/gdelt"
	"github.com/dragoman-news/dragoman/internal/intake/intaketest"
)

func TestRowsAreRead(t *testing.T) {
	in, err := os.ReadFile("testdata/events.tsv")
	if err != nil {
		t.Fatal(err)
	}
	formattest.Golden(t, "events.golden", intaketest.Read(t, gdelt.Format(), in))
}

func FuzzRead(f *testing.F) {
	in, err := os.ReadFile("testdata/events.tsv")
	if err != nil {
		f.Fatal(err)
	}
	for line := range bytes.Lines(in) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, in []byte) { intaketest.Check(t, gdelt.Format(), in) })
}
