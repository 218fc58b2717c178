package app

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// slowly counts reports, and takes its time.
type slowly struct {
	reports, counted atomic.Int64
	takes            time.Duration
	pass             func(time.Duration)
	wait             chan struct{} // nil: goes on at once
}

func (s *slowly) Stats(context.Context) (store.Stats, error) {
	return store.Stats{Reports: int(s.reports.Load())}, nil
}

func (s *slowly) Counts(context.Context, store.Filter) ([]news.DayCount, error) {
	n := int(s.reports.Load())
	if s.wait != nil {
		<-s.wait
	}
	s.counted.Add(1)
	s.pass(s.takes)
	return []news.DayCount{{Source: "a.example", Lang: "en", Day: "2020-03-08", Reports: n}}, nil
}

func newSlowly(takes time.Duration) (*slowly, *Counting, func(time.Duration)) {
	var mu sync.Mutex
	at := time.Date(2020, 3, 8, 12, 0, 0, 0, time.UTC)
	pass := func(d time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		at = at.Add(d)
	}
	s := &slowly{takes: takes, pass: pass}
	s.reports.Store(1)
	c := NewCounting(s)
	c.now = func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return at
	}
	return s, c, pass
}

// settled waits until nothing is counted.
func (c *Counting) settled() {
	c.mu.Lock()
	flight := c.flight
	c.mu.Unlock()
	if flight != nil {
		<-flight.done
	}
}

func wantCount(t *testing.T, c *Counting, when string, want int) {
	t.Helper()
	got, err := c.Counts(t.Context(), store.Filter{})
	if err != nil || len(got) != 1 || got[0].Reports != want {
		t.Errorf("%s: %v, %v; want %d", when, got, err, want)
	}
	cover, err := c.Coverage(t.Context(), "2020-03-08", store.Filter{})
	if n, _ := cover.All.Sum(); err != nil || n != want {
		t.Errorf("%s the coverage has %d, %v; want %d", when, n, err, want)
	}
}

func TestCountsThatTakeLongAreHeldForAWhile(t *testing.T) {
	s, c, pass := newSlowly(time.Second)
	wantCount(t, c, "at first", 1)
	s.reports.Store(2)
	wantCount(t, c, "in the same minute", 1)
	pass(2 * countsFresh)
	if got, err := c.Counts(t.Context(), store.Filter{}); err != nil || got[0].Reports != 1 {
		t.Errorf("while it is counted anew: %v, %v", got, err)
	}
	c.settled()
	wantCount(t, c, "when it was", 2)
	s.reports.Store(3)
	pass(2 * countsStale)
	wantCount(t, c, "after a long time", 3)
	if n := s.counted.Load(); n != 3 {
		t.Errorf("counted %d times, want 3", n)
	}
	pass(countsStale - 2*time.Second)
	wantCount(t, c, "when nothing came", 3)
	if n := s.counted.Load(); n != 3 {
		t.Errorf("counted though nothing came: %d times", n)
	}
}

func TestCountsThatAreCheapAreNotHeld(t *testing.T) {
	s, c, _ := newSlowly(time.Millisecond)
	wantCount(t, c, "at first", 1)
	s.reports.Store(2)
	wantCount(t, c, "at once", 2)
}

func TestManyWhoAskAreCountedForOnce(t *testing.T) {
	s, c, _ := newSlowly(time.Second)
	s.wait = make(chan struct{})
	gone, leave := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { _, _ = c.Counts(gone, store.Filter{}) })
	for range 20 {
		all.Go(func() {
			if got, err := c.Counts(t.Context(), store.Filter{}); err != nil || len(got) != 1 {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
	leave() // whoever goes away takes nothing from the others
	close(s.wait)
	all.Wait()
	if n := s.counted.Load(); n != 1 {
		t.Errorf("counted %d times", n)
	}
	if _, err := c.Counts(t.Context(), store.Filter{Lang: "fr"}); err != nil || s.counted.Load() != 2 {
		t.Errorf("with a filter: %v", err)
	}
}
