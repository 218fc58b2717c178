package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// storyProposal is the shape of a proposal about stories in --json.
type storyProposal struct {
	Kind       string   `json:"kind"` // merge or split
	Stories    []string `json:"stories"`
	Reports    []string `json:"reports"` // the two that speak most for it; of a split the first is the one that would go
	Confidence float64  `json:"confidence"`
	Reasons    []string `json:"reasons"`
}

func newStoryProposals(c *console) *cobra.Command {
	var json bool
	var f store.Filter
	cmd := deciding(c, "proposals", "List which stories may be one, and which reports may tell of something else",
		`List which stories may be one, and which reports of a story may tell of something else: what was settled, but not surely. The latest stories
are looked through, at most as many as --limit says and for some seconds; the surest come first. What you decide is proposed no more.`,
		`  dragoman stories proposals --since 2020-03-01
  dragoman stories merge s4f0c… s81qa…     they are one
  dragoman stories apart s4f0c… s81qa…     they are two
  dragoman stories split s4f0c… r012       the report tells of something else
  dragoman stories keep s4f0c…             the story is one`, cobra.NoArgs,
		func(ctx context.Context, st *sqlite.Store, _ []string) error {
			found, err := app.ProposeStories(ctx, st, f)
			if err != nil {
				return err
			}
			for _, p := range found.List {
				if !json {
					c.storyProposal(p)
					continue
				}
				line := storyProposal{Kind: p.Kind, Stories: []string{p.A.ID}, Reports: []string{p.First, p.Second}, Confidence: p.Confidence, Reasons: p.Reasons}
				if p.B != nil {
					line.Stories = append(line.Stories, p.B.ID)
				}
				if err := export.Line(c.out, line); err != nil {
					return err
				}
			}
			if !json {
				c.note("%s looked at", plural(found.Looked, "story", "stories"))
				if found.Last != "" {
					c.note("for earlier ones: --after %s", found.Last)
				}
			}
			return nil
		})
	flags := cmd.Flags()
	flags.BoolVar(&json, "json", false, "one JSON object a line")
	flags.StringVar(&f.Since, "since", "", "stories of this day (2020-03-01) and later")
	flags.StringVar(&f.Until, "until", "", "stories of this day and earlier")
	flags.StringVar(&f.After, "after", "", "go on after the story of this id")
	flags.IntVar(&f.Limit, "limit", 200, "stories that are looked at")
	return cmd
}

// storyProposal prints a proposal with what speaks for it and how to answer.
func (c *console) storyProposal(p app.StoryProposal) {
	what := "may be one"
	if p.Kind == store.Split {
		what = "report " + p.First + " may tell of something else"
	}
	c.printf("%s  (%.0f %%)\n", c.style(bold, what), 100*p.Confidence)
	c.storyHead(p.A)
	if p.B != nil {
		c.storyHead(p.B)
	}
	c.printf("  %s\n", c.style(faint, p.First+", "+p.Second))
	for _, r := range p.Reasons {
		c.printf("  %s\n", r)
	}
}

func newKeepApart(c *console) *cobra.Command {
	return deciding(c, "apart A B", "Decide that two stories are two",
		`Decide that two stories are two, whatever comes. "dragoman stories undo" takes it back.`,
		`  dragoman stories apart s4f0c… s81qa…`, cobra.ExactArgs(2),
		func(ctx context.Context, st *sqlite.Store, args []string) error {
			d, err := app.KeepApart(ctx, st, args[0], args[1])
			if err != nil {
				return err
			}
			c.printf("two, and they stay two (decision %d)\n", d.Number)
			return nil
		})
}

func newKeepTogether(c *console) *cobra.Command {
	return deciding(c, "keep STORY", "Decide that the reports of a story are one",
		`Decide that the reports of a story are one, whatever comes. "dragoman stories undo" takes it back.`,
		`  dragoman stories keep s4f0c…`, cobra.ExactArgs(1),
		func(ctx context.Context, st *sqlite.Store, args []string) error {
			d, err := app.KeepTogether(ctx, st, args[0])
			if err != nil {
				return err
			}
			c.printf("one, and it stays one (decision %d)\n", d.Number)
			return nil
		})
}
