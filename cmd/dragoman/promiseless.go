package main

import (
	"fmt"
	"hash/fnv"
	"sync"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// mostPromising is in how many stories, the latest, a page looks for commitments: their reports are read for it.
const mostPromising = 60

const (
	mostPromiseless = 50_000           // stories that are remembered
	promiselessTime = 10 * time.Minute // for so long: a report may be read again with another outcome
)

// promiseless remembers which stories hold no commitment, which is most of them, so that their reports are not read for every page. A nil one
// remembers nothing.
type promiseless struct {
	now func() time.Time

	mu    sync.Mutex
	since time.Time
	known map[uint64]bool
}

// none reports whether a story, as it is, is known to hold none.
func (p *promiseless) none(s *news.Story) bool {
	if p == nil {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now().Sub(p.since) < promiselessTime && p.known[promiseMark(s)]
}

// add remembers that a story holds none.
func (p *promiseless) add(s *news.Story) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now().Sub(p.since) >= promiselessTime || len(p.known) >= mostPromiseless {
		p.since, p.known = p.now(), map[uint64]bool{}
	}
	p.known[promiseMark(s)] = true
}

// promiseMark is a digest of which reports a story has, and in which state.
func promiseMark(s *news.Story) uint64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%q %q %q %v %d", s.ID, s.Reports, s.Withdrawn, s.Revisions, len(s.Entries)) // a hash takes everything; maps are written in order
	return h.Sum64()
}
