package format

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// What a record of Records may be.
const (
	Entries = "entries" // the merged events of stories, each with all reports that tell it
	Events  = "events"  // the events of single reports, before they are merged
)

// Record is an entry with what it rests on: for formats that have a row for each.
type Record struct {
	news.Entry
	Story *news.Story // nil for an event of a single report
	Told  []Told      // the events that were merged into it, in the order of the evidence
	Docs  []*news.Document
}

// Told is an event as one report tells it.
type Told struct {
	Doc   *news.Document
	Event *news.Event
}

// Records yields what opt asks for: entries, or the events of single reports. Copies and withdrawn reports tell
// nothing of their own; they are counted in lost. Type and Status narrow the events themselves, the rest of the
// filter the reports.
func Records(ctx context.Context, src Source, opt Options, lost *Drops) iter.Seq2[*Record, error] {
	if opt.Of == Events {
		return events(ctx, src, opt, lost)
	}
	return entries(ctx, src, opt)
}

func entries(ctx context.Context, src Source, opt Options) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		docs := NewReports(src)
		var story *news.Story // of the entry before: those of one story often stand together
		for e, err := range src.Entries(ctx, opt.Filter) {
			if err == nil && e.Story != "" && (story == nil || story.ID != e.Story) {
				story, err = src.Story(ctx, e.Story)
			}
			if news.CodeOf(err) == news.NotFound {
				continue // it went to another story while the list was read
			}
			var r *Record
			if err == nil {
				r = &Record{Entry: *e}
				if e.Story != "" {
					r.Story = story
				}
				err = r.read(ctx, docs)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// read reads the reports of the evidence and finds the events that the entry merges.
func (r *Record) read(ctx context.Context, docs *Reports) error {
	for _, id := range r.Voices() {
		doc, err := docs.Get(ctx, id)
		if err != nil {
			return err
		}
		r.Docs = append(r.Docs, doc)
		for i := range doc.Events {
			if r.merges(doc, i) {
				r.Told = append(r.Told, Told{doc, &doc.Events[i]})
			}
		}
	}
	return nil
}

// merges reports whether the i-th event of doc is one that the entry merges: one of its type with words that it rests on.
// An event without words, as other people's files have them, is the entry that is named after it.
func (r *Record) merges(doc *news.Document, i int) bool {
	e := &doc.Events[i]
	if len(e.Evidence) == 0 {
		return r.ID == eventID(doc, i)
	}
	return e.Type == r.Type && slices.ContainsFunc(e.Evidence, func(s news.Span) bool {
		return slices.Contains(r.Evidence, news.ReportSpan{Report: doc.ID, Span: s})
	})
}

func events(ctx context.Context, src Source, opt Options, lost *Drops) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		n := 0
		f := opt.Filter
		f.Limit = 0 // it counts events, not reports
		for doc, err := range src.Documents(ctx, f) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !standing(doc, lost) {
				continue
			}
			for i := range doc.Events {
				e := &doc.Events[i]
				if !wanted(e, f) {
					continue
				}
				r := &Record{Entry: *Event(doc, i), Told: []Told{{doc, e}}, Docs: []*news.Document{doc}}
				if !yield(r, nil) {
					return
				}
				if n++; n == opt.Filter.Limit {
					return
				}
			}
		}
	}
}

func standing(doc *news.Document, lost *Drops) bool {
	switch {
	case len(doc.Events) == 0:
	case doc.Withdrawn:
		lost.Add("report", "withdrawn: nothing rests on it")
	case doc.CopyOf != "":
		lost.Add("report", "a copy of another report, which tells its events")
	default:
		return true
	}
	return false
}

func wanted(e *news.Event, f store.Filter) bool {
	return (f.Type == "" || e.Type == f.Type) && (f.Status == "" || e.Status == f.Status)
}

// Lead is the report that the record cites first: the one with its first words. Nil where there is none.
func (r *Record) Lead() *news.Document {
	if len(r.Docs) == 0 {
		return nil
	}
	return r.Docs[0]
}

// Doc is a report that the record rests on, nil where it is none.
func (r *Record) Doc(id string) *news.Document {
	for _, d := range r.Docs {
		if d.ID == id {
			return d
		}
	}
	return nil
}

// Words are the words of a piece of evidence.
func (r *Record) Words(s news.ReportSpan) string {
	if d := r.Doc(s.Report); d != nil && s.Span.End <= len(d.Text) && !s.Span.Empty() {
		return s.Span.In(d.Text)
	}
	return ""
}

// Contexts are the contexts of the events merged, each once, sorted.
func (r *Record) Contexts() []string {
	var out []string
	for _, t := range r.Told {
		out = append(out, t.Event.Contexts...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Confidence is that of the event merged that is surest, 0 where none is known.
func (r *Record) Confidence() float64 {
	best := 0.0
	for _, t := range r.Told {
		best = max(best, t.Event.Confidence)
	}
	return best
}

// Voice is somebody who says so, in one report.
type Voice struct {
	news.Attribution
	Report string
}

// AccordingTo is who says so, by report.
func (r *Record) AccordingTo() []Voice {
	var out []Voice
	for _, t := range r.Told {
		for _, a := range t.Event.AccordingTo {
			out = append(out, Voice{a, t.Doc.ID})
		}
	}
	return out
}

// Outlets are the outlets of the reports, each once, in the order of the evidence.
func (r *Record) Outlets() []string {
	var out []string
	for _, d := range r.Docs {
		if o := d.Outlet(); !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// Named is a mention of a party in the reports of the record, the first one: how the report writes the name, and
// what it calls them. Nil where none is known.
func (r *Record) Named(p news.Party) (*news.Document, *news.Mention) {
	for _, t := range r.Told {
		for _, q := range slices.Concat(t.Event.Actors, t.Event.Recipients) {
			if q.Mention < 0 || q.Mention >= len(t.Doc.Mentions) || !same(p, q) {
				continue
			}
			return t.Doc, &t.Doc.Mentions[q.Mention]
		}
	}
	return nil, nil
}

func same(p, q news.Party) bool {
	if p.Entity != "" || q.Entity != "" {
		return p.Entity == q.Entity
	}
	return p.Name == q.Name
}

// Day is the day on which it took place as an ISO date, the first one of a longer time. Where no report says, it is
// the day on which the first of them was published, and given is false; "" where that is not known either.
func (r *Record) Day() (day string, given bool) {
	if r.Date != nil {
		return r.Date.From.Format("2006-01-02"), true
	}
	for _, d := range r.Docs {
		if d.Published != nil {
			return d.Published.From.Format("2006-01-02"), false
		}
	}
	return "", false
}

// Differing counts the differences of the story that concern this entry.
func (r *Record) Differing() int {
	if r.Story == nil {
		return 0
	}
	n := 0
	for _, d := range r.Story.Differences {
		if d.Entry >= 0 && d.Entry < len(r.Story.Entries) && r.Story.Entries[d.Entry].ID == r.ID {
			n++
		}
	}
	return n
}

// Sentence is the place among a report's sentences of the one that a span begins in, -1 for none.
func Sentence(doc *news.Document, s news.Span) int {
	i, found := slices.BinarySearchFunc(doc.Sentences, s.Start, func(t news.Span, at int) int { return cmp.Compare(t.Start, at) })
	if !found {
		i--
	}
	if i < 0 || s.Start >= doc.Sentences[i].End {
		return -1
	}
	return i
}

// CodePoints is a span of a text in Unicode code points.
func CodePoints(text string, s news.Span) (start, end int) {
	if s.Start < 0 || s.End > len(text) || s.End < s.Start {
		return 0, 0
	}
	start = utf8.RuneCountInString(text[:s.Start])
	return start, start + utf8.RuneCountInString(text[s.Start:s.End])
}
