package follow_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/follow"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
)

// web answers from a table; a listing is lines of "url whole?".
type web struct {
	mu    sync.Mutex
	pages map[string]string
	fail  map[string]error
	asked []string
}

func (w *web) Get(_ context.Context, address, etag, _ string) (*follow.Page, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, address)
	if err := w.fail[address]; err != nil {
		return nil, err
	}
	body, ok := w.pages[address]
	if !ok {
		return nil, errors.New("no page " + address)
	}
	page := &follow.Page{URL: address, Body: []byte(body), ETag: fmt.Sprint(len(body))}
	page.NotModified = etag == page.ETag
	return page, nil
}

func (w *web) Parse(page *follow.Page) (*follow.Listing, error) {
	l := &follow.Listing{Title: "a feed", Kind: "feed"}
	for line := range strings.Lines(string(page.Body)) {
		address, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		l.Items = append(l.Items, follow.Item{
			URL: address, Whole: rest == "whole",
			Raw: &news.Raw{URL: address, Body: []byte("teaser of " + address)},
		})
	}
	return l, nil
}

func (w *web) Page(item follow.Item, page *follow.Page) *news.Raw {
	return &news.Raw{URL: item.URL, Body: page.Body}
}

// keeper remembers bodies by address; "unreadable" cannot be read.
type keeper struct {
	mu      sync.Mutex
	kept    map[string]string
	settled int
}

func (k *keeper) Known(_ context.Context, address string) (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, ok := k.kept[address]
	return ok, nil
}

func (k *keeper) Keep(_ context.Context, candidates ...*news.Raw) (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, c := range candidates {
		if string(c.Body) == "unreadable" {
			continue
		}
		_, old := k.kept[c.URL]
		k.kept[c.URL] = string(c.Body)
		return !old, nil
	}
	return false, nil
}

func (k *keeper) Settle(context.Context) error { k.settled++; return nil }

type goneError struct{}

func (goneError) Error() string { return "410 Gone" }
func (goneError) Gone() bool    { return true }

type laterError struct{}

func (laterError) Error() string             { return "429" }
func (laterError) RetryAfter() time.Duration { return 3 * time.Hour }

func setUp(t *testing.T, w *web, feeds ...string) (*follow.Poller, *keeper, store.Feeds, *time.Time) {
	t.Helper()
	st := memstore.New(store.Options{})
	for _, f := range feeds {
		if err := st.PutFeed(t.Context(), store.Feed{URL: f}); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	k := &keeper{kept: map[string]string{}}
	return &follow.Poller{
		Feeds: st, Web: w, Parser: w, Keeper: k, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now },
	}, k, st, &now
}

func feed(t *testing.T, st store.Feeds, address string) store.Feed {
	t.Helper()
	all, err := st.ListFeeds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(f store.Feed) bool { return f.URL == address })
	if i < 0 {
		t.Fatalf("no feed %s", address)
	}
	return all[i]
}

func TestPollReadsPagesOnceAndFallsBackOnTheTeaser(t *testing.T) {
	w := &web{pages: map[string]string{
		"feed": "a\nb whole\nc\nd", "a": "page a", "b": "page b", "c": "unreadable",
	}}
	p, k, st, now := setUp(t, w, "feed")
	reports, err := p.Poll(t.Context(), false)
	if err != nil || len(reports) != 1 || reports[0].Fresh != 4 {
		t.Fatalf("reports = %+v, %v; want 4 fresh", reports, err)
	}
	want := map[string]string{"a": "page a", "b": "teaser of b", "c": "teaser of c", "d": "teaser of d"}
	for address, body := range want {
		if k.kept[address] != body {
			t.Errorf("%s kept as %q, want %q", address, k.kept[address], body)
		}
	}
	f := feed(t, st, "feed")
	if f.Title != "a feed" || f.Reports != 4 || !f.NextPoll.After(*now) || f.ETag == "" || k.settled != 1 {
		t.Errorf("feed = %+v, settled %d", f, k.settled)
	}
	if again, err := p.Poll(t.Context(), false); err != nil || again != nil {
		t.Errorf("polled before it was due: %+v, %v", again, err)
	}
	*now = now.Add(3 * time.Hour)
	w.asked = nil
	if again, err := p.Poll(t.Context(), false); err != nil || again[0].Fresh != 0 || !slices.Equal(w.asked, []string{"feed"}) {
		t.Errorf("unchanged feed: %+v, asked %v, %v", again, w.asked, err)
	}
}

func TestPollBacksOffAndOneFailureStopsNobody(t *testing.T) {
	w := &web{pages: map[string]string{"good": "a", "a": "page a"}, fail: map[string]error{
		"bad": errors.New("no answer"), "busy": laterError{}, "gone": goneError{},
	}}
	p, k, st, now := setUp(t, w, "bad", "busy", "gone", "good")
	if _, err := p.Poll(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if k.kept["a"] != "page a" {
		t.Error("the good feed was not read")
	}
	bad, busy, gone := feed(t, st, "bad"), feed(t, st, "busy"), feed(t, st, "gone")
	first := bad.NextPoll.Sub(*now)
	if bad.Failures != 1 || bad.LastError != "no answer" || first <= 0 {
		t.Errorf("bad = %+v", bad)
	}
	if d := busy.NextPoll.Sub(*now); d != 3*time.Hour {
		t.Errorf("busy comes back in %s, want the 3 h it asked for", d)
	}
	if !gone.Paused || !strings.Contains(gone.LastError, "gone for good") {
		t.Errorf("gone = %+v, want it paused", gone)
	}
	*now = bad.NextPoll
	if _, err := p.Poll(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if d := feed(t, st, "bad").NextPoll.Sub(*now); d <= first {
		t.Errorf("second wait %s is not longer than the first %s", d, first)
	}
	w.fail = nil
	w.pages["bad"] = ""
	*now = now.Add(48 * time.Hour)
	if _, err := p.Poll(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if f := feed(t, st, "bad"); f.Failures != 0 || f.LastError != "" {
		t.Errorf("after a success: %+v", f)
	}
}

// changing is a web whose feeds are changed by somebody while they are polled.
type changing struct {
	*web
	change func() error
}

func (c changing) Get(ctx context.Context, address, etag, lastModified string) (*follow.Page, error) {
	if err := c.change(); err != nil {
		return nil, err
	}
	return c.web.Get(ctx, address, etag, lastModified)
}

func TestWhatIsPausedOrRemovedDuringAPollStaysSo(t *testing.T) {
	w := &web{pages: map[string]string{"feed": "a", "a": "page a"}}
	p, k, st, now := setUp(t, w, "feed")
	p.Web = changing{w, func() error { return st.PutFeed(t.Context(), store.Feed{URL: "feed", Paused: true}) }}
	if _, err := p.Poll(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if f := feed(t, st, "feed"); !f.Paused || f.Reports != 1 || k.kept["a"] == "" {
		t.Errorf("paused meanwhile: %+v", f)
	}
	if err := st.PutFeed(t.Context(), store.Feed{URL: "feed"}); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(24 * time.Hour)
	p.Web = changing{w, func() error {
		if err := st.DeleteFeed(t.Context(), "feed"); news.CodeOf(err) != news.NotFound {
			return err
		}
		return nil
	}}
	if _, err := p.Poll(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if all, err := st.ListFeeds(t.Context()); err != nil || len(all) > 0 {
		t.Errorf("removed meanwhile: %+v, %v", all, err)
	}
}
