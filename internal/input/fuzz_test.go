package input

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
)

// seeds adds the files of the cases under testdata whose names contain one of
// the marks.
func seeds(f *testing.F, marks ...string) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range cases {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range ar.Files {
			for _, m := range marks {
				if strings.Contains(file.Name, m) {
					f.Add(file.Data)
				}
			}
		}
	}
}

// opened reads data as an input of that name and checks what every stream keeps
// to: names on everything, a type on every report, UTF-8 where it is promised.
func opened(t *testing.T, data []byte) {
	opt := Options{Stdin: bytes.NewReader(data), MaxReport: 1 << 20, MaxWhole: 1 << 20}
	n := 0
	for x, err := range Open(context.Background(), []string{"-"}, opt) {
		if n++; n > len(data)+1 {
			t.Fatalf("%d results of %d bytes", n, len(data))
		}
		if err != nil {
			p, ok := errors.AsType[*Problem](err)
			if !ok || p.Name == "" || p.Err == nil || p.SetAside().Reason == "" {
				t.Fatalf("a problem without name or reason: %#v", err)
			}
			continue
		}
		if x.Name == "" || x.MediaType != "text/html" && x.MediaType != "text/plain" {
			t.Fatalf("a report without name or type: %+v", x)
		}
		if x.UTF8 && !utf8.Valid(x.Body) {
			t.Fatalf("no UTF-8, though promised: %q", x.Body)
		}
		if x.Published != "" && x.ReadFrom == "" {
			t.Fatalf("a date from nowhere: %+v", x)
		}
		if int64(len(x.Body)) > 2*opt.MaxReport {
			t.Fatalf("a body of %d bytes", len(x.Body))
		}
	}
}

func FuzzOpen(f *testing.F) {
	seeds(f, ".txt", ".html", ".json", ".xml", "stdin")
	f.Fuzz(opened)
}

func FuzzWARC(f *testing.F) {
	seeds(f, ".warc")
	f.Fuzz(func(t *testing.T, data []byte) {
		built := warcOf(string(data))
		for _, in := range [][]byte{built, packed(built), append([]byte("WARC/1.0\r\n"), data...)} {
			opened(t, in)
		}
	})
}

// FuzzDamagedWARC turns one byte round and cuts one end off: the records that
// were not touched come out.
func FuzzDamagedWARC(f *testing.F) {
	f.Add(uint16(100), uint16(20))
	f.Fuzz(func(t *testing.T, at, cut uint16) {
		var data []byte
		for _, url := range []string{"https://example.org/1", "https://example.org/2", "https://example.org/3"} {
			data = append(data, packed(warcOf(pageRecord(url, prose(2000))+"\n"))...)
		}
		data = data[:len(data)-int(cut)%(len(data)/4)]
		data[int(at)%len(data)] ^= 0x55
		n, problems := 0, 0
		for x, err := range Open(context.Background(), []string{"-"}, Options{Stdin: bytes.NewReader(data)}) {
			if err != nil {
				problems++
			} else if n++; !strings.HasSuffix(string(x.Body), prose(2000)) {
				t.Fatalf("a damaged page was believed: %q", x.Body)
			}
		}
		if n < 1 || n+problems < 2 {
			t.Fatalf("%d reports, %d problems", n, problems)
		}
	})
}

func FuzzJSONLines(f *testing.F) {
	seeds(f, ".jsonl", "stdin")
	f.Fuzz(func(t *testing.T, data []byte) { opened(t, append([]byte("{\"text\":\"x\"}\n"), data...)) })
}

func FuzzJSON(f *testing.F) {
	seeds(f, ".json")
	f.Fuzz(func(t *testing.T, data []byte) {
		opened(t, append([]byte("[{\"uri\":\"urn:x\",\"headline\":\"x\"},\n"), data...))
	})
}

func FuzzFeed(f *testing.F) {
	seeds(f, ".xml", ".atom", ".rdf", ".json")
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, in := range [][]byte{data, append([]byte("<rss version='2.0'><channel>"), data...), append([]byte("<feed xmlns='http://www.w3.org/2005/Atom'>"), data...)} {
			feed, err := ParseFeed(in, "https://example.org/feed")
			if (feed == nil) == (err == nil) {
				t.Fatalf("%v, %v", feed, err)
			}
			if err != nil {
				continue
			}
			for _, it := range feed.Items {
				if it.Raw == nil || !utf8.Valid(it.Raw.Body) || it.Raw.Name == "" {
					t.Fatalf("%+v", it)
				}
			}
		}
	})
}

func FuzzSitemap(f *testing.F) {
	seeds(f, "sitemap", "news.xml", "index.xml")
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseSitemap(append([]byte("<urlset>"), data...))
		if err != nil {
			return
		}
		for _, p := range m.Pages {
			if p.URL == "" || !utf8.ValidString(p.Title) {
				t.Fatalf("%+v", p)
			}
		}
	})
}

func FuzzOPML(f *testing.F) {
	seeds(f, ".opml")
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ParseOPML(append([]byte("<opml>"), data...))
		if (len(list) == 0) != (err != nil) {
			t.Fatalf("%v, %v", list, err)
		}
	})
}

func FuzzNewsML(f *testing.F) {
	seeds(f, "message.xml")
	f.Fuzz(func(t *testing.T, data []byte) { opened(t, append([]byte("<newsMessage>"), data...)) })
}

func FuzzSniff(f *testing.F) {
	seeds(f, ".")
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"", "a.html", "a.jsonl", "a.xml"} {
			if k := SniffKind(data, name, ""); k == "" || len(data) == 0 && k != KindEmpty {
				t.Fatalf("%q: %q", name, k)
			}
		}
	})
}

func FuzzUnquote(f *testing.F) {
	for _, s := range []string{`"plain"`, `"\\u0645\\u0631\\ud83d\\ude00\\ud83dx\\n\\/\\""`, "\"\xff\"", `"\\ud83d\\u0041"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		data = bytes.TrimSpace(data)
		var want string
		if len(data) == 0 || data[0] != '"' || json.Unmarshal(data, &want) != nil {
			return
		}
		if got := unquote(data); strings.ReplaceAll(got, "\uFFFD", "") != strings.ReplaceAll(want, "\uFFFD", "") {
			t.Fatalf("%q, not %q", got, want)
		}
	})
}
