package main

import (
	"context"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func newReports(c *console) *cobra.Command {
	return list[*news.Document]{
		use: "reports", short: "List the reports that are kept, newest first",
		example: `  dragoman reports --lang ar --since 2020-03
  dragoman reports --json --limit 0 > everything.jsonl`,
		rows: documents,
		json: func(_ context.Context, c *console, _ *sqlite.Store, d *news.Document) error {
			return export.Line(c.out, export.NewDocument(d))
		},
		print: func(_ context.Context, c *console, _ *sqlite.Store, d *news.Document) error {
			c.reportLine(d)
			return nil
		},
		empty: "no report matches",
	}.command(c)
}

func documents(ctx context.Context, st *sqlite.Store, f store.Filter) iter.Seq2[*news.Document, error] {
	return st.Documents(ctx, f)
}

// reportLine prints a report as one line.
func (c *console) reportLine(d *news.Document) {
	when := "undated"
	if d.Published != nil {
		when = published(d.Published)
	}
	t := nonEmpty(d.Title, d.Text)
	copied := ""
	if d.CopyOf != "" {
		copied = c.style(faint, "copy of "+d.CopyOf)
	}
	if d.Withdrawn {
		copied = strings.TrimSpace(c.style(yellow, "withdrawn") + " " + copied)
	}
	c.printf("  %s  %s  %s  %s  %s %s\n", when, d.Lang, c.foreign(oneLine(t, 70)), c.style(faint, d.ID), flat(d.Source), copied)
}

// published is when a report was published, as exactly as it says: a month is no first of the month.
func published(p *news.Published) string {
	switch p.Precision {
	case news.Month:
		return p.From.Format("2006-01")
	case news.Year:
		return p.From.Format("2006")
	}
	from, to := export.Interval(p.Interval)
	if p.Precision == news.Week || p.Precision == news.Range {
		return from + " to " + to
	}
	return from
}

func newReport(c *console) *cobra.Command {
	var (
		db       database
		json     bool
		revision int
	)
	cmd := &cobra.Command{
		Use:   "report ID",
		Short: "Show one report as it is kept, with everything found in it",
		Example: `  dragoman report r001 --json | jq .dropped
  dragoman report r001 --revision 1     # as it was before it was changed`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			st, err := db.existing(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			doc, err := st.Document(ctx, args[0])
			if revision > 0 {
				doc, err = st.Revision(ctx, args[0], revision)
			}
			switch {
			case err != nil:
				return err
			case json:
				return export.Line(c.out, export.NewDocument(doc))
			}
			if err := c.document(doc); err != nil {
				return err
			}
			c.printf("%s\n", doc.Text)
			return nil
		},
	}
	db.flags(cmd)
	cmd.Flags().BoolVar(&json, "json", false, "one JSON object")
	cmd.Flags().IntVar(&revision, "revision", 0, "an earlier text: 1 is the first that was seen")
	return cmd
}
