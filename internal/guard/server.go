package guard

import (
	"cmp"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
)

// Times bound how long a connection may take for what. Zero values are the defaults.
type Times struct {
	Header time.Duration // until the headers of a request are there; 10 s
	Read   time.Duration // until all of it is; 30 s
	Write  time.Duration // until the answer is taken; of a stream, each piece; 60 s
	Idle   time.Duration // between requests; 60 s
}

func (t Times) orDefault() Times {
	return Times{
		cmp.Or(t.Header, 10*time.Second), cmp.Or(t.Read, 30*time.Second), cmp.Or(t.Write, time.Minute), cmp.Or(t.Idle, time.Minute),
	}
}

// maxConnections are open at once; who comes later waits.
const maxConnections = 1000

// Server returns a server of h behind the guard. Shutting it down ends the streams.
func (g *Guard) Server(h http.Handler) *http.Server {
	s := &http.Server{
		Handler:           g.Wrap(h),
		ReadHeaderTimeout: g.opt.Times.Header, ReadTimeout: g.opt.Times.Read, WriteTimeout: g.opt.Times.Write, IdleTimeout: g.opt.Times.Idle,
		MaxHeaderBytes: maxHeader,
		ErrorLog:       slog.NewLogLogger(g.opt.Log.Handler(), slog.LevelDebug),
	}
	s.RegisterOnShutdown(g.Stop)
	return s
}

// Bounded is l with a bound on how many connections are open at once.
func Bounded(l net.Listener) net.Listener { return netutil.LimitListener(l, maxConnections) }
