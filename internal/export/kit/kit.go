// Package kit is what the formats for the web and for other people's records have in common: identifiers that come
// out the same every time, addresses, countries and times as other programs write them, who takes part, and one line
// that says what an entry tells. It writes no format itself.
package kit

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Home is the project's page: the address of a file that has to have one where the user gives none.
const Home = "https://github.com/dragoman-news/dragoman"

// Clean is s as text that any program can take: UTF-8, and without signs that nobody sees, among them those that turn
// the direction of what follows.
func Clean(s string) string { return text.StripControls(strings.ToValidUTF8(s, "\uFFFD")) }

// Line is s, cleaned, on one line.
func Line(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }

// Title is the title by which a story goes, with its language: the English one, else that of the first language that
// has one, in the order of the alphabet; else what its first entry tells.
func Title(s *news.Story) (string, news.Lang) {
	for _, l := range append([]news.Lang{"en"}, s.Languages...) {
		if t := Line(s.Titles[l]); t != "" {
			return t, l
		}
	}
	if len(s.Entries) > 0 {
		return Sentence(&s.Entries[0]), "en"
	}
	return "(no title)", "en"
}

// ReportTitle is a report's title, else the beginning of its text.
func ReportTitle(doc *news.Document) string {
	if t := Line(doc.Title); t != "" {
		return t
	}
	const letters = 80
	t := []rune(Line(doc.Text))
	if len(t) > letters {
		return strings.TrimRight(string(t[:letters]), " ") + "…"
	}
	return string(t)
}

// Publisher is the name of who published a report, "" where nobody knows: an id would pass for a name.
func Publisher(doc *news.Document) string { return Line(cmp.Or(doc.Site, doc.Source)) }

// Words is a piece of a report that an entry rests on.
type Words struct {
	Report *news.Document
	Span   news.Span
	Text   string // on one line
}

// Quoted are the words with who wrote them, on one line.
func (w Words) Quoted() string {
	return strings.TrimSpace("“" + w.Text + "” " + Publisher(w.Report))
}

// Evidence returns the words that an entry rests on, in its order. Where a report was revised since the entry was
// written, and is shorter now, what lies beyond its end is left out.
func Evidence(ctx context.Context, docs *format.Reports, at []news.ReportSpan) ([]Words, error) {
	var out []Words
	for _, ev := range at {
		doc, err := docs.Get(ctx, ev.Report)
		if err != nil {
			return nil, err
		}
		if ev.Span.Empty() || ev.Span.Start < 0 || ev.Span.End > len(doc.Text) {
			continue
		}
		out = append(out, Words{doc, ev.Span, Line(ev.Span.In(doc.Text))})
	}
	return out, nil
}

// Load returns the reports of a list, in its order.
func Load(ctx context.Context, docs *format.Reports, ids []string) ([]*news.Document, error) {
	out := make([]*news.Document, 0, len(ids))
	for _, id := range ids {
		doc, err := docs.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, doc)
	}
	return out, nil
}

// Narrow says of which entries of a story an export with the filter of f is: all where none is asked for by type
// or status.
func Narrow(f format.Options, entries []news.Entry) []*news.Entry {
	var out []*news.Entry
	for i := range entries {
		e := &entries[i]
		if (f.Filter.Type == "" || f.Filter.Type == e.Type) && (f.Filter.Status == "" || f.Filter.Status == e.Status) {
			out = append(out, e)
		}
	}
	return out
}

// Names are the names of parties, each once.
func Names(parties []news.EntryParty) []string {
	out := make([]string, 0, len(parties))
	for _, p := range parties {
		if n := Line(p.Name); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// Sentence is what an entry tells on one line, in no language more than the names and the words for types have:
// "CONSULT (visit): Ali Shamkhani, Barham Salih; Baghdad, IRQ; 2020-03-07; planned". What occurred is not marked.
func Sentence(e *news.Entry) string {
	kind := string(e.Type)
	if e.Mode != "" {
		kind += " (" + Line(e.Mode) + ")"
	}
	var parts []string
	who := strings.Join(Names(e.Actors), ", ")
	if to := strings.Join(Names(e.Recipients), ", "); to != "" {
		who = strings.TrimSpace(who + " → " + to)
	}
	if who != "" {
		parts = append(parts, who)
	}
	if p := PlaceName(e.Location); p != "" {
		parts = append(parts, p)
	}
	if e.Date != nil {
		parts = append(parts, Stretch(*e.Date))
	}
	if e.Status != news.Occurred {
		parts = append(parts, strings.ReplaceAll(string(e.Status), "_", " "))
	}
	if len(parts) == 0 {
		return kind
	}
	return kind + ": " + strings.Join(parts, "; ")
}

// PlaceName is a place with its country: "Baghdad, IRQ". A country, or the sea, goes by its name alone.
func PlaceName(l *news.Location) string {
	if l == nil {
		return ""
	}
	name := Line(l.Name)
	if l.Country == "" || l.Precision == news.AtCountry && name != "" {
		return name
	}
	if name == "" {
		return l.Country
	}
	return name + ", " + l.Country
}
