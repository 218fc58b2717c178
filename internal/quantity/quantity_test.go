package quantity_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/quantity"
)

var update = flag.Bool("update", false, "rewrite the expectations of testdata")

// TestFind runs every testdata/*.txtar, whose name begins with the language. Each line of report.txt is a text of its
// own; want has what was found in it, one quantity a line behind the number of the line.
func TestFind(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) < 11 {
		t.Fatalf("%d cases, want one a language (%v)", len(cases), err)
	}
	for _, file := range cases {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			lang, _, _ := strings.Cut(name, "_")
			var got bytes.Buffer
			for i, line := range strings.Split(strings.TrimSpace(string(ar.Files[0].Data)), "\n") {
				for _, q := range quantity.Find(line, news.Lang(lang), news.Span{End: len(line)}) {
					fmt.Fprintf(&got, "%d %s\n", i+1, show(line, q))
				}
			}
			if *update {
				ar.Files[1].Data = got.Bytes()
				if err := os.WriteFile(file, txtar.Format(ar), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if want := string(ar.Files[1].Data); got.String() != want {
				t.Errorf("got\n%swant\n%s", got.String(), want)
			}
		})
	}
}

// show writes a quantity on one line: kind, bound, value, unit, and the words.
func show(s string, q quantity.Quantity) string {
	value := strconv.FormatFloat(q.From, 'f', -1, 64)
	if q.To != q.From {
		value += ".." + strconv.FormatFloat(q.To, 'f', -1, 64)
	}
	if q.Kind == quantity.Clock {
		value = fmt.Sprintf("%02d:%02d", int(q.From)/60, int(q.From)%60)
	}
	return strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s [%s] %s", q.Kind, q.Bound, value, q.Unit, q.Span.In(s), q.Noun)), " ")
}

func TestFindWithinASpan(t *testing.T) {
	s := "Two men met. Three journalists and 40 guests came."
	within := news.Span{Start: strings.Index(s, "Three"), End: len(s)}
	got := quantity.Find(s, "en", within)
	if len(got) != 2 || got[0].Span.In(s) != "Three journalists" || got[1].Span.In(s) != "40 guests" {
		t.Errorf("found %v", got)
	}
	for _, bad := range []news.Span{{Start: -1, End: 4}, {Start: 3, End: 2}, {Start: 0, End: len(s) + 1}} {
		if got := quantity.Find(s, "en", bad); got != nil {
			t.Errorf("within %v found %v", bad, got)
		}
	}
}

func FuzzFind(f *testing.F) {
	langs := []news.Lang{"en", "fr", "ar", "es", "de", "ru", "fa", "tr", "pt", "it", "zh", "und", "xx"}
	for i, s := range []string{
		"About 40 of 1,234.5 bn $5m 10:30 p.m.", "22h30, quatre-vingt-dix", "ثلاثة عشر ألف ساعة ونصف", "dos mil", "zweihundertfünfzig",
		"двух с половиной тыс. долл.", "سه و نیم", "saat 23.00'te %50", "cento e vinte", "ventitré", "1亿2000万多人十几", "12 km", "\xff9",
	} {
		f.Add(s, i)
	}
	f.Fuzz(func(t *testing.T, s string, lang int) {
		end := 0
		for _, q := range quantity.Find(s, langs[uint(lang)%uint(len(langs))], news.Span{End: len(s)}) {
			if q.Span.Start < end || q.Span.Empty() || q.Span.End > len(s) {
				t.Fatalf("span %v after %d in %d bytes", q.Span, end, len(s))
			}
			if utf8.ValidString(s) && (!utf8.ValidString(q.Span.In(s))) {
				t.Fatalf("%v splits a rune", q.Span)
			}
			if !(q.From <= q.To) {
				t.Fatalf("from %v to %v", q.From, q.To)
			}
			if !quantity.Agree(q, q) {
				t.Fatalf("%v does not agree with itself", q)
			}
			end = q.Span.End
		}
	})
}

func BenchmarkFind(b *testing.B) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		b.Fatal(err)
	}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			b.Fatal(err)
		}
		lang, _, _ := strings.Cut(filepath.Base(file), "_")
		s := string(ar.Files[0].Data)
		b.Run(lang, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				quantity.Find(s, news.Lang(lang), news.Span{End: len(s)})
			}
		})
	}
}
