package entity_test

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
	"github.com/dragoman-news/dragoman/internal/text"
)

var update = flag.Bool("update", false, "rewrite the golden sections under testdata")

// TestFind runs every testdata/*.txtar. The file name starts with the language;
// the comment says what the case is about.
func TestFind(t *testing.T) {
	golden(t, "testdata/*.txtar", func(t *testing.T, lang, body string, _ *txtar.Archive) *news.Document { return find(t, lang, body) })
}

// golden runs the cases of a pattern: a report in the first section, what made makes of it in the last.
func golden(t *testing.T, pattern string, made func(t *testing.T, lang, body string, ar *txtar.Archive) *news.Document) {
	t.Helper()
	files, err := filepath.Glob(pattern)
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
			want := &ar.Files[len(ar.Files)-1].Data
			got := render(made(t, lang, strings.TrimSpace(string(ar.Files[0].Data)), ar))
			if *update {
				*want = []byte(got)
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got != string(*want) {
				t.Errorf("%s\ngot:\n%swant:\n%s", ar.Comment, got, *want)
			}
		})
	}
}

func find(t testing.TB, lang, body string) *news.Document {
	t.Helper()
	f, err := entity.New()
	if err != nil {
		t.Fatal(err)
	}
	doc := document(lang, body)
	doc.Mentions = f.Find(doc)
	return doc
}

func document(lang, body string) *news.Document {
	return &news.Document{Report: news.Report{Text: body, Lang: news.Lang(lang)}, Sentences: text.Sentences(body, news.Lang(lang))}
}

// render writes one mention a line; mentions of one local entity share a number.
func render(doc *news.Document) string {
	var sb strings.Builder
	local := map[string]int{}
	for _, m := range doc.Mentions {
		id := m.Entity
		if strings.HasPrefix(id, "L") {
			if local[id] == 0 {
				local[id] = len(local) + 1
			}
			id = fmt.Sprintf("#%d", local[id])
		}
		fmt.Fprintf(&sb, "%s: %s %s", m.Span.In(doc.Text), m.Kind, id)
		for _, f := range []struct{ label, value string }{{"country", m.Country}, {"role", m.Role}, {"sector", m.Sector}} {
			if f.value != "" {
				fmt.Fprintf(&sb, " %s=%s", f.label, f.value)
			}
		}
		if m.Adjective {
			sb.WriteString(" adjective")
		}
		sb.WriteByte('\n')
	}
	return sb.String()
}

func TestTheSameNameInAnotherScriptHasTheSameID(t *testing.T) {
	ids := map[string][]string{}
	for lang, body := range map[string]string{
		"en": "President Ali Shamkhani spoke.",
		"fr": "Le président Ali Chamkhani a parlé.",
		"ar": "قال الرئيس علي شمخاني اليوم.",
		"ru": "Президент Али Шамхани выступил.",
	} {
		for _, m := range find(t, lang, body).Mentions {
			if m.Kind == news.Person {
				ids[m.Entity] = append(ids[m.Entity], lang)
			}
		}
	}
	if len(ids) != 1 {
		t.Errorf("want one id for four spellings, got %v", ids)
	}
}

func TestSkeleton(t *testing.T) {
	for name, c := range map[string]struct{ a, b string }{
		"sh, ch and ش":            {"Shamkhani", "شمخاني"},
		"the Arabic article":      {"al-Maliki", "المالكي"},
		"Russian х for kh":        {"Khamenei", "Хаменеи"},
		"doubled consonants":      {"Hassan Rouhani", "Hasan Ruhani"},
		"particles do not matter": {"Mohammed bin Salman", "محمد بن سلمان"},
	} {
		t.Run(name, func(t *testing.T) {
			if a, b := entity.Skeleton(c.a), entity.Skeleton(c.b); a != b {
				t.Errorf("%q has %q, %q has %q", c.a, a, c.b, b)
			}
		})
	}
}

func TestPlacesAndCountriesById(t *testing.T) {
	f, err := entity.New()
	if err != nil {
		t.Fatal(err)
	}
	if lat, lon, ok := f.Place("GN:98182"); !ok || int(lat) != 33 || int(lon) != 44 {
		t.Errorf("Baghdad is at %v %v, %v", lat, lon, ok)
	}
	if _, _, ok := f.Place("GN:0"); ok {
		t.Error("there is no place 0")
	}
	if got := f.CountryName("IRQ"); got != "Iraq" {
		t.Errorf("IRQ is %q", got)
	}
}

func TestNothingInAnEmptyText(t *testing.T) {
	for _, body := range []string{"", " \n ", "…", "123 456"} {
		if got := find(t, "en", body).Mentions; len(got) != 0 {
			t.Errorf("%q: found %v", body, got)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("fr", "Le président irakien, Barham Saleh, a reçu l'ambassadeur.")
	f.Add("ar", "وقال الرئيس العراقي، برهم صالح، إن")
	f.Add("zh", "总统威廉·姆瓦吉说，李文清")
	f.Add("fa", "احمد کریمی، وزیر خارجه")
	f.Add("de", "O'Neill St. J. R. Smith-Jones al- bin")
	f.Fuzz(func(t *testing.T, lang, body string) {
		end := 0
		for _, m := range find(t, lang, body).Mentions {
			if m.Span.Start < end || m.Span.Empty() || m.Span.End > len(body) {
				t.Fatalf("span %v after %d in %d bytes", m.Span, end, len(body))
			}
			if utf8.ValidString(body) && !utf8.ValidString(m.Span.In(body)) {
				t.Fatalf("%v splits a rune", m.Span)
			}
			if m.Entity == "" || m.Kind == "" || m.Name == "" {
				t.Fatalf("half a mention: %+v", m)
			}
			end = m.Span.End
		}
	})
}

func BenchmarkFind(b *testing.B) {
	doc := document("en", strings.Repeat("Portuguese Foreign Minister Helena Vasconcelos met Daniel Mwangi in Nairobi on Monday. ", 28))
	f, err := entity.New()
	if err != nil {
		b.Fatal(err)
	}
	f.Find(doc)
	b.SetBytes(int64(len(doc.Text)))
	for b.Loop() {
		f.Find(doc)
	}
}
