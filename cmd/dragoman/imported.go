package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func newImported(c *console) *cobra.Command {
	var (
		f    filters
		name string
	)
	cmd := &cobra.Command{
		Use:   "imported",
		Short: "List what others coded and \"dragoman import\" took in",
		Example: `  dragoman imported --country IRQ --type PROTEST
  dragoman imported --import monday --json --limit 0
  dragoman imported files
  dragoman imported remove monday`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			filter, err := f.filter()
			if err != nil {
				return err
			}
			return withStore(cmd.Context(), &f.database, func(ctx context.Context, st *sqlite.Store) error {
				return c.importedRecords(ctx, st, store.ImportFilter{Import: name, Filter: filter}, f.json)
			})
		},
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&name, "import", "", "only those of the import of this name")
	cmd.AddCommand(newImportedFiles(c), newRemoveImported(c))
	return cmd
}

// withStore runs do with a database that must be there.
func withStore(ctx context.Context, db *database, do func(context.Context, *sqlite.Store) error) error {
	st, err := db.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = st.Close() }()
	return do(ctx, st)
}

func (c *console) importedRecords(ctx context.Context, st store.Imports, f store.ImportFilter, asJSON bool) error {
	n := 0
	for r, err := range st.Imported(ctx, f) {
		if err != nil {
			return err
		}
		n++
		if asJSON {
			if err := export.Line(c.out, export.NewImported(r)); err != nil {
				return err
			}
			continue
		}
		c.importedRecord(r)
	}
	switch {
	case asJSON:
	case n == 0:
		c.note("nothing that was imported matches")
	case n == f.Limit:
		c.note("the first %d; --limit 0 prints all", n)
	}
	return nil
}

// importedRecord prints a record: a line for each event, and where it is from.
func (c *console) importedRecord(r *news.Imported) {
	for _, e := range r.Document.Events {
		parts := []string{c.kind(e.Type, e.Mode, nil), string(e.Status), c.parties(e.Actors, e.Recipients), c.place(e.Location), c.when(e.Date)}
		if e.Type == "" {
			parts[0] = "(no type of PLOVER)"
		}
		c.printf("%s\n", strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "  "))
	}
	from := []string{fmt.Sprintf("%s line %d", flat(r.Import), r.Line), flat(r.Original), flat(r.Document.Source), flat(r.Document.URL)}
	c.printf("  %s\n", c.style(faint, strings.Join(slices.DeleteFunc(from, func(s string) bool { return s == "" }), " · ")))
	if t := nonEmpty(r.Document.Title, r.Document.Text); t != "" {
		c.printf("  %s\n", c.foreign(oneLine(t, 100)))
	}
}

func newImportedFiles(c *console) *cobra.Command {
	var (
		db     database
		asJSON bool
	)
	cmd := &cobra.Command{
		Use: "files", Short: "List the imports: name, format, records, when and from which file", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withStore(cmd.Context(), &db, func(ctx context.Context, st *sqlite.Store) error {
				list, err := st.ListImports(ctx)
				if err != nil {
					return err
				}
				for _, i := range list {
					if err := c.importFile(i, asJSON); err != nil {
						return err
					}
				}
				if len(list) == 0 && !asJSON {
					c.note("nothing was imported")
				}
				return nil
			})
		},
	}
	db.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	return cmd
}

func (c *console) importFile(i store.Import, asJSON bool) error {
	if !asJSON {
		c.printf("%s  %s, %s, %s  %s\n", c.style(bold, flat(i.Name)), i.Format, count(i.Records, "record"), i.At.Local().Format(time.DateTime), c.style(faint, flat(i.File)))
		return nil
	}
	b, err := json.Marshal(map[string]any{
		"schema": "dragoman.import/1", "name": i.Name, "format": i.Format, "file": i.File, "records": i.Records, "at": i.At.Format(time.RFC3339),
	})
	if err == nil {
		c.printf("%s\n", b)
	}
	return err
}

func newRemoveImported(c *console) *cobra.Command {
	var db database
	cmd := &cobra.Command{
		Use: "remove NAME", Short: "Remove an import with all its records", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withStore(cmd.Context(), &db, func(ctx context.Context, st *sqlite.Store) error {
				n, err := st.DeleteImport(ctx, args[0])
				if news.CodeOf(err) == news.NotFound {
					return &news.Error{Code: news.NotFound, Message: "there is no import " + args[0], Hint: "dragoman imported files"}
				}
				if err != nil {
					return err
				}
				c.printf("removed: %s with %s\n", flat(args[0]), count(n, "record"))
				return nil
			})
		},
	}
	db.flags(cmd)
	return cmd
}
