package jsonl_test

import (
	"bytes"
	"testing"

	"github.com/dragoman-news/dragoman/internal/export/format/formattest"
	"github.com/dragoman-news/dragoman/internal/export/jsonl"
	"github.com/dragoman-news/dragoman/internal/news"
)

func TestStoriesThenReportsAreWritten(t *testing.T) {
	got, lost := formattest.Write(t, jsonl.Format(), formattest.Options())
	formattest.Golden(t, "all.jsonl", got)
	if len(lost) > 0 {
		t.Errorf("dropped %v", lost)
	}
}

func TestOnlyWhatIsAskedForIsWritten(t *testing.T) {
	for of, want := range map[string][2]int{"stories": {3, 0}, "reports": {0, 6}, "entries": {0, 0}, "all": {3, 6}, "": {3, 6}} {
		opt := formattest.Options()
		opt.Of = of
		got, _ := formattest.Write(t, jsonl.Format(), opt)
		n := [2]int{bytes.Count(got, []byte(`{"schema":"dragoman.story/1"`)), bytes.Count(got, []byte(`{"schema":"dragoman.document/1"`))}
		if n != want {
			t.Errorf("%q: %v stories and reports, want %v", of, n, want)
		}
		if of == "entries" && bytes.Count(got, []byte(`{"schema":"dragoman.entry/1"`)) != 4 {
			t.Errorf("entries: %s", got)
		}
	}
}

func TestTheFilterHoldsForStoriesAndReports(t *testing.T) {
	opt := formattest.Options()
	opt.Filter.Type = news.Aid
	got, _ := formattest.Write(t, jsonl.Format(), opt)
	if n := bytes.Count(got, []byte("\n")); n != 2 {
		t.Errorf("%d lines, want the story and its report", n)
	}
}
