package main

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// goldenLine is stage, set, language, metric and value, in columns.
var goldenLine = regexp.MustCompile(`^(\S+) +(\S.*?) +(all|arru|[a-z]{2}) +(\S.*?) +-?[0-9]+\.[0-9]{4} +[0-9]+ `)

// TestReadmeExplainsEveryRow holds that each set and metric of scores.golden is named, between
// backquotes, in its stage's section of the README.
func TestReadmeExplainsEveryRow(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string][]string{}
	for _, section := range strings.Split(string(readme), "\n## ")[1:] {
		stage, body, _ := strings.Cut(section, "\n")
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(body, -1) {
			named[stage] = append(named[stage], strings.Join(strings.Fields(m[1]), " "))
		}
	}
	golden, err := os.ReadFile("scores.golden")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(golden)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		m := goldenLine.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("not a row: %q", line)
			continue
		}
		rows++
		for _, name := range []string{m[2], m[4]} {
			if !slices.ContainsFunc(named[m[1]], func(s string) bool { ok, err := path.Match(s, name); return err == nil && ok }) {
				t.Errorf("README.md does not name %q in its section on %s", name, m[1])
			}
		}
	}
	if rows == 0 {
		t.Error("no rows in scores.golden")
	}
}
