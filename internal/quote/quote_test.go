package quote_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/dragoman-news/dragoman/internal/entity"
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
	return doc
}

func render(doc *news.Document) string {
	var sb strings.Builder
	for _, q := range doc.Quotes {
		kind := "indirect"
		if q.Direct {
			kind = "direct"
		}
		speaker := q.Speaker
		if speaker == "" {
			speaker = "?"
		}
		if q.Addressee != "" {
			speaker += " to " + q.Addressee
		}
		fmt.Fprintf(&sb, "%s, %s: %s\n", kind, speaker, strings.Join(strings.Fields(q.Span.In(doc.Text)), " "))
	}
	return sb.String()
}

func TestNoSpeakerIsGuessedWithoutMentions(t *testing.T) {
	doc := &news.Document{Report: news.Report{Text: `"We will be there on Friday," she said.`, Lang: "en"}}
	got := quote.Find(doc)
	if len(got) != 1 || got[0].Speaker != "" || got[0].SpeakerMention != -1 {
		t.Errorf("want one quote with an open speaker, got %+v", got)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("fr", "« Oui », a dit Claire Morel. «")
	f.Add("en", "\"No,\" said Peter Kamau. “Open\n\n“again” 'x'")
	f.Add("de", "„Ja“, sagte Sabine Richter. »Nein«")
	f.Add("zh", "威廉·姆瓦吉说：“好。”「」")
	f.Fuzz(func(t *testing.T, lang, body string) {
		doc := document(t, lang, body)
		for _, q := range doc.Quotes {
			if q.Span.Start < 0 || q.Span.Empty() || q.Span.End > len(body) {
				t.Fatalf("span %v in %d bytes", q.Span, len(body))
			}
			if utf8.ValidString(body) && !utf8.ValidString(q.Span.In(body)) {
				t.Fatalf("%v splits a rune", q.Span)
			}
			if q.SpeakerMention >= len(doc.Mentions) {
				t.Fatalf("mention %d of %d", q.SpeakerMention, len(doc.Mentions))
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	doc := document(b, "fr", strings.Repeat("Claire Morel a dit : « Nous partirons demain pour Accra. » Le ministre a souri. ", 30))
	b.SetBytes(int64(len(doc.Text)))
	for b.Loop() {
		quote.Find(doc)
	}
}
