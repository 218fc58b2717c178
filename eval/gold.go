package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/date"
	"github.com/dragoman-news/dragoman/internal/event"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/quote"
	"github.com/dragoman-news/dragoman/internal/text"
)

// goldReport is one line of reports/reports.jsonl.
type goldReport struct {
	ID        string
	Lang      string
	Text      string
	Published string // RFC 3339, "" where the report has none
	Gold      struct {
		Events []goldEvent
		People []struct{ Name, Mention, Country, Role string }
		Quotes []struct {
			Speaker, Text string
			Direct        bool
		}
		Boilerplate []string
	}
}

type goldEvent struct {
	Type, Status, Evidence string
	Place, Country, Date   string
	Actors, Recipients     []string
}

// readReports reads the reports and takes the labelled boilerplate lines off their
// text, so that the stages are measured and not the cleaning before them.
func readReports(data string) ([]goldReport, error) {
	file := filepath.Join(data, "reports", "reports.jsonl")
	var rows []goldReport
	err := readLines(file, func(line []byte) error {
		var r goldReport
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		junk := map[string]bool{}
		for _, b := range r.Gold.Boilerplate {
			junk[squeeze(b)] = true
		}
		var keep []string
		for _, p := range strings.Split(r.Text, "\n\n") {
			if !junk[squeeze(p)] {
				keep = append(keep, p)
			}
		}
		r.Text = strings.Join(keep, "\n\n")
		rows = append(rows, r)
		return nil
	})
	return rows, err
}

func (r goldReport) document() *news.Document {
	lang := news.Lang(r.Lang)
	doc := &news.Document{Report: news.Report{Text: r.Text, Lang: lang}, Sentences: text.Sentences(r.Text, lang)}
	var ref *news.Interval
	if at, err := time.Parse(time.RFC3339, r.Published); err == nil {
		doc.Published = &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Minute}, ReadFrom: news.ReadFromInput}
		ref = &doc.Published.Interval
	}
	doc.Dates = date.Find(r.Text, lang, ref)
	return doc
}

// findAll runs the reading model and the three finding stages in their order.
func findAll(rd *readers, doc *news.Document) error {
	if err := rd.mentions(doc); err != nil {
		return err
	}
	doc.Quotes = quote.Find(doc)
	doc.Events = event.Find(doc)
	return nil
}

// plus adds the answers of o.
func (c *counts) plus(o counts) {
	c.tp, c.fn, c.fp, c.tn, c.rows = c.tp+o.tp, c.fn+o.fn, c.fp+o.fp, c.tn+o.tn, c.rows+o.rows
}
