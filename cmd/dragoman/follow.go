package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/follow"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// following is what the flags of follow say.
type following struct {
	database
	json, remove, pause, resume, poll, allowPrivate bool
	model                                           readingModel
	rules                                           rules
}

func newFollow(c *console) *cobra.Command {
	var f following
	cmd := &cobra.Command{
		Use:   "follow [URL|OPML]...",
		Short: "Subscribe to feeds and news sitemaps; serve polls them",
		Long: `Subscribe to feeds and news sitemaps. "dragoman serve" polls them: one request at a time to a site, with the
pause that its robots.txt asks for, less often where nothing is new, and ever less often after failures.

A URL may be a feed (RSS, Atom, RDF, JSON Feed), a news sitemap, or a page that links to its feed; OPML is a list of
feeds, as every feed reader exports it. Without arguments the subscriptions are listed, with their last success and
the last error in words.`,
		Example: `  dragoman follow https://example.org/feed.xml feeds.opml
  dragoman follow                                   # the list
  dragoman follow --poll                            # ask all of them once, now
  dragoman follow --pause https://example.org/feed.xml`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), c, args) },
	}
	f.flags(cmd)
	fl := cmd.Flags()
	fl.BoolVar(&f.json, "json", false, "one JSON object a line")
	fl.BoolVar(&f.remove, "remove", false, "end the subscriptions given; their reports stay")
	fl.BoolVar(&f.pause, "pause", false, "pause the subscriptions given")
	fl.BoolVar(&f.resume, "resume", false, "resume the subscriptions given")
	fl.BoolVar(&f.poll, "poll", false, "ask every subscription once, now")
	f.model.flags(cmd)
	f.rules.flags(cmd)
	fl.BoolVar(&f.allowPrivate, "allow-private", false, "also fetch from loopback, link-local and private addresses")
	cmd.MarkFlagsMutuallyExclusive("remove", "pause", "resume", "poll")
	return cmd
}

func (f *following) run(ctx context.Context, c *console, args []string) error {
	st, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = st.Close() }()
	switch {
	case f.poll:
		return f.pollOnce(ctx, c, st)
	case f.remove || f.pause || f.resume:
		return f.change(ctx, c, st, args)
	case len(args) == 0:
		return f.list(ctx, c, st)
	}
	failed := 0
	for _, arg := range args {
		if err := f.subscribe(ctx, c, st, arg); err != nil {
			failed++
			exitStatus(c, err)
		}
	}
	return outcome(nil, len(args)-failed, failed)
}

func (f *following) subscribe(ctx context.Context, c *console, st *sqlite.Store, arg string) error {
	var body []byte
	if !app.IsAddress(arg) {
		var err error
		if body, err = os.ReadFile(arg); err != nil {
			return wrong(err.Error(), "give the address of a feed (https://…) or an OPML file")
		}
	}
	feeds, err := app.Subscriptions(ctx, app.NewFetcher(f.allowPrivate), body, arg)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	old, err := st.ListFeeds(ctx)
	if err != nil {
		return err
	}
	for _, o := range old {
		known[o.URL] = true
	}
	for _, feed := range feeds {
		if !app.IsAddress(feed.URL) {
			return wrong(arg+" is not an address that can be polled", "dragoman add "+arg+"   reads it once")
		}
		if known[feed.URL] {
			c.note("%s is followed already", feed.URL)
			continue
		}
		if err := st.PutFeed(ctx, feed); err != nil {
			return err
		}
		c.printf("following %s %s\n", feed.URL, c.style(faint, c.foreign(feed.Title)))
	}
	return nil
}

func (f *following) change(ctx context.Context, c *console, st *sqlite.Store, args []string) error {
	if len(args) == 0 {
		return wrong("no subscription named", "dragoman follow   lists them")
	}
	feeds, err := st.ListFeeds(ctx)
	if err != nil {
		return err
	}
	byURL := map[string]store.Feed{}
	for _, feed := range feeds {
		byURL[feed.URL] = feed
	}
	for _, arg := range args {
		feed, ok := byURL[arg]
		if !ok {
			return wrong(arg+" is not followed", "dragoman follow   lists the subscriptions")
		}
		did := "removed"
		if f.remove {
			err = st.DeleteFeed(ctx, arg)
		} else {
			feed.Paused, did = f.pause, "paused"
			if f.resume {
				feed.Failures, feed.LastError, feed.NextPoll, did = 0, "", time.Time{}, "resumed"
			}
			err = st.PutFeed(ctx, feed)
		}
		if err != nil {
			return err
		}
		c.printf("%s %s\n", did, arg)
	}
	return nil
}

func (f *following) list(ctx context.Context, c *console, st *sqlite.Store) error {
	feeds, err := st.ListFeeds(ctx)
	if err != nil {
		return err
	}
	for _, feed := range feeds {
		if f.json {
			b, err := json.Marshal(map[string]any{
				"schema": "dragoman.feed/1", "url": feed.URL, "title": feed.Title, "kind": feed.Kind, "paused": feed.Paused,
				"last_success": stamp(feed.LastSuccess), "next_poll": stamp(feed.NextPoll), "last_error": feed.LastError,
				"failures": feed.Failures, "reports": feed.Reports,
			})
			if err != nil {
				return err
			}
			c.printf("%s\n", b)
			continue
		}
		c.printf("%s  %s\n", c.style(bold, feed.URL), c.foreign(feed.Title))
		state := "last success " + nonEmpty(stamp(feed.LastSuccess), "never")
		if feed.Paused {
			state = "paused, " + state
		}
		c.row("", state, count(feed.Reports, "report"))
		if feed.LastError != "" {
			c.row("error", c.style(red, feed.LastError))
		}
	}
	if len(feeds) == 0 && !f.json {
		c.note("nothing is followed yet; dragoman follow https://…")
	}
	return nil
}

// stamp writes a time, "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func (f *following) pollOnce(ctx context.Context, c *console, st *sqlite.Store) error {
	rules, err := f.rules.open()
	if err != nil {
		return err
	}
	poller := app.NewPoller(ctx, st, app.NewFetcher(f.allowPrivate), f.model.choose(), rules, slog.New(slog.DiscardHandler))
	reports, err := poller.Poll(ctx, true)
	if err != nil {
		return err
	}
	failed := 0
	for _, r := range reports {
		if r.Err != nil {
			failed++
		}
		f.polled(c, r)
	}
	return outcome(nil, len(reports)-failed, failed)
}

func (f *following) polled(c *console, r follow.Report) {
	if r.Err != nil {
		c.printf("%s  %s\n", r.URL, c.style(red, r.Err.Error()))
		return
	}
	c.printf("%s  %s\n", r.URL, plural(r.Fresh, "new report", "new reports"))
}
