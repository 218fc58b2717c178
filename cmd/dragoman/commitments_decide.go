package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func newAcceptFollowUp(c *console) *cobra.Command {
	return answeringFollowUp(c, true, "accept ID", "Decide that a follow-up is what became of its commitment",
		`Decide that a follow-up is what became of its commitment. ID is as "dragoman commitments" prints it. The decision is about the words of both
stories, and holds whatever ids these have and whatever reports come; "dragoman commitments undo" takes it back.`)
}

func newRejectFollowUp(c *console) *cobra.Command {
	return answeringFollowUp(c, false, "reject ID", "Decide against a follow-up, which is not proposed again",
		`Decide against a follow-up: it does not count, and is not proposed again. ID is as "dragoman commitments" prints it; that of one which was
accepted may be rejected, too. "dragoman commitments undo" takes it back.`)
}

func answeringFollowUp(c *console, accept bool, use, short, long string) *cobra.Command {
	return onVerdict(c, use, short, long, "  dragoman commitments "+strings.ReplaceAll(use, "ID", "s4f0c….k3f9x2"), cobra.ExactArgs(1), "",
		func(ctx context.Context, st *sqlite.Store, args []string) (news.Verdict, error) {
			return app.AnswerFollowUp(ctx, st, args[0], accept, "")
		})
}

func newUndoVerdict(c *console) *cobra.Command {
	return onVerdict(c, "undo [N]", "Take back a decision about a follow-up, the latest without N",
		`Take back a decision about a follow-up: that of number N, or the latest. Those made before and after it stay.`,
		`  dragoman commitments undo
  dragoman commitments undo 3`, cobra.MaximumNArgs(1), "taken back: ",
		func(ctx context.Context, st *sqlite.Store, args []string) (news.Verdict, error) {
			var number int64
			if len(args) == 1 {
				var err error
				if number, err = strconv.ParseInt(args[0], 10, 64); err != nil || number < 1 {
					return news.Verdict{}, wrong(args[0]+" is no number of a decision", "dragoman commitments decisions")
				}
			}
			return st.UndoVerdict(ctx, number)
		})
}

// onVerdict is a command that gives or takes back one, and prints it behind some words.
func onVerdict(c *console, use, short, long, example string, args cobra.PositionalArgs, before string,
	run func(ctx context.Context, st *sqlite.Store, args []string) (news.Verdict, error),
) *cobra.Command {
	var json bool
	cmd := deciding(c, use, short, long, example, args, func(ctx context.Context, st *sqlite.Store, args []string) error {
		v, err := run(ctx, st, args)
		if err != nil {
			return err
		}
		return c.verdict(v, before, json)
	})
	cmd.Flags().BoolVar(&json, "json", false, "one JSON object a line")
	return cmd
}

func newVerdicts(c *console) *cobra.Command {
	var json bool
	cmd := deciding(c, "decisions", "List what you decided about follow-ups",
		`List what you decided about the follow-ups of commitments and did not take back, in that order. Where two contradict each other the later one
holds.`,
		`  dragoman commitments decisions --json`, cobra.NoArgs,
		func(ctx context.Context, st *sqlite.Store, _ []string) error {
			all, err := st.Verdicts(ctx)
			if err != nil {
				return err
			}
			for _, v := range all {
				if err := c.verdict(v, "", json); err != nil {
					return err
				}
			}
			if len(all) == 0 && !json {
				c.note("nothing is decided about commitments")
			}
			return nil
		})
	cmd.Flags().BoolVar(&json, "json", false, "one JSON object a line")
	return cmd
}

// verdict prints what was decided about a follow-up, with the words that it rests on.
func (c *console) verdict(v news.Verdict, before string, json bool) error {
	if json {
		return export.Line(c.out, export.NewVerdict(v))
	}
	answer := "rejected"
	if v.Accepted {
		answer = "accepted"
	}
	head := []string{before + answer + ": " + string(v.Commitment) + ", " + string(v.Kind), c.style(faint, "decision "+strconv.FormatInt(v.Number, 10)), c.style(faint, clock(v.At))}
	if v.By != "" {
		head = append(head, c.style(faint, flat(v.By)))
	}
	c.printf("%s\n", strings.Join(head, "  "))
	for _, q := range append(v.Made[:1:1], v.Told[0]) {
		c.printf("  %s  %s\n", c.foreign("“"+oneLine(q.Text, max(40, c.width-30))+"”"), c.style(faint, flat(q.Report)))
	}
	return nil
}
