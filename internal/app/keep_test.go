package app

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// harbourNews makes reports of six stories, four of each, on two days; every report
// names the same minister.
func harbourNews() []*news.Document {
	stories := []struct{ who, what string }{
		{"Ketil Brandvold", "The ferry Solveig ran aground off Hammerøya with 240 passengers, and divers inspect the hull and the propeller"},
		{"Zdenka Habartova", "A glassworks in Jihlava caught fire during the night shift, and the roof of the furnace hall collapsed"},
		{"Oumar Diakhaby", "Millet farmers blocked the bridge of Kayes with carts because the granary paid less for the harvest"},
		{"Yuki Morishima", "The observatory of Nayoro found a comet that will pass the orbit of Mars next autumn"},
		{"Rosalba Quintero", "An orchestra of prisoners played Brahms in the stadium of Manizales before the bishop"},
		{"Piet Verstraelen", "Cyclists fell on the cobbles of Oudenaarde when a tractor left the orchard and crossed the race"},
	}
	var docs []*news.Document
	for i := range 24 {
		s := stories[i%len(stories)]
		at := time.Date(2021, 5, 3+i%2, 8, i, 0, 0, time.UTC)
		body := fmt.Sprintf("%s. This was said by %s in report %d to minister Anneliese Hofstetter. The words of %s were heard by many. ", s.what, s.who, 17*i, s.who)
		docs = append(docs, &news.Document{Report: news.Report{
			ID: fmt.Sprintf("r%02d", i), Lang: "en", Source: fmt.Sprintf("paper%d.example", i), Title: s.who + " on the news",
			Text:      body + strings.Repeat(fmt.Sprintf("Paper number %d adds that nobody in office %d knew of it. ", i, i*i), 6),
			Published: &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Minute}},
		}})
	}
	return docs
}

// settled keeps docs in batches of n, settling after each, and lists the stories.
func settled(t *testing.T, docs []*news.Document, n int) []string {
	t.Helper()
	st, err := OpenStore(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	for part := range slices.Chunk(docs, n) {
		if _, err := st.Add(t.Context(), part); err != nil {
			t.Fatal(err)
		}
		if placed, err := Settle(t.Context(), st, nil); err != nil || placed != len(part) {
			t.Fatalf("placed %d of %d: %v", placed, len(part), err)
		}
	}
	stories := map[string][]string{}
	for _, d := range docs {
		s, err := st.StoryOf(t.Context(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(s.Reports, d.ID) {
			t.Errorf("story %s does not list %s", s.ID, d.ID)
		}
		stories[s.ID] = s.Reports
	}
	var out []string
	for id, reports := range stories {
		out = append(out, id+": "+strings.Join(reports, " "))
	}
	slices.Sort(out)
	return out
}

func TestStoriesAreTheSameInAnyOrderAndBatches(t *testing.T) {
	docs := harbourNews()
	want := settled(t, docs, len(docs))
	if len(want) != 6 {
		t.Fatalf("%d stories, want 6:\n%s", len(want), strings.Join(want, "\n"))
	}
	for seed := range uint64(3) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		rnd.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		if got := settled(t, docs, 1+rnd.IntN(9)); !slices.Equal(got, want) {
			t.Errorf("seed %d\ngot\n%s\nwant\n%s", seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}
