package main

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/intake"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// ninjs is the format of reports, which are read and kept as those of `dragoman add` are.
const ninjs = "ninjs"

// importing is the flags of `dragoman import`.
type importing struct {
	reading
	database
	format, name string
}

func newImport(c *console) *cobra.Command {
	var im importing
	cmd := &cobra.Command{
		Use:   "import --format F FILE...",
		Short: "Take in event data that others coded, apart from what Dragoman read",
		Long: "Take in event data that others coded, apart from what Dragoman read.\n\n" + aboutIntake() + `
A file becomes an import with a name of its own: its records are entries that say where they are from, file and line. They
are in no story, list or search; "dragoman imported" lists them, and removes an import as a whole. A file is taken whole
or, where it cannot be read to its end, not at all. Records that cannot be read are listed with line and reason, and the
others are taken. FILE may be packed with gzip; - is standard input. docs/formats/imports.md has what goes where.

Exit status: 0 all taken, 3 some records were set aside, 1 nothing could be taken.`,
		Example: `  dragoman import --format plover POLECAT-week.jsonl
  dragoman import --format gdelt --name monday 20260105120000.export.CSV
  dragoman import --format acled my-own-acled.csv
  dragoman imported --import monday --country IRQ`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return im.run(cmd.Context(), c, args) },
	}
	im.reading.flags(cmd)
	im.database.flags(cmd)
	cmd.Flags().StringVarP(&im.format, "format", "f", "", "one of "+strings.Join(intakeNames(), " "))
	cmd.Flags().StringVar(&im.name, "name", "", "name of the import (default the name of the file); for one file only")
	return cmd
}

func intakeNames() []string {
	var out []string
	for _, f := range app.IntakeFormats() {
		out = append(out, f.Name)
	}
	return append(out, ninjs)
}

func aboutIntake() string {
	var b strings.Builder
	for _, f := range app.IntakeFormats() {
		b.WriteString("- " + f.Name + ": " + f.About + "\n")
	}
	b.WriteString("- " + ninjs + ": IPTC's News in JSON; these are reports, and are read and kept as \"dragoman add\" does\n")
	return b.String()
}

func (im *importing) run(ctx context.Context, c *console, args []string) error {
	name := strings.ToLower(im.format)
	if name == ninjs {
		return im.add(ctx, c, &im.database, args)
	}
	i := slices.IndexFunc(app.IntakeFormats(), func(f intake.Format) bool { return f.Name == name })
	switch {
	case im.format == "":
		return wrong("--format is missing", "--format with one of "+strings.Join(intakeNames(), " "))
	case i < 0:
		return wrong("--format "+im.format+" cannot be taken in", "one of "+strings.Join(intakeNames(), " "))
	case im.name != "" && len(args) > 1:
		return wrong("--name is for one file", "import them one by one")
	}
	st, err := im.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = st.Close() }()
	var all app.Taken
	for _, file := range args {
		t, err := im.file(ctx, c, st, app.IntakeFormats()[i], file)
		if err != nil {
			return err
		}
		all.Kept, all.Bad = all.Kept+t.Kept, all.Bad+t.Bad
	}
	return outcome(nil, all.Kept, all.Bad)
}

// open is that of the database; reading has one of its own.
func (im *importing) open(ctx context.Context) (*sqlite.Store, error) { return im.database.open(ctx) }

func (im *importing) file(ctx context.Context, c *console, st *sqlite.Store, f intake.Format, file string) (app.Taken, error) {
	in, size, err := openFile(ctx, c, file, "dragoman import --help")
	if err != nil {
		return app.Taken{}, err
	}
	defer func() { _ = in.Close() }()
	bar := im.progress(c, "importing", true)
	if bar != nil {
		bar.noun = "records"
	}
	plain, err := app.Unpack(&measured{in: in, size: size, bar: bar})
	if err != nil {
		return app.Taken{}, wrong(fileName(file)+" is packed with gzip and damaged", "fetch it again")
	}
	imp := store.Import{Name: nonEmpty(im.name, filepath.Base(fileName(file))), File: fileName(file), Format: f.Name}
	t, err := app.TakeIn(ctx, st, f, imp, plain, func(int) {
		if bar != nil {
			bar.reports.Add(1)
		}
	}, c.list)
	bar.finish()
	switch {
	case errors.Is(err, context.Canceled):
		return t, &news.Error{Code: news.Internal, Message: "interrupted; nothing of " + fileName(file) + " was taken", Hint: "run it again"}
	case err != nil:
		return t, err
	case im.json:
		return t, takenJSON(c, imp, t)
	case !im.quiet:
		c.printf("%s taken as %s, %d set aside, in %s\n", count(t.Kept, "record"), flat(imp.Name), t.Bad, im.database.file())
	}
	return t, nil
}

func takenJSON(c *console, imp store.Import, t app.Taken) error {
	b, err := json.Marshal(map[string]any{
		"schema": "dragoman.taken_in/1", "import": imp.Name, "file": imp.File, "format": imp.Format, "records": t.Kept, "set_aside": t.Bad,
	})
	if err == nil {
		c.printf("%s\n", b)
	}
	return err
}
