package clean

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/dragoman-news/dragoman/internal/news"
)

var update = flag.Bool("update", false, "rewrite the want sections")

// TestReports reads testdata/*.txtar. In each, NAME.txt is a text as scraped
// and NAME.want what becomes of it. A first line "title: ..." is the title that
// the container gives.
func TestReports(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 12 {
		t.Fatalf("%d cases: %v", len(files), err)
	}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(ar.Files); i += 2 {
			in, want := ar.Files[i], &ar.Files[i+1]
			name := strings.TrimSuffix(in.Name, ".txt")
			if want.Name != name+".want" {
				t.Fatalf("%s: %s is followed by %s", file, in.Name, want.Name)
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+name, func(t *testing.T) {
				got := show(Text(input(string(in.Data))))
				if *update {
					want.Data = []byte(got)
				} else if d := cmp.Diff(string(want.Data), got); d != "" {
					t.Error(d)
				}
			})
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(ar), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func input(s string) Input {
	var in Input
	if rest, ok := strings.CutPrefix(s, "title: "); ok {
		in.Title, s, _ = strings.Cut(rest, "\n")
	}
	in.Text = s
	return in
}

// show writes an Output as the want sections have it.
func show(o Output) string {
	var sb strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&sb, "%s: %s\n", name, value)
		}
	}
	line("title", o.Title)
	line("by", strings.Join(o.Authors, "; "))
	line("source", o.Source)
	line("dateline", o.Dateline)
	if o.Published != nil {
		line("published", when(o.Published.Interval))
	}
	for _, d := range o.Dropped {
		fmt.Fprintf(&sb, "- %s: %s\n", d.Reason, d.Text)
	}
	return sb.String() + "\n" + o.Text + "\n"
}

func when(iv news.Interval) string {
	layout := "2006-01-02T15:04:05Z07:00"
	switch {
	case iv.Precision == news.Month:
		layout = "2006-01"
	case iv.Precision == news.Day:
		layout = "2006-01-02"
	case iv.Floating:
		layout = "2006-01-02T15:04:05"
	}
	return iv.From.Format(layout)
}
