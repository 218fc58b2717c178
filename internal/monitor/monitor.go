// Package monitor tells machines how the program does: whether it lives (/healthz), whether it can
// answer (/readyz), and its numbers for Prometheus (/metrics). Who may read them is package
// access's to say.
package monitor

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Source is what is looked at.
type Source interface {
	// Stats counts what is kept.
	Stats(ctx context.Context) (store.Stats, error)
	// ListFeeds returns the subscriptions.
	ListFeeds(ctx context.Context) ([]store.Feed, error)
	// Waiting counts the jobs of a kind: the cheapest question that shows that the store answers.
	Waiting(ctx context.Context, kind string) (int, error)
	// Size is how many bytes the store takes on disk.
	Size() (int64, error)
}

// Monitor watches one program. Make one with New.
type Monitor struct {
	st       Source
	log      *slog.Logger
	stopping atomic.Bool
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
}

// patience is how long the store may take to answer.
const patience = 3 * time.Second

// New returns a monitor of st and of a program of a version.
func New(st Source, version string, log *slog.Logger) *Monitor {
	m := &Monitor{
		st: st, log: log, registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dragoman_http_requests_total", Help: "Requests answered, by the route that they matched.",
		}, []string{"route", "method", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dragoman_http_request_duration_seconds", Help: "How long answers took; streams count until they end.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 60},
		}, []string{"route"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "dragoman_build_info", Help: "1, with the release as a label.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.took, build, kept{m},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Observe counts a request: it is guard's Options.Observe.
func (m *Monitor) Observe(r *http.Request, s guard.Seen) {
	route := s.Route
	if route == "" {
		route = "none" // refused before, or nothing of ours: a stranger's paths are no labels
	}
	m.requests.WithLabelValues(route, methodLabel(r.Method), strconv.Itoa(s.Status)).Inc()
	m.took.WithLabelValues(route).Observe(s.Took.Seconds())
}

// methodLabel keeps the number of labels bounded, whatever strangers send.
func methodLabel(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

// Stop makes the program say that it is not ready, so that no new requests are sent to it
// while it ends those that it has.
func (m *Monitor) Stop() { m.stopping.Store(true) }

// Register adds the three addresses to mux.
func (m *Monitor) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { state(w, http.StatusOK, "ok", "") })
	mux.HandleFunc("GET /readyz", m.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorLog: slog.NewLogLogger(m.log.Handler(), slog.LevelWarn), ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: 2, Timeout: 10 * time.Second,
	}))
}

// ready says whether requests can be answered now.
func (m *Monitor) ready(w http.ResponseWriter, r *http.Request) {
	if m.stopping.Load() {
		state(w, http.StatusServiceUnavailable, "stopping", "the program is shutting down")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	if _, err := m.st.Waiting(ctx, store.JobPlace); err != nil {
		m.log.WarnContext(r.Context(), "not ready", "error", err)
		state(w, http.StatusServiceUnavailable, "failing", "the store does not answer")
		return
	}
	state(w, http.StatusOK, "ok", "")
}

// state answers with one word, and a reason where it is a bad one.
func state(w http.ResponseWriter, status int, word, reason string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	body, err := json.Marshal(struct {
		Status string `json:"status"`
		Reason string `json:"reason,omitempty"`
	}{word, reason})
	if err == nil {
		_, _ = w.Write(append(body, '\n')) // a reader who went away
	}
}
