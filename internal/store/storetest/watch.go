package storetest

import (
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

var (
	saved = store.Watch{
		ID: "w1", Name: "Irak – العراق", Words: `"high commission" -sport`, Owner: "ada", Made: noon, Looked: noon, Queued: store.Mark{At: noon},
		Filter: store.Filter{
			Since: "2020-03-01", Until: "2020-03-31", Lang: "ar", Source: "example.org", Country: "IRQ", Entity: "برهم صالح", Place: "Baghdad",
			Type: news.Consult, Status: news.Occurred,
		},
	}
	hooked = store.Watch{
		ID: "w0", Name: "all", Made: noon.Add(time.Hour), Looked: noon, Webhook: "https://example.org/hook?k=1", Secret: "whsec_x", Queued: store.Mark{At: noon},
	}
)

func (e *env) watched(t *testing.T) {
	t.Helper()
	for _, w := range []store.Watch{hooked, saved} {
		wantCode(t, "AddWatch", e.AddWatch(e.ctx, w), "")
	}
}

// delivery is a story that is to be sent, written so many minutes after noon.
func delivery(story string, minute int) store.Delivery {
	at := noon.Add(time.Duration(minute) * time.Minute)
	return store.Delivery{Watch: "w0", Story: story, At: at, Next: at}
}

// due lists what is to be sent for a watch.
func (e *env) due(t *testing.T, limit int) []store.Delivery {
	t.Helper()
	out, err := e.Deliveries(e.ctx, "w0", limit)
	wantCode(t, "Deliveries", err, "")
	return out
}

var watchTests = []test{
	{"watches come back as they were given, the oldest first", func(t *testing.T, e *env) {
		none, err := e.Watches(e.ctx)
		equal(t, "at first", len(none), 0)
		wantCode(t, "Watches", err, "")
		e.watched(t)
		got, err := e.Watches(e.ctx)
		equal(t, "watches", got, []store.Watch{saved, hooked})
		wantCode(t, "Watches", err, "")
		one, err := e.Watch(e.ctx, "w1")
		equal(t, "one", one, saved)
		wantCode(t, "Watch", err, "")
		wantCode(t, "AddWatch again", e.AddWatch(e.ctx, saved), news.Conflict)
		paged := store.Watch{ID: "w2", Name: "p", Made: noon, Looked: noon, Filter: store.Filter{Lang: "fr", Limit: 3, After: "x", Kind: news.Person}, Queued: store.Mark{At: noon}}
		wantCode(t, "AddWatch", e.AddWatch(e.ctx, paged), "")
		one, err = e.Watch(e.ctx, "w2")
		equal(t, "what is no part of a watch", one.Filter, store.Filter{Lang: "fr"})
		wantCode(t, "Watch", err, "")
	}},
	{"what is no watch is refused", func(t *testing.T, e *env) {
		for name, change := range map[string]func(*store.Watch){
			"no id":              func(w *store.Watch) { w.ID = "" },
			"no name":            func(w *store.Watch) { w.Name = " " },
			"no day":             func(w *store.Watch) { w.Filter.Since = "yesterday" },
			"no secret":          func(w *store.Watch) { w.Secret = "" },
			"no address":         func(w *store.Watch) { w.Webhook = "/hook" },
			"another scheme":     func(w *store.Watch) { w.Webhook = "file:///etc/passwd" },
			"a text without end": func(w *store.Watch) { w.Words = string(make([]byte, 1<<16)) },
			"no text":            func(w *store.Watch) { w.Filter.Entity = "\xff" },
		} {
			w := hooked
			change(&w)
			wantCode(t, name, e.AddWatch(e.ctx, w), news.Invalid)
		}
	}},
	{"a watch that is not there is not found", func(t *testing.T, e *env) {
		_, err := e.Watch(e.ctx, "w9")
		wantCode(t, "Watch", err, news.NotFound)
		wantCode(t, "RemoveWatch", e.RemoveWatch(e.ctx, "w9"), news.NotFound)
		wantCode(t, "PauseWatch", e.PauseWatch(e.ctx, "w9", true), news.NotFound)
		wantCode(t, "SeeWatch", e.SeeWatch(e.ctx, "w9", noon), news.NotFound)
		wantCode(t, "QueueDeliveries", e.QueueDeliveries(e.ctx, "w9", store.Mark{At: noon}, nil), news.NotFound)
	}},
	{"a watch is paused, goes on, and is looked at", func(t *testing.T, e *env) {
		e.watched(t)
		wantCode(t, "PauseWatch", e.PauseWatch(e.ctx, "w1", true), "")
		wantCode(t, "SeeWatch", e.SeeWatch(e.ctx, "w1", noon.Add(time.Minute)), "")
		wantCode(t, "SeeWatch, earlier", e.SeeWatch(e.ctx, "w1", noon), "")
		got, err := e.Watch(e.ctx, "w1")
		wantCode(t, "Watch", err, "")
		want := saved
		want.Paused, want.Looked = true, noon.Add(time.Minute)
		equal(t, "after", got, want)
		wantCode(t, "PauseWatch", e.PauseWatch(e.ctx, "w1", false), "")
		got, err = e.Watch(e.ctx, "w1")
		wantCode(t, "Watch", err, "")
		equal(t, "paused", got.Paused, false)
	}},
	{"what is to be sent is queued once", func(t *testing.T, e *env) {
		e.watched(t)
		first, second := store.Mark{At: noon.Add(time.Minute), ID: "s1"}, store.Mark{At: noon.Add(time.Minute), ID: "s2"}
		s1, s2 := delivery("s1", 1), delivery("s2", 2)
		s1.New = true
		wantCode(t, "QueueDeliveries", e.QueueDeliveries(e.ctx, "w0", first, []store.Delivery{s2, s1}), "")
		equal(t, "queued", e.due(t, 0), []store.Delivery{s1, s2})
		equal(t, "at most one", e.due(t, 1), []store.Delivery{s1})
		wantCode(t, "once more", e.QueueDeliveries(e.ctx, "w0", first, []store.Delivery{delivery("s3", 3)}), news.Conflict)
		equal(t, "as before", len(e.due(t, 0)), 2)
		wantCode(t, "the next", e.QueueDeliveries(e.ctx, "w0", second, []store.Delivery{delivery("s1", 4)}), "")
		again := delivery("s1", 4)
		again.New = true // nobody was told of the first version
		equal(t, "the newest version", e.due(t, 0), []store.Delivery{s2, again})
		w, err := e.Watch(e.ctx, "w0")
		wantCode(t, "Watch", err, "")
		equal(t, "mark", w.Queued, second)
		other, err := e.Deliveries(e.ctx, "w1", 0)
		wantCode(t, "Deliveries", err, "")
		equal(t, "of the other", len(other), 0)
	}},
	{"a try that failed is kept, what was sent is not, and neither touches a newer version", func(t *testing.T, e *env) {
		e.watched(t)
		s1, s2 := delivery("s1", 1), delivery("s2", 2)
		wantCode(t, "QueueDeliveries", e.QueueDeliveries(e.ctx, "w0", store.Mark{At: noon.Add(time.Hour)}, []store.Delivery{s1, s2}), "")
		s1.Tries, s1.Next, s1.Error = 1, noon.Add(time.Hour), "answered 500"
		wantCode(t, "TriedDelivery", e.TriedDelivery(e.ctx, s1), "")
		equal(t, "after a try", e.due(t, 0), []store.Delivery{s2, s1})
		s2.Tries, s2.Next = 9, time.Time{}
		wantCode(t, "TriedDelivery", e.TriedDelivery(e.ctx, s2), "")
		equal(t, "given up", e.due(t, 0), []store.Delivery{s1, s2})
		stale := delivery("s1", 0)
		wantCode(t, "SentDelivery", e.SentDelivery(e.ctx, stale), "")
		wantCode(t, "TriedDelivery", e.TriedDelivery(e.ctx, stale), "")
		equal(t, "an older version", e.due(t, 0), []store.Delivery{s1, s2})
		wantCode(t, "SentDelivery", e.SentDelivery(e.ctx, s1), "")
		equal(t, "sent", e.due(t, 0), []store.Delivery{s2})
		wantCode(t, "RemoveWatch", e.RemoveWatch(e.ctx, "w0"), "")
		equal(t, "of a watch that went", len(e.due(t, 0)), 0)
		wantCode(t, "AddWatch", e.AddWatch(e.ctx, hooked), "")
		equal(t, "of one that came again", len(e.due(t, 0)), 0)
	}},
}
