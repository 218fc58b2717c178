package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
	"github.com/dragoman-news/dragoman/internal/web"
)

func newServe(c *console) *cobra.Command {
	var (
		db           database
		addr         string
		allowPrivate bool
		noPoll       bool
		reading      readingModel
		own          rules
	)
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the record as web pages, and poll the subscriptions",
		Long: `Show the record as web pages, and poll the subscriptions made with "dragoman follow".

The pages are for whoever can reach the address: keep it at localhost, or put a server with a login before it.`,
		Example: `  dragoman serve
  dragoman serve --addr localhost:9000 --db file.db`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			rules, err := own.open()
			if err != nil {
				return err
			}
			st, err := db.open(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			log := slog.New(slog.NewTextHandler(c.err, nil))
			model := reading.choose()
			if !noPoll {
				poller := app.NewPoller(ctx, st, app.NewFetcher(allowPrivate), model, rules, log)
				go func() { _ = poller.Run(ctx) }() // ends with ctx, which is the only error it returns
			}
			return listen(ctx, c, nonEmpty(addr, os.Getenv("DRAGOMAN_ADDR"), "localhost:8080"), web.New(leading{st}, web.Options{Meaning: searchPage(st, model.Meaning())}, log))
		},
	}
	db.flags(cmd)
	reading.flags(cmd)
	own.flags(cmd)
	cmd.Flags().StringVar(&addr, "addr", "", "address to listen on (default $DRAGOMAN_ADDR, else localhost:8080)")
	cmd.Flags().BoolVar(&noPoll, "no-poll", false, "show pages only")
	cmd.Flags().BoolVar(&allowPrivate, "allow-private", false, "also poll loopback, link-local and private addresses")
	return cmd
}

// leading is a store whose stories are found by the ids that they had before, too.
type leading struct{ *sqlite.Store }

func (l leading) Story(ctx context.Context, id string) (*news.Story, error) {
	found, err := app.FindStory(ctx, l.Store, id)
	if err != nil {
		return nil, err
	}
	return found.Story, nil
}

// searchPage searches as the command does.
func searchPage(st store.Searcher, m app.Meaning) web.Search {
	return func(ctx context.Context, q store.Query) (*web.Answer, error) {
		a, err := app.Search(ctx, st, q, m)
		if err != nil {
			return nil, err
		}
		return &web.Answer{Words: a.Result, Near: a.Near, LeftOut: a.LeftOut}, nil
	}
}

// listen serves until ctx ends, then lets requests under way finish.
func listen(ctx context.Context, c *console, addr string, h http.Handler) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return &news.Error{Code: news.Internal, Message: "cannot listen on " + addr, Hint: "dragoman serve --addr localhost:0   takes a free port", Err: err}
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	c.printf("http://%s\n", l.Addr())
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(stop); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
