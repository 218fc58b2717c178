package main

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// made reads reports made with a seed, by rules alone.
func made(t *testing.T, n int) []storyDoc {
	t.Helper()
	pool := streamPool{}
	for lang := range streamKinds[0] {
		pool[lang] = []string{"One.", "Two.", "Three.", "Four."}
	}
	rd, err := newReaders()
	if err != nil {
		t.Fatal(err)
	}
	docs, err := readStories(&readers{names: rd.names}, madeStream(pool, n, 3))
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// Reports that arrive one by one, in whatever order, end in the stories that grouping all at once
// gives: the source in memory leaves out nobody.
func TestArrivingReportsEndAsGroupedAtOnce(t *testing.T) {
	docs := made(t, 60)
	want := groupOf(docs)
	if n := len(slices.Compact(slices.Sorted(maps.Values(want)))); n < 5 || n > 30 {
		t.Fatalf("%d stories of 60 reports say nothing about order", n)
	}
	for seed := range uint64(3) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		rnd.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		got, err := arrive(docs, 1+int(seed)*7)
		if err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(got, want) {
			t.Errorf("order %d: %d stories, not as grouped at once", seed, len(slices.Compact(slices.Sorted(maps.Values(got)))))
		}
	}
}

// on is a report of a story in a language, published on a day of March; 0 is undated.
func on(id, story string, lang news.Lang, day int) storyDoc {
	d := storyDoc{doc: &news.Document{Report: news.Report{ID: id, Lang: lang}}, story: story}
	if day > 0 {
		at := time.Date(2020, 3, day, 0, 0, 0, 0, time.UTC)
		d.doc.Published = &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Day}}
	}
	return d
}

func TestScoreGroups(t *testing.T) {
	docs := []storyDoc{on("a", "1", "en", 1), on("b", "1", "fr", 1), on("c", "1", "ar", 1), on("d", "2", "en", 1)}
	got := map[string]float64{}
	for _, s := range scoreGroups("x", docs, map[string]string{"a": "p", "b": "p", "c": "q", "d": "q"}) {
		got[s.Metric] = s.Value
	}
	want := map[string]float64{
		"B-cubed precision": (1 + 1 + 0.5 + 0.5) / 4, "B-cubed recall": (2./3 + 2./3 + 1./3 + 1) / 4,
		"pairwise precision": 0.5, "pairwise recall": 1. / 3, "singles apart": 0,
	}
	for m, v := range want {
		if diff := got[m] - v; diff > 1e-9 || diff < -1e-9 {
			t.Errorf("%s is %.4f, not %.4f", m, got[m], v)
		}
	}
}

func TestScoreLanguages(t *testing.T) {
	docs := []storyDoc{on("a", "1", "en", 1), on("b", "1", "fr", 1), on("c", "1", "ar", 1), on("d", "2", "en", 1), on("e", "2", "fr", 1)}
	of := map[string]string{"a": "p", "b": "p", "c": "q", "d": "r", "e": "r"} // the Arabic report is lost
	got := map[string]float64{}
	for _, s := range scoreLanguages("x", docs, of) {
		got[s.Metric+" "+s.Lang] = s.Value
	}
	for name, want := range map[string]float64{
		"pairwise F1, across ar": 0, "pairwise F1, across en": 0.8, "pairwise F1, mean of language pairs all": 1. / 3,
		"pairwise F1 of ar-en all": 0, "pairwise F1 of ar-fr all": 0,
	} {
		if v, ok := got[name]; !ok || v < want-1e-9 || v > want+1e-9 {
			t.Errorf("%s is %.4f, not %.4f", name, v, want)
		}
	}
	if _, ok := got["pairwise F1 of en-fr all"]; ok {
		t.Error("a pair of languages that is right is named among the worst")
	}
}

func TestSmallStoriesKeepOtherLanguagesFirst(t *testing.T) {
	docs := []storyDoc{on("a", "1", "en", 1), on("b", "1", "en", 1), on("c", "1", "fr", 1), on("d", "1", "ar", 1), on("e", "2", "en", 1)}
	var kept []string
	got := smallStories(docs, 3, func(few []storyDoc) map[string]string {
		of := map[string]string{}
		for _, d := range few {
			kept = append(kept, d.doc.ID)
			of[d.doc.ID] = "one"
		}
		return of
	})
	if !slices.Equal(kept, []string{"a", "c", "d", "e"}) || got != (tally{1, 1}) {
		t.Errorf("kept %v, %+v", kept, got)
	}
}

func TestInTime(t *testing.T) {
	docs := []storyDoc{on("c", "", "en", 3), on("u", "", "en", 0), on("a", "", "en", 1), on("b", "", "en", 1)}
	var order []string
	for _, d := range inTime(docs) {
		if d.doc.ID != "u" {
			order = append(order, d.doc.ID)
		}
	}
	if !slices.Equal(order, []string{"a", "b", "c"}) || len(inTime(docs)) != 4 {
		t.Errorf("order %v of %d", order, len(inTime(docs)))
	}
}
