package web

import (
	"bytes"
	"maps"
	"net/http"
	"runtime"
	"strings"
	"time"
)

// pagesPerCore is how many pages are made at once for each core. When more are asked for than can be made, those that were asked for first
// are done first; made all at once, each would take as long as all, and the memory of all.
const pagesPerCore = 4

// inTurn makes so many pages at once and no more, and holds what may be held. What is made is held back until it is whole, so that a
// reader who takes it slowly holds up nobody.
func (s *server) inTurn(h http.Handler) http.Handler {
	turns := make(chan struct{}, pagesPerCore*runtime.GOMAXPROCS(0))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/static/") || r.Method != http.MethodGet && r.Method != http.MethodHead { // a decision may wait for others
			h.ServeHTTP(w, r)
			return
		}
		key, as, holds := s.place(r)
		if holds {
			if page := s.shelf.take(key, as, time.Now()); page != nil {
				page.again(w)
				return
			}
		}
		made := &whole{head: http.Header{}, before: w.Header().Clone()}
		maps.Copy(made.head, w.Header())
		if !made.by(h, r, turns) {
			return // whoever asked went away
		}
		if holds {
			s.shelf.put(key, as, made, time.Now())
		}
		clear(w.Header())
		maps.Copy(w.Header(), made.head)
		w.WriteHeader(max(made.status, http.StatusOK))
		_, _ = w.Write(made.body.Bytes()) // a reader who went away misses nothing
	})
}

// whole is an answer that is held until it is there as a whole.
type whole struct {
	head   http.Header
	before http.Header // what stood in head before it was made
	status int
	body   bytes.Buffer
}

// by has it made when its turn comes, unless whoever asked does not wait so long.
func (o *whole) by(h http.Handler, r *http.Request, turns chan struct{}) bool {
	select {
	case turns <- struct{}{}:
	case <-r.Context().Done():
		return false
	}
	defer func() { <-turns }()
	h.ServeHTTP(o, r)
	return true
}

func (o *whole) Header() http.Header { return o.head }

func (o *whole) WriteHeader(status int) {
	if o.status == 0 {
		o.status = status
	}
}

func (o *whole) Write(p []byte) (int, error) {
	o.WriteHeader(http.StatusOK)
	return o.body.Write(p)
}
