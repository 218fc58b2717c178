// Package gdelt reads the events table of GDELT 2.0: 61 columns parted by tabs, an event of two actors a line. Its
// CAMEO codes become PLOVER's types by the rows of internal/export/gdelt/data/codes.tsv.
package gdelt

import (
	"io"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	theirs "github.com/dragoman-news/dragoman/internal/export/gdelt"
	"github.com/dragoman-news/dragoman/internal/intake"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Format is GDELT 2.0's events table.
func Format() intake.Format {
	return intake.Format{Name: "gdelt", About: "the events table of GDELT 2.0 (.export.CSV), 61 columns parted by tabs", Read: read}
}

func read(r io.Reader) iter.Seq2[intake.Item, error] {
	return func(yield func(intake.Item, error) bool) {
		for line, err := range intake.Lines(r) {
			if err != nil {
				yield(intake.Item{Line: line.Number}, err)
				return
			}
			if line.Number == 1 && strings.HasPrefix(strings.ToUpper(string(line.Text)), "GLOBALEVENTID\t") {
				continue // a line of names, which GDELT's own files do not have
			}
			if !yield(item(line), nil) {
				return
			}
		}
	}
}

func item(line intake.Line) intake.Item {
	raw := slices.Clone(line.Text)
	f := strings.Split(string(raw), "\t")
	if line.TooLong || len(f) != len(theirs.Columns) {
		return intake.Bad(line.Number, raw, "%d columns, the events table of GDELT 2.0 has %d", len(f), len(theirs.Columns))
	}
	if !utf8.Valid(raw) {
		return intake.Bad(line.Number, raw, "no UTF-8")
	}
	row := row(f)
	date, ok := intake.Day(row.col("SQLDATE"))
	if !ok || date.Precision != news.Day {
		return intake.Bad(line.Number, raw, "SQLDATE is no day: %s", row.col("SQLDATE"))
	}
	means, ok := theirs.Of(row.col("EventCode"))
	if !ok {
		return intake.Bad(line.Number, raw, "EventCode is no code of CAMEO: %s", row.col("EventCode"))
	}
	out := &news.Imported{Line: line.Number, Original: row.col("GLOBALEVENTID"), Raw: raw}
	e := news.Event{
		Type: means.Type, Mode: means.Mode, Contexts: slices.Clone(means.Contexts), Status: news.Occurred, Date: date, Location: row.place("ActionGeo_"),
	}
	e.Actors, e.Recipients = row.party("Actor1"), row.party("Actor2")
	if means.Type == news.Consult { // all take part
		e.Actors, e.Recipients = slices.Concat(e.Actors, e.Recipients), nil
	}
	out.Document.Events = []news.Event{e}
	out.Document.URL, out.Document.Lang = row.col("SOURCEURL"), news.Undetermined
	if u, err := url.Parse(out.Document.URL); err == nil {
		out.Document.Source = strings.TrimPrefix(u.Hostname(), "www.")
	}
	return intake.Item{Record: out, Line: line.Number}
}

// row is a line of the table, its columns by name.
type row []string

func (r row) col(name string) string {
	return strings.TrimSpace(r[slices.Index(theirs.Columns, name)])
}

// party is one of the two actors, none where the row has nothing of it.
func (r row) party(which string) []news.Party {
	p := news.Party{Name: r.col(which + "Name"), Mention: -1}
	p.Country = theirs.CountryOfActor(r.col(which + "CountryCode"))
	for _, n := range []string{"1", "2", "3"} {
		if p.Sector = theirs.Sector(r.col(which + "Type" + n + "Code")); p.Sector != "" {
			break
		}
	}
	if p.Name == "" {
		p.Name = r.col(which + "Code")
	}
	if p.Name == "" {
		return nil
	}
	return []news.Party{p}
}

// precisions are the types of places: country, state of the US, city of the US, city, state.
var precisions = map[string]string{"1": news.AtCountry, "2": news.AtRegion, "3": news.AtCity, "4": news.AtCity, "5": news.AtRegion}

func (r row) place(which string) *news.Location {
	l := &news.Location{Name: r.col(which + "FullName"), Country: theirs.CountryOfPlace(r.col(which + "CountryCode")), Precision: precisions[r.col(which+"Type")]}
	lat, err := strconv.ParseFloat(r.col(which+"Lat"), 64)
	lon, err2 := strconv.ParseFloat(r.col(which+"Long"), 64)
	if err == nil && err2 == nil && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 {
		l.Lat, l.Lon, l.HasPoint = lat, lon, true
	}
	if l.Name == "" && l.Country == "" && !l.HasPoint {
		return nil
	}
	return l
}
