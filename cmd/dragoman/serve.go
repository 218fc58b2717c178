package main

import (
	"context"
	"log/slog"
	"net/http"
	"sync"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/api"
	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
	"github.com/dragoman-news/dragoman/internal/web"
)

func newServe(c *console) *cobra.Command {
	var (
		db           database
		front        front
		allowPrivate bool
		noPoll       bool
		reading      readingModel
		own          rules
	)
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the record as web pages and as an HTTP API, and poll the subscriptions",
		Long: `Show the record as web pages, and poll the subscriptions made with "dragoman follow".

Programs find the same under /api/v1, described by /api/v1/openapi.json.

On localhost, and before the first user is added, no login is needed. On any other address users log in ("dragoman users add"), or
everybody may read (--open). Put a proxy with TLS before it, and name it with --trust-proxy: docs/operations.md.`,
		Example: `  dragoman serve
  dragoman serve --addr localhost:9000 --db file.db
  dragoman serve --addr :8080 --host desk.example.org --trust-proxy 10.0.0.2`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := context.WithCancel(cmd.Context())
			defer stop()
			rules, err := own.open()
			if err != nil {
				return err
			}
			log, err := front.logger(c)
			if err == nil {
				err = front.checkBase()
			}
			if err != nil {
				return err
			}
			st, err := db.open(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			model := reading.choose()
			var polling sync.WaitGroup
			defer polling.Wait() // before the store is closed
			defer stop()
			polling.Go(func() { _ = app.NewWatchSender(st, front.base, allowPrivate, log).Run(ctx) }) // ends with ctx, as the next does
			if !noPoll {
				poller := app.NewPoller(ctx, st, app.NewFetcher(allowPrivate), model, rules, log)
				polling.Go(func() { _ = poller.Run(ctx) }) // ends with ctx, which is the only error it returns
			}
			return front.listen(ctx, c, st, log, served(ctx, st, model.Meaning(), rules.Types(), app.NewFetcher(allowPrivate), log))
		},
	}
	db.flags(cmd)
	reading.flags(cmd)
	own.flags(cmd)
	front.flags(cmd)
	cmd.Flags().BoolVar(&noPoll, "no-poll", false, "show pages only")
	cmd.Flags().BoolVar(&allowPrivate, "allow-private", false, "also poll, and send webhooks to, loopback, link-local and private addresses")
	return cmd
}

// served is all that serve shows of a store: pages for people, and the API for programs. net is asked for what is to be followed. Streams
// of the API end with ctx.
func served(ctx context.Context, st *sqlite.Store, meaning app.Meaning, types []news.EventType, net *app.Fetcher, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	all := countingStore{st, app.NewCounting(st)}
	pages := webOptions(st, meaning)
	pages.Coverage, pages.Desk = coveragePage(all.Counting), pageDesk(st, types, net)
	mux.Handle("/", web.New(leading{all}, pages, log))
	mux.Handle(api.Prefix+"/", api.New(all, api.Options{
		Desk: &desk{st, meaning, all.Counting}, Watches: watchAnswers{watchDesk(st)}, Exports: apiExports(st), Verdicts: followUpDesk{st}, Who: whoAsks, Base: baseOf,
		Version: app.Version, Types: types, Log: log, Stop: ctx.Done(),
	}))
	return mux
}

// apiExports are the formats of files, and what is written, as the command has them.
func apiExports(st *sqlite.Store) api.Exports {
	return api.Exports{Formats: app.Formats(), Source: func(ctx context.Context, imported string) (format.Source, []string, error) {
		if imported == "" {
			return st, nil, nil
		}
		return app.ImportsNamed(ctx, st, imported)
	}}
}

// countingStore is a store that remembers what it counted.
type countingStore struct {
	*sqlite.Store
	*app.Counting
}

func (c countingStore) Counts(ctx context.Context, f store.Filter) ([]news.DayCount, error) {
	return c.Counting.Counts(ctx, f)
}

// leading is a store whose stories are found by the ids that they had before, too.
type leading struct{ countingStore }

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
