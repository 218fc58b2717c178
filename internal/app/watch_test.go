package app_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/watch"
)

// watchRoom is a store whose clock the test moves, with a watch of all stories.
func watchRoom(t *testing.T, webhook string) (*memstore.Store, *watch.Desk, store.Watch, *time.Time) {
	at := time.Now().Add(-time.Hour).UTC().Truncate(time.Second)
	now := func() time.Time { return at }
	st := memstore.New(store.Options{Now: now})
	d := &watch.Desk{Keeper: st, Reader: st, Now: now}
	w, err := d.NewWatch(t.Context(), store.Watch{Name: "All <b>", Webhook: webhook})
	if err != nil {
		t.Fatal(err)
	}
	at = at.Add(time.Minute)
	doc := &news.Document{Report: news.Report{
		ID: "r1", Lang: "en", Title: "T <script>", Text: "x", URL: "javascript:alert(1)", Source: "example.org",
		Published: &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Minute}, ReadFrom: news.ReadFromFeed},
	}}
	if _, err := st.Add(t.Context(), []*news.Document{doc}); err != nil {
		t.Fatal(err)
	}
	s := &news.Story{ID: "s1", Titles: map[news.Lang]string{"en": "T <script>"}, Languages: []news.Lang{"en"}, Reports: []string{"r1"}, Sources: 1}
	if err := st.ApplyStories(t.Context(), store.StoryChanges{Put: []*news.Story{s}}); err != nil {
		t.Fatal(err)
	}
	return st, d, w, &at
}

func TestWatchFeed(t *testing.T) {
	st, d, w, at := watchRoom(t, "")
	for kind, media := range map[string]string{"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"} {
		var first, second bytes.Buffer
		got, err := app.WatchFeed(t.Context(), d, st, w, kind, "https://desk.example", &first)
		if err != nil || got != media {
			t.Fatalf("%s: %s, %v", kind, got, err)
		}
		*at = at.Add(time.Minute)
		if _, err := app.WatchFeed(t.Context(), d, st, w, kind, "https://desk.example", &second); err != nil || first.String() != second.String() {
			t.Errorf("%s: the same stories give other bytes, %v", kind, err)
		}
		text := first.String()
		for _, want := range []string{"https://desk.example/stories/s1", "https://desk.example/watches/" + w.ID} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %s in\n%s", kind, want, text)
			}
		}
		if strings.Contains(text, "javascript:") || kind != "json" && strings.Contains(text, "<script") {
			t.Errorf("%s takes a stranger's text for more:\n%s", kind, text)
		}
		if whole := kind == "json" && json.Valid(first.Bytes()) || kind != "json" && isXML(text); !whole {
			t.Errorf("%s is not well-formed:\n%s", kind, text)
		}
	}
	if _, err := app.WatchFeed(t.Context(), d, st, w, "xml", "", io.Discard); news.CodeOf(err) != news.NotFound {
		t.Errorf("a kind that is none: %v", err)
	}
}

func isXML(s string) bool {
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); err != nil {
			return err == io.EOF //nolint:errorlint // it comes as it is
		}
	}
}

func TestWebhooksAreNotSentInside(t *testing.T) {
	told := make(chan struct{}, 9)
	hook := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { told <- struct{}{} }))
	t.Cleanup(hook.Close)
	st, _, w, _ := watchRoom(t, hook.URL)
	if err := app.NewWatchSender(st, "", false, slog.New(slog.DiscardHandler)).Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	left, err := st.Deliveries(t.Context(), w.ID, 0)
	if err != nil || len(left) != 1 || !strings.Contains(left[0].Error, "inside your own network") || len(told) != 0 {
		t.Fatalf("%+v, %v, told %d times", left, err, len(told))
	}
	st, _, w, _ = watchRoom(t, hook.URL)
	if err := app.NewWatchSender(st, "", true, slog.New(slog.DiscardHandler)).Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left, err = st.Deliveries(t.Context(), w.ID, 0); err != nil || len(left) != 0 || len(told) != 1 {
		t.Errorf("where it is allowed: %+v, %v, told %d times", left, err, len(told))
	}
}
