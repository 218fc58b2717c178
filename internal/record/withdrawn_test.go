package record

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

func tells(id string, lang news.Lang, source, title string) *news.Document {
	return &news.Document{
		Report: news.Report{ID: id, Lang: lang, Source: source, Title: title, Text: "Barham Salih met Ali Shamkhani."},
		Events: []news.Event{{
			Type: news.Consult, Status: news.Occurred, Evidence: []news.Span{{Start: 0, End: 31}},
			Actors: []news.Party{{Name: "Barham Salih", Entity: "Q1"}, {Name: "Ali Shamkhani", Entity: "Q2"}},
		}},
	}
}

// witnesses are the reports that the entries of a story rest on.
func witnesses(s *news.Story) []string {
	var out []string
	for _, e := range s.Entries {
		for _, ev := range e.Evidence {
			out = append(out, ev.Report)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestNothingRestsOnAWithdrawnReport(t *testing.T) {
	a, b, c := tells("a", "en", "a.example", "First"), tells("b", "en", "b.example", "Second"), tells("c", "fr", "c.example", "Troisième")
	docs := []*news.Document{a, b, c}
	a.Withdrawn, a.Revision = true, 3
	s := Story("s", docs, nil)
	if diff := cmp.Diff([]string{"a", "b", "c"}, s.Reports); diff != "" {
		t.Errorf("it is no longer listed: %s", diff)
	}
	if diff := cmp.Diff([]string{"a"}, s.Withdrawn); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]int{"a": 3}, s.Revisions); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"b", "c"}, witnesses(s)); diff != "" {
		t.Errorf("witnesses: %s", diff)
	}
	if diff := cmp.Diff(map[news.Lang]string{"en": "Second", "fr": "Troisième"}, s.Titles); diff != "" {
		t.Errorf("titles: %s", diff)
	}
	if s.Sources != 2 {
		t.Errorf("%d sources", s.Sources)
	}
	for _, d := range docs {
		d.Withdrawn = true
	}
	if s = Story("s", docs, nil); len(s.Entries) != 0 || s.Titles["en"] != "First" || s.Sources != 0 {
		t.Errorf("all withdrawn: %d entries, titles %v, %d sources", len(s.Entries), s.Titles, s.Sources)
	}
}

func TestACopySpeaksForAnOriginalThatWasWithdrawn(t *testing.T) {
	docs := []*news.Document{tells("a", "en", "a.example", "First"), tells("b", "en", "b.example", "Second"), tells("c", "en", "c.example", "Third")}
	copies := map[string]string{"b": "a", "c": "a"}
	if got := witnesses(Story("s", docs, copies)); !slices.Equal(got, []string{"a"}) {
		t.Errorf("witnesses %v", got)
	}
	docs[0].Withdrawn = true
	s := Story("s", docs, copies)
	if got := witnesses(s); !slices.Equal(got, []string{"b"}) || s.Titles["en"] != "Second" || s.Sources != 1 || s.Copies != 2 {
		t.Errorf("witnesses %v of %+v", got, s)
	}
}

func TestAWithdrawnReportIsNoVoice(t *testing.T) {
	docs := []*news.Document{tells("a", "en", "a.example", "First"), tells("b", "en", "b.example", "Second"), tells("c", "en", "c.example", "Third")}
	docs[1].CopyOf = "a"
	sources := func() string {
		var out []string
		for _, s := range Sides(docs, Story("s", docs, map[string]string{"b": "a"})) {
			out = append(out, s.Source)
		}
		return strings.Join(out, " ")
	}
	if got := sources(); got != "a.example c.example" {
		t.Errorf("voices %s", got)
	}
	docs[0].Withdrawn = true
	if got := sources(); got != "b.example c.example" {
		t.Errorf("with the original withdrawn: voices %s", got)
	}
	docs[2].Withdrawn = true
	if got := sources(); got != "b.example" {
		t.Errorf("with the last withdrawn, too: voices %s", got)
	}
}
