// Package csv writes entries and events as a table for spreadsheets and statistics programs, by RFC 4180: a line of
// names, fields parted by commas, lines ended by CR LF, quotes where they are needed.
//
// Spreadsheets take a cell that begins with =, +, -, @ for a formula, and some run it. A text that begins so is given
// an apostrophe before it, which spreadsheets take for "this is text". What is a list in Dragoman is one cell here,
// its values parted by " | ".
package csv

import (
	"bufio"
	"context"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Format is CSV.
func Format() format.Format {
	return format.Format{
		Name: "csv", Extension: ".csv", MediaType: "text/csv; charset=utf-8; header=present",
		About: "a table for spreadsheets and statistics programs (RFC 4180), a row for each entry; no cell is a formula",
		Of:    []string{format.Entries, format.Events}, Writer: format.WriterFunc(write),
	}
}

// column is one column of the table: text, or what is safe as it is.
type column struct {
	name string
	text func(r *format.Record) string // may hold anything
	safe func(r *format.Record) string // a number, date or code of the program's
}

func write(ctx context.Context, src format.Source, opt format.Options, out io.Writer) (format.Dropped, error) {
	w := bufio.NewWriter(out)
	if opt.BOM {
		if _, err := w.WriteString("\ufeff"); err != nil {
			return nil, err
		}
	}
	columns := columns(opt)
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	if err := line(w, names); err != nil {
		return nil, err
	}
	var lost format.Drops
	cells := make([]string, len(columns))
	for r, err := range format.Records(ctx, src, opt, &lost) {
		if err != nil {
			return nil, err
		}
		for i, c := range columns {
			if c.safe != nil {
				cells[i] = c.safe(r)
			} else {
				cells[i] = Safe(c.text(r))
			}
		}
		if err := line(w, cells); err != nil {
			return nil, err
		}
		count(&lost, r)
	}
	return lost.List(), w.Flush()
}

// line writes one line. encoding/csv would make CR LF of the line ends within a cell.
func line(w *bufio.Writer, cells []string) error {
	for i, c := range cells {
		if i > 0 {
			_ = w.WriteByte(',')
		}
		if strings.ContainsAny(c, ",\"\r\n") || c != strings.TrimSpace(c) {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		_, _ = w.WriteString(c)
	}
	_, err := w.WriteString("\r\n")
	return err
}

// Safe is s so that no spreadsheet takes it for a formula, and without what no cell can hold.
func Safe(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f {
			return utf8.RuneError
		}
		return r
	}, s)
	switch first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " \t\r\n\u00a0\u200b\ufeff")); first {
	case '=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r':
		return "'" + s
	}
	if s != "" && (s[0] == '\t' || s[0] == '\r' || s[0] == '\n') {
		return "'" + s
	}
	return s
}

// join puts values into one cell. A bar in a value is written \|, and a backslash \\, so that the cell can be taken apart.
func join[T any](in []T, value func(T) string) string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = strings.NewReplacer(`\`, `\\`, `|`, `\|`).Replace(value(v))
	}
	return strings.Join(out, " | ")
}

func itself(s string) string { return s }

func columns(opt format.Options) []column {
	type rec = *format.Record
	out := []column{
		{name: "id", text: func(r rec) string { return r.ID }},
		{name: "story", text: func(r rec) string { return r.Entry.Story }},
		{name: "type", text: func(r rec) string { return string(r.Type) }},
		{name: "mode", text: func(r rec) string { return r.Mode }},
		{name: "contexts", text: func(r rec) string { return join(r.Contexts(), itself) }},
		{name: "status", text: func(r rec) string { return string(r.Status) }},
		{name: "date_from", safe: func(r rec) string { from, _ := when(r.Date); return from }},
		{name: "date_to", safe: func(r rec) string { _, to := when(r.Date); return to }},
		{name: "date_precision", safe: precision},
	}
	out = append(out, parties("actor", func(r rec) []news.EntryParty { return r.Actors })...)
	out = append(out, parties("recipient", func(r rec) []news.EntryParty { return r.Recipients })...)
	out = append(out,
		column{name: "place", text: func(r rec) string { return where(r).Name }},
		column{name: "place_country", text: func(r rec) string { return where(r).Country }},
		column{name: "lat", safe: func(r rec) string { return degrees(r.Location, where(r).Lat) }},
		column{name: "lon", safe: func(r rec) string { return degrees(r.Location, where(r).Lon) }},
		column{name: "place_precision", text: func(r rec) string { return where(r).Precision }},
		column{name: "place_inferred", safe: func(r rec) string { return strconv.FormatBool(where(r).Inferred) }},
		column{name: "all_dates", text: func(r rec) string {
			return join(r.Dates, func(d news.EntryDate) string { from, to := when(&d.Interval); return span(from, to) })
		}},
		column{name: "all_places", text: func(r rec) string { return join(r.Places, func(p news.EntryPlace) string { return p.Name }) }},
		column{name: "according_to", text: func(r rec) string {
			return join(r.AccordingTo(), func(v format.Voice) string { return v.Name })
		}},
		column{name: "confidence", safe: func(r rec) string { return strconv.FormatFloat(r.Confidence(), 'f', 3, 64) }},
		column{name: "differences", safe: func(r rec) string { return strconv.Itoa(r.Differing()) }},
		column{name: "reports", safe: func(r rec) string { return strconv.Itoa(len(r.Docs)) }},
		column{name: "report_ids", text: func(r rec) string { return join(r.Docs, func(d *news.Document) string { return d.ID }) }},
		column{name: "sources", text: func(r rec) string { return join(r.Outlets(), itself) }},
		column{name: "languages", text: func(r rec) string { return join(r.Docs, func(d *news.Document) string { return string(d.Lang) }) }},
		column{name: "titles", text: func(r rec) string { return join(r.Docs, func(d *news.Document) string { return d.Title }) }},
		column{name: "urls", text: func(r rec) string { return join(r.Docs, func(d *news.Document) string { return news.Link(d.URL) }) }},
		column{name: "published", safe: func(r rec) string { return join(r.Docs, published) }},
		column{name: "evidence", text: func(r rec) string { return join(r.Evidence, r.Words) }},
	)
	if opt.Base != "" {
		out = append(out, column{name: "page", text: func(r rec) string { return format.Page(opt.Base, "stories", r.Entry.Story) }})
	}
	return out
}

// parties are the columns of the actors or recipients; the values of each stand in one order.
func parties(what string, of func(*format.Record) []news.EntryParty) []column {
	col := func(name string, value func(news.EntryParty) string) column {
		return column{name: name, text: func(r *format.Record) string { return join(of(r), value) }}
	}
	return []column{
		col(what+"s", func(p news.EntryParty) string { return p.Name }),
		col(what+"_ids", func(p news.EntryParty) string { return p.Entity }),
		col(what+"_kinds", func(p news.EntryParty) string { return string(p.Kind) }),
		col(what+"_countries", func(p news.EntryParty) string { return p.Country }),
		col(what+"_sectors", func(p news.EntryParty) string { return p.Sector }),
	}
}

func where(r *format.Record) news.Location {
	if r.Location == nil {
		return news.Location{}
	}
	return *r.Location
}

func degrees(l *news.Location, f float64) string {
	if l == nil || !l.HasPoint {
		return ""
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func when(iv *news.Interval) (from, to string) {
	if iv == nil {
		return "", ""
	}
	return export.Interval(*iv)
}

func precision(r *format.Record) string {
	if r.Date == nil {
		return ""
	}
	return string(r.Date.Precision)
}

func span(from, to string) string {
	if from == to {
		return from
	}
	return from + "/" + to
}

func published(d *news.Document) string {
	if d.Published == nil {
		return ""
	}
	from, _ := export.Interval(d.Published.Interval)
	return from
}

// count counts what the table does not say.
func count(lost *format.Drops, r *format.Record) {
	if len(r.Dates)+len(r.Places) > 2 {
		lost.Add("dates.reports, places.reports", "all values are in the table, which reports give each is not")
	}
	if len(r.Docs) > 1 {
		lost.Add("actors.reports, recipients.reports", "which reports name a party is not in the table")
	}
	if len(r.Evidence) > 0 {
		lost.Add("evidence.start, evidence.end", "the words are in the table, where they stand is not")
	}
	if r.Differing() > 0 {
		lost.Add("differences", "how many there are is in the table, the values are not")
	}
	for _, d := range r.Docs {
		if d.URL != "" && news.Link(d.URL) == "" {
			lost.Add("report.url", "no address of the web")
		}
	}
}
