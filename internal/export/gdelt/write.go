// Package gdelt writes entries and events as the 61 columns of GDELT 2.0's events table, for programs that read
// GDELT. PLOVER's types become CAMEO's codes by the rows of data/plover.tsv; docs/formats/exports.md explains them and
// lists what GDELT has no place for.
package gdelt

import (
	"bufio"
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Format is GDELT 2.0's events table.
func Format() format.Format {
	return format.Format{
		Name: "gdelt", Extension: ".export.CSV", MediaType: "text/tab-separated-values",
		About: "GDELT 2.0 events, 61 columns parted by tabs, with CAMEO codes; a row for each pair of actor and recipient",
		Of:    []string{format.Entries, format.Events}, Writer: format.WriterFunc(write),
	}
}

func write(ctx context.Context, src format.Source, opt format.Options, out io.Writer) (format.Dropped, error) {
	w := bufio.NewWriter(out)
	var lost format.Drops
	for r, err := range format.Records(ctx, src, opt, &lost) {
		if err != nil {
			return nil, err
		}
		if kept, err := asRead(w, src, r.ID); err != nil {
			return nil, err
		} else if kept {
			continue
		}
		for _, row := range Rows(r, opt.Now, &lost) {
			if _, err := w.WriteString(strings.Join(row, "\t") + "\n"); err != nil {
				return nil, err
			}
		}
	}
	return lost.List(), w.Flush()
}

// asRead writes a row that was read from such a table as it was; false for all others.
func asRead(w *bufio.Writer, src format.Source, id string) (bool, error) {
	kept, ok := src.(format.Kept)
	if !ok {
		return false, nil
	}
	name, raw := kept.Raw(id)
	if name != "gdelt" {
		return false, nil
	}
	if _, err := w.Write(raw); err != nil {
		return true, err
	}
	return true, w.WriteByte('\n')
}

// Rows are the rows of one record, none where GDELT has no place for it.
func Rows(r *format.Record, now time.Time, lost *format.Drops) [][]string {
	code, ok := Code(r.Type, r.Mode, r.Contexts(), r.Status)
	if !ok {
		lost.Add("entry", fmt.Sprintf("GDELT has no code for what is %s: %s", r.Status, r.Type))
		return nil
	}
	day, given := r.Day()
	if day == "" {
		lost.Add("entry", "GDELT wants a day, and neither the event nor a report of it is dated")
		return nil
	}
	if !given {
		lost.Add("date", "no report dates the event: the day is that of the report")
	}
	common := common(r, code, day, now)
	var out [][]string
	for _, p := range pairs(r) {
		row := slices.Clone(common)
		actor(row[colActor1:], p[0], lost)
		actor(row[colActor2:], p[1], lost)
		row[colID] = id(r.ID, p)
		out = append(out, row)
	}
	losses(r, lost)
	return out
}

// pairs are who did it to whom, one pair a row. Those who act together, as in a meeting, are paired with one another
// once; one alone has nobody beside.
func pairs(r *format.Record) [][2]*news.Party {
	var out [][2]*news.Party
	for i := range r.Actors {
		a := &r.Actors[i].Party
		for j := range r.Recipients {
			out = append(out, [2]*news.Party{a, &r.Recipients[j].Party})
		}
		for j := i + 1; j < len(r.Actors) && len(r.Recipients) == 0; j++ {
			out = append(out, [2]*news.Party{a, &r.Actors[j].Party})
		}
	}
	switch {
	case len(out) > 0:
	case len(r.Actors) == 1:
		out = [][2]*news.Party{{&r.Actors[0].Party, nil}}
	case len(r.Recipients) > 0:
		for j := range r.Recipients {
			out = append(out, [2]*news.Party{nil, &r.Recipients[j].Party})
		}
	default:
		out = [][2]*news.Party{{}}
	}
	return out
}

// common are the columns that all rows of a record share.
func common(r *format.Record, code, day string, now time.Time) []string {
	row := make([]string, len(Columns))
	at, err := time.Parse(time.DateOnly, day)
	if err != nil { // a year beyond four digits
		at = time.Time{}
	}
	row[colDay], row[colMonth], row[colYear] = at.Format("20060102"), at.Format("200601"), at.Format("2006")
	row[colFraction] = strconv.FormatFloat(float64(at.Year())+float64(int(at.Month())*30+at.Day())/365, 'f', 4, 64)
	row[colRoot] = first(r)
	row[colCode], row[colBase], row[colRootCode], row[colQuad] = code, base(code), root(code), quad(code)
	if m, ok := Of(code); ok {
		row[colGoldstein] = strconv.FormatFloat(m.Goldstein, 'f', 1, 64)
	}
	row[colMentions], row[colSources], row[colArticles] = strconv.Itoa(len(r.Evidence)), strconv.Itoa(len(r.Outlets())), strconv.Itoa(len(r.Docs))
	row[colActor1Geo], row[colActor2Geo] = placeUnplaced, placeUnplaced
	place(row[colActionGeo:], r.Location)
	row[colAdded] = now.UTC().Format("20060102150405")
	for _, d := range r.Docs {
		if u := news.Link(d.URL); u != "" && row[colURL] == "" {
			row[colURL] = flat(u)
		}
	}
	return row
}

// first is "1" where the words stand in the first paragraph of a report, which GDELT calls a root event.
func first(r *format.Record) string {
	for _, s := range r.Evidence {
		d := r.Doc(s.Report)
		if d == nil || s.Span.Start > len(d.Text) {
			continue
		}
		if !strings.Contains(strings.TrimSpace(d.Text[:s.Span.Start]), "\n") {
			return "1"
		}
	}
	return "0"
}

func actor(row []string, p *news.Party, lost *format.Drops) {
	if p == nil {
		return
	}
	c, k := country(p.Country), kind(p.Sector)
	if c == "" && (k == "IGO" || k == "NGO" || k == "MNC") {
		row[0] = k
	} else {
		row[0] = c + k
	}
	row[atName], row[atCountry], row[atType] = strings.ToUpper(flat(p.Name)), c, k
	if k == "" && p.Sector != "" {
		lost.Add("actors.sector", "CAMEO has no type "+p.Sector)
	}
	if p.Entity != "" {
		lost.Add("actors.entity", "a row has codes and a name, no identifier")
	}
}

func place(row []string, l *news.Location) {
	row[0] = placeUnplaced
	if l == nil {
		return
	}
	fips := load().fips[l.Country]
	switch {
	case l.Precision == news.AtCountry:
		row[0], row[geoRegion], row[geoFeature] = placeCountry, fips, fips
	case l.Precision == news.AtRegion && fips == "US":
		row[0] = placeUSState
	case l.Precision == news.AtRegion:
		row[0] = placeState
	case l.Precision == news.AtArea:
	case fips == "US":
		row[0] = placeUSCity
	default:
		row[0] = placeCity
	}
	row[geoName], row[geoCountry] = flat(l.Name), fips
	if l.HasPoint {
		row[geoLat], row[geoLon] = strconv.FormatFloat(l.Lat, 'f', -1, 64), strconv.FormatFloat(l.Lon, 'f', -1, 64)
	}
}

// id is a number for GLOBALEVENTID that the same event and pair have at any time. It fits a float, for programs that
// read numbers so.
func id(entry string, p [2]*news.Party) string {
	h := fnv.New64a()
	_, _ = io.WriteString(h, entry)
	for _, q := range p {
		_, _ = io.WriteString(h, "\x00")
		if q != nil {
			_, _ = io.WriteString(h, q.Entity+"\x00"+q.Name)
		}
	}
	return strconv.FormatUint(h.Sum64()>>11, 10)
}

// flat is s on one line without tabs and other controls, which would part columns.
func flat(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == ' ' || r == '\u2028' || r == '\u2029'
	}), " ")
}

// losses counts what the rows of a record do not say.
func losses(r *format.Record, lost *format.Drops) {
	has := func(field, reason string, yes bool) {
		if yes {
			lost.Add(field, reason)
		}
	}
	has("entry.id", "GLOBALEVENTID is a number that is made of it", true)
	has("status", "a planned act is written as the intent to it", r.Status != news.Occurred)
	has("contexts", "only those that choose a code are in it", len(r.Contexts()) > 0)
	has("evidence", "a row has an address, not the words", len(r.Evidence) > 0)
	has("according_to", "no column", len(r.AccordingTo()) > 0)
	has("confidence", "no column", r.Confidence() > 0)
	has("places", "one place a row: rivals have no column", len(r.Places) > 1)
	has("dates", "one day a row: rivals have no column", len(r.Dates) > 1)
	has("differences", "no column", r.Differing() > 0)
	has("date.precision", "a row has a day: the first one is taken", r.Date != nil && r.Date.Precision != news.Day)
	has("story", "no column", r.Story != nil)
	for _, d := range r.Docs {
		has("report.url", "no address of the web", d.URL != "" && news.Link(d.URL) == "")
	}
	has("report", "a row has one address: the other reports have no column", len(r.Docs) > 1)
	if l := r.Location; l != nil {
		has("place.precision", "no type of place for a sea or disputed land", l.Precision == news.AtArea)
		has("place.inferred", "no column", l.Inferred)
		has("place.country", "no FIPS 10-4 code for "+l.Country, l.Country != "" && load().fips[l.Country] == "")
	}
}
