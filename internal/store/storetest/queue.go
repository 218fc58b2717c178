package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

func (e *env) enqueue(t *testing.T, kind string, keys ...string) {
	t.Helper()
	for _, k := range keys {
		if err := e.Enqueue(e.ctx, kind, k, []byte("payload of "+k)); err != nil {
			t.Fatal(err)
		}
	}
}

// lease takes jobs and returns them as "key:tries".
func (e *env) lease(t *testing.T, kind string, n int, d time.Duration) ([]store.Job, []string) {
	t.Helper()
	jobs, err := e.Lease(e.ctx, kind, n, d)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, j := range jobs {
		got = append(got, fmt.Sprintf("%s:%d", j.Key, j.Tries))
		if j.Kind != kind || string(j.Payload) != "payload of "+j.Key {
			t.Errorf("job %+v", j)
		}
	}
	return jobs, got
}

var queueTests = []test{
	{"jobs are leased oldest first, each to one at a time", func(t *testing.T, e *env) {
		e.enqueue(t, "k", "a", "b", "c")
		e.enqueue(t, "other", "x")
		_, first := e.lease(t, "k", 2, time.Minute)
		equal(t, "first", first, []string{"a:0", "b:0"})
		_, second := e.lease(t, "k", 2, time.Minute)
		equal(t, "second", second, []string{"c:0"})
		_, third := e.lease(t, "k", 2, time.Minute)
		equal(t, "third", third, nil)
	}},
	{"a job whose lease ran out may be leased again, and tells how often it was", func(t *testing.T, e *env) {
		e.enqueue(t, "k", "a", "b")
		e.lease(t, "k", 1, time.Minute)
		e.clock.pass(59 * time.Second)
		_, got := e.lease(t, "k", 9, time.Minute)
		equal(t, "before the end", got, []string{"b:0"})
		e.clock.pass(2 * time.Second)
		_, got = e.lease(t, "k", 9, time.Minute)
		equal(t, "after the end", got, []string{"a:1"})
	}},
	{"a job acknowledged is gone, and acknowledging twice is no error", func(t *testing.T, e *env) {
		e.enqueue(t, "k", "a", "b")
		jobs, _ := e.lease(t, "k", 1, time.Minute)
		for range 2 {
			if err := e.Ack(e.ctx, jobs...); err != nil {
				t.Fatal(err)
			}
		}
		e.clock.pass(time.Hour)
		_, got := e.lease(t, "k", 9, time.Minute)
		equal(t, "left", got, []string{"b:0"})
	}},
	{"a job given back waits as long as it is told", func(t *testing.T, e *env) {
		e.enqueue(t, "k", "a")
		jobs, _ := e.lease(t, "k", 1, time.Hour)
		if err := e.Nack(e.ctx, jobs[0], time.Minute); err != nil {
			t.Fatal(err)
		}
		_, got := e.lease(t, "k", 1, time.Minute)
		equal(t, "at once", got, nil)
		e.clock.pass(time.Minute)
		_, got = e.lease(t, "k", 1, time.Minute)
		equal(t, "after a minute", got, []string{"a:1"})
	}},
	{"a kind and key is queued once until it is acknowledged", func(t *testing.T, e *env) {
		e.enqueue(t, "k", "a", "a")
		jobs, _ := e.lease(t, "k", 9, time.Minute)
		equal(t, "jobs", len(jobs), 1)
		e.enqueue(t, "k", "a")
		if n, err := e.Waiting(e.ctx, "k"); err != nil || n != 1 {
			t.Errorf("Waiting = %d, %v", n, err)
		}
		if err := e.Ack(e.ctx, jobs...); err != nil {
			t.Fatal(err)
		}
		e.enqueue(t, "k", "a")
		_, got := e.lease(t, "k", 9, time.Minute)
		equal(t, "again", got, []string{"a:0"})
	}},
	{"an old acknowledgement does not touch a new job of the same key", func(t *testing.T, e *env) {
		e.enqueue(t, "k", "a")
		jobs, _ := e.lease(t, "k", 1, time.Minute)
		if err := e.Ack(e.ctx, jobs...); err != nil {
			t.Fatal(err)
		}
		e.enqueue(t, "k", "a")
		if err := e.Ack(e.ctx, jobs...); err != nil {
			t.Fatal(err)
		}
		if n, err := e.Waiting(e.ctx, "k"); err != nil || n != 1 {
			t.Errorf("Waiting = %d, %v", n, err)
		}
	}},
	{"asking for no jobs gets none", func(t *testing.T, e *env) {
		e.enqueue(t, "k", "a")
		for _, n := range []int{0, -1} {
			_, got := e.lease(t, "k", n, time.Minute)
			equal(t, fmt.Sprint(n), got, nil)
		}
	}},
}

var leaseTests = []test{
	{"one holder at a time, who may renew", func(t *testing.T, e *env) {
		first, ok, err := e.Acquire(e.ctx, "stories", "a", time.Minute)
		if err != nil || !ok || first < 1 {
			t.Fatalf("Acquire = %d, %v, %v", first, ok, err)
		}
		e.clock.pass(30 * time.Second)
		if epoch, ok, err := e.Acquire(e.ctx, "stories", "a", time.Minute); err != nil || !ok || epoch != first {
			t.Errorf("renewing = %d, %v, %v; want %d", epoch, ok, err, first)
		}
		e.clock.pass(45 * time.Second)
		if epoch, ok, err := e.Acquire(e.ctx, "stories", "b", time.Minute); err != nil || ok || epoch != first {
			t.Errorf("another = %d, %v, %v; want refused with %d", epoch, ok, err, first)
		}
		if _, ok, err := e.Acquire(e.ctx, "other", "b", time.Minute); err != nil || !ok {
			t.Errorf("another lease = %v, %v", ok, err)
		}
	}},
	{"a lease that ran out can be taken, and the epoch grows", func(t *testing.T, e *env) {
		first, _, err := e.Acquire(e.ctx, "stories", "a", time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		e.clock.pass(2 * time.Minute)
		if err := e.Check(e.ctx, "stories", first); err != nil {
			t.Errorf("nobody took it yet: %v", err)
		}
		second, ok, err := e.Acquire(e.ctx, "stories", "b", time.Minute)
		if err != nil || !ok || second <= first {
			t.Fatalf("Acquire = %d, %v, %v after %d", second, ok, err, first)
		}
		wantCode(t, "the old epoch", e.Check(e.ctx, "stories", first), news.Conflict)
		if err := e.Check(e.ctx, "stories", second); err != nil {
			t.Errorf("the new epoch: %v", err)
		}
		e.clock.pass(2 * time.Minute)
		third, ok, err := e.Acquire(e.ctx, "stories", "b", time.Minute)
		if err != nil || !ok || third <= second {
			t.Errorf("the same holder after it ran out = %d, %v, %v; want an epoch above %d", third, ok, err, second)
		}
	}},
	{"a lease given back is free for others, not for who does not hold it", func(t *testing.T, e *env) {
		first, _, err := e.Acquire(e.ctx, "stories", "a", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Release(e.ctx, "stories", "b"); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := e.Acquire(e.ctx, "stories", "b", time.Hour); err != nil || ok {
			t.Errorf("b took what it could not release: %v", err)
		}
		if err := e.Release(e.ctx, "stories", "a"); err != nil {
			t.Fatal(err)
		}
		wantCode(t, "after release", e.Check(e.ctx, "stories", first), news.Conflict)
		second, ok, err := e.Acquire(e.ctx, "stories", "b", time.Hour)
		if err != nil || !ok || second <= first {
			t.Errorf("Acquire = %d, %v, %v", second, ok, err)
		}
		if err := e.Release(e.ctx, "unknown", "a"); err != nil {
			t.Errorf("Release of a lease that is not there: %v", err)
		}
	}},
	{"a lease that never was is in conflict", func(t *testing.T, e *env) {
		wantCode(t, "Check", e.Check(e.ctx, "unknown", 0), news.Conflict)
		wantCode(t, "Check", e.Check(e.ctx, "unknown", 1), news.Conflict)
	}},
}

var feedTests = []test{
	{"a subscription comes back as it was put, and is changed by its address", func(t *testing.T, e *env) {
		b := store.Feed{
			URL: "https://b.example/feed", Title: "B", Kind: "sitemap", Paused: true, ETag: `"x"`, LastModified: "Sun, 08 Mar 2020 10:00:00 GMT",
			NextPoll: time.Date(2026, 1, 1, 13, 0, 0, 5_000_000, time.UTC), LastSuccess: time.Date(2026, 1, 1, 11, 0, 0, 0, time.UTC),
			LastError: "404", Failures: 3, Reports: 12,
		}
		a := store.Feed{URL: "https://a.example/feed", Kind: "feed"}
		for _, f := range []store.Feed{{URL: b.URL, Title: "old"}, a, b} {
			if err := e.PutFeed(e.ctx, f); err != nil {
				t.Fatal(err)
			}
		}
		got, err := e.ListFeeds(e.ctx)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "ListFeeds", got, []store.Feed{a, b})
	}},
	{"a subscription that ended is gone", func(t *testing.T, e *env) {
		if err := e.PutFeed(e.ctx, store.Feed{URL: "https://a.example/feed"}); err != nil {
			t.Fatal(err)
		}
		if err := e.DeleteFeed(e.ctx, "https://a.example/feed"); err != nil {
			t.Fatal(err)
		}
		wantCode(t, "DeleteFeed again", e.DeleteFeed(e.ctx, "https://a.example/feed"), news.NotFound)
		if got, err := e.ListFeeds(e.ctx); err != nil || len(got) != 0 {
			t.Errorf("ListFeeds = %v, %v", got, err)
		}
	}},
	{"a subscription needs an address", func(t *testing.T, e *env) {
		wantCode(t, "PutFeed", e.PutFeed(e.ctx, store.Feed{Title: "x"}), news.Invalid)
	}},
}
