// Package jsonl writes stories and reports as Dragoman's own JSON, one object a line, in the shapes that the list
// commands print with --json. Those shapes are package export's; nothing is dropped.
package jsonl

import (
	"bufio"
	"context"
	"io"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/export/format"
)

// What a line may be.
const (
	all     = "all" // stories, then the reports that match
	stories = "stories"
	reports = "reports"
	entries = "entries"
)

// Format is Dragoman's own JSON Lines.
func Format() format.Format {
	return format.Format{
		Name: "jsonl", Extension: ".jsonl", MediaType: "application/jsonl",
		About: "Dragoman's own JSON, an object a line: stories, then reports with all that was found in them",
		Of:    []string{all, stories, reports, entries}, Writer: format.WriterFunc(write),
	}
}

func write(ctx context.Context, src format.Source, opt format.Options, out io.Writer) (format.Dropped, error) {
	w := bufio.NewWriter(out)
	docs := format.NewReports(src)
	if opt.Of == "" || opt.Of == all || opt.Of == stories {
		for s, err := range src.Stories(ctx, opt.Filter) {
			if err != nil {
				return nil, err
			}
			line, err := export.NewStory(s, docs.Text(ctx))
			if err := put(w, line, err); err != nil {
				return nil, err
			}
		}
	}
	if opt.Of == entries {
		for e, err := range src.Entries(ctx, opt.Filter) {
			if err != nil {
				return nil, err
			}
			line, err := export.NewEntry(e, docs.Text(ctx))
			if err := put(w, line, err); err != nil {
				return nil, err
			}
		}
	}
	if opt.Of == "" || opt.Of == all || opt.Of == reports {
		for doc, err := range src.Documents(ctx, opt.Filter) {
			if err != nil {
				return nil, err
			}
			if err := export.Line(w, export.NewDocument(doc)); err != nil {
				return nil, err
			}
		}
	}
	return nil, w.Flush()
}

func put(w io.Writer, line any, err error) error {
	if err != nil {
		return err
	}
	return export.Line(w, line)
}
