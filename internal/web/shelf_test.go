package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// counting makes pages that say how many were made before; the record is written when the test says so.
type counting struct {
	t *testing.T
	http.Handler
	written int64
	made    int
	name    string
}

func newCounting(t *testing.T) *counting {
	c := &counting{t: t}
	s := &server{Options: Options{
		Written: func(context.Context) (int64, error) { return c.written, nil },
		Who:     func(*http.Request) (string, bool) { return c.name, c.name != "" },
	}}
	c.Handler = s.inTurn(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.made++
		w.Header().Set("Content-Language", "fr")
		switch r.URL.Path {
		case "/cookie":
			http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		case "/secret":
			w.Header().Set("Cache-Control", "private, no-store")
		case "/missing":
			w.WriteHeader(http.StatusNotFound)
		case "/large":
			_, _ = w.Write(make([]byte, heldEach))
		}
		_, _ = fmt.Fprint(w, c.made)
	}))
	return c
}

// get asks, and returns how many pages were made until the one that is answered with.
func (c *counting) get(path string, head ...string) string {
	c.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	w.Header().Set("X-Request-Id", path+strings.Join(head, " "))
	c.ServeHTTP(w, r)
	if got := w.Header().Get("X-Request-Id"); got != path+strings.Join(head, " ") {
		c.t.Errorf("%s answered with the number of another request: %s", path, got)
	}
	if w.Header().Get("Content-Language") != "fr" {
		c.t.Errorf("%s lost a part of its head: %v", path, w.Header())
	}
	return w.Body.String()
}

func TestAPageIsHeldWhileNothingIsWritten(t *testing.T) {
	c := newCounting(t)
	first := c.get("/")
	if second := c.get("/"); second != first {
		t.Errorf("made again: %s", second)
	}
	c.written++
	if third := c.get("/"); third == first {
		t.Error("held though the record was written")
	}
}

func TestAPageIsHeldForThoseWhoWouldGetTheSame(t *testing.T) {
	c := newCounting(t)
	seen := map[string]string{c.get("/"): "plain"}
	for _, other := range [][]string{
		{"/?lang=ar"}, {"/", "Accept-Language", "ar"}, {"/", "Cookie", "locale=ar"}, {"/", "Authorization", "Bearer x"},
	} {
		got := c.get(other[0], other[1:]...)
		if of := seen[got]; of != "" {
			t.Errorf("%v gets the page of %s", other, of)
		}
		seen[got] = strings.Join(other, " ")
		if again := c.get(other[0], other[1:]...); again != got {
			t.Errorf("%v is made again", other)
		}
	}
	c.name = "ada"
	if of := seen[c.get("/")]; of != "" {
		t.Errorf("ada gets the page of %s", of)
	}
}

func TestWhatIsOfOneReaderOrNoPageIsNotHeld(t *testing.T) {
	c := newCounting(t)
	for _, path := range []string{"/cookie", "/secret", "/missing", "/large"} {
		if first := c.get(path); c.get(path) == first {
			t.Errorf("%s is held", path)
		}
	}
	if first := c.get("/", "If-None-Match", `"x"`); c.get("/", "If-None-Match", `"x"`) == first {
		t.Error("held though it is asked for on a condition")
	}
}

func TestHeldPagesTakeBoundedMemoryAndTime(t *testing.T) {
	var s shelf
	now := time.Now()
	page := func() *whole {
		p := &whole{head: http.Header{}, status: http.StatusOK}
		p.body.Write(make([]byte, heldEach/2))
		return p
	}
	for i := range 4 * heldAll / heldEach {
		s.put(fmt.Sprint(i), 1, page(), now)
		s.put(fmt.Sprint(i), 1, page(), now)
		if s.bytes > heldAll || s.take(fmt.Sprint(i), 1, now) == nil {
			t.Fatalf("%d bytes held after %d pages", s.bytes, i)
		}
	}
	total := 0
	for key, p := range s.pages {
		total += len(key) + p.body.Len()
	}
	if total != s.bytes {
		t.Errorf("%d bytes are held, %d are counted", total, s.bytes)
	}
	s.put("old", 1, page(), now)
	if s.take("old", 1, now.Add(2*heldFor)) != nil {
		t.Error("held for too long")
	}
}
