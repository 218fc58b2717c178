package sqlite_test

import (
	"fmt"
	"iter"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// TestEntriesOfManyAndOfFew holds that entries come in one order, whether those of somebody are so few that they are looked up, or
// so many that all are looked through.
func TestEntriesOfManyAndOfFew(t *testing.T) {
	const n, perStory = 3200, 16
	var docs []*news.Document
	var stories []*news.Story
	for i := range n {
		if i%perStory == 0 {
			id := fmt.Sprintf("r%d", i)
			docs = append(docs, &news.Document{Report: news.Report{ID: id, Lang: "en", Text: "Words."}})
			stories = append(stories, &news.Story{ID: fmt.Sprintf("s%d", i), Languages: []news.Lang{"en"}, Reports: []string{id}})
		}
		party := func(id string) news.EntryParty {
			return news.EntryParty{Party: news.Party{Name: id, Entity: id, Kind: news.Person}, Reports: []string{id}}
		}
		e := news.Entry{Type: news.Consult, Status: news.Occurred, Actors: []news.EntryParty{party("MANY")}}
		if i%7 == 0 {
			e.Recipients = []news.EntryParty{party("FEW")}
		}
		if i%5 > 0 {
			day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i*i%400)
			e.Date = &news.Interval{From: day, To: day, Precision: news.Day}
		}
		last := stories[len(stories)-1]
		last.Entries = append(last.Entries, e)
	}
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "e.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	model := memstore.New(store.Options{})
	for _, s := range []store.Store{st, model} {
		if err := addAll(t, s, docs, 800); err != nil {
			t.Fatal(err)
		}
		if err := s.ApplyStories(t.Context(), store.StoryChanges{Put: stories}); err != nil {
			t.Fatal(err)
		}
	}
	list := func(rows iter.Seq2[*news.Entry, error]) (ids []string) {
		for e, err := range rows {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, e.ID)
		}
		return ids
	}
	for name, f := range map[string]store.Filter{
		"many":             {Entity: "MANY", Limit: 500},
		"few":              {Entity: "FEW"},
		"few, from a row":  {Entity: "FEW", After: "s688/12", Limit: 50},
		"many, from a row": {Entity: "MANY", After: "s688/13", Limit: 50},
		"few, some days":   {Entity: "FEW", Since: "2020-03-01", Until: "2020-06-30"},
		"few, of a type":   {Entity: "FEW", Type: news.Consult, Status: news.Occurred},
		"nobody":           {Entity: "NOBODY"},
	} {
		if diff := cmp.Diff(list(model.Entries(t.Context(), f)), list(st.Entries(t.Context(), f))); diff != "" {
			t.Errorf("%s (-memory +file):\n%s", name, diff)
		}
	}
}
