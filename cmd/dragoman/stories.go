package main

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func newStories(c *console) *cobra.Command {
	cmd := list[*news.Story]{
		use: "stories", short: "List stories: which reports tell of the same event, newest first",
		long: `List stories: which reports tell of the same event, newest first.

Which reports are one story is settled as reports come. Where you know better, you decide: stories are one, or some reports of a
story tell of something else, an entry has another date. A decision is about those reports; it holds for reports to come and when reports are
read again, is shown with the story, and can be undone.`,
		example: `  dragoman stories --since 7d --lang ar
  dragoman stories --country IRQ --type CONSULT --json
  dragoman stories merge s4f0c… s81qa…
  dragoman stories split s4f0c… r012 r031
  dragoman stories correct e1x9k… --date 2020-03-08`,
		rows: func(ctx context.Context, st *sqlite.Store, f store.Filter) iter.Seq2[*news.Story, error] {
			return st.Stories(ctx, f)
		},
		json:  jsonStory,
		print: func(_ context.Context, c *console, _ *sqlite.Store, s *news.Story) error { c.storyHead(s); return nil },
		empty: "no story matches",
	}.command(c)
	cmd.AddCommand(newMergeStories(c), newSplitStory(c), newCorrectStory(c), newStoryDecisions(c), newUndoStories(c), newStoryProposals(c), newKeepApart(c), newKeepTogether(c))
	return cmd
}

func jsonStory(ctx context.Context, c *console, st *sqlite.Store, s *news.Story) error {
	out, err := export.NewStory(s, texts(ctx, st))
	if err != nil {
		return err
	}
	decided, err := app.DecidedOf(ctx, st, s)
	if err != nil {
		return err
	}
	out.Decide(decided)
	return export.Line(c.out, out)
}

// storyHead prints a story in two or three lines.
func (c *console) storyHead(s *news.Story) {
	c.printf("%s  %s\n", c.style(bold, c.foreign(title(s))), c.style(faint, s.ID))
	parts := []string{span(s.From, s.To), count(len(s.Reports), "report")}
	if s.Copies > 0 {
		parts = append(parts, plural(s.Copies, "of them a copy", "of them copies"))
	}
	parts = append(parts, strings.Join(langs(s.Languages), " "))
	if n := len(s.Differences); n > 0 {
		parts = append(parts, c.style(yellow, count(n, "difference")))
	}
	c.printf("  %s\n", strings.Join(parts, " · "))
	if len(s.Entries) > 0 {
		c.printf("  %s\n", c.entryLine(&s.Entries[0]))
	}
}

func newStory(c *console) *cobra.Command {
	var (
		db   database
		json bool
		asOf string
	)
	cmd := &cobra.Command{
		Use:   "story ID",
		Short: "Show one story: its reports, what they tell, where they differ",
		Long: `Show one story: its reports, what they tell, where they differ. ID is that of the story, one that it had before, or that of a
report. What you decided about its reports is shown as such.

With --as-of it is shown as it stood then, from the reports as they were then, whatever was corrected or withdrawn since.`,
		Example: `  dragoman story s4f0c… --json
  dragoman story s4f0c… --as-of 2026-11-20T10:00`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			at, err := instant("as-of", asOf)
			if err != nil {
				return err
			}
			st, err := db.existing(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			found, err := findStory(ctx, st, args[0], at)
			if err != nil {
				return err
			}
			if json {
				return jsonFound(ctx, c, st, found)
			}
			return c.story(ctx, st, found)
		},
	}
	db.flags(cmd)
	cmd.Flags().BoolVar(&json, "json", false, "one JSON object")
	cmd.Flags().StringVar(&asOf, "as-of", "", "as it stood then: a day (at its end), 2026-11-20T10:00, or with seconds and a zone")
	return cmd
}

func newEntries(c *console) *cobra.Command {
	return list[*news.Entry]{
		use: "entries", short: "List entries: the merged events of stories, with who says so",
		example: `  dragoman entries --type AGREE --status occurred
  dragoman entries --entity Shamkhani --json`,
		rows: func(ctx context.Context, st *sqlite.Store, f store.Filter) iter.Seq2[*news.Entry, error] {
			return st.Entries(ctx, f)
		},
		json: func(ctx context.Context, c *console, st *sqlite.Store, e *news.Entry) error {
			out, err := export.NewEntry(e, texts(ctx, st))
			if err != nil {
				return err
			}
			return export.Line(c.out, out)
		},
		print: func(_ context.Context, c *console, _ *sqlite.Store, e *news.Entry) error {
			c.printf("%s  %s\n", c.entryLine(e), c.style(faint, fmt.Sprintf("%s of %s, %s", e.ID, e.Story, count(len(e.Voices()), "report"))))
			return nil
		},
		empty: "no entry matches",
	}.command(c)
}

// entryLine is an entry as one line: type, mode, status, who, where, when, and which of these the user corrected.
func (c *console) entryLine(e *news.Entry) string {
	parts := []string{
		c.kind(e.Type, e.Mode, nil), string(e.Status), c.parties(news.Parties(e.Actors), news.Parties(e.Recipients)),
		c.place(e.Location), c.when(e.Date),
	}
	if len(e.Corrected) > 0 {
		parts = append(parts, c.style(yellow, "corrected: "+strings.Join(e.Corrected, ", ")))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "  ")
}

// title is the story's title in English where a report has one, else in the first
// language there is, in the order of the alphabet.
func title(s *news.Story) string {
	if t := s.Titles["en"]; t != "" {
		return t
	}
	for _, l := range s.Languages {
		if t := s.Titles[l]; t != "" {
			return t
		}
	}
	return "(no title)"
}

func span(from, to string) string {
	switch {
	case from == "" && to == "":
		return "undated"
	case from == to || to == "":
		return from
	default:
		return from + " to " + to
	}
}

func langs(in []news.Lang) []string {
	out := make([]string, len(in))
	for i, l := range in {
		out[i] = string(l)
	}
	return out
}
