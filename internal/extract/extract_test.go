package extract_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/tools/txtar"

	"github.com/dragoman-news/dragoman/internal/extract"
	"github.com/dragoman-news/dragoman/internal/news"
)

var update = flag.Bool("update", false, "rewrite the golden sections under testdata")

// TestHTML runs every testdata/*.txtar: a page and its address, and the report
// that is read from it.
func TestHTML(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			raw := &news.Raw{Name: file, MediaType: "text/html"}
			want := -1
			label := ""
			for i, f := range ar.Files {
				switch f.Name {
				case "url.txt":
					raw.URL = strings.TrimSpace(string(f.Data))
				case "charset":
					label = strings.TrimSpace(string(f.Data))
				case "page.html":
					raw.Body = f.Data
				case "want":
					want = i
				}
			}
			if enc, _ := charset.Lookup(label); enc != nil {
				if raw.Body, err = enc.NewEncoder().Bytes(raw.Body); err != nil {
					t.Fatal(err)
				}
			}
			got := render(extract.HTML(raw, extract.Options{}))
			if *update {
				if want < 0 {
					ar.Files = append(ar.Files, txtar.File{Name: "want"})
					want = len(ar.Files) - 1
				}
				ar.Files[want].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want < 0 {
				t.Fatal("the case has no want section: run with -update and read it")
			}
			if w := string(ar.Files[want].Data); got != w {
				t.Errorf("%s\ngot:\n%s\nwant:\n%s", ar.Comment, got, w)
			}
		})
	}
}

func render(r *news.Report, err error) string {
	if err != nil {
		return fmt.Sprintf("error %s: %v\n", news.CodeOf(err), err)
	}
	var sb strings.Builder
	fmt.Fprintf(&sb, "title %s\nauthors %s\nsource %s %s %q\nlang %s\ncanonical %s\n", r.Title, strings.Join(r.Authors, "; "), r.Source, r.Country, r.Site, r.Lang, r.Canonical)
	if p := r.Published; p != nil {
		layout := time.DateOnly
		if p.Precision == news.Second || p.Precision == news.Minute {
			layout = time.RFC3339
		}
		fmt.Fprintf(&sb, "published %s %s from %s\n", p.From.Format(layout), p.Precision, p.ReadFrom)
	}
	fmt.Fprintf(&sb, "text\n%s\n", r.Text)
	for _, d := range r.Dropped {
		fmt.Fprintf(&sb, "dropped %s: %s\n", d.Reason, d.Text)
	}
	return sb.String()
}

// article is a page with enough text, around which cases vary.
func article(head, body string) string {
	return "<html><head>" + head + "</head><body><article><h1>A headline of some length</h1>" + body +
		strings.Repeat("<p>The ministers met again on Tuesday and spoke about the river, its dams and its fish.</p>", 5) + "</article></body></html>"
}

func TestContainerOutranksPage(t *testing.T) {
	page := article(`<meta property="article:published_time" content="2020-01-02T03:04:05Z"><meta name="author" content="Page Author">`, "")
	r, err := extract.HTML(&news.Raw{
		URL: "https://example.org/1", Body: []byte(page), Title: "Given", Authors: []string{"Given Author"}, Description: "Given too",
		Published: "2020-01-01T10:00:00+03:00", ReadFrom: news.ReadFromFeed, Lang: "fr", ID: "mine",
	}, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Title != "Given" || r.Authors[0] != "Given Author" || r.Description != "Given too" || r.Lang != "fr" || r.ID != "mine" {
		t.Errorf("got %q %q %q %q %q", r.Title, r.Authors, r.Description, r.Lang, r.ID)
	}
	if r.Published == nil || r.Published.ReadFrom != news.ReadFromFeed || r.Published.From.Format(time.RFC3339) != "2020-01-01T10:00:00+03:00" {
		t.Errorf("published %+v", r.Published)
	}
}

func TestBadPages(t *testing.T) {
	deep := strings.Repeat("<div>", 100_000)
	cases := []struct {
		name, page string
		max        int
		ok         bool
	}{
		{"an empty page", "", 0, false},
		{"a page with menus only", "<html><body><nav><a href=/>Home</a></nav></body></html>", 0, false},
		{"a page of NUL bytes", strings.Repeat("\x00", 5000), 0, false},
		{"elements nested 100,000 deep keep their text", article("", deep), 0, true},
		{"inline elements nested 100,000 deep", article("", strings.Repeat("<b><i>", 50_000)), 0, true},
		{"tables nested 20,000 deep", article("", strings.Repeat("<table><tr><td>", 20_000)), 0, true},
		{"a line of 10 MB", article("", "<p>"+strings.Repeat("word ", 2_000_000)+"</p>"), 0, true},
		{"an attribute of 5 MB", article("", `<p class="`+strings.Repeat("x ", 2_500_000)+`">text</p>`), 0, true},
		{"a page above the limit", article("", strings.Repeat("<p>more</p>", 200)), 1000, false},
		{"a page above 16 MiB", article("", strings.Repeat(" ", 17<<20)), 0, false},
		{"a script that never ends", article("", "<script>"+strings.Repeat("<script", 100_000)), 0, false},
		{"JSON-LD nested 50,000 deep", article(`<script type="application/ld+json">`+strings.Repeat(`{"a":[`, 50_000)+`</script>`, ""), 0, true},
		{"100,000 numbers that might be dates", article("", "<div class=date>"+strings.Repeat("12.12.", 100_000)+"</div>"), 0, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			r, err := extract.HTML(&news.Raw{URL: "https://example.org/x", Body: []byte(c.page)}, extract.Options{MaxBytes: c.max})
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if c.ok != (err == nil) {
				t.Fatalf("error %v", err)
			}
			if err != nil && news.CodeOf(err) != news.Invalid {
				t.Errorf("code %s of %v", news.CodeOf(err), err)
			}
			if err == nil && !strings.Contains(r.Text, "The ministers met again") {
				t.Errorf("the text is lost: %.200q", r.Text)
			}
		})
	}
}

func TestDomainAndCountry(t *testing.T) {
	cases := []struct{ url, domain, country string }{
		{"https://www.bbc.co.uk/news", "bbc.co.uk", "GBR"},
		{"http://news.example.com.lb:8080/1", "example.com.lb", "LBN"},
		{"https://example.ru./x", "example.ru", "RUS"},
		{"https://stream.example.tv/", "example.tv", ""},
		{"https://example.io", "example.io", ""},
		{"https://xn--e1afmkfd.xn--p1ai/", "xn--e1afmkfd.xn--p1ai", "RUS"},
		{"https://192.0.2.1/a", "192.0.2.1", ""},
		{"ftp://example.org/", "", ""},
		{"not an address", "", ""},
	}
	for _, c := range cases {
		if d := extract.Domain(c.url); d != c.domain || extract.Country(d) != c.country {
			t.Errorf("%s: %q %q, want %q %q", c.url, d, extract.Country(d), c.domain, c.country)
		}
	}
}

func TestCleanAuthors(t *testing.T) {
	cases := []struct{ given, site, want string }{
		{"By Jane Doe and Max Stone", "", "Jane Doe|Max Stone"},
		{"Par Claire Dupont, envoyée spéciale", "", "Claire Dupont"},
		{"بقلم: سمير حداد", "", "سمير حداد"},
		{"Von Anna Weiß und Karl Lang, Berlin-Korrespondent", "", "Anna Weiß|Karl Lang"},
		{"JEAN-PIERRE DUVAL", "", "Jean-Pierre Duval"},
		{"Doe, Jane", "", "Jane Doe"},
		{"Reuters", "", ""},
		{"The Example Herald", "The Example Herald", ""},
		{"https://www.facebook.com/example", "", ""},
		{"jane@example.org", "", ""},
		{"Jane Doe @janedoe", "", "Jane Doe"},
		{"Jane Doe (jane@example.org)", "", "Jane Doe"},
		{"View all posts by Jane Doe", "", "Jane Doe"},
		{"Por Lucía Pérez y Juan Gómez", "", "Lucía Pérez|Juan Gómez"},
		{"Автор: Иван Петров", "", "Иван Петров"},
		{"记者 王小明", "", "王小明"},
		{"admin", "", ""},
	}
	for _, c := range cases {
		if got := strings.Join(extract.CleanAuthors([]string{c.given}, c.site), "|"); got != c.want {
			t.Errorf("%q: got %q, want %q", c.given, got, c.want)
		}
	}
}

func FuzzHTML(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		if ar, err := txtar.ParseFile(file); err == nil {
			for _, part := range ar.Files {
				f.Add(part.Data, "https://example.org/2020/01/02/x")
			}
		}
	}
	f.Add([]byte("<p>\xff\xfe<table><b></p><svg><title>"), "")
	f.Add([]byte("<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":[[[{}]]],\"headline\":1}</script><p>a"), "://")
	f.Fuzz(func(t *testing.T, body []byte, address string) {
		r, err := extract.HTML(&news.Raw{Body: body, URL: address}, extract.Options{})
		if err != nil {
			if news.CodeOf(err) != news.Invalid {
				t.Errorf("code %s of %v", news.CodeOf(err), err)
			}
			return
		}
		if r.Text == "" || !utf8.ValidString(r.Text) || !norm.NFC.IsNormalString(r.Text) {
			t.Errorf("text %q is empty, not UTF-8 or not NFC", r.Text)
		}
		if strings.ContainsAny(r.Text, "\x00\ufeff\u202e\r") {
			t.Errorf("controls in %q", r.Text)
		}
		again, _ := extract.HTML(&news.Raw{Body: body, URL: address}, extract.Options{})
		if again == nil || again.Text != r.Text || again.Title != r.Title {
			t.Error("a second reading differs")
		}
	})
}

func BenchmarkHTML(b *testing.B) {
	page := []byte(article(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"A headline of some length","datePublished":"2020-01-02"}</script>`,
		strings.Repeat(`<div class="share-bar"><a href="/x">Share</a></div><p>Some more <b>text</b> with <a href="/y">a link</a> in it, and a comma.</p>`, 100)))
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		if _, err := extract.HTML(&news.Raw{URL: "https://example.org/x", Body: page}, extract.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
