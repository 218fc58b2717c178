package main

import (
	"context"
	"iter"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/input"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/pipeline"
)

// reading is what read and add have in common.
type reading struct {
	json         bool
	quiet        bool
	verbose      bool
	workers      int
	allowPrivate bool
	model        readingModel
	rules        rules
	kb           string // of read alone: the others have the store
	explain      bool   // of read alone
}

func (r *reading) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&r.json, "json", false, "one JSON object a line")
	cmd.Flags().BoolVarP(&r.quiet, "quiet", "q", false, "no progress")
	cmd.Flags().BoolVarP(&r.verbose, "verbose", "v", false, "say what is passed over, and where the time went")
	cmd.Flags().IntVar(&r.workers, "workers", 0, "how many reports are read at once (0: one for each core)")
	r.model.flags(cmd)
	r.rules.flags(cmd)
	cmd.Flags().BoolVar(&r.allowPrivate, "allow-private", false, "also fetch from loopback, link-local and private addresses")
}

// open lists the reports that args hold.
func (r *reading) open(ctx context.Context, c *console, args []string, bar *progress) iter.Seq2[*news.Raw, error] {
	if len(args) == 0 {
		args = []string{"-"}
	}
	opt := input.Options{Stdin: c.in, Fetcher: app.NewFetcher(r.allowPrivate)}
	if bar != nil {
		opt.OnBytes = bar.bytes
	}
	if r.verbose {
		opt.OnNote = func(name, what string) { c.note("%s: %s", name, what) }
	}
	return input.Open(ctx, args, opt)
}

func newRead(c *console) *cobra.Command {
	var r reading
	cmd := &cobra.Command{
		Use:   "read [PATH|URL|-]...",
		Short: "Read reports and print what was found; nothing is kept",
		Long: `Read reports and print what was found; nothing is kept.

PATH may be a file, a folder or an archive: .txt, .html, .jsonl(.gz), .warc(.gz), .xml (RSS, Atom, RDF, news
sitemap, NewsML-G2, OPML), .json (JSON Feed, ninjs). - is standard input: JSON lines with any of id url source
title text html lang published, or any of the above. Without arguments standard input is read.

Exit status: 0 all read, 3 some reports were set aside, 1 nothing could be read.`,
		Example: `  dragoman read report.txt
  dragoman read --json news/ | jq .events
  dragoman read --kb people.csv report.txt
  dragoman read --explain report.txt
  dragoman read --rules examples/rules/epidemic report.txt
  curl -s https://example.org/feed.xml | dragoman read -`,
		RunE: func(cmd *cobra.Command, args []string) error { return r.read(cmd.Context(), c, args) },
	}
	r.flags(cmd)
	cmd.Flags().BoolVar(&r.explain, "explain", false, "instead say which events were looked at, what spoke for each, and why it was told or was not")
	cmd.Flags().StringVar(&r.kb, "kb", "", "file with people, organisations and places of your own, as \"dragoman kb import\" takes it")
	return cmd
}

// soft is how much memory a run of read takes before it collects garbage more often. It is no bound: what is
// in use stays, and where it is more than that the run only gets slower. GOMEMLIMIT is heard instead.
const soft = 300 << 20

func (r *reading) read(ctx context.Context, c *console, args []string) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(soft))
	}
	var own app.Knowledge
	if r.kb != "" {
		own = app.KnowledgeOf(r.kb)
		if _, err := own(); err != nil { // once, and not for every report
			return err
		}
	}
	rules, err := r.rules.open()
	if err != nil {
		return err
	}
	p := app.Reading(r.workers, r.model.choose(), own, rules)
	bar := r.progress(c, "reading", !c.outTerm)
	read, aside := 0, 0
	err = p.Run(ctx, r.open(ctx, c, args, bar), func(res pipeline.Result) error {
		if res.Problem != nil {
			aside++
			c.list(*res.Problem)
			return nil
		}
		read++
		if bar != nil {
			bar.reports.Add(1)
		}
		return r.print(c, res.Doc, rules)
	})
	if bar != nil {
		bar.finish()
	}
	r.times(c, p)
	return outcome(err, read, aside)
}

// print prints what was found in a report, or why.
func (r *reading) print(c *console, doc *news.Document, rules *app.Rules) error {
	switch {
	case r.explain && r.json:
		return export.Line(c.out, export.NewExplanation(doc, app.Explain(doc, rules)))
	case r.explain:
		return c.explanation(doc, app.Explain(doc, rules))
	case r.json:
		return export.Line(c.out, export.NewDocument(doc))
	}
	return c.document(doc)
}

// progress returns a bar, or nil where it would be in the way.
func (r *reading) progress(c *console, what string, wanted bool) *progress {
	if r.quiet || !wanted {
		return nil
	}
	return newProgress(c, what)
}

// times says where the time went, with --verbose.
func (r *reading) times(c *console, p *pipeline.Pipeline) {
	if !r.verbose {
		return
	}
	for _, t := range p.Times() {
		c.note("%-9s %s", t.Name, t.Took.Round(100_000))
	}
}

// outcome turns the counts of a run into the exit status that help promises.
func outcome(err error, read, aside int) error {
	switch {
	case err != nil:
		return err
	case aside > 0 && read == 0:
		return &news.Error{Code: news.Internal, Message: "nothing could be read"}
	case aside > 0:
		return errSetAside
	case read == 0:
		return &news.Error{Code: news.Internal, Message: "there was nothing to read", Hint: "dragoman read --help"}
	}
	return nil
}
