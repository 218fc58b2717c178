package app

import (
	"context"
	"sync"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Counts are held by Counting when counting takes longer than this: a small store is counted anew each time.
const countsCheap = 50 * time.Millisecond

const (
	countsFresh = time.Minute      // for so long they are answered with, whatever came since
	countsStale = 10 * time.Minute // for so long they are, while new ones are counted
	countsTime  = 5 * time.Minute  // that counting may take
	mostCovered = 100              // outcomes that are held
)

// counted is the part of the store that is counted.
type counted interface {
	store.Counter
	Stats(ctx context.Context) (store.Stats, error)
}

// Counting is a store.Counter that remembers what it counted, for whoever shows many people a large store: all reports are looked at
// to count them by source and day. What it answers must not be changed.
type Counting struct {
	st  counted
	now func() time.Time

	mu     sync.Mutex
	held   *heldCounts // nil: none
	flight *countFlight
}

// heldCounts are counts, and what was made of them.
type heldCounts struct {
	counts []news.DayCount
	at     time.Time
	mark   countMark

	mu      sync.Mutex
	covered map[covering]news.Coverage
}

// countMark changes with almost everything that changes counts.
type countMark struct{ reports, copies, revisions int }

// covering is what coverage is asked for.
type covering struct {
	today, since, until, source string
	lang                        news.Lang
}

// countFlight is a count under way.
type countFlight struct {
	done chan struct{}
	held *heldCounts
	err  error
}

// NewCounting returns one over a store.
func NewCounting(st counted) *Counting { return &Counting{st: st, now: time.Now} }

var _ store.Counter = (*Counting)(nil)

// Counts counts as the store does. Without a filter they may be some minutes old where counting takes long.
func (c *Counting) Counts(ctx context.Context, f store.Filter) ([]news.DayCount, error) {
	if f != (store.Filter{}) {
		return c.st.Counts(ctx, f)
	}
	h, err := c.hold(ctx)
	if err != nil {
		return nil, err
	}
	return h.counts, nil
}

// Coverage is as the function of that name has it.
func (c *Counting) Coverage(ctx context.Context, today string, f store.Filter) (news.Coverage, error) {
	h, err := c.hold(ctx)
	if err != nil {
		return news.Coverage{}, err
	}
	key := covering{today, f.Since, f.Until, f.Source, f.Lang}
	h.mu.Lock()
	out, ok := h.covered[key]
	h.mu.Unlock()
	if ok {
		return out, nil
	}
	if out, err = Coverage(ctx, h, today, f); err != nil {
		return out, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.covered) >= mostCovered || h.covered == nil {
		h.covered = map[covering]news.Coverage{}
	}
	h.covered[key] = out
	return out, nil
}

// Counts implements store.Counter for Coverage, which asks for all.
func (h *heldCounts) Counts(context.Context, store.Filter) ([]news.DayCount, error) {
	return h.counts, nil
}

// hold returns counts: those that are held as long as they are good, and else new ones.
func (c *Counting) hold(ctx context.Context) (*heldCounts, error) {
	mark, err := c.mark(ctx)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	held, flight := c.held, c.flight
	var age time.Duration
	if held != nil {
		if age = c.now().Sub(held.at); age < countsFresh || age < countsStale && held.mark == mark {
			c.mu.Unlock()
			return held, nil
		}
	}
	if flight == nil {
		flight = &countFlight{done: make(chan struct{})}
		c.flight = flight
		go c.count(context.WithoutCancel(ctx), flight, mark)
	}
	c.mu.Unlock()
	if held != nil && (age < countsStale || held.mark == mark) {
		return held, nil
	}
	select {
	case <-flight.done:
		return flight.held, flight.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// count counts for all who wait.
func (c *Counting) count(ctx context.Context, flight *countFlight, mark countMark) {
	ctx, cancel := context.WithTimeout(ctx, countsTime)
	defer cancel()
	began := c.now()
	counts, err := c.st.Counts(ctx, store.Filter{})
	c.mu.Lock()
	defer c.mu.Unlock()
	defer close(flight.done)
	c.flight = nil
	if flight.err = err; err != nil {
		return
	}
	flight.held = &heldCounts{counts: counts, at: c.now(), mark: mark}
	if c.held = nil; flight.held.at.Sub(began) > countsCheap {
		c.held = flight.held
	}
}

func (c *Counting) mark(ctx context.Context) (countMark, error) {
	s, err := c.st.Stats(ctx)
	return countMark{s.Reports, s.Copies, s.Revisions}, err
}
