// Package intaketest is what the tests of the readers of other people's event data have in common.
package intaketest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/intake"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// Read reads a file and writes what came of it, for people.
func Read(t *testing.T, f intake.Format, in []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	for item, err := range f.Read(bytes.NewReader(in)) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Record == nil {
			fmt.Fprintln(&out, "bad:", intake.Words(item))
			continue
		}
		if err := enc.Encode(export.NewImported(index.NameImported("test", item.Record))); err != nil {
			t.Fatal(err)
		}
	}
	Check(t, f, in)
	return out.Bytes()
}

// Check reads anything and wants each record such that a store keeps it, and each line to be accounted for once.
func Check(t *testing.T, f intake.Format, in []byte) {
	t.Helper()
	last := 0
	for item, err := range f.Read(bytes.NewReader(in)) {
		if err != nil {
			return
		}
		if item.Line <= last {
			t.Fatalf("line %d after %d", item.Line, last)
		}
		last = item.Line
		if item.Record == nil {
			if item.Reason == "" {
				t.Fatalf("line %d is bad for no reason", item.Line)
			}
			continue
		}
		if item.Record.Line != item.Line {
			t.Fatalf("a record of line %d in line %d", item.Record.Line, item.Line)
		}
		if err := index.CheckImported(index.NameImported("f", item.Record)); err != nil {
			t.Fatalf("line %d: %v", item.Line, err)
		}
	}
}
