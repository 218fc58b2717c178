package web

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// shelf holds pages that were made, for whoever asks for the same while nothing is written to the record. Many people look at the same
// few pages: the latest stories, what waits in the inbox, what is new to a watch.
type shelf struct {
	mu    sync.Mutex
	as    int64 // the number with which what is held was made
	pages map[string]held
	bytes int
}

type held struct {
	*whole
	made time.Time
}

const (
	heldFor  = time.Minute // some pages hang on what day it is
	heldAll  = 32 << 20    // bytes of all pages
	heldEach = 1 << 20     // of one
)

// place is under which name a page is held and the number that it is made with; ok is false where it is not to be held.
func (s *server) place(r *http.Request) (key string, as int64, ok bool) {
	if s.Written == nil || r.Header.Get("If-None-Match") != "" || r.Header.Get("Range") != "" {
		return "", 0, false
	}
	as, err := s.Written(r.Context())
	if err != nil {
		return "", 0, false // whoever makes the page will say what is wrong
	}
	// A page hangs on what is asked for, how the reader has chosen to see it, and who they are.
	who, edits := s.who(r)
	parts := []string{r.Method, s.base(r), r.URL.RequestURI(), r.Header.Get("Accept-Language"), r.Header.Get("Cookie"), r.Header.Get("Authorization"), who}
	if edits {
		parts = append(parts, "edits")
	}
	if s.may(r) {
		parts = append(parts, "may")
	}
	return strings.Join(parts, "\x00"), as, true
}

// take returns what is held under a name, nil for nothing.
func (s *shelf) take(key string, as int64, now time.Time) *whole {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.pages[key]
	if !ok || s.as != as || now.Sub(p.made) > heldFor {
		return nil
	}
	return p.whole
}

// put holds an answer that was made after the number was read.
func (s *shelf) put(key string, as int64, p *whole, now time.Time) {
	if p.status != http.StatusOK || p.body.Len() > heldEach || p.head.Get("Set-Cookie") != "" || strings.Contains(p.head.Get("Cache-Control"), "no-store") {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.as != as || s.bytes+p.body.Len() > heldAll {
		s.pages, s.as, s.bytes = nil, as, 0
	}
	if s.pages == nil {
		s.pages = map[string]held{}
	}
	if before, ok := s.pages[key]; ok {
		s.bytes -= len(key) + before.body.Len()
	}
	s.bytes += len(key) + p.body.Len()
	s.pages[key] = held{p, now}
}

// again answers with what was made for somebody else. Only what the page says of itself is said again: what stands in the head before a page is
// made, as the number of the request, is of whoever asks.
func (o *whole) again(w http.ResponseWriter) {
	for name, values := range o.head {
		if !slices.Equal(values, o.before[name]) {
			w.Header()[name] = slices.Clone(values)
		}
	}
	w.WriteHeader(o.status)
	_, _ = w.Write(o.body.Bytes()) // a reader who went away misses nothing
}
