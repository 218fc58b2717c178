package app

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
)

func TestWhatAStoryRecallsIsFoundInTheStore(t *testing.T) {
	ctx := t.Context()
	st, err := OpenStore(ctx, filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	day := func(s string) *news.Interval {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return &news.Interval{From: d, To: d, Precision: news.Day}
	}
	pair := []news.Party{
		{Name: "Ketil Brandvold", Entity: "P1", Kind: news.Person, Country: "NOR", Mention: -1},
		{Name: "Rui Tavares", Entity: "P2", Kind: news.Person, Country: "PRT", Mention: -1},
	}
	states := []news.Party{
		{Name: "Norway", Entity: "ISO:NOR", Kind: news.Country, Country: "NOR", Mention: -1},
		{Name: "Portugal", Entity: "ISO:PRT", Kind: news.Country, Country: "PRT", Mention: -1},
	}
	told := func(id, published, when string, status news.Status, parties []news.Party) *news.Document {
		return &news.Document{
			Report: news.Report{ID: id, Lang: "en", Text: "They met.", Published: &news.Published{Interval: *day(published)}},
			Events: []news.Event{{Type: news.Consult, Status: status, Actors: parties, Date: day(when), Evidence: []news.Span{{Start: 0, End: 9}}}},
		}
	}
	docs := []*news.Document{
		told("old", "2021-01-11", "2021-01-10", news.Occurred, pair),
		told("other", "2021-02-11", "2021-02-10", news.Occurred, pair),
		told("new", "2021-05-03", "2021-01-10", news.Background, states),
	}
	if _, err := st.Add(ctx, docs); err != nil {
		t.Fatal(err)
	}
	var stories []*news.Story
	for _, d := range docs {
		stories = append(stories, record.Story("s-"+d.ID, []*news.Document{d}, nil))
	}
	if err := st.ApplyStories(ctx, store.StoryChanges{Put: stories}); err != nil {
		t.Fatal(err)
	}
	got, err := Earlier(ctx, st, stories[2])
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0] == nil || got[0].Story != "s-old" {
		t.Errorf("got %+v, want the entry of s-old", got)
	}
	if got, err = Earlier(ctx, st, stories[1]); err != nil || len(got) != 0 {
		t.Errorf("a story that recalls nothing: %v, %v", got, err)
	}
}
