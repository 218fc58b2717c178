package event_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/dragoman-news/dragoman/internal/entity"
	"github.com/dragoman-news/dragoman/internal/event"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/quote"
	"github.com/dragoman-news/dragoman/internal/text"
)

var update = flag.Bool("update", false, "rewrite the golden sections under testdata")

// TestFind runs every testdata/*.txtar. The file name starts with the language;
// the comment says what the case is about.
func TestFind(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			lang, _, _ := strings.Cut(name, "_")
			got := render(document(t, lang, strings.TrimSpace(string(ar.Files[0].Data))))
			if *update {
				ar.Files[1].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want := string(ar.Files[1].Data); got != want {
				t.Errorf("%s\ngot:\n%swant:\n%s", ar.Comment, got, want)
			}
		})
	}
}

// document is body with its sentences and mentions, and what the stage finds in it.
func document(t testing.TB, lang, body string) *news.Document {
	t.Helper()
	f, err := entity.New()
	if err != nil {
		t.Fatal(err)
	}
	doc := &news.Document{Report: news.Report{Text: body, Lang: news.Lang(lang)}, Sentences: text.Sentences(body, news.Lang(lang))}
	doc.Mentions = f.Find(doc)
	doc.Quotes = quote.Find(doc)
	doc.Events = event.Find(doc)
	return doc
}

func render(doc *news.Document) string {
	var sb strings.Builder
	for _, e := range doc.Events {
		fmt.Fprintf(&sb, "%s %s: %s", e.Type, e.Status, names(e.Actors))
		if len(e.Recipients) > 0 {
			fmt.Fprintf(&sb, " -> %s", names(e.Recipients))
		}
		if e.Location != nil {
			fmt.Fprintf(&sb, " in %s", e.Location.Name)
		}
		if n := len(e.Evidence); n > 1 {
			fmt.Fprintf(&sb, ", told %d times", n)
		}
		sb.WriteByte('\n')
	}
	return sb.String()
}

func names(list []news.Party) string {
	var out []string
	for _, p := range list {
		inferred := ""
		if p.Inferred {
			inferred = "?"
		}
		out = append(out, fmt.Sprintf("%s (%s%s)", p.Name, p.Country, inferred))
	}
	return strings.Join(out, ", ")
}

func TestAnOldDateMakesAnEventBackground(t *testing.T) {
	body := "Kenya and Chad signed a treaty in 1987. Kenya and Uganda signed a treaty."
	doc := &news.Document{Report: news.Report{Text: body, Lang: "en"}, Sentences: text.Sentences(body, "en")}
	doc.Published = &news.Published{Interval: news.Interval{From: time.Date(2024, 5, 15, 0, 0, 0, 0, time.UTC), To: time.Date(2024, 5, 15, 0, 0, 0, 0, time.UTC), Precision: news.Day}}
	f, err := entity.New()
	if err != nil {
		t.Fatal(err)
	}
	doc.Mentions = f.Find(doc)
	got := event.Find(doc)
	if len(got) != 2 || got[0].Status != news.Background || got[1].Status != news.Occurred {
		t.Errorf("want background, then occurred; got %+v", got)
	}
}

func TestALanguageWithoutRowsHasNoEvents(t *testing.T) {
	if got := document(t, "fi", "Kenia ja Uganda allekirjoittivat sopimuksen.").Events; len(got) != 0 {
		t.Errorf("found %+v", got)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("fr", "Le Tchad a accusé la Libye. Les deux parties ont discuté.")
	f.Add("ar", "وسيلتقي كمال المرزوقي نظيره")
	f.Add("zh", "中国和肯尼亚签署了协定。")
	f.Add("en", "He met Kenya's in (X) met met will met")
	f.Fuzz(func(t *testing.T, lang, body string) {
		doc := document(t, lang, body)
		for _, e := range doc.Events {
			for _, s := range e.Evidence {
				if s.Start < 0 || s.Empty() || s.End > len(body) || utf8.ValidString(body) && !utf8.ValidString(s.In(body)) {
					t.Fatalf("evidence %v in %d bytes", s, len(body))
				}
			}
			for _, p := range append(e.Actors, e.Recipients...) {
				if p.Mention >= len(doc.Mentions) {
					t.Fatalf("mention %d of %d", p.Mention, len(doc.Mentions))
				}
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	doc := document(b, "en", strings.Repeat("Daniel Mwangi met Helena Vasconcelos in Nairobi on Monday. Kenya accused Chad. ", 30))
	b.SetBytes(int64(len(doc.Text)))
	for b.Loop() {
		event.Find(doc)
	}
}
