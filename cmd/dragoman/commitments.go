package main

import (
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
	"github.com/dragoman-news/dragoman/internal/text"
)

// pledge is a row of the list: a commitment and what became of it.
type pledge struct {
	news.Commitment
	after []news.FollowUp
}

// pledges are what `dragoman commitments` is asked for.
type pledges struct {
	filters
	kind      string
	open, due bool
	most      int          // stories that are looked at, 0 for all
	more      bool         // there were more
	promise   *promiseless // stories without any, nil where they are not remembered
}

func newCommitments(c *console) *cobra.Command {
	var p pledges
	cmd := &cobra.Command{
		Use:   "commitments",
		Short: "List what was agreed, promised, offered, threatened, demanded and asked for, by when, and what became of it",
		Long: `List what was agreed, promised, offered, threatened, demanded and asked for: who, to whom, what in the reports'
own words, and by when. What later stories tell of it is proposed below, with the reason and an id for your answer: what you accept is what
became of the commitment, what you reject is not proposed again.

Stories are taken newest first; the limit counts commitments.`,
		Example: `  dragoman commitments --country IRN --kind promised
  dragoman commitments --due --open
  dragoman commitments --since 30d --json
  dragoman commitments accept s4f0c….k3f9x2`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.run(cmd.Context(), c) },
	}
	p.flags(cmd)
	cmd.Flags().StringVar(&p.kind, "kind", "", "agreed, promised, offered, threatened, demanded or asked")
	cmd.Flags().BoolVar(&p.open, "open", false, "only those of which no later story tells anything")
	cmd.Flags().BoolVar(&p.due, "due", false, "only those with a date by which they are due, the earliest first")
	cmd.AddCommand(newAcceptFollowUp(c), newRejectFollowUp(c), newVerdicts(c), newUndoVerdict(c))
	return cmd
}

func (p *pledges) run(ctx context.Context, c *console) error {
	f, err := p.filter()
	if err != nil {
		return err
	}
	p.kind = strings.ToLower(p.kind)
	if p.kind != "" && !contains(news.CommitmentKinds, news.CommitmentKind(p.kind)) {
		return wrong("--kind "+p.kind+" is no kind", "one of "+join(news.CommitmentKinds))
	}
	st, err := p.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = st.Close() }()
	return list[pledge]{
		rows:  p.rows,
		json:  jsonPledge,
		print: func(_ context.Context, c *console, _ *sqlite.Store, row pledge) error { c.pledge(row); return nil },
		empty: "no commitment matches",
	}.run(ctx, c, st, f, p.json)
}

// rows yields the commitments that match, behind the one that --after names; by the date on which they are due
// all are gathered first.
func (p *pledges) rows(ctx context.Context, st *sqlite.Store, f store.Filter) iter.Seq2[pledge, error] {
	limit, after := f.Limit, f.After
	f.Limit, f.After = 0, ""
	all := p.all(ctx, st, f)
	if p.due {
		all = byDue(all)
	}
	return func(yield func(pledge, error) bool) {
		n, skip := 0, after != ""
		for row, err := range all {
			switch {
			case err != nil:
				yield(pledge{}, err)
				return
			case skip:
				skip = row.ID != after
			default:
				if n++; !yield(row, nil) || n == limit {
					return
				}
			}
		}
		if skip {
			yield(pledge{}, wrong("--after "+after+" is no commitment of this list", "the id of the last row, as --json prints it"))
		}
	}
}

// byDue yields the rows that have a date by which they are due, the earliest first.
func byDue(rows iter.Seq2[pledge, error]) iter.Seq2[pledge, error] {
	return func(yield func(pledge, error) bool) {
		var due []pledge
		for row, err := range rows {
			if err != nil {
				yield(pledge{}, err)
				return
			}
			if row.Due != nil {
				due = append(due, row)
			}
		}
		slices.SortStableFunc(due, func(a, b pledge) int { return record.ByDue(a.Commitment, b.Commitment) })
		for _, row := range due {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// all yields the commitments that match in the order of the stories.
func (p *pledges) all(ctx context.Context, st *sqlite.Store, f store.Filter) iter.Seq2[pledge, error] {
	return func(yield func(pledge, error) bool) {
		outcomes, err := app.NewOutcomes(ctx, st, time.Time{})
		if err != nil {
			yield(pledge{}, err)
			return
		}
		looked := 0
		for s, err := range st.Stories(ctx, f) {
			if err != nil {
				yield(pledge{}, err)
				return
			}
			if looked++; p.most > 0 && looked > p.most {
				p.more = true
				return
			}
			if p.promise.none(s) {
				continue
			}
			in, err := outcomes.Told(ctx, s)
			if err != nil {
				yield(pledge{}, err)
				return
			}
			if len(in.Commitments) == 0 {
				p.promise.add(s)
			}
			for _, c := range in.Commitments {
				if !p.match(&c, f) {
					continue
				}
				after, err := outcomes.Of(ctx, &c, in)
				if err != nil {
					yield(pledge{}, err)
					return
				}
				if p.open && len(after) > 0 {
					continue
				}
				if !yield(pledge{c, after}, nil) {
					return
				}
			}
		}
	}
}

// match reports whether a commitment of a story that matches does so itself.
func (p *pledges) match(c *news.Commitment, f store.Filter) bool {
	party := func(is func(news.EntryParty) bool) bool {
		return slices.ContainsFunc(c.Who, is) || slices.ContainsFunc(c.To, is)
	}
	switch {
	case p.kind != "" && string(c.Kind) != p.kind, f.Type != "" && c.Type != f.Type, f.Status != "" && c.Status != f.Status:
		return false
	case f.Lang != "" && !slices.ContainsFunc(c.What, func(w news.Wording) bool { return w.Lang == f.Lang }):
		return false
	case f.Country != "" && !party(func(q news.EntryParty) bool { return q.Country == f.Country }):
		return false
	}
	want := text.Fold(f.Entity)
	return want == "" || party(func(q news.EntryParty) bool { return q.Entity == f.Entity || strings.Contains(text.Fold(q.Name), want) })
}

func jsonPledge(ctx context.Context, c *console, st *sqlite.Store, row pledge) error {
	out, err := export.NewCommitment(&row.Commitment, row.after, texts(ctx, st))
	if err != nil {
		return err
	}
	return export.Line(c.out, out)
}

// pledge prints a commitment: its kind, who, to whom and by when; the words of each report; what became of it.
func (c *console) pledge(row pledge) {
	head := []string{c.style(cyan, string(row.Kind)), c.style(bold, c.parties(news.Parties(row.Who), news.Parties(row.To)))}
	if row.Status != news.Occurred {
		head = append(head, string(row.Status))
	}
	if row.Became != "" {
		head = append(head, c.style(green, string(row.Became)))
	}
	if row.Due != nil {
		head = append(head, c.style(yellow, "due "+c.interval(*row.Due)))
	}
	if row.Made != nil {
		head = append(head, "made "+c.interval(*row.Made))
	}
	c.printf("%s  %s\n", strings.Join(head, "  "), c.style(faint, row.Story))
	for _, w := range row.What {
		c.printf("  %s  %s  %s\n", c.style(faint, string(w.Lang)), c.foreign("“"+oneLine(w.Text, max(40, c.width-30))+"”"), c.style(faint, w.Report))
	}
	c.followUps("  ", row.after)
}

// followUps prints what became of a commitment, each with the id by which it is answered, and with the decision that it rests on.
func (c *console) followUps(indent string, after []news.FollowUp) {
	for _, f := range after {
		kind, by := string(f.Kind)+"?", f.ID
		if f.Accepted != nil {
			kind, by = string(f.Kind)+":", f.ID+"  accepted, decision "+strconv.FormatInt(f.Accepted.Number, 10)
		}
		c.printf("%s%s %s  %s\n", indent, c.style(green, kind), c.foreign(f.Reason), c.style(faint, f.Story))
		c.printf("%s  %s\n", indent, c.style(faint, by))
	}
}
