package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/kb"
)

func TestRowsBecomeAFile(t *testing.T) {
	rows, out := filepath.Join(t.TempDir(), "rows"), filepath.Join(t.TempDir(), "kb")
	const row = `{"id":"GN:98182","kind":"place","country":"IRQ","point":[33.34,44.4],"people":7000000,"names":[{"text":"Baghdad","langs":["en"],"use":0}]}
{"id":"P:irq:x","kind":"person","names":[{"text":"X Y","langs":[],"use":4}],"roles":[{"title":"president","code":"GOV","from":20181002}]}
`
	if err := os.WriteFile(rows, []byte(row), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(rows, out); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	k, err := kb.Read(string(b))
	if err != nil {
		t.Fatal(err)
	}
	e, ok := k.ByID("GN:98182")
	if !ok || e.Name("en") != "Baghdad" || e.Population != 7_000_000 || !e.HasPoint {
		t.Errorf("Baghdad is %+v", e)
	}
	if p, _ := k.ByID("P:irq:x"); len(p.Roles()) != 1 || p.Roles()[0].From != 20181002 {
		t.Errorf("the person was %v", p.Roles())
	}
}

func TestABadRowIsNamedByItsLine(t *testing.T) {
	rows := filepath.Join(t.TempDir(), "rows")
	if err := os.WriteFile(rows, []byte("{}\n{\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := run(rows, filepath.Join(t.TempDir(), "kb"))
	if err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error is %v", err)
	}
}
