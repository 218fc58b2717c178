package web

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
)

// acts returns what the entity did and what was done to it, newest first, and the row behind which there is more: of a country all
// that its people did or that happened there, of a place what happened there.
func (a *about) acts(f store.Filter) (entries []*news.Entry, next string, err error) {
	switch {
	case a.e.Kind == news.Place:
		return a.actsThere(f)
	case a.e.Kind == news.Country && a.e.Country != "":
		f.Country = a.e.Country
	default:
		f.Entity = a.e.ID
	}
	limit := f.Limit
	f.Limit++
	for e, err := range a.st.Entries(a.ctx, f) {
		if err != nil {
			return nil, "", err
		}
		if len(entries) == limit {
			return entries, entries[limit-1].ID, nil
		}
		entries = append(entries, e)
	}
	return entries, "", nil
}

// actsThere returns what happened in a place. Entries have no list by place: the stories that name it are looked through, and a
// page ends with a story.
func (a *about) actsThere(f store.Filter) (entries []*news.Entry, next string, err error) {
	limit := f.Limit
	f.Entity, f.Limit = a.e.ID, 0
	looked, last := 0, ""
	for s, err := range a.st.Stories(a.ctx, f) {
		if err != nil {
			return nil, "", err
		}
		if len(entries) >= limit || looked >= mostScanned {
			return entries, last, nil
		}
		for i := range s.Entries {
			if e := &s.Entries[i]; a.happened(e) {
				entries = append(entries, e)
			}
		}
		last = s.ID
		looked++
	}
	return entries, "", nil
}

// happened reports whether an entry was in the place that the page is about.
func (a *about) happened(e *news.Entry) bool {
	is := func(l *news.Location) bool {
		return l.Name == a.e.Name && (l.Country == a.e.Country || l.Country == "" || a.e.Country == "")
	}
	return e.Location != nil && is(e.Location) || slices.ContainsFunc(e.Places, func(p news.EntryPlace) bool { return is(&p.Location) })
}

// self reports whether a party is the one that the page is about; of a country whoever is of it.
func (a *about) self(p news.EntryParty) bool {
	if a.e.Kind == news.Country && a.e.Country != "" {
		return p.Country == a.e.Country
	}
	return p.Entity == a.e.ID
}

// actRow is an entry in the timeline of somebody who has a part in it.
type actRow struct {
	*news.Entry
	Told   template.HTML // the entry as a sentence
	Words  *said
	Voices []outletLink // the first of those who say so
	More   int          // how many more do
}

// said is the words that a statement rests on, with the address at which they stand.
type said struct {
	Text string
	Lang news.Lang
	Href string
}

// outletLink is an outlet that tells something.
type outletLink struct {
	Outlet string
	Lang   news.Lang
	Href   string
}

// outlet names who published a report.
func (a *about) outlet(d *news.Document) string {
	return cmp.Or(d.Source, d.Site, a.f.L.T("report.noSource"))
}

const (
	mostTellings = 3   // outlets of a row
	mostLetters  = 240 // letters of the words of a row
)

func (a *about) actRows(entries []*news.Entry) ([]actRow, error) {
	rows := make([]actRow, 0, len(entries))
	for _, e := range entries {
		row := actRow{Entry: e, Told: a.told(e)}
		voices := e.Voices()
		for _, id := range voices {
			if len(row.Voices) == mostTellings {
				break
			}
			d, err := a.doc(id)
			if err != nil {
				return nil, err
			}
			if d == nil {
				continue
			}
			row.Voices = append(row.Voices, outletLink{a.outlet(d), d.Lang, reportPath(d.ID)})
			if row.Words == nil {
				row.Words = wordsOf(d, e.Evidence)
			}
		}
		row.More = len(voices) - len(row.Voices)
		rows = append(rows, row)
	}
	return rows, nil
}

// told is an entry as a sentence. Its parties lead to their pages, and the words beside it to the report.
func (a *about) told(e *news.Entry) template.HTML {
	pieces := func(parties []news.EntryParty) []piece {
		out := make([]piece, len(parties))
		for i, p := range parties {
			out[i].Text = a.f.party(p.Party, "")
			switch {
			case p.Entity == a.e.ID:
				out[i].Text = "<strong>" + out[i].Text + "</strong>"
			case p.Entity != "":
				out[i].Href = entityPath(p.Entity)
			}
		}
		return out
	}
	return a.f.tell(happening{
		Type: e.Type, Mode: e.Mode, Status: e.Status, Who: pieces(e.Actors), Whom: pieces(e.Recipients), Place: e.Location,
	})
}

// wordsOf is the first evidence that lies in a report; nil where there is none.
func wordsOf(d *news.Document, evidence []news.ReportSpan) *said {
	for _, ev := range evidence {
		if ev.Report == d.ID && !ev.Span.Empty() && ev.Span.Start >= 0 && ev.Span.End <= len(d.Text) { // else it was revised a moment ago
			return saidAt(d, ev.Span)
		}
	}
	return nil
}

func saidAt(d *news.Document, span news.Span) *said {
	return &said{shortened(span.In(d.Text), mostLetters), d.Lang, wordsAt(d, text.NewOffsets(d.Text), span)}
}

// shortened is a text in one line, cut between words where it is long.
func shortened(s string, most int) string {
	words := strings.Fields(s)
	line := strings.Join(words, " ")
	r := []rune(line)
	if len(r) <= most {
		return line
	}
	cut := string(r[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return cut + " …"
}

func isoDay(t time.Time) string { return t.Format(time.DateOnly) }
