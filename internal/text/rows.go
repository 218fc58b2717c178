package text

import (
	"embed"
	"strings"
	"sync"
)

// rowFiles holds the rows of each language: what ends in a point and is no
// sentence's end, what a sentence begins with, what is written onto a word.
//
//go:embed lang/*.txt
var rowFiles embed.FS

// readRows parses lang/name.txt into its [sections], each the lines under its head
// in order. Blank lines and lines that begin with # are comments. A file that is
// not there has no rows.
func readRows(name string) map[string][]string {
	b, err := rowFiles.ReadFile("lang/" + name + ".txt")
	if err != nil {
		return nil
	}
	sections := map[string][]string{}
	head := ""
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			head = strings.Trim(line, "[]")
		default:
			sections[head] = append(sections[head], line)
		}
	}
	return sections
}

// cliticRows are the rows of lang/clitics.txt.
type cliticRows struct{ elided, endings, whole map[string]bool }

var clitics = sync.OnceValue(func() cliticRows {
	rows := readRows("clitics")
	return cliticRows{set(rows["elided"]), set(rows["endings"]), set(rows["whole"])}
})

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
