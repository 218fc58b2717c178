package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/access"
	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/monitor"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

const (
	defaultAddr = "localhost:8080"
	stopWithin  = 15 * time.Second // requests under way have so long to end
)

// front is how serve meets the network: who may reach it, under which names, through which proxies.
type front struct {
	addr  string
	open  bool
	hosts []string
	trust []string
	logs  string
	base  string // of the pages, as others have it
}

func (f *front) flags(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.addr, "addr", "", "address to listen on (default $DRAGOMAN_ADDR, else "+defaultAddr+")")
	fl.BoolVar(&f.open, "open", false, "let everybody who can reach the address read, without a login")
	fl.StringSliceVar(&f.hosts, "host", nil, "answer only requests for this name, such as desk.example.org; can be repeated")
	fl.StringSliceVar(&f.trust, "trust-proxy", nil, "believe the X-Forwarded-* of a proxy at this address or network, such as 10.0.0.0/8; can be repeated")
	fl.StringVar(&f.base, "base", "", "address of the pages, for links in webhooks, such as https://desk.example.org")
	fl.StringVar(&f.logs, "log-format", "text", "text or json")
}

// logger writes to standard error.
func (f *front) logger(c *console) (*slog.Logger, error) {
	switch f.logs {
	case "text":
		return slog.New(slog.NewTextHandler(c.err, nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(c.err, nil)), nil
	}
	return nil, wrong("--log-format "+f.logs+" is no format", "--log-format text, or json")
}

// checkBase wants an address that can be followed.
func (f *front) checkBase() error {
	if f.base != "" && news.Link(f.base) == "" {
		return wrong("--base "+f.base+" is no address", "--base https://desk.example.org")
	}
	f.base = strings.TrimSuffix(f.base, "/")
	return nil
}

// proxies reads --trust-proxy.
func (f *front) proxies() (out []netip.Prefix, err error) {
	for _, s := range f.trust {
		p, err := netip.ParsePrefix(s)
		if a, single := netip.ParseAddr(s); single == nil {
			p, err = a.Prefix(a.BitLen())
		}
		if err != nil {
			return nil, wrong("--trust-proxy "+s+" is no address", "--trust-proxy 127.0.0.1, or 10.0.0.0/8")
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

// bind listens, if whoever can reach the address is to be let in.
func (f *front) bind(ctx context.Context, st store.Access) (l net.Listener, loopback bool, err error) {
	addr := nonEmpty(f.addr, os.Getenv("DRAGOMAN_ADDR"), defaultAddr)
	l, err = new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, false, &news.Error{Code: news.Internal, Message: "cannot listen on " + addr, Hint: "dragoman serve --addr localhost:0   takes a free port", Err: err}
	}
	at, ok := l.Addr().(*net.TCPAddr)
	loopback = ok && at.IP.IsLoopback()
	users, err := st.Users(ctx)
	if err == nil && len(users) == 0 && !loopback && !f.open {
		err = &news.Error{
			Code: news.Invalid, Message: "others can reach " + addr + ", and there are no users who could log in",
			Hint: "dragoman users add NAME --role admin   adds one; --open lets everybody read",
		}
	}
	if err != nil {
		return nil, false, errors.Join(err, l.Close())
	}
	return l, loopback, nil
}

// listen serves until ctx ends, then ends streams and lets requests under way finish.
func (f *front) listen(ctx context.Context, c *console, st *sqlite.Store, log *slog.Logger, pages http.Handler) error {
	trusted, err := f.proxies()
	if err != nil {
		return err
	}
	l, loopback, err := f.bind(ctx, st)
	if err != nil {
		return err
	}
	m := monitor.New(st, app.Version, log)
	gate := access.New(st, access.Options{Loopback: loopback, Open: f.open, Log: log})
	defer gate.Wait() // before the store is closed
	server := server(gate, m, pages, guard.Options{Log: log, Loopback: loopback, Hosts: f.hosts, Trusted: trusted, Observe: m.Observe})
	c.printf("http://%s\n", l.Addr())
	done := make(chan error, 1)
	go func() { done <- server.Serve(guard.Bounded(l)) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	m.Stop()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if err := server.Shutdown(stop); err != nil {
		log.WarnContext(ctx, "requests were cut off", "error", err)
		return server.Close()
	}
	return nil
}

// server puts guard, gate and monitor before the pages.
func server(gate *access.Gate, m *monitor.Monitor, pages http.Handler, opt guard.Options) *http.Server {
	mux := http.NewServeMux()
	m.Register(mux)
	mux.Handle("/", pages)
	return guard.New(opt).Server(gate.Wrap(guard.Routed(mux)))
}
