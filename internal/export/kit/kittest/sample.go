// Package kittest is a small record with everything in it that makes a file format stumble: markup, scripts, formulas,
// NUL, line ends and separators inside names, several scripts, directions turned around, addresses that are none,
// parties and places of which little is known, dates at every precision, and a report that was withdrawn. The tests of
// the formats write it and compare with their golden files.
package kittest

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
)

// Now is when the sample is exported.
var Now = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)

// Base is the address of the web pages in the sample's links.
const Base = "https://desk.example"

var update = flag.Bool("update", false, "rewrite golden files")

// Golden writes the sample in a format and compares the file, and the list of what was dropped, with those under
// testdata. It returns the file.
func Golden(t *testing.T, f format.Format) []byte {
	t.Helper()
	got, lost := Write(t, f, format.Options{Now: Now, Base: Base})
	again, _ := Write(t, f, format.Options{Now: Now, Base: Base})
	if !bytes.Equal(got, again) {
		t.Error("two exports of one record differ")
	}
	Compare(t, filepath.Join("testdata", "sample"+f.Extension), got)
	list, err := json.MarshalIndent(lost, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	Compare(t, filepath.Join("testdata", f.Name+".dropped.json"), append(list, '\n'))
	return got
}

// Compare compares with a golden file, or rewrites it.
func Compare(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil { //nolint:gosec // a folder of the repository
			t.Fatal(err)
		}
		if err := os.WriteFile(name, got, 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what is written now; go test -update rewrites it, then read the diff. Now:\n%s", name, got)
	}
}

// Write writes the sample.
func Write(t *testing.T, f format.Format, opt format.Options) ([]byte, format.Dropped) {
	t.Helper()
	return WriteOf(t, f, Source(t), opt)
}

// WriteOf writes what src has.
func WriteOf(t *testing.T, f format.Format, src format.Source, opt format.Options) ([]byte, format.Dropped) {
	t.Helper()
	var b bytes.Buffer
	lost, err := f.Write(context.Background(), src, opt, &b)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), lost
}

// FuzzNames writes an entry whose names and words a stranger chose. Whatever they are, the file is JSON (an object a line,
// or one), has no sign that ends a string elsewhere, and is whole.
func FuzzNames(f *testing.F, x format.Format, lines bool) {
	for _, s := range []string{"<script>", "\x00\x1b[2J", "\xff\xfe", "\u202eabc", "\"}],\n{\"", "=1+1", "javascript:alert(1)", "https://a.example/\"><b>", ""} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, name, mode string) {
		day := on("2020-03-20")
		e := news.Entry{
			Type: news.Aid, Mode: mode, Status: news.Planned, Date: &day, Location: &news.Location{Name: name, Country: mode, HasPoint: true, Precision: news.AtCity},
			Actors:     []news.EntryParty{{Party: news.Party{Name: name, Entity: mode, Kind: news.Person, Country: name, Mention: -1}}},
			Recipients: []news.EntryParty{{Party: news.Party{Name: mode, Kind: news.Organisation, Sector: name, Mention: -1}}},
		}
		file, _ := WriteOf(t, x, WithEntry(t, e), format.Options{Now: Now, Base: Base})
		parts := [][]byte{file}
		if lines {
			parts = bytes.Split(bytes.TrimSuffix(file, []byte("\n")), []byte("\n"))
		}
		for _, part := range parts {
			if !json.Valid(part) || !utf8.Valid(part) || bytes.ContainsAny(part, "\x00\x1b\u202e") {
				t.Fatalf("not a file of %s, beginning with %.300q", x.Name, part)
			}
		}
	})
}

// Empty is a record of nothing.
func Empty() format.Source { return memstore.New(store.Options{}) }

// Source is the sample.
func Source(t *testing.T) format.Source {
	t.Helper()
	st := memstore.New(store.Options{})
	if _, err := st.Add(context.Background(), reports()); err != nil {
		t.Fatal(err)
	}
	copies := map[string]string{"en-copy": "en-1"}
	if err := st.ApplyStories(context.Background(), store.StoryChanges{Put: stories(), Copies: copies}); err != nil {
		t.Fatal(err)
	}
	return st
}

// With is a record of one planned entry that takes place somewhere.
func With(t *testing.T, place news.Location) format.Source {
	t.Helper()
	day := on("2020-03-20")
	return WithEntry(t, news.Entry{Type: news.Consult, Status: news.Planned, Location: &place, Date: &day})
}

// WithEntry is a record of one story with one entry, which one report tells.
func WithEntry(t *testing.T, e news.Entry) format.Source {
	t.Helper()
	st := memstore.New(store.Options{})
	if _, err := st.Add(context.Background(), []*news.Document{chineseReport()}); err != nil {
		t.Fatal(err)
	}
	e.Evidence = []news.ReportSpan{{Report: "zh-1", Span: find(chinese, "访问")}}
	s := &news.Story{ID: "s", Languages: []news.Lang{"zh"}, Reports: []string{"zh-1"}, Sources: 1, Entries: []news.Entry{e}}
	if err := st.ApplyStories(context.Background(), store.StoryChanges{Put: []*news.Story{s}}); err != nil {
		t.Fatal(err)
	}
	return st
}

// on is a day.
func on(day string) news.Interval {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err) // a day of the table below
	}
	return news.Interval{From: t, To: t, Precision: news.Day}
}

// from is a stretch of days.
func from(first, last string, p news.Precision) news.Interval {
	return news.Interval{From: on(first).From, To: on(last).To, Precision: p}
}

// at is an instant.
func at(stamp string) news.Interval {
	t, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		panic(err) // a time of the table below
	}
	return news.Interval{From: t, To: t, Precision: news.Minute}
}

func published(iv news.Interval) *news.Published {
	return &news.Published{Interval: iv, ReadFrom: news.ReadFromFeed}
}

// find is where words stand in a text.
func find(text, words string) news.Span {
	i := strings.Index(text, words)
	if i < 0 {
		panic("the sample's texts have no " + words)
	}
	return news.Span{Start: i, End: i + len(words)}
}
