package date

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// TestPhrases reads testdata/phrases.tsv: a few dozen phrases of every
// language, each in a sentence with the day of publication, with the exact
// span and value that Find should give.
func TestPhrases(t *testing.T) {
	data, err := os.ReadFile("testdata/phrases.tsv")
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 7 {
			continue
		}
		n[f[0]]++
		published, ok := Parse(f[1], "")
		if !ok {
			t.Fatalf("no publication date in %q", line)
		}
		var got []string
		for _, d := range Find(f[2], news.Lang(f[0]), &published) {
			got = append(got, d.Span.In(f[2])+"\t"+show(d.Interval))
		}
		want := f[3] + "\t" + strings.Join(f[4:], " ")
		if strings.Join(got, "; ") != want {
			t.Errorf("%s %q\ngot  %q\nwant %q", f[0], f[2], got, want)
		}
	}
	for lang := range languages() {
		if lang != news.Undetermined && n[string(lang)] < 25 {
			t.Errorf("%s has %d phrases, want 25 or more", lang, n[string(lang)])
		}
	}
}

// show writes an interval as the test files do.
func show(iv *news.Interval) string {
	if iv == nil {
		return "open"
	}
	layout := time.DateOnly
	if grain[iv.Precision] == 0 {
		layout = "2006-01-02T15:04"
	}
	return iv.From.Format(layout) + " " + iv.To.Format(layout) + " " + string(iv.Precision)
}
