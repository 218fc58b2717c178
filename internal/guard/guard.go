// Package guard stands before every handler of the program and bounds what strangers can ask of
// it: sizes, rates, times, methods, names of the host, requests that other sites make in a
// reader's name. It logs each request and counts it. Who may do what is package access's to say,
// and what a page may load is the page's: the guard's headers are the floor beneath both.
package guard

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"
)

// The bounds, where Options sets no other.
const (
	maxHeader = 16 << 10 // bytes of all headers of a request
	maxTarget = 8 << 10  // bytes of a path with its query
	maxBody   = 1 << 20
	perSecond = 20 // requests of one address, for long
	burst     = 120
	perToken  = 50 // requests of one token, for long
)

// Options says what is behind the guard and before it.
type Options struct {
	Log *slog.Logger
	// Loopback says that the program listens to its own machine alone: then only requests that
	// name this machine are answered, so that a page whose name is made to lead here
	// (DNS rebinding) reads nothing.
	Loopback bool
	// Hosts are the names that the program answers to, without port; none: any.
	Hosts []string
	// Trusted are the proxies whose X-Forwarded-* are believed.
	Trusted []netip.Prefix
	MaxBody int64                              // bytes; 0 is 1 MiB
	Rate    float64                            // requests a second of one address; 0 is 20
	Burst   int                                // at once; 0 is 120
	Times   Times                              // of the server
	Observe func(r *http.Request, answer Seen) // called after each request, when set
	Now     func() time.Time                   // nil: time.Now
}

// Seen is how a request was answered.
type Seen struct {
	Route  string // the pattern that matched, without its method; "" when none was reached
	Status int
	Bytes  int64
	Took   time.Duration
}

// Guard wraps handlers. Make one with New.
type Guard struct {
	opt       Options
	addresses *Limiter
	origin    *http.CrossOriginProtection
	checks    []check
	stopping  context.Context
	stop      context.CancelFunc
}

// check looks at a request before it is handled. One that refuses it has answered.
type check func(w http.ResponseWriter, r *http.Request, info *Info) (ok bool)

// New returns a guard.
func New(opt Options) *Guard {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.MaxBody == 0 {
		opt.MaxBody = maxBody
	}
	if opt.Rate == 0 {
		opt.Rate = perSecond
	}
	if opt.Burst == 0 {
		opt.Burst = burst
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	opt.Times = opt.Times.orDefault()
	g := &Guard{opt: opt, addresses: NewLimiter(opt.Rate, opt.Burst, opt.Now), origin: http.NewCrossOriginProtection()}
	g.checks = []check{g.host, method, target, g.rate, g.size, g.crossOrigin}
	g.stopping, g.stop = context.WithCancel(context.Background())
	return g
}

// Stop ends the streams: whoever listens for what is new hears that it is over and may ask the
// program that comes next. Other requests run to their end.
func (g *Guard) Stop() { g.stop() }

// Wrap puts the guard before h.
func (g *Guard) Wrap(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := g.opt.Now()
		info := g.inform(r)
		ctx, cancel := context.WithCancel(context.WithValue(r.Context(), infoKey{}, info))
		defer cancel()
		r = r.WithContext(ctx)
		answer := &recorder{ResponseWriter: w, guard: g, cancel: cancel}
		defer answer.release()
		g.headers(answer.Header(), info)
		defer func() {
			g.seen(r, info, Seen{info.Route, answer.code(), answer.bytes, g.opt.Now().Sub(began)}, answer.broken)
		}()
		defer g.recover(answer, r)
		for _, ok := range g.checks {
			if !ok(answer, r, info) {
				return
			}
		}
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(w, r.Body, g.opt.MaxBody)
		}
		h.ServeHTTP(answer, r)
	})
}

// headers are what every answer has, unless its handler knows better.
func (g *Guard) headers(h http.Header, info *Info) {
	h.Set("X-Request-Id", info.ID)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	if info.HTTPS { // for half a year: less than a lost certificate would hurt, enough to count
		h.Set("Strict-Transport-Security", "max-age=15768000")
	}
}

// seen logs a request and counts it. The query is left out of the log: it is what
// somebody looks for.
func (g *Guard) seen(r *http.Request, info *Info, s Seen, broken bool) {
	level := slog.LevelInfo
	switch {
	case s.Status >= http.StatusInternalServerError || broken:
		level = slog.LevelWarn
	case quiet[r.URL.Path], info.Local() && s.Status < http.StatusBadRequest: // whoever sits at the machine sees what they do
		level = slog.LevelDebug
	}
	g.opt.Log.LogAttrs(r.Context(), level, "request",
		slog.String("request", info.ID), slog.String("method", r.Method), slog.String("path", r.URL.Path),
		slog.Int("status", s.Status), slog.Int64("bytes", s.Bytes), slog.Duration("took", s.Took),
		slog.String("client", info.Client.String()), slog.String("user", info.User))
	if g.opt.Observe != nil {
		g.opt.Observe(r, s)
	}
}

// quiet are asked for by machines every few seconds.
var quiet = map[string]bool{"/healthz": true, "/readyz": true, "/metrics": true}
