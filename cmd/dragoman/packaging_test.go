package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestWhatIsPackagedCanBeRun wants each command and flag that the pages and files of operations name.
func TestWhatIsPackagedCanBeRun(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../../docs/operations.md", "../../packaging/*.md", "../../packaging/*/*"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		files = append(files, found...)
	}
	root := newRoot(&console{in: strings.NewReader(""), out: &bytes.Buffer{}, err: &bytes.Buffer{}})
	line := regexp.MustCompile(`(?:^|[ /"'\x60])dragoman"?,? ((?:[a-z]+ )*[a-z]+)([^|\n\x60#]*)`)
	flag := regexp.MustCompile(`--([a-z][a-z-]+)`)
	checked := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range line.FindAllStringSubmatch(string(data), -1) {
			cmd, rest, err := root.Find(strings.Fields(m[1]))
			if err != nil || cmd == root || len(rest) == len(strings.Fields(m[1])) {
				continue // prose
			}
			for _, f := range flag.FindAllStringSubmatch(m[2], -1) {
				checked++
				if !has(cmd, f[1]) {
					t.Errorf("%s: %s has no --%s", file, cmd.CommandPath(), f[1])
				}
			}
		}
	}
	if checked < 12 {
		t.Errorf("only %d flags were found", checked)
	}
}

func has(cmd *cobra.Command, flag string) bool {
	cmd.InitDefaultHelpFlag()
	return cmd.Flags().Lookup(flag) != nil || cmd.InheritedFlags().Lookup(flag) != nil
}
