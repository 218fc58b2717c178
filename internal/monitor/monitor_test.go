package monitor_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/monitor"
	"github.com/dragoman-news/dragoman/internal/store"
)

// source is a store with these numbers.
type source struct{ err error }

func (s source) Stats(context.Context) (store.Stats, error) {
	return store.Stats{Reports: 7, Copies: 2, Stories: 3, Queued: 5, SetAside: 1}, s.err
}

func (s source) ListFeeds(context.Context) ([]store.Feed, error) {
	return []store.Feed{
		{URL: "a", LastSuccess: time.Unix(100, 0)}, {URL: "b", LastSuccess: time.Unix(900, 0), Failures: 2, LastError: "404"}, {URL: "c", Paused: true, Failures: 1},
	}, s.err
}

func (s source) Waiting(context.Context, string) (int, error) { return 5, s.err }
func (s source) Size() (int64, error)                         { return 4096, s.err }

func watch(err error) (*monitor.Monitor, http.Handler) {
	m := monitor.New(source{err}, "9.9.9", slog.New(slog.DiscardHandler))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /stories/{id}", func(http.ResponseWriter, *http.Request) {})
	m.Register(mux)
	return m, guard.New(guard.Options{Observe: m.Observe}).Wrap(guard.Routed(mux))
}

func ask(h http.Handler, method, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = "127.0.0.1:1"
	h.ServeHTTP(w, r)
	return w
}

func TestHealthAndReadiness(t *testing.T) {
	m, well := watch(nil)
	_, ill := watch(errors.New("the disk has gone"))
	for _, tc := range []struct {
		name, path string
		h          http.Handler
		status     int
		body       string
	}{
		{"it lives", "/healthz", well, 200, `{"status":"ok"}`},
		{"it can answer", "/readyz", well, 200, `{"status":"ok"}`},
		{"without its store it lives", "/healthz", ill, 200, `{"status":"ok"}`},
		{"and cannot answer", "/readyz", ill, 503, `{"status":"failing","reason":"the store does not answer"}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if w := ask(tc.h, "GET", tc.path); w.Code != tc.status || strings.TrimSpace(w.Body.String()) != tc.body {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
	m.Stop()
	if w := ask(well, "GET", "/readyz"); w.Code != 503 || !strings.Contains(w.Body.String(), "shutting down") {
		t.Errorf("while it stops: %d %s", w.Code, w.Body)
	}
}

func TestMetrics(t *testing.T) {
	_, h := watch(nil)
	for _, path := range []string{"/stories/s1", "/stories/s2", "/wp-login.php", "/wp-admin"} {
		ask(h, "GET", path)
	}
	ask(h, "BREW", "/stories/s1")
	w := ask(h, "GET", "/metrics")
	page := w.Body.String()
	for _, line := range []string{
		`dragoman_build_info{version="9.9.9"} 1`,
		`dragoman_http_requests_total{method="GET",route="/stories/{id}",status="200"} 2`,
		`dragoman_http_requests_total{method="GET",route="none",status="404"} 2`,
		`dragoman_http_requests_total{method="other",route="none",status="405"} 1`,
		`dragoman_http_request_duration_seconds_count{route="/stories/{id}"} 2`,
		`dragoman_reports 7`, `dragoman_copies 2`, `dragoman_stories 3`, `dragoman_queue_jobs 5`, `dragoman_set_aside 1`,
		`dragoman_feeds{state="failing"} 1`, `dragoman_feeds{state="ok"} 1`, `dragoman_feeds{state="paused"} 1`,
		`dragoman_feeds_last_success_timestamp_seconds 900`, `dragoman_store_bytes 4096`, `dragoman_store_up 1`,
	} {
		if !strings.Contains(page, "\n"+line+"\n") {
			t.Errorf("no %s in\n%s", line, page)
		}
	}
	if strings.Contains(page, "wp-") {
		t.Error("a stranger's path became a label")
	}
	problems, err := promlint.New(strings.NewReader(page)).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}

func TestMetricsOfAStoreThatFails(t *testing.T) {
	_, h := watch(errors.New("the disk has gone"))
	page := ask(h, "GET", "/metrics").Body.String()
	if !strings.Contains(page, "\ndragoman_store_up 0\n") || !strings.Contains(page, "\ndragoman_build_info") || strings.Contains(page, "disk has gone") || strings.Contains(page, "dragoman_reports") {
		t.Errorf("%s", page)
	}
}
