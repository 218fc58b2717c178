package formattest

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/export/format"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Write writes the record of Store and returns the file and what was dropped.
func Write(t testing.TB, f format.Format, opt format.Options) ([]byte, format.Dropped) {
	t.Helper()
	var out bytes.Buffer
	lost, err := f.Write(t.Context(), Store(t), opt, &out)
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return out.Bytes(), lost
}

// Golden compares got with testdata/name; -update rewrites it.
func Golden(t testing.TB, name string, got []byte) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil { //nolint:gosec // test data for everybody
			t.Fatal(err)
		}
		if err := os.WriteFile(name, got, 0o644); err != nil { //nolint:gosec // test data for everybody
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got; go test -update rewrites it):\n%s", name, diff)
	}
}

// GoldenDropped compares what was dropped with testdata/name.
func GoldenDropped(t testing.TB, name string, lost format.Dropped) {
	t.Helper()
	list, err := json.MarshalIndent(lost, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	Golden(t, name, append(list, '\n'))
}
