// Package parquet writes entries and events as an Apache Parquet file, for pandas, R, DuckDB and their kin: typed
// columns, lists where Dragoman has lists, nothing joined and nothing cut.
package parquet

import (
	"context"
	"io"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/news"
)

// group is how many rows are held before they are written.
const group = 5000

// Format is Parquet.
func Format() format.Format {
	return format.Format{
		Name: "parquet", Extension: ".parquet", MediaType: "application/vnd.apache.parquet", Binary: true,
		About: "Apache Parquet for pandas, R and DuckDB, a row for each entry, typed columns and lists",
		Of:    []string{format.Entries, format.Events}, Writer: format.WriterFunc(write),
	}
}

// Row is one entry. Times are text with as much as their precision says; the day columns are for sorting.
type Row struct {
	ID          string   `parquet:"id"`
	Story       *string  `parquet:"story,optional"`
	Type        string   `parquet:"type,dict"`
	Mode        *string  `parquet:"mode,optional,dict"`
	Contexts    []string `parquet:"contexts,list"`
	Status      string   `parquet:"status,dict"`
	Day         *int32   `parquet:"day,optional,date"`
	DayTo       *int32   `parquet:"day_to,optional,date"`
	From        *string  `parquet:"date_from,optional"`
	To          *string  `parquet:"date_to,optional"`
	Precision   *string  `parquet:"date_precision,optional,dict"`
	Actors      []Party  `parquet:"actors,list"`
	Recipients  []Party  `parquet:"recipients,list"`
	Place       *Place   `parquet:"place,optional"`
	Places      []Place  `parquet:"places,list"`
	Dates       []Date   `parquet:"dates,list"`
	AccordingTo []Voice  `parquet:"according_to,list"`
	Confidence  float64  `parquet:"confidence"`
	Evidence    []Words  `parquet:"evidence,list"`
	Reports     []Report `parquet:"reports,list"`
	Sources     int32    `parquet:"sources"`
	Differences int32    `parquet:"differences"`
	Page        *string  `parquet:"page,optional"`
}

// Party is an actor or recipient.
type Party struct {
	Name     string   `parquet:"name"`
	Entity   string   `parquet:"entity"`
	Kind     string   `parquet:"kind,dict"`
	Country  string   `parquet:"country,dict"`
	Sector   string   `parquet:"sector,dict"`
	Inferred bool     `parquet:"inferred"`
	Reports  []string `parquet:"reports,list"`
}

// Place is where it took place.
type Place struct {
	Name      string   `parquet:"name"`
	Country   string   `parquet:"country,dict"`
	Lat       *float64 `parquet:"lat,optional"`
	Lon       *float64 `parquet:"lon,optional"`
	Precision string   `parquet:"precision,dict"`
	Inferred  bool     `parquet:"inferred"`
	Reports   []string `parquet:"reports,list"`
}

// Date is a time that reports give.
type Date struct {
	From      string   `parquet:"from"`
	To        string   `parquet:"to"`
	Precision string   `parquet:"precision,dict"`
	Reports   []string `parquet:"reports,list"`
	Resolved  []string `parquet:"resolved,list"`
}

// Voice is who says so.
type Voice struct {
	Name   string `parquet:"name"`
	Kind   string `parquet:"kind,dict"`
	Report string `parquet:"report"`
}

// Words are a piece of evidence; Start and End count Unicode code points.
type Words struct {
	Report string `parquet:"report"`
	Start  int32  `parquet:"start"`
	End    int32  `parquet:"end"`
	Text   string `parquet:"text"`
}

// Report is one of the reports that tell it.
type Report struct {
	ID        string  `parquet:"id"`
	URL       *string `parquet:"url,optional"`
	Source    string  `parquet:"source"`
	Title     string  `parquet:"title"`
	Lang      string  `parquet:"lang,dict"`
	Published *string `parquet:"published,optional"`
}

func write(ctx context.Context, src format.Source, opt format.Options, out io.Writer) (format.Dropped, error) {
	w := parquet.NewGenericWriter[Row](out, parquet.Compression(&parquet.Zstd), parquet.CreatedBy("Dragoman", "", ""),
		parquet.MaxRowsPerRowGroup(group))
	var lost format.Drops
	for r, err := range format.Records(ctx, src, opt, &lost) {
		if err != nil {
			return nil, err
		}
		row := New(r, opt)
		if _, err := w.Write([]Row{row}); err != nil {
			return nil, err
		}
		if r.Differing() > 0 {
			lost.Add("differences", "how many there are is in the table; of the values, those of time and place")
		}
		for _, d := range r.Docs {
			if d.URL != "" && news.Link(d.URL) == "" {
				lost.Add("report.url", "no address of the web")
			}
			lost.Add("report.text", "the words that tell it are in evidence, the rest is not")
		}
	}
	return lost.List(), w.Close()
}

// New renders one record.
func New(r *format.Record, opt format.Options) Row {
	row := Row{
		ID: r.ID, Story: some(r.Entry.Story), Type: string(r.Type), Mode: some(r.Mode), Contexts: r.Contexts(), Status: string(r.Status),
		Actors: parties(r.Actors), Recipients: parties(r.Recipients), Confidence: r.Confidence(),
		Sources: int32(len(r.Outlets())), Differences: int32(r.Differing()), Page: some(format.Page(opt.Base, "stories", r.Entry.Story)),
	}
	if r.Date != nil {
		from, to := export.Interval(*r.Date)
		first, last := days(r.Date.From), days(r.Date.To)
		row.Day, row.DayTo, row.From, row.To, row.Precision = &first, &last, &from, &to, some(string(r.Date.Precision))
	}
	if r.Location != nil {
		p := place(*r.Location, nil)
		for _, q := range r.Places {
			if q.Location == *r.Location {
				p.Reports = q.Reports
			}
		}
		row.Place = &p
	}
	for _, p := range r.Places {
		row.Places = append(row.Places, place(p.Location, p.Reports))
	}
	for _, d := range r.Dates {
		from, to := export.Interval(d.Interval)
		row.Dates = append(row.Dates, Date{from, to, string(d.Precision), d.Reports, d.Sister})
	}
	for _, v := range r.AccordingTo() {
		row.AccordingTo = append(row.AccordingTo, Voice{v.Name, v.Kind, v.Report})
	}
	for _, s := range r.Evidence {
		words := Words{Report: s.Report, Text: r.Words(s)}
		if d := r.Doc(s.Report); d != nil {
			start, end := format.CodePoints(d.Text, s.Span)
			words.Start, words.End = int32(start), int32(end) //nolint:gosec // a text is never that long
		}
		row.Evidence = append(row.Evidence, words)
	}
	for _, d := range r.Docs {
		row.Reports = append(row.Reports, Report{d.ID, some(news.Link(d.URL)), d.Outlet(), d.Title, string(d.Lang), published(d)})
	}
	return row
}

func parties(in []news.EntryParty) []Party {
	var out []Party
	for _, p := range in {
		out = append(out, Party{p.Name, p.Entity, string(p.Kind), p.Country, p.Sector, p.Inferred, p.Reports})
	}
	return out
}

func place(l news.Location, reports []string) Place {
	p := Place{Name: l.Name, Country: l.Country, Precision: l.Precision, Inferred: l.Inferred, Reports: reports}
	if l.HasPoint {
		lat, lon := l.Lat, l.Lon
		p.Lat, p.Lon = &lat, &lon
	}
	return p
}

// days counts the days from 1970 to the date of t, whatever its zone.
func days(t time.Time) int32 {
	y, m, d := t.Date()
	return int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func published(d *news.Document) *string {
	if d.Published == nil {
		return nil
	}
	from, _ := export.Interval(d.Published.Interval)
	return &from
}
