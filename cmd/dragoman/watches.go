package main

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/access"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
	"github.com/dragoman-news/dragoman/internal/watch"
)

func newWatches(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "watches",
		Short: "Save filters of stories, and see what is new to each",
		Long: `Save filters of stories, and see what is new to each since you looked. The pages show the same under /watches, each as RSS, Atom and
JSON Feed. "dragoman serve" tells the webhook of a watch of every change: docs/watches.md.`,
		Example: `  dragoman watches add Iraq --country IRQ --type CONSULT
  dragoman watches list
  dragoman watches digest --day 2020-03-08`,
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newWatchAdd(c), newWatchList(c), newWatchShow(c), newWatchPause(c, true), newWatchPause(c, false), newWatchRemove(c), newWatchDigest(c))
	return cmd
}

func watchDesk(st *sqlite.Store) *watch.Desk { return &watch.Desk{Keeper: st, Reader: st} }

func newWatchAdd(c *console) *cobra.Command {
	var (
		f    filters
		w    store.Watch
		json bool
	)
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Save a filter of stories under a name",
		Long: `Save a filter of stories under a name. What is kept already is not new to it.

With --webhook "dragoman serve" sends a signed message for every story that comes or changes. The secret that it is signed with is
printed.`,
		Example: `  dragoman watches add Iraq --country IRQ --words '"security council" -football'
  dragoman watches add Shamkhani --entity Shamkhani --webhook https://example.org/hook`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			filter, err := f.filter()
			if err != nil {
				return err
			}
			filter.Place = w.Filter.Place
			w.Name, w.Filter = strings.TrimSpace(args[0]), filter
			st, err := f.open(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			w, err := watchDesk(st).NewWatch(cmd.Context(), w)
			if err != nil {
				return err
			}
			if json {
				out := export.NewWatch(w)
				out.Secret = w.Secret
				return export.Line(c.out, out)
			}
			c.printf("%s  %s\n", w.ID, flat(w.Name))
			if w.Secret != "" {
				c.note("messages are signed with the secret %s", w.Secret)
			}
			return nil
		},
	}
	f.database.flags(cmd)
	f.narrow(cmd, 0)
	for _, name := range []string{"limit", "after"} { // they are no part of a watch
		_ = cmd.Flags().MarkHidden(name)
	}
	fl := cmd.Flags()
	fl.StringVar(&w.Filter.Place, "place", "", "a place that a report of the story names: an id, or a name in any spelling")
	fl.StringVar(&w.Words, "words", "", "words that a report of the story has: \"a phrase\", and -not")
	fl.StringVar(&w.Webhook, "webhook", "", "address that is told of every change")
	fl.BoolVar(&json, "json", false, "one JSON object")
	return cmd
}

func newWatchList(c *console) *cobra.Command {
	var json bool
	cmd := keeping("list", "List the watches, and how much is new to each", "", `  dragoman watches list --json`, cobra.NoArgs,
		func(ctx context.Context, st *sqlite.Store, _ *access.Gate, _ []string) error {
			watches, err := st.Watches(ctx)
			if err != nil {
				return err
			}
			for _, w := range watches {
				fresh, err := watchDesk(st).Fresh(ctx, w, 0)
				if err != nil {
					return err
				}
				if err := c.watch(w, fresh, json); err != nil {
					return err
				}
			}
			if len(watches) == 0 && !json {
				c.note("there are no watches; dragoman watches add NAME")
			}
			return nil
		})
	cmd.Flags().BoolVar(&json, "json", false, "one JSON object a line")
	return cmd
}

func newWatchShow(c *console) *cobra.Command {
	var (
		json, seen bool
		limit      int
	)
	cmd := keeping("show ID", "Show the stories that a watch matches: what is new since the last look, then the others",
		`Show the stories that a watch matches: what is new or changed since the last look, the latest first and marked with *, then the others. --seen
notes that you looked.`, `  dragoman watches show w1a2b3c4d5e6f7a8b --seen`, cobra.ExactArgs(1),
		func(ctx context.Context, st *sqlite.Store, _ *access.Gate, args []string) error {
			w, err := st.Watch(ctx, args[0])
			if err != nil {
				return err
			}
			fresh, err := watchDesk(st).Fresh(ctx, w, limit)
			if err != nil {
				return err
			}
			if err := c.watchStories(ctx, st, w, fresh, limit, json); err != nil || !seen {
				return err
			}
			return st.SeeWatch(ctx, w.ID, fresh.Until)
		})
	cmd.Flags().BoolVar(&json, "json", false, "one JSON object a line: stories, as of \"dragoman stories\"")
	cmd.Flags().BoolVar(&seen, "seen", false, "note that you looked: nothing of this is new any more")
	cmd.Flags().IntVar(&limit, "limit", 50, "at most so many that are new, and as many others")
	return cmd
}

// watchStories prints what is new to a watch, then what else it matches.
func (c *console) watchStories(ctx context.Context, st *sqlite.Store, w store.Watch, fresh watch.Fresh, limit int, json bool) error {
	isNew := map[string]bool{}
	for _, ch := range fresh.Changes {
		isNew[ch.ID] = true
		if !json {
			c.printf("* ")
		}
		if err := c.watchStory(ctx, st, ch.Story, json); err != nil {
			return err
		}
	}
	stories, more, err := watchDesk(st).Matching(ctx, w, limit)
	if err != nil {
		return err
	}
	for _, s := range stories {
		if isNew[s.ID] {
			continue
		}
		if err := c.watchStory(ctx, st, s, json); err != nil {
			return err
		}
	}
	switch {
	case json:
	case len(stories) == 0:
		c.note("no story matches")
	case more:
		c.note("there is more; --limit with a larger number prints it")
	}
	return nil
}

func (c *console) watchStory(ctx context.Context, st *sqlite.Store, s *news.Story, json bool) error {
	if !json {
		c.storyHead(s)
		return nil
	}
	return jsonStory(ctx, c, st, s)
}

func newWatchPause(c *console, pause bool) *cobra.Command {
	use, short, done := "resume ID", "Let the webhook of a watch go on: what changed meanwhile is sent", "goes on"
	if pause {
		use, short, done = "pause ID", "Send nothing for a watch until it is resumed", "paused"
	}
	return keeping(use, short, "", "  dragoman watches "+strings.TrimSuffix(use, "ID")+"w1a2b3c4d5e6f7a8b", cobra.ExactArgs(1),
		func(ctx context.Context, st *sqlite.Store, _ *access.Gate, args []string) error {
			if err := st.PauseWatch(ctx, args[0], pause); err != nil {
				return err
			}
			c.printf("%s %s\n", flat(args[0]), done)
			return nil
		})
}

func newWatchRemove(c *console) *cobra.Command {
	return keeping("remove ID", "Remove a watch, with what was to be sent for it", "", `  dragoman watches remove w1a2b3c4d5e6f7a8b`, cobra.ExactArgs(1),
		func(ctx context.Context, st *sqlite.Store, _ *access.Gate, args []string) error {
			if err := st.RemoveWatch(ctx, args[0]); err != nil {
				return err
			}
			c.printf("removed %s\n", flat(args[0]))
			return nil
		})
}

func newWatchDigest(c *console) *cobra.Command {
	var (
		json bool
		day  string
	)
	cmd := keeping("digest", "Show by watch the stories that tell of a day", "", `  dragoman watches digest --day 2020-03-08`, cobra.NoArgs,
		func(ctx context.Context, st *sqlite.Store, _ *access.Gate, _ []string) error {
			at := nonEmpty(day, time.Now().Format(time.DateOnly))
			return watchDesk(st).Digest(ctx, at, digestShown, func(w store.Watch, stories []*news.Story, more bool) error {
				return c.digest(w, at, stories, more, json)
			})
		})
	cmd.Flags().BoolVar(&json, "json", false, "one JSON object a line, for each watch")
	cmd.Flags().StringVar(&day, "day", "", "such as 2020-03-08; today when it is not given")
	return cmd
}
