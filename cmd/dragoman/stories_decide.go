package main

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func newMergeStories(c *console) *cobra.Command {
	return deciding(c, "merge A B...", "Decide that stories are one",
		`Decide that stories are one. A and B are ids of stories, or of reports of theirs. All their reports stay one story, and what is like
either of them joins it; the largest keeps its id, and the ids of the others lead to it. "dragoman stories undo" takes it back.`,
		`  dragoman stories merge s4f0c… s81qa…`, cobra.MinimumNArgs(2),
		func(ctx context.Context, st *sqlite.Store, args []string) error {
			d, s, err := app.MergeStories(ctx, st, args...)
			if err != nil {
				return err
			}
			c.printf("one now (decision %d):\n", d.Number)
			c.storyHead(s)
			return nil
		})
}

func newSplitStory(c *console) *cobra.Command {
	return deciding(c, "split STORY REPORT...", "Decide that some reports of a story tell of something else",
		`Decide that some reports of a story tell of something else: they leave it with the copies that were made of them, stay together, and join
another story if they fit it. Those that stay keep the id, are one story whatever comes, and join no other that is there now.
"dragoman stories undo" takes it back.`,
		`  dragoman stories split s4f0c… r012 r031`, cobra.MinimumNArgs(2),
		func(ctx context.Context, st *sqlite.Store, args []string) error {
			d, stays, goes, err := app.SplitStory(ctx, st, args[0], args[1:]...)
			if err != nil {
				return err
			}
			c.printf("two now (decision %d):\n", d.Number)
			c.storyHead(stays)
			c.storyHead(goes)
			return nil
		})
}

func newUndoStories(c *console) *cobra.Command {
	return deciding(c, "undo [N]", "Take back a decision about stories, the latest without N",
		`Take back a decision about stories: that of number N, or the latest. Those made before and after it stay.`,
		`  dragoman stories undo
  dragoman stories undo 3`, cobra.MaximumNArgs(1),
		func(ctx context.Context, st *sqlite.Store, args []string) error {
			var number int64
			if len(args) == 1 {
				var err error
				if number, err = strconv.ParseInt(args[0], 10, 64); err != nil || number < 1 {
					return wrong(args[0]+" is no number of a decision", "dragoman stories decisions")
				}
			}
			d, err := app.UndoStories(ctx, st, number)
			if err != nil {
				return err
			}
			c.printf("taken back: %s\n", flat(storyDeed(d)))
			return nil
		})
}

func newStoryDecisions(c *console) *cobra.Command {
	var json bool
	cmd := deciding(c, "decisions", "List what you decided about stories",
		`List what you decided about stories and did not take back, in that order. Where two contradict each other the later one holds.`,
		`  dragoman stories decisions --json`, cobra.NoArgs,
		func(ctx context.Context, st *sqlite.Store, _ []string) error {
			all, err := st.StoryDecisions(ctx)
			if err != nil {
				return err
			}
			for _, d := range all {
				nothing, err := app.FindsNothing(ctx, st, d)
				if err != nil {
					return err
				}
				if !json {
					c.decision(d, nothing)
					continue
				}
				line := export.NewStoryDecision(d)
				line.FindsNothing = nothing
				if err := export.Line(c.out, line); err != nil {
					return err
				}
			}
			if len(all) == 0 && !json {
				c.note("nothing is decided about stories")
			}
			return nil
		})
	cmd.Flags().BoolVar(&json, "json", false, "one JSON object a line")
	return cmd
}
