package main

import (
	"context"
	"iter"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// list is a command that prints rows of the database: one object a line with
// --json, else one or two lines for people.
type list[T any] struct {
	use, short, long, example string
	args                      cobra.PositionalArgs
	narrow                    func(f *store.Filter, args []string) // args into the filter
	rows                      func(ctx context.Context, st *sqlite.Store, f store.Filter) iter.Seq2[T, error]
	json                      func(ctx context.Context, c *console, st *sqlite.Store, row T) error
	print                     func(ctx context.Context, c *console, st *sqlite.Store, row T) error
	empty                     string // said when there is nothing
}

func (l list[T]) command(c *console) *cobra.Command {
	var f filters
	args := l.args
	if args == nil {
		args = cobra.NoArgs
	}
	cmd := &cobra.Command{
		Use: l.use, Short: l.short, Long: l.long, Example: l.example, Args: usageArgs(args),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			filter, err := f.filter()
			if err != nil {
				return err
			}
			if l.narrow != nil {
				l.narrow(&filter, args)
			}
			st, err := f.existing(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			return l.run(ctx, c, st, filter, f.json)
		},
	}
	f.flags(cmd)
	return cmd
}

func (l list[T]) run(ctx context.Context, c *console, st *sqlite.Store, f store.Filter, json bool) error {
	n := 0
	print := l.print
	if json {
		print = l.json
	}
	for row, err := range l.rows(ctx, st, f) {
		if err != nil {
			return err
		}
		n++
		if err := print(ctx, c, st, row); err != nil {
			return err
		}
	}
	if n == 0 && !json {
		c.note("%s", l.empty)
	}
	if n == f.Limit && n > 0 && !json {
		c.note("the first %d; --limit 0 prints all", n)
	}
	return waiting(ctx, c, st)
}

// waiting warns when reports are kept that no story has placed yet.
func waiting(ctx context.Context, c *console, st store.Queue) error {
	n, err := st.Waiting(ctx, store.JobPlace)
	if err == nil && n > 0 {
		c.note("%s not placed into stories yet; an interrupted `dragoman add` places them when it is run again", plural(n, "report is", "reports are"))
	}
	return err
}

// usageArgs makes a wrong number of arguments a usage error with a hint.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return &usageError{err, cmd.CommandPath() + " --help"}
		}
		return nil
	}
}

// documentReader reads one report.
type documentReader interface {
	Document(ctx context.Context, id string) (*news.Document, error)
}

// texts reads the texts that evidence lies in.
func texts(ctx context.Context, st documentReader) export.Texts {
	return func(report string) (string, error) {
		doc, err := st.Document(ctx, report)
		if err != nil {
			return "", err
		}
		return doc.Text, nil
	}
}
