package api_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/client"
	"github.com/dragoman-news/dragoman/internal/api"
	"github.com/dragoman-news/dragoman/internal/export"
)

func TestTheClientKnowsTheShapes(t *testing.T) {
	seen := map[reflect.Type]bool{}
	for _, pair := range [][2]reflect.Type{
		{reflect.TypeFor[export.Document](), reflect.TypeFor[client.Document]()},
		{reflect.TypeFor[export.StoryPage](), reflect.TypeFor[client.StoryPage]()},
		{reflect.TypeFor[export.Entry](), reflect.TypeFor[client.Entry]()},
		{reflect.TypeFor[export.Person](), reflect.TypeFor[client.Person]()},
		{reflect.TypeFor[export.QuoteLine](), reflect.TypeFor[client.ReportQuote]()},
		{reflect.TypeFor[api.SearchResult](), reflect.TypeFor[client.SearchResult]()},
		{reflect.TypeFor[export.Source](), reflect.TypeFor[client.Source]()},
		{reflect.TypeFor[export.Feed](), reflect.TypeFor[client.Feed]()},
		{reflect.TypeFor[export.Coverage](), reflect.TypeFor[client.Coverage]()},
		{reflect.TypeFor[export.Visit](), reflect.TypeFor[client.Visit]()},
		{reflect.TypeFor[export.Commitment](), reflect.TypeFor[client.Commitment]()},
		{reflect.TypeFor[export.Verdict](), reflect.TypeFor[client.Verdict]()},
		{reflect.TypeFor[api.NewVerdict](), reflect.TypeFor[client.NewVerdict]()},
		{reflect.TypeFor[api.Change](), reflect.TypeFor[client.Change]()},
		{reflect.TypeFor[api.Problem](), reflect.TypeFor[client.Error]()},
		{reflect.TypeFor[export.Watch](), reflect.TypeFor[client.Watch]()},
		{reflect.TypeFor[api.NewWatch](), reflect.TypeFor[client.NewWatch]()},
		{reflect.TypeFor[api.WatchNews](), reflect.TypeFor[client.WatchNews]()},
		{reflect.TypeFor[api.WatchStories](), reflect.TypeFor[client.WatchStories]()},
		{reflect.TypeFor[api.Digest](), reflect.TypeFor[client.Digest]()},
		{reflect.TypeFor[api.FormatLine](), reflect.TypeFor[client.Format]()},
		{reflect.TypeFor[api.DroppedList](), reflect.TypeFor[client.DroppedList]()},
	} {
		sameShape(t, pair[0].Name(), pair[0], pair[1], seen)
	}
}

// sameShape wants two types to be read and written alike as JSON.
func sameShape(t *testing.T, name string, a, b reflect.Type, seen map[reflect.Type]bool) {
	t.Helper()
	if a.Kind() != b.Kind() {
		t.Errorf("%s is %s, and %s to the client", name, a.Kind(), b.Kind())
		return
	}
	switch a.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		sameShape(t, name, a.Elem(), b.Elem(), seen)
	case reflect.Struct:
		if seen[a] {
			return
		}
		seen[a] = true
		mine, theirs := fieldsOf(a), fieldsOf(b)
		for tag, f := range mine {
			if g, ok := theirs[tag]; ok {
				sameShape(t, name+"."+tag, f, g, seen)
			} else {
				t.Errorf("the client does not know %s.%s", name, tag)
			}
		}
		for tag := range theirs {
			if mine[tag] == nil {
				t.Errorf("the client knows a %s.%s that there is not", name, tag)
			}
		}
	}
}

func fieldsOf(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for f := range t.Fields() {
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && tag == "" {
			for name, inner := range fieldsOf(f.Type) {
				out[name] = inner
			}
			continue
		}
		out[tag] = f.Type
	}
	return out
}

func newClient(t *testing.T, h http.Handler) *client.Client {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	c, err := client.New(server.URL+"/", client.Options{Token: "t", UserAgent: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheClientReadsLists(t *testing.T) {
	b := newBench(t, nil).fill(t)
	b.many(t, 0, 410) // three pages
	c := newClient(t, b)
	ctx := t.Context()
	for name, got := range map[string]string{
		"reports":           counted(c.Reports(ctx, client.Filter{})),
		"some reports":      counted(c.Reports(ctx, client.Filter{Limit: 203})),
		"reports in French": counted(c.Reports(ctx, client.Filter{Lang: "fr"})),
		"all reports":       counted(c.AllReports(ctx, client.Filter{})),
		"many reports":      counted(c.AllReports(ctx, client.Filter{Limit: 300})),
		"stories":           counted(c.Stories(ctx, client.Filter{})),
		"all stories":       counted(c.AllStories(ctx, client.Filter{Country: "IRQ"})),
		"entries":           counted(c.Entries(ctx, client.Filter{Type: "CONSULT", Status: "occurred"})),
		"all entries":       counted(c.AllEntries(ctx, client.Filter{})),
		"people":            counted(c.Entities(ctx, client.Filter{Kind: "person"})),
		"quotes":            counted(c.Quotes(ctx, client.Filter{Entity: "Q1", Source: "example.org"})),
		"hits":              counted(c.Hits(ctx, "Barham", client.Filter{Sort: "newest"})),
		"sources":           counted(c.Sources(ctx, client.Filter{})),
		"feeds":             counted(c.Feeds(ctx)),
		"visits":            counted(c.Visits(ctx, client.Filter{Entity: "Q2"})),
		"commitments":       counted(c.Commitments(ctx, client.Filter{Kind: "promised", Open: true})),
		"what is due":       counted(c.Commitments(ctx, client.Filter{Due: true})),
	} {
		want := map[string]string{
			"reports": "414", "some reports": "203", "reports in French": "1", "all reports": "414", "many reports": "300", "stories": "412",
			"all stories": "411", "entries": "411", "all entries": "411", "people": "3", "quotes": "410", "hits": "412", "sources": "3",
			"feeds": "2", "visits": "1", "commitments": "412", "what is due": "0",
		}[name]
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func counted[T any](rows func(yield func(T, error) bool)) string {
	n := 0
	for _, err := range rows {
		if err != nil {
			return err.Error()
		}
		n++
	}
	return fmt.Sprint(n)
}

func TestTheClientReadsOneOfEach(t *testing.T) {
	b := newBench(t, nil).fill(t)
	c := newClient(t, b)
	ctx := t.Context()
	report, err := c.Report(ctx, odd)
	if err != nil || report.Title != "=cmd|'/c calc'!A1 <b>" {
		t.Errorf("%+v %v", report, err)
	}
	story, err := c.Story(ctx, "s0") // it leads on
	if err != nil || story.ID != "s1" || len(story.Sides) == 0 || *story.Differences[0].Entry != 0 {
		t.Errorf("%+v %v", story, err)
	}
	if story, err = c.StoryAsOf(ctx, "s1", "2020-03-20T12:00:30Z"); err != nil || story.ID != "s1" {
		t.Errorf("%+v %v", story, err)
	}
	person, err := c.Entity(ctx, "Q1")
	if err != nil || person.Name != "Barham Salih" || len(person.Meetings) != 1 {
		t.Errorf("%+v %v", person, err)
	}
	coverage, err := c.Coverage(ctx, client.Filter{Since: "2020-03-08", Until: "2020-03-09"})
	if err != nil || fmt.Sprint(coverage.All.Reports) != "[1 1]" {
		t.Errorf("%+v %v", coverage, err)
	}
	found, err := c.Search(ctx, "Shamkhani", client.Filter{Lang: "fr"})
	if err != nil || found.Total != 1 || found.Items[0].Report != "fr" {
		t.Errorf("%+v %v", found, err)
	}
	if found, err = c.Like(ctx, "a meeting", client.Filter{Limit: 1}); err != nil || found.Total != 0 {
		t.Errorf("%+v %v", found, err)
	}
}

func TestTheClientKeepsWatches(t *testing.T) {
	b := newBench(t, nil).fill(t)
	c := newClient(t, b)
	ctx := t.Context()
	made, err := c.AddWatch(ctx, client.NewWatch{Name: "Iraq", Filter: client.WatchFilter{Country: "IRQ"}, Webhook: "https://hook.example/x"})
	if err != nil || made.ID != "w1" || made.Secret == "" || made.Webhook != "hook.example" || made.Filter.Country != "IRQ" {
		t.Fatalf("%+v %v", made, err)
	}
	if got := counted(c.Watches(ctx)); got != "2" {
		t.Errorf("%s watches", got)
	}
	for _, paused := range []bool{true, false} {
		if w, err := c.PauseWatch(ctx, "w1", paused); err != nil || w.Paused != paused {
			t.Errorf("%+v %v", w, err)
		}
	}
	fresh, err := c.WatchNews(ctx, "w0", 1)
	if err != nil || len(fresh.Items) != 1 || fresh.Count != 2 || fresh.Items[0].Story == nil {
		t.Errorf("%+v %v", fresh, err)
	}
	if w, err := c.SeeWatch(ctx, "w0", fresh.Until); err != nil || *w.New != 0 {
		t.Errorf("%+v %v", w, err)
	}
	stories, err := c.WatchStories(ctx, "w1", "2020-03-08", 10)
	if err != nil || len(stories.Items) != 1 || stories.Items[0].ID != "s1" {
		t.Errorf("%+v %v", stories, err)
	}
	digest, err := c.Digest(ctx, "2020-03-08", 1)
	if err != nil || digest.Day != "2020-03-08" || len(digest.Items) != 2 || digest.Items[1].Watch != "w1" || len(digest.Items[1].Items) != 1 || digest.Items[1].Items[0].ID != "s1" {
		t.Errorf("%+v %v", digest, err)
	}
	if err := c.RemoveWatch(ctx, "w1"); err != nil {
		t.Error(err)
	}
	if _, err := c.Watch(ctx, "w1"); !errors.Is(err, client.ErrNotFound) {
		t.Error(err)
	}
	if _, err := c.AddWatch(ctx, client.NewWatch{}); err == nil || !strings.Contains(err.Error(), "name is missing") {
		t.Error(err)
	}
}

func TestTheClientDecidesAboutFollowUps(t *testing.T) {
	b := newBench(t, nil).fill(t)
	c := newClient(t, b)
	ctx := t.Context()
	for _, accept := range []bool{true, false} {
		if v, err := c.AnswerFollowUp(ctx, "s1.1", accept); err != nil || v.Accepted != accept || v.Kind != "broken" || v.Told[0].Text != "Barham Salih" {
			t.Fatalf("%+v %v", v, err)
		}
	}
	if got := counted(c.Verdicts(ctx)); got != "2" {
		t.Errorf("%s decisions", got)
	}
	if v, err := c.UndoVerdict(ctx, 1); err != nil || v.Number != 1 || !v.Accepted {
		t.Errorf("%+v %v", v, err)
	}
	if _, err := c.UndoVerdict(ctx, 1); !errors.Is(err, client.ErrNotFound) {
		t.Error(err)
	}
	if _, err := c.AnswerFollowUp(ctx, "s1.done", true); err == nil || !strings.Contains(err.Error(), "accepted already") {
		t.Error(err)
	}
}

func TestTheClientFetchesFiles(t *testing.T) {
	b := newBench(t, nil).fill(t)
	b.many(t, 0, 300)
	c := newClient(t, b)
	ctx := t.Context()
	if got := counted(c.Formats(ctx)); got != fmt.Sprint(len(b.exports().Formats)) {
		t.Errorf("%s formats", got)
	}
	var file bytes.Buffer
	asked := client.File{Format: "csv", Of: "events", Filter: client.Filter{Lang: "en", Limit: 250}}
	lost, err := c.Export(ctx, asked, &file)
	if want := b.get(t, "/export?format=csv&of=events&lang=en&limit=250").Body.String(); err != nil || file.String() != want {
		t.Errorf("%d bytes, want %d; %v", file.Len(), len(want), err)
	}
	again, err := c.Dropped(ctx, asked)
	if err != nil || fmt.Sprint(again) != fmt.Sprint(lost) {
		t.Errorf("%v, %v, %v", lost, again, err)
	}
	if _, err := c.Export(ctx, client.File{Format: "excel"}, io.Discard); err == nil || !strings.Contains(err.Error(), "excel") {
		t.Error(err)
	}
	if _, err := c.Export(ctx, client.File{Format: "csv", Filter: client.Filter{Sort: "newest"}}, io.Discard); err == nil {
		t.Error("a file is sorted")
	}
}

func TestTheClientSaysWhatIsWrong(t *testing.T) {
	b := newBench(t, nil).fill(t)
	c := newClient(t, b)
	_, err := c.Report(t.Context(), "zz")
	if e, ok := errors.AsType[*client.Error](err); !ok || e.Status != 404 || e.Detail == "" || !errors.Is(err, client.ErrNotFound) {
		t.Errorf("%#v", err)
	}
	_, err = c.Coverage(t.Context(), client.Filter{Country: "IRQ"})
	if e, ok := errors.AsType[*client.Error](err); !ok || e.Status != 400 || e.Hint == "" || !strings.HasSuffix(e.Type, "#unknown-parameter") || errors.Is(err, client.ErrNotFound) {
		t.Errorf("%#v", err)
	}
	if got := counted(c.Reports(t.Context(), client.Filter{Since: "yesterday"})); got != "dragoman answered 400: since=yesterday is no day" {
		t.Error(got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Report(ctx, "en"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	broken := newClient(t, api.New(failing{b, 2}, api.Options{Desk: desk{b}}))
	for _, err = range broken.AllReports(t.Context(), client.Filter{}) {
	}
	if err == nil {
		t.Error("half a list looks whole")
	}
	for _, server := range []string{"localhost:8080", "ftp://example.org", "", "http://", "://"} {
		if _, err := client.New(server, client.Options{}); err == nil {
			t.Errorf("%q is taken for a server", server)
		}
	}
	proxy := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>", http.StatusBadGateway) }))
	if _, err := proxy.Report(t.Context(), "en"); err == nil || err.Error() != "dragoman answered 502: 502 Bad Gateway" {
		t.Error(err)
	}
}

// What a server answers is not to be trusted: its next page is on the same server.
func TestTheClientIsNotSentElsewhere(t *testing.T) {
	var token atomic.Value
	c := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token.Store(r.Header.Get("Authorization") + " " + r.UserAgent())
		_, _ = w.Write([]byte(`{"items":[{}],"next":"http://elsewhere.example/x"}`))
	}))
	n := 0
	var last error
	for _, last = range c.Reports(t.Context(), client.Filter{}) {
		n++
	}
	if n != 2 || last == nil || token.Load() != "Bearer t test" {
		t.Errorf("%d rows, %v, %v", n, last, token.Load())
	}
}

func TestTheClientFollows(t *testing.T) {
	l := newLive(t)
	c, err := client.New(l.URL, client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l.put(t, "s1", "en")
	first, err := c.Changes(t.Context(), "", client.Filter{Limit: 1})
	if err != nil || len(first.Items) != 1 || first.Items[0].Story.ID != "s1" || first.More {
		t.Fatalf("%+v %v", first, err)
	}
	again, err := c.Changes(t.Context(), first.Next, client.Filter{Limit: 1})
	if err != nil || len(again.Items) != 0 || again.Next != first.Next {
		t.Errorf("%+v %v", again, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	l.put(t, "s2", odd)
	var got []string
	for e, err := range c.Follow(ctx, first.Next, client.Filter{}) {
		if err != nil || e.Cursor == "" {
			t.Fatal(e, err)
		}
		if got = append(got, e.Kind+" "+e.ID); len(got) == 2 {
			break
		}
		l.CloseClientConnections() // it is taken up again where it broke off
		l.put(t, "s1", "en", "fr")
	}
	if strings.Join(got, ", ") != "new s2, changed s1" {
		t.Errorf("%v", got)
	}
	for _, err := range c.Follow(ctx, "no cursor", client.Filter{}) {
		if e, ok := errors.AsType[*client.Error](err); !ok || e.Status != 400 {
			t.Errorf("%v", err)
		}
	}
}
