package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

func newKB(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "kb",
		Short: "Teach Dragoman people, organisations and places of your own, and look up what it knows",
		Long: `Teach Dragoman people, organisations and places of your own, and look up what it knows.

What you import is kept in the database and found in every report that is read from then on, by every name that you
give, with your id, country, sector and role. It stands above what Dragoman knows by itself.`,
		Example: `  dragoman kb import people.csv
  dragoman kb show شمخاني
  dragoman kb list --json > backup.jsonl`,
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SuggestionsMinimumDistance = 2
	cmd.AddCommand(newKBImport(c), newKBShow(c), newKBList(c), newKBRemove(c))
	return cmd
}

func newKBImport(c *console) *cobra.Command {
	var (
		db            database
		asJSON, quiet bool
	)
	cmd := &cobra.Command{
		Use:   "import FILE|-",
		Short: "Take entities of your own out of a file",
		Long: `Take entities of your own out of a file: a table (CSV, with commas, semicolons or tabs), JSON lines as
"dragoman kb list --json" and "dragoman people --json" print them, or FollowTheMoney JSON lines; each may be packed with
gzip. docs/kb-import.md describes them.

All of the file is taken or nothing: the first thing that is wrong is named with its line and column. An entity takes the
place of the one with its id; importing the same file twice changes nothing. Reports that are kept already stay as they
were read.`,
		Example: `  dragoman kb import people.csv
  curl -s https://example.org/entities.ftm.json | dragoman kb import -`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			in, size, err := openFile(ctx, c, args[0], "dragoman kb import --help")
			if err != nil {
				return err
			}
			defer func() { _ = in.Close() }()
			st, err := db.open(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			done, err := importOwn(ctx, c, st, args[0], in, size, quiet)
			if err != nil {
				return err
			}
			for _, p := range done.Passed {
				c.note("passed over: %d %s", p.N, flat(p.What))
			}
			return c.imported(done, db.file(), asJSON)
		},
	}
	db.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "no progress")
	return cmd
}

// importOwn takes entities out of a file and makes them ready to be found.
func importOwn(ctx context.Context, c *console, st store.Own, path string, in io.Reader, size int64, quiet bool) (app.Imported, error) {
	bars := []*progress{newProgress(c, "importing"), newProgress(c, "preparing")}
	for i, bar := range bars {
		bar.noun = "entities"
		if quiet {
			bars[i] = nil
		}
	}
	done, err := app.Import(ctx, &counting{st, bars[0], 0}, fileName(path), &measured{in: in, size: size, bar: bars[0]})
	bars[0].finish()
	if errors.Is(err, context.Canceled) {
		return done, &news.Error{Code: news.Internal, Message: "interrupted; nothing of " + fileName(path) + " was taken", Hint: "run it again"}
	}
	if err != nil {
		return done, err
	}
	err = app.Prepare(ctx, &counting{st, bars[1], done.Added + done.Changed + done.Same})
	bars[1].finish()
	if errors.Is(err, context.Canceled) {
		err = nil // the entities are taken, and whoever reads reports next makes them ready
	}
	return done, err
}

// imported says what an import did.
func (c *console) imported(done app.Imported, path string, asJSON bool) error {
	if !asJSON {
		c.printf("%s added, %d changed, %d known already, in %s\n", plural(done.Added, "entity", "entities"), done.Changed, done.Same, path)
		return nil
	}
	passed := map[string]int{}
	for _, p := range done.Passed {
		passed[p.What] = p.N
	}
	b, err := json.Marshal(map[string]any{
		"schema": "dragoman.imported/1", "added": done.Added, "changed": done.Changed, "same": done.Same, "passed_over": passed,
	})
	if err == nil {
		c.printf("%s\n", b)
	}
	return err
}

// openFile opens a file that is to be imported, - for standard input, and tells its size, 0
// where that is not known.
func openFile(ctx context.Context, c *console, path, help string) (io.ReadCloser, int64, error) {
	if path == "-" {
		return piped(ctx, c.in), 0, nil
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, 0, &news.Error{Code: news.NotFound, Message: "there is no file " + path, Hint: help}
	case err == nil && info.IsDir():
		return nil, 0, wrong(path+" is a folder", "import its files one by one")
	case err != nil:
		return nil, 0, wrong(err.Error(), help)
	}
	f, err := os.Open(path) //nolint:gosec // the path is what the user asked for
	if err != nil {
		return nil, 0, wrong(err.Error(), help)
	}
	return f, info.Size(), nil
}

// piped reads in until ctx ends, even where nothing comes any more: a terminal, or a
// program that hangs.
func piped(ctx context.Context, in io.Reader) io.ReadCloser {
	out, into := io.Pipe()
	context.AfterFunc(ctx, func() { into.CloseWithError(ctx.Err()) })
	go func() {
		_, err := io.Copy(into, in)
		into.CloseWithError(err)
	}()
	return out
}

func fileName(path string) string {
	if path == "-" {
		return "standard input"
	}
	return path
}

// measured tells the bar how much of a file was read.
type measured struct {
	in         io.Reader
	done, size int64
	bar        *progress
}

func (m *measured) Read(p []byte) (int, error) {
	n, err := m.in.Read(p)
	m.done += int64(n)
	if m.bar != nil {
		m.bar.bytes(m.done, m.size)
	}
	return n, err
}

// counting tells the bar how many entities were taken, and how many of them were read again.
type counting struct {
	store.Own
	bar   *progress
	total int
}

// PutOwn counts on the way.
func (k *counting) PutOwn(ctx context.Context, in iter.Seq2[*news.Known, error]) (store.OwnCount, error) {
	if k.bar == nil {
		return k.Own.PutOwn(ctx, in)
	}
	return k.Own.PutOwn(ctx, each(in, func() { k.bar.reports.Add(1) }))
}

// Owned counts on the way.
func (k *counting) Owned(ctx context.Context, f store.OwnFilter) iter.Seq2[*news.Known, error] {
	if k.bar == nil {
		return k.Own.Owned(ctx, f)
	}
	n := 0
	return each(k.Own.Owned(ctx, f), func() {
		if n++; n%1000 == 0 {
			k.bar.count(n, max(n, k.total))
		}
	})
}

// each calls tick for every element that passes.
func each(in iter.Seq2[*news.Known, error], tick func()) iter.Seq2[*news.Known, error] {
	return func(yield func(*news.Known, error) bool) {
		for k, err := range in {
			tick()
			if !yield(k, err) {
				return
			}
		}
	}
}

func newKBShow(c *console) *cobra.Command {
	var (
		db     database
		asJSON bool
		limit  int
	)
	cmd := &cobra.Command{
		Use:   "show NAME|ID",
		Short: "Show who or what a name may mean: entities of your own, then those inside the program",
		Long: `Show who or what a name may mean, in any script and spelling: entities of your own, then those inside the
program, the likeliest first. An id may stand in the place of the name. Where nothing has the name, those that are most
like it are told: for a surname alone, or a spelling that nobody has.`,
		Example: `  dragoman kb show "Ali Shamkhani"
  dragoman kb show بغداد
  dragoman kb show ISO:IRQ --json`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if limit < 0 {
				return wrong("--limit is negative", "--limit 0 for all")
			}
			n := 0
			show := func(k *news.Known, origin string) error {
				if n++; limit > 0 && n > limit {
					return nil
				}
				return c.known(k, origin, asJSON)
			}
			if err := db.eachOwn(ctx, store.OwnFilter{Name: args[0]}, func(k *news.Known) error { return show(k, export.OriginOwn) }); err != nil {
				return err
			}
			built, err := app.BuiltIn(args[0])
			if err != nil {
				return err
			}
			for _, k := range built {
				if err := show(k, export.OriginBuiltIn); err != nil {
					return err
				}
			}
			if n == 0 {
				return db.unknown(ctx, args[0])
			}
			if limit > 0 && n > limit && !asJSON {
				c.note("the first %d of %d; --limit 0 prints all", limit, n)
			}
			return nil
		},
	}
	db.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	cmd.Flags().IntVar(&limit, "limit", 10, "at most so many (0: all)")
	return cmd
}

// mostGuesses is how many names are told that are like one that nothing has.
const mostGuesses = 5

// unknown is the error that nothing has a name, with those that are alike.
func (d *database) unknown(ctx context.Context, wanted string) error {
	out := &news.Error{
		Code: news.NotFound, Message: "nothing is known by the name " + oneLine(flat(wanted), 80),
		Hint: "dragoman people NAME   looks in the reports that are kept; dragoman kb import FILE teaches names",
	}
	g := app.NewGuesses(wanted)
	if err := d.eachOwn(ctx, store.OwnFilter{}, func(k *news.Known) error { g.Own(k); return ctx.Err() }); err != nil {
		return err
	}
	if err := g.BuiltIn(); err != nil {
		return err
	}
	var alike []string
	for _, one := range g.Likeliest(mostGuesses) {
		alike = append(alike, flat(one.Name)+" ("+flat(one.ID)+")")
		if len(alike) == 1 {
			out.Hint = "dragoman kb show " + flat(one.ID)
		}
	}
	if len(alike) > 0 {
		out.Message += "; did you mean " + strings.Join(alike, ", ") + "?"
	}
	return out
}

// eachOwn calls use with the user's entities in the database, if there is one.
func (d *database) eachOwn(ctx context.Context, f store.OwnFilter, use func(*news.Known) error) error {
	if _, err := os.Stat(d.file()); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	st, err := d.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = st.Close() }()
	for k, err := range st.Owned(ctx, f) {
		if err == nil {
			err = use(k)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func newKBList(c *console) *cobra.Command {
	var (
		db     database
		asJSON bool
		f      store.OwnFilter
	)
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the entities of your own, by id",
		Long:  `List the entities of your own, by id. What --json prints can be imported again.`,
		Example: `  dragoman kb list
  dragoman kb list --json --limit 0 > backup.jsonl`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.Limit < 0 {
				return wrong("--limit is negative", "--limit 0 for all")
			}
			n := 0
			err := db.eachOwn(cmd.Context(), f, func(k *news.Known) error {
				n++
				return c.known(k, export.OriginOwn, asJSON)
			})
			if err != nil {
				return err
			}
			if n == 0 && !asJSON {
				c.note("there is no entity of your own; dragoman kb import FILE")
			}
			if n == f.Limit && n > 0 && !asJSON {
				c.note("the first %d; --limit 0 prints all", n)
			}
			return nil
		},
	}
	db.flags(cmd)
	fl := cmd.Flags()
	fl.BoolVar(&asJSON, "json", false, "one JSON object a line")
	fl.IntVar(&f.Limit, "limit", 50, "at most so many (0: all)")
	fl.StringVar(&f.After, "after", "", "go on after this id")
	return cmd
}

func newKBRemove(c *console) *cobra.Command {
	var (
		db          database
		all, asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "remove ID...",
		Short: "Forget entities of your own; reports that are kept stay as they were read",
		Example: `  dragoman kb remove my:shamkhani
  dragoman kb remove --all`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			switch {
			case all && len(args) > 0:
				return &usageError{errors.New("--all and ids"), "dragoman kb remove --all"}
			case !all && len(args) == 0:
				return &usageError{errors.New("no id is given"), "dragoman kb list   shows the ids; --all forgets all"}
			}
			st, err := db.existing(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			n, err := st.DeleteOwn(ctx, args...)
			if err != nil {
				return err
			}
			if asJSON {
				c.printf("{\"schema\":\"dragoman.removed/1\",\"removed\":%d}\n", n)
				return nil
			}
			c.printf("%s removed\n", plural(n, "entity", "entities"))
			return nil
		},
	}
	db.flags(cmd)
	cmd.Flags().BoolVar(&all, "all", false, "forget all")
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	return cmd
}

// known prints what is known of an entity.
func (c *console) known(k *news.Known, origin string, asJSON bool) error {
	if asJSON {
		return export.Line(c.out, export.NewKnown(k, origin))
	}
	whose := ""
	if origin == export.OriginOwn {
		whose = "your own"
	}
	c.printf("%s\n", strings.Join(filled(c.style(bold, c.foreign(k.Name)), string(k.Kind), k.Country, k.Sector, c.style(faint, flat(k.ID)), whose), "  "))
	var forms, weak []string
	for _, a := range k.Names {
		form := c.foreign(a.Name)
		if a.Lang != "" {
			form += " (" + string(a.Lang) + ")"
		}
		if a.Weak {
			weak = append(weak, form)
		} else {
			forms = append(forms, form)
		}
	}
	c.row("also", strings.Join(forms, ", "))
	c.row("weak", strings.Join(weak, ", "))
	for _, r := range k.Roles {
		c.row("role", c.foreign(r.Title), c.style(faint, tenure(r.From, r.To)))
	}
	if k.HasPoint {
		c.row("at", fmt.Sprintf("%.2f, %.2f", k.Lat, k.Lon))
	}
	c.row("wikidata", k.Wikidata)
	return nil
}

// tenure writes from when to when somebody had a role.
func tenure(from, to string) string {
	switch {
	case from == "" && to == "":
		return ""
	case from == "":
		return "until " + to
	case to == "":
		return "since " + from
	}
	return from + " to " + to
}

// filled leaves out what is empty.
func filled(parts ...string) []string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}
