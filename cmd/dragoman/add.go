package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/pipeline"
	"github.com/dragoman-news/dragoman/internal/store"
)

func newAdd(c *console) *cobra.Command {
	var (
		r  reading
		db database
	)
	cmd := &cobra.Command{
		Use:   "add [PATH|URL|-]...",
		Short: "Read reports and keep them",
		Long: `Read reports and keep them, then place them into stories. Takes what "dragoman read" takes.

Adding the same report twice changes nothing; a report whose text changed becomes a new revision and the old one
stays. An interrupted run is simply run again: what was kept is not read into double entries.

Exit status: 0 all read, 3 some reports were set aside, 1 nothing could be read.`,
		Example: `  dragoman add reports/
  dragoman add --db file.db crawl.warc.gz feed.xml
  dragoman add https://example.org/feed.xml`,
		RunE: func(cmd *cobra.Command, args []string) error { return r.add(cmd.Context(), c, &db, args) },
	}
	r.flags(cmd)
	db.flags(cmd)
	return cmd
}

func (r *reading) add(ctx context.Context, c *console, db *database, args []string) error {
	rules, err := r.rules.open()
	if err != nil {
		return err
	}
	st, err := db.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = st.Close() }()
	p := app.Reading(r.workers, r.model.choose(), app.KnowledgeIn(ctx, st), rules)
	bar := r.progress(c, "reading", true)
	kept, err := app.Keep(ctx, p, st, r.open(ctx, c, args, bar), func(res pipeline.Result) {
		if res.Problem != nil {
			c.list(*res.Problem)
		} else if bar != nil {
			bar.reports.Add(1)
		}
	})
	if bar != nil {
		bar.finish()
	}
	if err != nil {
		return err
	}
	if err := settle(ctx, c, r, st); err != nil {
		return err
	}
	r.times(c, p)
	stats, err := st.Stats(ctx)
	if err != nil {
		return err
	}
	if r.json {
		b, err := json.Marshal(map[string]any{
			"schema": "dragoman.added/1", "added": kept.Added, "same": kept.Same, "revised": kept.Revised,
			"set_aside": kept.SetAside, "reports": stats.Reports, "stories": stats.Stories,
		})
		if err != nil {
			return err
		}
		c.printf("%s\n", b)
	} else if !r.quiet {
		c.printf("%s\n", summary(kept, stats.Reports, stats.Stories, db.file()))
	}
	return outcome(nil, kept.Read(), kept.SetAside)
}

// settle places what waits. Another program may be at it, or may have been killed
// while it was: its lease runs out by itself, and until then we wait.
func settle(ctx context.Context, c *console, r *reading, st store.Store) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(app.PlacingMemory))
	}
	bar := r.progress(c, "placing", true)
	if bar != nil {
		defer bar.finish()
	}
	if r.verbose {
		start := time.Now()
		defer func() { c.note("%-9s %s", "place", time.Since(start).Round(100*time.Microsecond)) }()
	}
	for said := false; ; {
		_, err := app.Settle(ctx, st, func(done, total int) {
			if bar != nil {
				bar.count(done, total)
			}
		})
		if err != nil {
			return err
		}
		n, err := unsettled(ctx, st)
		if err != nil || n == 0 {
			return err
		}
		if !said {
			c.note("another program places reports into stories, or was killed doing so; waiting until it is done")
			said = true
		}
		timer := time.NewTimer(200 * time.Millisecond)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

// unsettled counts what waits to be settled: reports, and people.
func unsettled(ctx context.Context, st store.Queue) (int, error) {
	n, err := st.Waiting(ctx, store.JobPlace)
	if err != nil {
		return 0, err
	}
	people, err := st.Waiting(ctx, store.JobIdentify)
	return n + people, err
}

func summary(k app.Kept, reports, stories int, path string) string {
	s := fmt.Sprintf("%s added", count(k.Added, "report"))
	if k.Revised > 0 {
		s += fmt.Sprintf(", %d revised", k.Revised)
	}
	if k.Same > 0 {
		s += fmt.Sprintf(", %d known already", k.Same)
	}
	if k.SetAside > 0 {
		s += fmt.Sprintf(", %d set aside", k.SetAside)
	}
	return s + fmt.Sprintf("; %s now holds %s in %s", path, count(reports, "report"), plural(stories, "story", "stories"))
}

func count(n int, noun string) string { return plural(n, noun, noun+"s") }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
