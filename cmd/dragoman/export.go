package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// exporting is the flags of `dragoman export`.
type exporting struct {
	filters
	name, of, base string
	output         string
	dropped, tlp   string
	imported       string // name of an import, "" for what Dragoman read
	bom            bool
}

func newExport(c *console) *cobra.Command {
	var x exporting
	cmd := &cobra.Command{
		Use:   "export --format F",
		Short: "Write what is kept in a format of the field",
		Long: "Write what is kept in a format of the field.\n\n" + aboutFormats(app.Formats()) + `
The file is written beside its name and takes it when it is whole. What a format cannot hold is counted and listed on
standard error; --dropped writes that list as JSON. docs/formats/exports.md has what goes where in each format.`,
		Example: `  dragoman export --format plover --since 7d > week.jsonl
  dragoman export --format gdelt --of events -o events.export.CSV
  dragoman export --format parquet --country IRQ -o iraq.parquet --dropped iraq.dropped.json`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return x.run(cmd.Context(), c) },
	}
	x.database.flags(cmd)
	x.narrow(cmd, 0)
	fl := cmd.Flags()
	fl.StringVarP(&x.name, "format", "f", "", "one of "+strings.Join(formatNames(app.Formats()), " "))
	fl.StringVarP(&x.output, "output", "o", "-", "file to write, - for standard output")
	fl.StringVar(&x.of, "of", "", "what a record of the file is, where the format has a choice, such as entries or events")
	fl.StringVar(&x.base, "base", "", "address of your `dragoman serve`, for links back to its pages")
	fl.StringVar(&x.tlp, "tlp", "", "how far the file may go, for formats that mark it (stix, misp): clear, green, amber, amber+strict or red (default clear)")
	fl.StringVar(&x.dropped, "dropped", "", "write what the format cannot hold as JSON to this file, - for standard error")
	fl.StringVar(&x.imported, "imported", "", "write what others coded instead: the name of an import, all for all of them")
	fl.BoolVar(&x.bom, "bom", false, "begin a text format with a byte order mark, for spreadsheets that need one")
	return cmd
}

func (x *exporting) run(ctx context.Context, c *console) error {
	f, opt, err := x.options()
	if err != nil {
		return err
	}
	if f.Binary && x.output == "-" && c.outTerm {
		return wrong("--format "+f.Name+" is not for a terminal", "-o FILE"+f.Extension)
	}
	st, err := x.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = st.Close() }()
	var lost format.Dropped
	err = writeFile(c, x.output, func(w io.Writer) (err error) {
		lost, err = x.write(ctx, c, st, f, opt, w)
		return err
	})
	if err != nil {
		return fmt.Errorf("exporting %s: %w", f.Name, err)
	}
	if err := x.tell(c, f, lost); err != nil {
		return err
	}
	if x.imported != "" {
		return nil
	}
	return waiting(ctx, c, st)
}

// options checks what is asked before anything is opened.
func (x *exporting) options() (format.Format, format.Options, error) {
	say := func(name string) string { return "--" + name + " " }
	f, opt, err := format.Choose(app.Formats(), format.Asked{Format: x.name, Of: x.of, Base: x.base, TLP: x.tlp, Imported: x.imported}, say)
	if err != nil {
		return f, opt, err
	}
	opt.Filter, err = x.filter()
	opt.Now, opt.BOM = time.Now().UTC(), x.bom
	return f, opt, err
}

func (x *exporting) write(ctx context.Context, c *console, st *sqlite.Store, f format.Format, opt format.Options, w io.Writer) (format.Dropped, error) {
	bar := newProgress(c, "writing")
	bar.noun = "records"
	defer bar.finish()
	tell := func(n int) { bar.count(n, -1) }
	if x.imported == "" {
		return f.Write(ctx, &counted{Source: st, tell: tell}, opt, w)
	}
	src, err := x.ofOthers(ctx, c, st)
	if err != nil {
		return nil, err
	}
	return f.Write(ctx, &countedImport{counted{Source: src, tell: tell}, src}, opt, w)
}

// ofOthers is what others coded, as something to write. Whose terms do not let it be passed on is said.
func (x *exporting) ofOthers(ctx context.Context, c *console, st store.Imports) (*app.ImportedRecords, error) {
	src, notes, err := app.ImportsNamed(ctx, st, x.imported)
	for _, n := range notes {
		c.note("%s", flat(n))
	}
	return src, err
}

// tell says what the format could not hold.
func (x *exporting) tell(c *console, f format.Format, lost format.Dropped) error {
	if x.dropped == "" {
		for _, l := range lost {
			c.note("%s has no place for %s (%s): %s", f.Name, l.Field, l.Reason, count(l.Count, "record"))
		}
		return nil
	}
	if lost == nil {
		lost = format.Dropped{}
	}
	line, err := json.Marshal(map[string]any{"schema": format.DroppedSchema, "format": f.Name, "dropped": lost})
	if err != nil {
		return err
	}
	line = append(line, '\n')
	if x.dropped == "-" {
		_, err = c.err.Write(line)
		return err
	}
	return writeFile(c, x.dropped, func(w io.Writer) error {
		_, err := w.Write(line)
		return err
	})
}

// writeFile writes to standard output, or to a file that takes its name when it is whole: a reader never sees half of
// it, and what was there before stays when writing fails. What is no ordinary file (a pipe, /dev/null) is written into, for a
// file in its place would take it away; of a link it is the file that it leads to.
func writeFile(c *console, name string, write func(io.Writer) error) error {
	if name == "-" {
		return write(c.bytes())
	}
	if at, err := filepath.EvalSymlinks(name); err == nil {
		name = at
	}
	if there, err := os.Stat(name); err == nil && !there.Mode().IsRegular() && !there.IsDir() {
		return writeInto(name, write)
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already where all went well
	err = write(f)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// writeInto writes into what is there already.
func writeInto(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

func formatNames(formats []format.Format) []string {
	var out []string
	for _, f := range formats {
		out = append(out, f.Name)
	}
	return out
}

// aboutFormats lists the formats, a line each.
func aboutFormats(formats []format.Format) string {
	var b strings.Builder
	for _, f := range formats {
		fmt.Fprintf(&b, "- %s (%s): %s", f.Name, f.Extension, f.About)
		if len(f.Of) > 0 {
			fmt.Fprintf(&b, "; --of %s", strings.Join(f.Of, ", "))
		}
		b.WriteString("\n")
	}
	return b.String()
}
