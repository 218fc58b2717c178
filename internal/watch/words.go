package watch

import (
	"context"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// phrase is a run of words, as search compares them.
type phrase []string

// parse reads words and "quoted phrases", and what must not occur, with a leading minus.
func parse(s string) (must, not []phrase) {
	for {
		s = strings.TrimSpace(s)
		if s == "" {
			return must, not
		}
		rest, minus := strings.CutPrefix(s, "-")
		end := strings.IndexAny(rest, " \t\r\n\u00a0\u3000")
		if quoted, ok := strings.CutPrefix(rest, `"`); ok {
			rest, end = quoted, strings.IndexByte(quoted, '"')
		}
		if end < 0 {
			end = len(rest)
		}
		p := words(rest[:end])
		s = strings.TrimPrefix(rest[end:], `"`)
		switch {
		case len(p) == 0:
		case minus:
			not = append(not, p)
		default:
			must = append(must, p)
		}
	}
}

func words(s string) phrase {
	var out phrase
	for _, t := range text.Analyze(s) {
		out = append(out, t.Word)
	}
	return out
}

// matcher is the test of words: one report of the story, title and text, has all that must occur and nothing that must not.
func matcher(wanted string) func(context.Context, Reader, *news.Story) (bool, error) {
	must, not := parse(wanted)
	return func(ctx context.Context, r Reader, s *news.Story) (bool, error) {
		if len(must) == 0 && len(not) == 0 {
			return strings.TrimSpace(wanted) == "", nil // of "!?" there is nothing to be found
		}
		for _, id := range s.Reports {
			if slices.Contains(s.Withdrawn, id) {
				continue
			}
			doc, err := r.Document(ctx, id)
			if err != nil {
				return false, err
			}
			in := [2]phrase{words(doc.Title), words(doc.Text)}
			has := func(p phrase) bool { return in[0].contains(p) || in[1].contains(p) }
			if !slices.ContainsFunc(not, has) && !slices.ContainsFunc(must, func(p phrase) bool { return !has(p) }) {
				return true, nil
			}
		}
		return false, nil
	}
}

func (in phrase) contains(p phrase) bool {
	for i := 0; i+len(p) <= len(in); i++ {
		if slices.Equal(in[i:i+len(p)], p) {
			return true
		}
	}
	return false
}
