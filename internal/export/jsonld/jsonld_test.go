package jsonld_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/jsonld"
	"github.com/dragoman-news/dragoman/internal/export/kit/kittest"
	"github.com/dragoman-news/dragoman/internal/news"
)

type graph struct {
	Context string           `json:"@context"`
	Graph   []map[string]any `json:"@graph"`
}

func read(t *testing.T, file []byte) graph {
	t.Helper()
	var g graph
	if err := json.Unmarshal(file, &g); err != nil {
		t.Fatal(err)
	}
	if g.Context != "https://schema.org" {
		t.Errorf("context %q", g.Context)
	}
	return g
}

func TestGolden(t *testing.T) {
	file := kittest.Golden(t, jsonld.Format())
	if bytes.Contains(file, []byte("</")) || bytes.Contains(file, []byte("javascript:")) {
		t.Error("a text could end the script element that the file stands in")
	}
	g := read(t, file)
	ids := map[string]bool{}
	for _, n := range g.Graph {
		id, _ := n["@id"].(string)
		if id == "" || ids[id] {
			t.Errorf("%v: no id, or one that was there", n["@type"])
		}
		ids[id] = true
	}
	for _, id := range named(g.Graph, nil) {
		if !ids[id] {
			t.Errorf("%s is named and not there", id)
		}
	}
	for _, want := range []string{"NewsArticle", "Event", "Claim", "Person", "Organization", "Place", "Collection"} {
		if !slices.ContainsFunc(g.Graph, func(n map[string]any) bool { return n["@type"] == want }) {
			t.Errorf("the sample has no %s", want)
		}
	}
}

// named lists the ids that stand alone in a node: what it refers to.
func named(v any, out []string) []string {
	switch v := v.(type) {
	case []map[string]any:
		for _, n := range v {
			out = named(n, out)
		}
	case []any:
		for _, n := range v {
			out = named(n, out)
		}
	case map[string]any:
		if id, ok := v["@id"].(string); ok && len(v) == 1 {
			return append(out, id)
		}
		for _, n := range v {
			out = named(n, out)
		}
	}
	return out
}

func TestWhatDidNotTakePlaceIsNoEvent(t *testing.T) {
	for status, want := range map[news.Status]bool{
		news.Occurred: true, news.Planned: true, news.Background: true, news.Denied: false, news.CalledFor: false,
	} {
		src := kittest.WithEntry(t, news.Entry{Type: news.Aid, Status: status, Actors: []news.EntryParty{{Party: news.Party{Name: "A", Kind: news.Person, Mention: -1}}}})
		file, _ := kittest.WriteOf(t, jsonld.Format(), src, format.Options{})
		events, claims := 0, 0
		for _, n := range read(t, file).Graph {
			if n["@type"] == "Event" {
				events++
			}
			if n["@type"] == "Claim" {
				claims++
			}
		}
		if (events == 1) != want || claims != 1 {
			t.Errorf("%s: %d events and %d claims", status, events, claims)
		}
	}
}

func TestNothingIsAnEmptyGraph(t *testing.T) {
	file, lost := kittest.WriteOf(t, jsonld.Format(), kittest.Empty(), format.Options{})
	if g := read(t, file); g.Graph == nil || len(g.Graph) != 0 || len(lost) != 0 {
		t.Errorf("%s, dropped %v", file, lost)
	}
}

func FuzzNames(f *testing.F) { kittest.FuzzNames(f, jsonld.Format(), false) }
