package fetch_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/dragoman-news/dragoman/internal/fetch"
	"github.com/dragoman-news/dragoman/internal/news"
)

func TestPost(t *testing.T) {
	var asked atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		b, err := io.ReadAll(r.Body)
		if err != nil || string(b) != "{}" || r.Method != http.MethodPost || r.Header.Get("X-Mine") != "1" || !strings.HasPrefix(r.UserAgent(), "Dragoman/") {
			t.Errorf("%s %v %q %v", r.Method, r.Header, b, err)
		}
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}))
	t.Cleanup(s.Close)
	head := http.Header{"X-Mine": {"1"}}
	inside := fetch.NewPoster(fetch.Options{AllowPrivate: true, Version: "1"})
	status, got, err := inside.Post(t.Context(), s.URL, head, []byte("{}"))
	if status != http.StatusTemporaryRedirect || got.Get("Location") == "" || err != nil || asked.Load() != 1 {
		t.Errorf("%d, %v, %v, asked %d times", status, got, err, asked.Load())
	}
	for _, address := range []string{s.URL + "/?key=secret", strings.Replace(s.URL, "127.0.0.1", "localhost", 1), "http://[::1]/", "http://169.254.169.254/"} {
		_, _, err := fetch.NewPoster(fetch.Options{}).Post(t.Context(), address, head, []byte("{}"))
		e, ok := errors.AsType[*news.Error](err)
		if !ok || !strings.Contains(e.Message, "inside your own network") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{"file:///etc/passwd", "::", "ftp://example.org/"} {
		if _, _, err := inside.Post(t.Context(), address, head, nil); err == nil {
			t.Errorf("sent to %s", address)
		}
	}
	if asked.Load() != 1 {
		t.Errorf("asked %d times", asked.Load())
	}
}
