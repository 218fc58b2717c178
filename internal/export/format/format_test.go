package format_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/news"
)

func TestDropsAreSortedAndCounted(t *testing.T) {
	var d format.Drops
	d.Add("quotes", "no place")
	d.Add("actors.role", "no place")
	d.Add("quotes", "no place")
	d.AddN("quotes", "too long", 0)
	want := format.Dropped{{Field: "actors.role", Reason: "no place", Count: 1}, {Field: "quotes", Reason: "no place", Count: 2}}
	if diff := cmp.Diff(want, d.List()); diff != "" {
		t.Error(diff)
	}
}

// one is a source of one report that counts how often it is read.
type one struct {
	format.Source
	reads int
}

func (o *one) Document(_ context.Context, id string) (*news.Document, error) {
	o.reads++
	return &news.Document{Report: news.Report{ID: id, Text: "text of " + id}}, nil
}

func TestReportsAreReadOnceInARow(t *testing.T) {
	src := &one{}
	r := format.NewReports(src)
	for range 3 {
		text, err := r.Text(t.Context())("a")
		if err != nil || text != "text of a" {
			t.Fatalf("Text = %q, %v", text, err)
		}
	}
	for i := range 200 {
		if _, err := r.Get(t.Context(), string(rune('b'+i))); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.Get(t.Context(), "a"); err != nil || src.reads != 202 {
		t.Errorf("%d reads, %v; want the first one twice: it was forgotten", src.reads, err)
	}
}
