package clean

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/dragoman-news/dragoman/internal/news"
)

// FuzzText checks that nothing is lost or made up: the paragraphs stand in the
// input in their order, and every letter of the input is in the text, the title
// or what was dropped.
func FuzzText(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range ar.Files {
			in := input(string(part.Data))
			f.Add(in.Title, in.Text, "", false)
		}
	}
	f.Add("", "a\r\nb\u2028c\u200f\ufeff\xff\x00 •  d | e > f.\n\n\n©", "fr", true)
	f.Fuzz(func(t *testing.T, title, s, lang string, page bool) {
		in := Input{Title: title, Text: s, Lang: news.Lang(lang), FromPage: page}
		out := Text(in)
		if !utf8.ValidString(out.Text) || !utf8.ValidString(out.Title) {
			t.Fatal("a rune was split")
		}
		rest := bare(normal(s))
		for para := range strings.SplitSeq(out.Text, "\n\n") {
			_, after, ok := strings.Cut(rest, bare(para))
			if !ok {
				t.Fatalf("not in the input, or not in this order: %q", para)
			}
			rest = after
		}
		want, got := runes(normal(s)), runes(out.Text)
		for _, d := range out.Dropped {
			if d.Reason == "" {
				t.Fatalf("no reason for %q", d.Text)
			}
			add(got, d.Text)
		}
		if foldLine(normal(title)) == "" {
			add(got, out.Title)
		}
		for r, n := range want {
			if got[r] != n {
				t.Fatalf("%q: %d in, %d out", r, n, got[r])
			}
		}
	})
}

// bare is s without space.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func runes(s string) map[rune]int {
	m := map[rune]int{}
	add(m, s)
	return m
}

func add(m map[rune]int, s string) {
	for _, r := range bare(s) {
		m[r]++
	}
}
