package identity

import (
	"strings"
	"sync"
)

// relations reads data/relations.tsv.
var relations = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	table, err := data.ReadFile("data/relations.tsv")
	if err != nil {
		return out
	}
	for line := range strings.Lines(string(table)) {
		_, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.SplitSeq(words, "|") {
			out[fold(w)] = true
		}
	}
	return out
})

// Office reports whether what a report calls somebody says what they are, and not how they stand to another person or
// are addressed: "minister", but not "counterpart", "نظيره" or "Mr".
func Office(title string) bool { return title != "" && !relations()[fold(title)] }
