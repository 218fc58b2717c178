package unigram_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// checkSpans returns what is wrong with the spans of text, if anything: they are as many as ids, lie in the text, never go
// back, split no character, and leave out nothing that can be seen.
func checkSpans(text string, ids []int32, spans []news.Span) error {
	if len(ids) != len(spans) {
		return fmt.Errorf("%d ids, %d spans", len(ids), len(spans))
	}
	covered := make([]bool, len(text))
	last := news.Span{}
	for i, s := range spans {
		if s.Start < last.Start || s.End < last.End || s.End < s.Start || s.End > len(text) {
			return fmt.Errorf("span %d, %v after %v, of %d bytes", i, s, last, len(text))
		}
		if !edge(text, s.Start) || !edge(text, s.End) {
			return fmt.Errorf("span %d, %v, splits a character", i, s)
		}
		for j := s.Start; j < s.End; j++ {
			covered[j] = true
		}
		last = s
	}
	for i, c := range text {
		if seen(c) && !covered[i] {
			return fmt.Errorf("%q at %d is in no span", c, i)
		}
	}
	return nil
}

// seen reports whether c must be in some span: it can be seen, and is no mark, as a mark goes with what it stands on.
func seen(c rune) bool {
	return unicode.IsGraphic(c) && !unicode.In(c, unicode.Z, unicode.M) && c != utf8.RuneError && c != '\u2581'
}

// edge reports whether a character begins or ends at i.
func edge(text string, i int) bool {
	if i == 0 || i == len(text) || utf8.RuneStart(text[i]) {
		return true
	}
	// Bytes that are not UTF-8 are characters of their own.
	for j := max(0, i-utf8.UTFMax); j < i; j++ {
		if _, n := utf8.DecodeRuneInString(text[j:]); n > i-j {
			return false
		}
	}
	return true
}

func FuzzEncode(f *testing.F) {
	for _, line := range linesOf(f, "testdata/ids.jsonl") {
		var row struct{ Text string }
		if err := json.Unmarshal(line, &row); err != nil {
			f.Fatal(err)
		}
		f.Add(row.Text)
	}
	for _, s := range []string{"a\xffb", "\xed\xa0\x80", "\u0600\u0301e\u0301", "\xc3\u0301"} {
		f.Add(s)
	}
	tok := tokenizer(f)
	pieces := int32(len(vocabulary(f).Scores))
	f.Fuzz(func(t *testing.T, text string) {
		ids, spans := tok.Encode(text)
		if err := checkSpans(text, ids, spans); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		for _, id := range ids {
			if id < 4 || id >= pieces {
				t.Fatalf("%q gives the piece %d of %d", text, id, pieces)
			}
		}
		again, _ := tok.Encode(string([]rune(text)))
		if !slices.Equal(ids, again) {
			t.Fatalf("%q gives %v, with U+FFFD %v", text, ids, again)
		}
	})
}
