package window_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/store/window"
)

// words makes the words of a text its keys and its row.
func words(doc *news.Document) ([]byte, []string) {
	return []byte(doc.Text), strings.Fields(doc.Text)
}

func report(rnd *rand.Rand, i int) *news.Document {
	doc := &news.Document{Report: news.Report{ID: fmt.Sprintf("r%03d", i), Lang: "en"}}
	var text []string
	for range 4 {
		text = append(text, fmt.Sprintf("k%d", rnd.IntN(30)))
	}
	slices.Sort(text)
	doc.Text = strings.Join(slices.Compact(text), " ")
	if day := rnd.IntN(40); day > 0 {
		at := time.Date(2020, 3, day, 0, 0, 0, 0, time.UTC)
		doc.Published = &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Day}}
	}
	return doc
}

func ids(t *testing.T, ctx context.Context, rows window.Rows, q store.FeatureQuery) []string {
	t.Helper()
	var out []string
	for f, err := range rows.Features(ctx, q) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f.Report+" "+f.Day+" "+string(f.Data))
	}
	slices.Sort(out)
	return out
}

// texts is words the other way round.
func texts() window.Codec[string] {
	return window.Codec[string]{Decode: func(f store.Feature) (string, error) { return string(f.Data), nil }, Keys: strings.Fields}
}

// one weighs every key alike.
func one(string) int { return 1 }

func candidates(t *testing.T, ctx context.Context, w *window.Window[string], q store.FeatureQuery, least int) []string {
	t.Helper()
	found, err := w.Candidates(ctx, window.Ask{FeatureQuery: q, Weigh: one, Least: least})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range found {
		out = append(out, r.Report+" "+r.Day+" "+r.Value)
	}
	slices.Sort(out)
	return out
}

// sharing keeps the answers of the store that have so many keys of q.
func sharing(answers []string, q store.FeatureQuery, least int) []string {
	return slices.DeleteFunc(answers, func(a string) bool {
		n := 0
		for _, k := range strings.Fields(a)[1:] {
			if slices.Contains(q.Keys, k) {
				n++
			}
		}
		return n < least
	})
}

// TestWindowAnswersAsTheStore asks both the same things while reports are added
// and revised.
func TestWindowAnswersAsTheStore(t *testing.T) {
	ctx := t.Context()
	rnd := rand.New(rand.NewPCG(1, 2))
	st := memstore.New(store.Options{Features: words})
	w := window.New(st, texts())
	for round := range 60 {
		var batch []*news.Document
		var changed []string
		for range 5 {
			doc := report(rnd, rnd.IntN(120)) // some of them revisions
			if slices.Contains(changed, doc.ID) {
				continue
			}
			batch = append(batch, doc)
			changed = append(changed, doc.ID)
		}
		if _, err := st.Add(ctx, batch); err != nil {
			t.Fatal(err)
		}
		if err := w.Refresh(ctx, changed); err != nil {
			t.Fatal(err)
		}
		from := time.Date(2020, 3, 1+rnd.IntN(38), 0, 0, 0, 0, time.UTC)
		q := store.FeatureQuery{
			From: from.Format(time.DateOnly), To: from.AddDate(0, 0, rnd.IntN(9)).Format(time.DateOnly), Undated: true,
			Keys: []string{fmt.Sprintf("k%d", rnd.IntN(30)), fmt.Sprintf("k%d", rnd.IntN(30)), "nothing"},
		}
		if round%5 == 0 {
			q.From, q.To = "", ""
		}
		for least := 1; least <= 2; least++ {
			if got, want := candidates(t, ctx, w, q, least), sharing(ids(t, ctx, st, q), q, least); !slices.Equal(got, want) {
				t.Fatalf("round %d, %d keys of %+v\ngot  %v\nwant %v", round, least, q, got, want)
			}
		}
		rows, err := w.Get(ctx, changed)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows {
			got = append(got, r.Report+" "+r.Day+" "+r.Value)
		}
		slices.Sort(got)
		if want := ids(t, ctx, st, store.FeatureQuery{Reports: changed}); !slices.Equal(got, want) {
			t.Fatalf("round %d, rows of %v\ngot  %v\nwant %v", round, changed, got, want)
		}
	}
}

func TestPerKeyTakesTheNewestDays(t *testing.T) {
	ctx := t.Context()
	st := memstore.New(store.Options{Features: words})
	for i := range 9 {
		at := time.Date(2020, 3, 1+i, 0, 0, 0, 0, time.UTC)
		doc := &news.Document{Report: news.Report{
			ID: fmt.Sprint(i), Text: "key", Published: &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Day}},
		}}
		if _, err := st.Add(ctx, []*news.Document{doc}); err != nil {
			t.Fatal(err)
		}
	}
	w := window.New(st, texts())
	got := candidates(t, ctx, w, store.FeatureQuery{From: "2020-03-01", To: "2020-03-08", Keys: []string{"key"}, PerKey: 3}, 1)
	if want := []string{"5 2020-03-06 key", "6 2020-03-07 key", "7 2020-03-08 key"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
