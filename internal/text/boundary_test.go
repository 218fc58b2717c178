package text

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

// TestBoundaries splits the paragraphs of testdata/boundaries, where each line is a
// sentence.
func TestBoundaries(t *testing.T) {
	files, err := filepath.Glob("testdata/boundaries/*.txt")
	if err != nil || len(files) < 11 {
		t.Fatalf("boundaries in %d languages: %v", len(files), err)
	}
	for _, file := range files {
		lang := strings.TrimSuffix(filepath.Base(file), ".txt")
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for paragraph := range strings.SplitSeq(string(b), "\n\n") {
			want := slices.DeleteFunc(strings.Split(paragraph, "\n"), func(l string) bool { return l == "" || l[0] == '#' })
			space := " "
			if lang == "zh" {
				space = ""
			}
			s := strings.Join(want, space)
			var got []string
			for _, sp := range Sentences(s, news.Lang(lang)) {
				got = append(got, sp.In(s))
			}
			for _, g := range got {
				if !slices.Contains(want, g) {
					t.Errorf("%s: split as %q", lang, g)
				}
			}
			for _, w := range want {
				if !slices.Contains(got, w) {
					t.Errorf("%s: missed %q", lang, w)
				}
			}
		}
	}
}
