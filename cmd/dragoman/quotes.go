package main

import (
	"context"
	"iter"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func newQuotes(c *console) *cobra.Command {
	return list[export.QuoteLine]{
		use: "quotes", short: "List what was said, by whom, with where it stands",
		example: `  dragoman quotes --entity "Barham Salih"
  dragoman quotes --lang fr --json`,
		rows: quotes,
		json: func(_ context.Context, c *console, _ *sqlite.Store, q export.QuoteLine) error {
			return export.Line(c.out, q)
		},
		print: func(_ context.Context, c *console, _ *sqlite.Store, q export.QuoteLine) error {
			c.quoteLine(q)
			return nil
		},
		empty: "no quote matches",
	}.command(c)
}

// quotes yields the quotes of the reports that match; with an entity, those that
// it speaks. The limit counts quotes.
func quotes(ctx context.Context, st *sqlite.Store, f store.Filter) iter.Seq2[export.QuoteLine, error] {
	return func(yield func(export.QuoteLine, error) bool) {
		limit := f.Limit
		f.Limit = 0
		n := 0
		for doc, err := range st.Documents(ctx, f) {
			if err != nil {
				yield(export.QuoteLine{}, err)
				return
			}
			for i, line := range export.NewQuotes(doc) {
				if f.Entity != "" && !export.Speaks(doc, doc.Quotes[i], f.Entity) {
					continue
				}
				if !yield(line, nil) {
					return
				}
				if n++; n == limit {
					return
				}
			}
		}
	}
}

func (c *console) quoteLine(q export.QuoteLine) {
	said := ""
	if !q.Direct {
		said = "(in the report's words)"
	}
	c.printf("%s: %s %s\n", c.style(bold, c.foreign(nonEmpty(q.Speaker, "somebody"))), c.foreign("“"+oneLine(q.Text, 200)+"”"), said)
	c.row("in", q.Report, q.Source, q.Lang, q.Date)
}
