package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

// unsafeLinks finds the addresses in an answer that nobody should follow. What a report gives as its own is told apart, as as_given.
func unsafeLinks(v any) (out []string) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			out = append(out, unsafeLinks(x)...)
		}
	case map[string]any:
		for key, x := range v {
			s, ok := x.(string)
			switch {
			case key == "as_given":
			case !ok:
				out = append(out, unsafeLinks(x)...)
			case (key == "url" || key == "canonical") && s != news.Link(s):
				out = append(out, key+" "+s)
			}
		}
	}
	return out
}

func TestNoAnswerHasAnAddressThatRuns(t *testing.T) {
	b := newBench(t, nil).fill(t)
	given := false
	for path, queries := range asked {
		before, _, _ := strings.Cut(path, "{id}")
		for _, query := range queries {
			w := b.get(t, before+query)
			if path == "/openapi.json" {
				continue
			}
			if found := unsafeLinks(decode[any](t, w)); len(found) > 0 {
				t.Errorf("GET %s%s has %q", before, query, found)
			}
			given = given || strings.Contains(w.Body.String(), `"as_given":{"url":"javascript:alert(1)"}`)
		}
	}
	if !given {
		t.Error("what the report said is nowhere")
	}
	for line := range strings.Lines(b.get(t, "/reports", "Accept", "application/jsonl").Body.String()) {
		var v any
		if err := json.Unmarshal([]byte(line), &v); err != nil || len(unsafeLinks(v)) > 0 {
			t.Errorf("%v in %s", err, line)
		}
	}
}
