package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestPagesAreMadeInTurn(t *testing.T) {
	var now, most atomic.Int64
	leave := make(chan struct{})
	h := (&server{}).inTurn(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := now.Add(1)
		defer now.Add(-1)
		for seen := most.Load(); n > seen && !most.CompareAndSwap(seen, n); seen = most.Load() {
		}
		if r.URL.Path != "/static/a" {
			<-leave
		}
		w.Header().Set("X-Made", "1")
		w.WriteHeader(http.StatusTeapot)
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write([]byte("whole"))
	}))
	limit := pagesPerCore * runtime.GOMAXPROCS(0)
	var all sync.WaitGroup
	for range 3 * limit {
		all.Go(func() {
			w := httptest.NewRecorder()
			w.Header().Set("X-Before", "1")
			h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
			if w.Code != http.StatusTeapot || w.Body.String() != "whole" || w.Header().Get("X-Made") != "1" || w.Header().Get("X-Before") != "1" {
				t.Errorf("%d %q %v", w.Code, w.Body, w.Header())
			}
		})
	}
	for now.Load() < int64(limit) {
		time.Sleep(time.Millisecond)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil).WithContext(ctx)) // who has gone is not waited for
	if w.Body.Len() > 0 {
		t.Errorf("made for nobody: %q", w.Body)
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/static/a", nil))
	if w.Body.String() != "whole" {
		t.Errorf("a file waits for pages: %q", w.Body)
	}
	close(leave)
	all.Wait()
	if n := most.Load(); n > int64(limit)+1 { // and the file
		t.Errorf("%d at once", n)
	}
}
