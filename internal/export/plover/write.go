package plover

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"time"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Format is PLOVER JSON Lines.
func Format() format.Format {
	return format.Format{
		Name: "plover", Extension: ".jsonl", MediaType: "application/jsonl",
		About: "PLOVER JSON Lines, the interchange format of political event data, with the field names of its manual",
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
		rec, err := New(r, opt)
		if err != nil {
			return nil, err
		}
		count(&lost, r, rec)
		if err := export.Line(w, rec); err != nil {
			return nil, err
		}
	}
	return lost.List(), w.Flush()
}

// asRead writes a record that was read from this format as it was, on one line; false for all others.
func asRead(w *bufio.Writer, src format.Source, id string) (bool, error) {
	kept, ok := src.(format.Kept)
	if !ok {
		return false, nil
	}
	name, raw := kept.Raw(id)
	if name != "plover" {
		return false, nil
	}
	if raw == nil { // another event of a record that is written already
		return true, nil
	}
	var line bytes.Buffer
	if err := json.Compact(&line, raw); err != nil {
		return false, nil //nolint:nilerr // no JSON: it is written from what was made of it
	}
	line.WriteByte('\n')
	_, err := w.Write(line.Bytes())
	return true, err
}

// New renders one record.
func New(r *format.Record, opt format.Options) (*Record, error) {
	texts := func(id string) (string, error) {
		if d := r.Doc(id); d != nil {
			return d.Text, nil
		}
		return "", nil
	}
	entry, err := export.NewEntry(&r.Entry, texts)
	if err != nil {
		return nil, err
	}
	out := &Record{
		ID: r.ID, Event: []string{string(r.Type)}, Mode: []string{}, Context: contexts(r),
		Actor: entities(r, r.Actors), Recipient: entities(r, r.Recipients), EventLoc: location(r.Location),
		QuadCode: quads[r.Type], Link: r.Entry.Story, Coder: Coder, CodedDate: opt.Now.Format(time.DateOnly),
		Dragoman: &Own{Status: string(r.Status), Confidence: rounded(r.Confidence()), Entry: entry, Cited: []Cited{}},
	}
	if r.Mode != "" {
		out.Mode = append(out.Mode, r.Mode)
	}
	out.when(r)
	out.cite(r)
	for _, v := range r.AccordingTo() {
		out.Dragoman.AccordingTo = append(out.Dragoman.AccordingTo, Voice{v.Name, v.Kind, v.Report})
	}
	if r.Story != nil {
		out.Dragoman.Page = format.Page(opt.Base, "stories", r.Story.ID)
	}
	return out, nil
}

func contexts(r *format.Record) []string {
	out := append([]string{}, r.Contexts()...) // a list, and never null
	for _, m := range modality {
		if m.status == r.Status {
			out = append(out, m.context)
		}
	}
	return out
}

func entities(r *format.Record, parties []news.EntryParty) []Entity {
	out := []Entity{}
	for _, p := range parties {
		e := Entity{
			Code: code(p.Party), Sector: Sector(p.Sector), EntityText: p.Name, IdentifierID: p.Entity, IdentifierText: p.Name,
			Kind: string(p.Kind),
		}
		if p.Entity == "" {
			e.IdentifierText = ""
		}
		if doc, m := r.Named(p.Party); m != nil {
			e.EntityText, e.Office = m.Span.In(doc.Text), m.Role
		}
		out = append(out, e)
	}
	return out
}

func location(l *news.Location) *Location {
	if l == nil {
		return nil
	}
	out := &Location{Name: l.Name, CC3: l.Country, FeatureCode: feature(l.Precision)}
	if l.HasPoint {
		lat, lon := l.Lat, l.Lon
		out.Latitude, out.Longitude = &lat, &lon
	}
	return out
}

// clocks write as much of a time as its precision says.
var clocks = map[news.Precision]string{news.Second: "15:04:05", news.Minute: "15:04", news.Hour: "15"}

// when writes the dates. The manual wants one; where no report gives one it is that of the first report, which says so.
func (out *Record) when(r *format.Record) {
	day, given := r.Day()
	out.Date = day
	switch {
	case given:
		out.Dragoman.Dated = "event"
	case day != "":
		out.Dragoman.Dated = "report"
		out.Comment = "no report dates the event: date is that of the report"
	default:
		out.Comment = "neither the event nor a report of it is dated"
	}
	if r.Date == nil {
		return
	}
	out.Dragoman.Precision = string(r.Date.Precision)
	if end := r.Date.To.Format(time.DateOnly); end != day {
		out.EndDate = end
	}
	layout, clock := clocks[r.Date.Precision]
	if !clock {
		return
	}
	if !r.Date.Floating {
		layout += "Z07:00"
	}
	out.Time = r.Date.From.Format(layout)
	if end := r.Date.To.Format(layout); end != out.Time || out.EndDate != "" {
		out.EndTime = end
	}
}

// cite names the reports that tell it, the first as the manual has it.
func (out *Record) cite(r *format.Record) {
	for _, d := range r.Docs {
		out.Dragoman.Cited = append(out.Dragoman.Cited, Cited{
			Report: d.ID, URL: news.Link(d.URL), Source: d.Outlet(), Title: d.Title, Lang: string(d.Lang), Published: published(d),
		})
	}
	lead := r.Lead()
	if lead == nil {
		return
	}
	out.CiteInfo = &CiteInfo{
		Corpus: "Dragoman", Citation: lead.ID, URL: news.Link(lead.URL), Title: lead.Title, Publication: lead.Outlet(),
		Coder: Coder, Codebook: Codebook,
	}
	if lead.Lang != news.Undetermined {
		out.CiteInfo.Language = string(lead.Lang)
	}
	for _, s := range r.Evidence {
		if s.Report != lead.ID || s.Span.Empty() {
			continue
		}
		out.EventText = append(out.EventText, r.Words(s))
		if out.TextInfo == nil {
			start, end := format.CodePoints(lead.Text, s.Span)
			out.TextInfo = &TextInfo{Start: &start, End: &end}
			if n := format.Sentence(lead, s.Span); n >= 0 {
				out.TextInfo.Sequence = &n
			}
		}
	}
}

func published(d *news.Document) string {
	if d.Published == nil {
		return ""
	}
	from, _ := export.Interval(d.Published.Interval)
	return from
}

// rounded keeps three digits, as everywhere.
func rounded(f float64) float64 { return float64(int(f*1000+0.5)) / 1000 }

// count counts what has no place.
func count(lost *format.Drops, r *format.Record, out *Record) {
	lost.AddN("differences", "the format has one value for each field; the rivals are in dragoman.entry, which of them differ is not said", min(1, r.Differing()))
	if out.Dragoman.Dated != "event" {
		lost.Add("date", "the format wants a day; comment says that no report gives one")
	}
	for _, d := range r.Docs {
		if d.URL != "" && news.Link(d.URL) == "" {
			lost.Add("report.url", "no address of the web")
		}
		lost.Add("report.text", "the manual keeps text for those who hold the rights; event_text has the words that tell the event")
	}
}
