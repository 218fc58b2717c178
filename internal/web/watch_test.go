package web_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/watch"
	"github.com/dragoman-news/dragoman/internal/web"
)

// watching is watches as the program has them.
type watching struct{ *watch.Desk }

// NewWatch gives ids that a test can name.
func (d watching) NewWatch(ctx context.Context, w store.Watch) (store.Watch, error) {
	all, err := d.Watches(ctx)
	if err != nil {
		return w, err
	}
	w.ID, w.Made, w.Looked = fmt.Sprintf("w%d", len(all)), d.Now(), d.Now()
	return w, d.AddWatch(ctx, w)
}

func (d watching) News(ctx context.Context, w store.Watch, limit int) (web.WatchNews, error) {
	f, err := d.Fresh(ctx, w, limit)
	return web.WatchNews(f), err
}

func (watching) Feed(_ context.Context, w store.Watch, kind, base string, out io.Writer) (string, error) {
	_, err := fmt.Fprintf(out, "%s of %s at %s", kind, w.ID, base)
	return "application/" + kind, err
}

// watchDesk is pages on watches over a store whose clock the test moves.
type watchDesk struct {
	http.Handler
	st    *memstore.Store
	clock time.Time
	edits bool
}

func newWatchDesk() *watchDesk {
	d := &watchDesk{clock: time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC), edits: true}
	d.st = memstore.New(store.Options{Now: func() time.Time { return d.clock }})
	d.Handler = web.New(d.st, web.Options{
		Stories: foundStories(d.st), Watches: watching{&watch.Desk{Keeper: d.st, Reader: d.st, Now: func() time.Time { return d.clock.Add(time.Second) }}}, // it reads a second behind the clock
		Who: func(*http.Request) (string, bool) { return "ada <b>", d.edits },
	}, slog.New(slog.DiscardHandler))
	return d
}

// post sends a form.
func (d *watchDesk) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w
}

func TestAWatchIsMadeOfFiltersAndLookedAt(t *testing.T) {
	d := newWatchDesk()
	keep(t, d.st, "s-lamu", lamu(t)...)
	list := shown(t, d, "/?lang=ar&country=KEN")
	contains(t, list, []string{`<input type="hidden" name="lang" value="ar">`, `<input type="hidden" name="country" value="KEN">`, `action="/watches"`}, nil)
	contains(t, shown(t, d, "/?lang=ar&from=KEN"), nil, []string{`action="/watches"`})
	contains(t, shown(t, d, "/watches"), []string{"There are no watches yet.", `aria-current="page">Watches</a>`}, nil)
	made := d.post("/watches", url.Values{"name": {"Kenya <b>"}, "lang": {"ar"}})
	if made.Code != http.StatusSeeOther || made.Header().Get("Location") != "/watches/w0" {
		t.Fatalf("%d %s", made.Code, made.Body)
	}
	page := shown(t, d, "/watches/w0")
	contains(t, page, []string{"Kenya &lt;b&gt;", "<bdi>Arabic</bdi>", "nothing new", "ada &lt;b&gt;", `href="/watches/w0/feed.rss"`, `<a href="/stories/s-lamu">`}, []string{"Kenya <b>", "/seen"})
	d.clock = d.clock.Add(time.Hour)
	keep(t, d.st, "s-new", tells(t, "late", "ar", "x.example", "", "عنوان جديد", "نص.").doc)
	d.clock = d.clock.Add(time.Second)
	contains(t, shown(t, d, "/watches"), []string{"<strong>1 new or changed</strong>"}, nil)
	page = shown(t, d, "/watches/w0")
	mark := fmt.Sprint(d.clock.UnixMilli())
	contains(t, page, []string{`name="until" value="` + mark + `"`, "عنوان جديد", "New: <time"}, nil)
	if strings.Index(page, "s-new") > strings.Index(page, "s-lamu") {
		t.Error("what is new does not come first")
	}
	if got := d.post("/watches/w0/seen", url.Values{"until": {mark}}); got.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	contains(t, shown(t, d, "/watches/w0"), []string{"nothing new"}, nil)
	for _, lang := range []string{"fr", "ar"} {
		for _, path := range []string{"/watches", "/watches/w0", "/digest?day=2030-05-04", "/?lang=ar"} {
			shown(t, d, path, "Accept-Language: "+lang)
		}
	}
	if got := d.post("/watches/w0/remove", nil); got.Code != http.StatusSeeOther || get(t, d, "/watches/w0").Code != http.StatusNotFound {
		t.Errorf("%d after removing", get(t, d, "/watches/w0").Code)
	}
}

func TestReadersChangeNoWatch(t *testing.T) {
	d := newWatchDesk()
	d.post("/watches", url.Values{"name": {"all"}})
	d.edits = false
	for _, path := range []string{"/watches", "/watches/w0/seen", "/watches/w0/pause", "/watches/w0/remove"} {
		if got := d.post(path, url.Values{"name": {"x"}, "until": {"9"}}); got.Code != http.StatusForbidden {
			t.Errorf("POST %s = %d", path, got.Code)
		}
	}
	for _, path := range []string{"/watches", "/watches/w0", "/?lang=ar"} {
		contains(t, shown(t, d, path), nil, []string{`method="post"`})
	}
}

func TestWhatIsNoFormOfAWatchIsRefused(t *testing.T) {
	d := newWatchDesk()
	d.post("/watches", url.Values{"name": {"all"}})
	for _, tc := range []struct {
		path string
		form url.Values
		want int
	}{
		{"/watches", url.Values{"name": {"  "}}, http.StatusBadRequest},
		{"/watches", url.Values{"name": {"x"}, "since": {"yesterday"}}, http.StatusBadRequest},
		{"/watches", url.Values{"name": {strings.Repeat("x", 100_000)}}, http.StatusBadRequest},
		{"/watches/w0/seen", url.Values{"until": {"soon"}}, http.StatusBadRequest},
		{"/watches/w9/seen", url.Values{"until": {"5"}}, http.StatusNotFound},
		{"/watches/w9/pause", nil, http.StatusNotFound},
		{"/watches/w9/remove", nil, http.StatusNotFound},
		{"/watches/w0/paint", nil, http.StatusNotFound},
	} {
		if got := d.post(tc.path, tc.form); got.Code != tc.want {
			t.Errorf("%s %.60v = %d, want %d", tc.path, tc.form, got.Code, tc.want)
		}
	}
	if got := get(t, pages(memstore.New(store.Options{})), "/watches"); got.Code != http.StatusNotFound {
		t.Errorf("without watches %d", got.Code)
	}
}

func TestAWebhookIsShownWithoutItsSecrets(t *testing.T) {
	d := newWatchDesk()
	w := store.Watch{ID: "hooked", Name: "h", Made: d.clock, Looked: d.clock, Webhook: "https://hook.example/k3y", Secret: "whsec_s3cret"}
	if err := d.st.AddWatch(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	queued := []store.Delivery{{Story: "s", At: d.clock, Next: d.clock, Tries: 1, Error: "answered 500 <b>"}}
	if err := d.st.QueueDeliveries(t.Context(), "hooked", store.Mark{At: d.clock}, queued); err != nil {
		t.Fatal(err)
	}
	contains(t, shown(t, d, "/watches/hooked"), []string{"<bdi>hook.example</bdi> is told", "1 message waits", "answered 500 &lt;b&gt;"}, []string{"k3y", "s3cret"})
	d.post("/watches/hooked/pause", nil)
	contains(t, shown(t, d, "/watches/hooked"), []string{"is not told", "/resume"}, nil)
	d.post("/watches/hooked/resume", nil)
	contains(t, shown(t, d, "/watches/hooked"), []string{"/pause"}, nil)
}

func TestTheDigestOfADay(t *testing.T) {
	d := newWatchDesk()
	keep(t, d.st, "s-lamu", lamu(t)...)
	d.post("/watches", url.Values{"name": {"all"}})
	d.post("/watches", url.Values{"name": {"Persian"}, "lang": {"fa"}})
	s, err := d.st.Story(t.Context(), "s-lamu")
	if err != nil {
		t.Fatal(err)
	}
	page := shown(t, d, "/digest?day="+s.To)
	contains(t, page, []string{`<a href="/stories/s-lamu">`, "No story tells of this day.", `rel="prev"`, `href="/watches/w1"`}, nil)
	contains(t, shown(t, d, "/digest"), []string{"No story tells of this day."}, []string{"s-lamu"})
	if got := get(t, d, "/digest?day=soon"); got.Code != http.StatusBadRequest {
		t.Errorf("a day that is none: %d", got.Code)
	}
}

func TestAWatchAsAFeed(t *testing.T) {
	d := newWatchDesk()
	d.post("/watches", url.Values{"name": {"all"}})
	for _, kind := range []string{"rss", "atom", "json"} {
		got := get(t, d, "/watches/w0/feed."+kind)
		if got.Code != http.StatusOK || got.Body.String() != kind+" of w0 at http://example.com" || got.Header().Get("Content-Type") != "application/"+kind+"; charset=utf-8" {
			t.Errorf("%s: %d %s %v", kind, got.Code, got.Body, got.Header())
		}
		again := get(t, d, "/watches/w0/feed."+kind, "If-None-Match: "+got.Header().Get("ETag"))
		if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%s again: %d", kind, again.Code)
		}
	}
	for _, path := range []string{"/watches/w0/feed.xml", "/watches/w0/rss", "/watches/w9/feed.rss"} {
		if got := get(t, d, path); got.Code != http.StatusNotFound {
			t.Errorf("%s = %d", path, got.Code)
		}
	}
}
