package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// deciding is a command that works on who is who.
func deciding(c *console, use, short, long, example string, args cobra.PositionalArgs,
	run func(ctx context.Context, st *sqlite.Store, args []string) error,
) *cobra.Command {
	var db database
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long, Example: example, Args: usageArgs(args),
		RunE: func(cmd *cobra.Command, args []string) error {
			st, err := db.existing(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			return run(cmd.Context(), st, args)
		},
	}
	db.flags(cmd)
	return cmd
}

func newMergePeople(c *console) *cobra.Command {
	return deciding(c, "merge A B", "Decide that two people or organisations are one",
		`Decide that two people, or two organisations, are one. A and B are ids, or names that only one has. The id that was seen first holds;
the other still leads to it. No name is lost, and "dragoman people undo" takes it back.`,
		`  dragoman people merge "Mustafa Kadhimi" "مصطفى الكاظمي"`, cobra.ExactArgs(2),
		func(ctx context.Context, st *sqlite.Store, args []string) error {
			e, err := app.MergePeople(ctx, st, args[0], args[1])
			if err != nil {
				return err
			}
			c.printf("%s and %s are one now:\n", flat(args[0]), flat(args[1]))
			c.entity(e)
			return nil
		})
}

func newSplitPeople(c *console) *cobra.Command {
	var p app.Parting
	cmd := deciding(c, "split A", "Decide that some reports of a person or organisation tell of another",
		`Decide that some reports of a person or organisation tell of another: those given with --report, and those that write the name as
--name has it. The others keep the id; "dragoman people undo" takes it back.`,
		`  dragoman people split L27b1ce4b569110a7 --report r012 --report r031
  dragoman people split Larijani --name "Sadeq Larijani"`, cobra.ExactArgs(1),
		func(ctx context.Context, st *sqlite.Store, args []string) error {
			if len(p.Reports)+len(p.Names) == 0 {
				return wrong("which reports tell of the other person is not said", "dragoman people split "+args[0]+" --report ID")
			}
			stays, goes, err := app.SplitPerson(ctx, st, args[0], p)
			if err != nil {
				return err
			}
			c.printf("two now:\n")
			c.entity(stays)
			c.entity(goes)
			return nil
		})
	cmd.Flags().StringArrayVar(&p.Reports, "report", nil, "a report that tells of the other (may be repeated)")
	cmd.Flags().StringArrayVar(&p.Names, "name", nil, "the name as the reports write it that tell of the other (may be repeated)")
	return cmd
}

func newProposals(c *console) *cobra.Command {
	var json bool
	cmd := deciding(c, "proposals", "List who is likely one person or organisation, or two, with the reasons",
		`List who is likely one person or organisation, or two, with the reasons, surest first. The number of a proposal stays while it is made.`,
		`  dragoman people proposals
  dragoman people accept 3`, cobra.NoArgs,
		func(ctx context.Context, st *sqlite.Store, _ []string) error {
			all, err := st.Proposals(ctx)
			if err != nil {
				return err
			}
			for _, p := range all {
				shown, err := proposed(ctx, st, p)
				if err != nil {
					return err
				}
				if json {
					err = export.Line(c.out, shown)
				} else {
					c.proposal(shown)
				}
				if err != nil {
					return err
				}
			}
			if len(all) == 0 && !json {
				c.note("nothing is proposed")
			}
			return nil
		})
	cmd.Flags().BoolVar(&json, "json", false, "one JSON object a line")
	return cmd
}

// proposed names those whom a proposal is about.
func proposed(ctx context.Context, st *sqlite.Store, p store.Proposal) (export.Proposal, error) {
	out := export.Proposal{
		Schema: export.ProposalSchema, Number: p.Number, Kind: p.Kind, Confidence: p.Confidence,
		Reasons: append([]string{}, p.Reasons...), Reports: append([]string{}, p.Reports...),
	}
	var err error
	if out.A, err = named(ctx, st, p.A); err != nil || p.B == "" {
		return out, err
	}
	b, err := named(ctx, st, p.B)
	out.B = &b
	return out, err
}

func named(ctx context.Context, st *sqlite.Store, id string) (export.Named, error) {
	out := export.Named{ID: id}
	for e, err := range st.Entities(ctx, store.Filter{Entity: id, Limit: 1}) {
		if err != nil {
			return out, err
		}
		out.Name = e.Name
	}
	return out, nil
}

func (c *console) proposal(p export.Proposal) {
	what := "is two"
	if p.B != nil {
		what = "is " + c.style(bold, c.foreign(p.B.Name)) + " (" + p.B.ID + ")"
	}
	c.printf("%d  %s (%s) %s  %.2f\n", p.Number, c.style(bold, c.foreign(p.A.Name)), p.A.ID, what, p.Confidence)
	for _, r := range p.Reasons {
		c.row("for", c.foreign(r))
	}
	if len(p.Reports) > 0 {
		c.row("in", strings.Join(p.Reports, " "))
	}
}

func newAccept(c *console) *cobra.Command {
	return answering(c, "accept N", "Decide as a proposal says", "accepted", app.Accept)
}

func newReject(c *console) *cobra.Command {
	return answering(c, "reject N", "Decide against a proposal, which is not made again", "rejected", app.Reject)
}

func answering(c *console, use, short, done string, answer func(context.Context, store.Store, int64) (store.Proposal, error)) *cobra.Command {
	return deciding(c, use, short, "", "  dragoman people "+strings.ReplaceAll(use, "N", "3"), cobra.ExactArgs(1),
		func(ctx context.Context, st *sqlite.Store, args []string) error {
			n, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return wrong(args[0]+" is no number of a proposal", "dragoman people proposals")
			}
			p, err := answer(ctx, st, n)
			if err != nil {
				return err
			}
			c.printf("%s: %s\n", done, deed(store.Decision{Kind: p.Kind, A: p.A, B: p.B}))
			return nil
		})
}

func newUndoPeople(c *console) *cobra.Command {
	return deciding(c, "undo", "Take back the latest decision about who is who", "", "  dragoman people undo", cobra.NoArgs,
		func(ctx context.Context, st *sqlite.Store, _ []string) error {
			undone, err := app.UndoPeople(ctx, st)
			if err != nil {
				return err
			}
			c.printf("taken back: %s\n", deed(undone[0]))
			return nil
		})
}

// deed says in words what was decided.
func deed(d store.Decision) string {
	switch d.Kind {
	case store.Merge:
		return fmt.Sprintf("%s and %s are one", d.A, d.B)
	case store.Apart:
		return fmt.Sprintf("%s and %s are two", d.A, d.B)
	case store.Whole:
		return d.A + " is one"
	default:
		return d.A + " is two"
	}
}
