package api_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/api"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
)

type changes struct {
	Items []api.Change
	More  bool
	Next  string
}

func (c changes) String() string {
	var out []string
	for _, it := range c.Items {
		out = append(out, it.Kind+" "+it.ID)
	}
	return strings.Join(out, ", ")
}

func (b *bench) changes(t *testing.T, path string) changes {
	t.Helper()
	w := b.get(t, strings.TrimPrefix(path, "/api/v1"))
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s = %d %s", path, w.Code, w.Body)
	}
	return decode[changes](t, w)
}

func TestChangesGoOnWhereTheyEnded(t *testing.T) {
	b := newBench(t, nil).fill(t)
	got := b.changes(t, "/stories/changes?limit=1")
	if got.String() != "new s1" || !got.More || got.Items[0].Story.ID != "s1" {
		t.Fatalf("%+v", got)
	}
	got = b.changes(t, got.Next)
	if got.String() != "new s2" || got.More {
		t.Fatalf("%+v", got)
	}
	end := got.Next
	if got = b.changes(t, end); got.String() != "" || got.Next != end {
		t.Fatalf("%+v", got)
	}
	// One is told of more reports, one is no more.
	if err := b.ApplyStories(t.Context(), store.StoryChanges{Delete: []string{"s1"}, Put: []*news.Story{
		{ID: "s2", Reports: []string{odd, "en"}, Languages: []news.Lang{"en"}},
	}}); err != nil {
		t.Fatal(err)
	}
	if got = b.changes(t, end); got.String() != "" {
		t.Errorf("what was written this very moment may not be all of it yet: %v", got)
	}
	b.clock = b.clock.Add(2 * time.Second)
	if got = b.changes(t, strings.Replace(end, "limit=1", "limit=9", 1)); got.String() != "gone s1, changed s2" || got.Items[0].Story != nil || len(got.Items[1].Story.Reports) != 2 {
		t.Errorf("%+v", got)
	}
	if got = b.changes(t, "/stories/changes?lang=fr"); got.String() != "gone s1" {
		t.Errorf("filters narrow the stories: %v", got)
	}
	if got = b.changes(t, "/stories/changes?from=2020-03-20T12:00:30Z"); got.String() != "gone s1, changed s2" {
		t.Errorf("from a moment on: %v", got)
	}
}

// Whoever follows the changes ends with the stories that there are, whatever happens while they read.
func TestChangesMissNothing(t *testing.T) {
	b := newBench(t, nil)
	b.many(t, 0, 60)
	have := map[string]int{}
	next, busy := "/stories/changes?limit=7", 20
	for {
		page := b.changes(t, next)
		for _, c := range page.Items {
			if c.Story == nil {
				delete(have, c.ID)
			} else {
				have[c.ID] = c.Story.Copies
			}
		}
		next = page.Next
		if busy == 0 && !page.More {
			break
		}
		if busy > 0 {
			busy--
			s, err := b.Story(t.Context(), []string{"s-r0003", "s-r0059", "s-r0011"}[busy%3])
			if err != nil {
				t.Fatal(err)
			}
			s.Copies, s.To = busy+1, "2021-01-01"
			b.apply(t, s)
			b.many(t, 100+busy, 1)
			if busy == 10 {
				if err := b.ApplyStories(t.Context(), store.StoryChanges{Delete: []string{"s-r0001"}}); err != nil {
					t.Fatal(err)
				}
			}
			b.clock = b.clock.Add(time.Minute)
		}
	}
	n := 0
	for s, err := range b.Stories(t.Context(), store.Filter{}) {
		if copies, ok := have[s.ID]; err != nil || !ok || copies != s.Copies {
			t.Errorf("%s: %d copies, have %d %v", s.ID, s.Copies, copies, ok)
		}
		n++
	}
	if n != len(have) || n != 79 {
		t.Errorf("%d stories, have %d", n, len(have))
	}
}

// live is an API on a socket, over a store that may be written while it is read.
type live struct {
	*httptest.Server
	st   *memstore.Store
	stop chan struct{}
	mu   sync.Mutex
	at   time.Time
}

func (l *live) now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.at
}

func (l *live) pass(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.at = l.at.Add(d)
}

func newLive(t *testing.T) *live {
	t.Helper()
	l := &live{stop: make(chan struct{}), at: time.Date(2020, 3, 20, 12, 0, 0, 0, time.UTC)}
	l.st = memstore.New(store.Options{Now: l.now})
	b := &bench{Store: l.st}
	b.add(t, visit()...)
	l.Server = httptest.NewServer(api.New(l.st, api.Options{
		Desk: desk{b}, Now: l.now, Poll: time.Millisecond, Streams: 2, Stop: l.stop,
	}))
	t.Cleanup(l.Close)
	return l
}

func (l *live) put(t *testing.T, id string, reports ...string) {
	t.Helper()
	s := &news.Story{ID: id, Reports: reports, Languages: []news.Lang{"en"}}
	if err := l.st.ApplyStories(t.Context(), store.StoryChanges{Put: []*news.Story{s}}); err != nil {
		t.Fatal(err)
	}
	l.pass(2 * time.Second)
}

// event is a server-sent event.
type event struct{ id, kind, data string }

// answered is how an answer begins.
type answered struct {
	StatusCode int
	Header     http.Header
}

// listen opens a stream and returns what comes, until ctx ends.
func (l *live) listen(ctx context.Context, t *testing.T, query, last string) (<-chan event, answered) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, l.URL+"/api/v1/stories/stream"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	res, err := http.DefaultClient.Do(r) //nolint:bodyclose // the reader below closes it
	if err != nil {
		t.Fatal(err)
	}
	out := make(chan event)
	go func() {
		defer close(out)
		defer func() { _ = res.Body.Close() }()
		var e event
		lines := bufio.NewScanner(res.Body)
		for lines.Scan() {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "id":
				e.id = value
			case "event":
				e.kind = value
			case "data":
				e.data = value
			case "":
				if e.kind != "" {
					out <- e
				}
				e = event{}
			}
		}
	}()
	return out, answered{res.StatusCode, res.Header}
}

func next(t *testing.T, events <-chan event) event {
	t.Helper()
	select {
	case e, ok := <-events:
		if !ok {
			t.Fatal("the stream ended")
		}
		return e
	case <-time.After(10 * time.Second):
		t.Fatal("nothing came")
	}
	return event{}
}

func TestAStreamTellsWhatChanges(t *testing.T) {
	l := newLive(t)
	l.put(t, "s1", "en")
	events, res := l.listen(t.Context(), t, "", "")
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%d %v", res.StatusCode, res.Header)
	}
	l.put(t, "s2", odd)
	first := next(t, events)
	if first.kind != "new" || !strings.Contains(first.data, `"id":"s2"`) || !strings.HasPrefix(first.data, `{"schema":"dragoman.change/1"`) {
		t.Errorf("%+v", first)
	}
	l.put(t, "s1", "en", "fr")
	if e := next(t, events); e.kind != "changed" || !strings.Contains(e.data, `"reports":["en","fr"]`) {
		t.Errorf("%+v", e)
	}
	if err := l.st.ApplyStories(t.Context(), store.StoryChanges{Delete: []string{"s2"}}); err != nil {
		t.Fatal(err)
	}
	l.pass(2 * time.Second)
	if e := next(t, events); e.kind != "gone" || !strings.Contains(e.data, `"id":"s2","story":null`) {
		t.Errorf("%+v", e)
	}
	// Another one goes on after the first event, and a third from the beginning.
	again, _ := l.listen(t.Context(), t, "", first.id)
	if e := next(t, again); e.kind != "changed" {
		t.Errorf("resumed with %+v", e)
	}
}

func TestAStreamCanBeginEarlier(t *testing.T) {
	l := newLive(t)
	l.put(t, "s1", "en")
	l.put(t, "s2", odd)
	events, _ := l.listen(t.Context(), t, "?from=2020-03-20T12:00:01Z", "")
	if e := next(t, events); e.kind != "new" || !strings.Contains(e.data, `"id":"s2"`) {
		t.Errorf("%+v", e)
	}
	narrowed, _ := l.listen(t.Context(), t, "?from=2020-03-20&entity=Jean+Untel", "")
	l.pass(24 * time.Hour)
	l.put(t, "s3", "fr")
	l.put(t, "s2", odd, "ar")
	if e := next(t, narrowed); !strings.Contains(e.data, `"id":"s2"`) {
		t.Errorf("%+v", e)
	}
}

func TestStreamsAreBounded(t *testing.T) {
	l := newLive(t)
	ctx, cancel := context.WithCancel(t.Context())
	for range 2 {
		if _, res := l.listen(ctx, t, "", ""); res.StatusCode != 200 {
			t.Fatal(res.StatusCode)
		}
	}
	if _, res := l.listen(t.Context(), t, "", ""); res.StatusCode != 503 || res.Header.Get("Retry-After") == "" || res.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	cancel() // those who go make room
	deadline := time.Now().Add(10 * time.Second)
	for {
		again, stop := context.WithCancel(t.Context())
		_, res := l.listen(again, t, "", "")
		stop()
		if res.StatusCode == 200 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("no room comes free")
		}
		time.Sleep(time.Millisecond)
	}
	if _, res := l.listen(t.Context(), t, "", "not a cursor!"); res.StatusCode != 400 {
		t.Errorf("Last-Event-ID that is none: %d", res.StatusCode)
	}
}

func TestStreamsEndWithTheProgram(t *testing.T) {
	l := newLive(t)
	events, _ := l.listen(t.Context(), t, "", "")
	close(l.stop)
	select {
	case _, open := <-events:
		if open {
			t.Error("an event out of nothing")
		}
	case <-time.After(10 * time.Second):
		t.Error("the stream does not end")
	}
}

func TestEventsAreOfTheDocument(t *testing.T) {
	l := newLive(t)
	s := openDocument(t, newBench(t, nil)).schemas(t)
	events, _ := l.listen(t.Context(), t, "", "")
	l.put(t, "s1", "en", "fr", "ar")
	e := next(t, events)
	s.check(t, "/components/schemas/Change", []byte(e.data))
	if !slices.Contains([]string{"new", "changed"}, e.kind) {
		t.Errorf("%+v", e)
	}
}
