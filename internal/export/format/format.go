// Package format is what the file formats of `dragoman export` have in common: what they are given, what they are
// asked, and how they say what they cannot hold. Each format lives in a package of its own beside it and knows
// nothing of the others; the program lists them.
//
// What an exporter is given was written by strangers. It is taken as text, never as markup, as a formula or, unless
// Link says so, as an address.
package format

import (
	"cmp"
	"context"
	"io"
	"iter"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Source is where the records come from: what a store.Reader says of these methods holds. A list is read while the
// file is written, so that a format that needs no look at the whole needs no memory for it.
type Source interface {
	// Stories yields the matches, newest first.
	Stories(ctx context.Context, f store.Filter) iter.Seq2[*news.Story, error]
	// Story returns one story, or an error with code news.NotFound.
	Story(ctx context.Context, id string) (*news.Story, error)
	// Entries yields the entries of stories that match, newest first: the list narrows the entries themselves,
	// while Stories has all entries of a story of which one matches.
	Entries(ctx context.Context, f store.Filter) iter.Seq2[*news.Entry, error]
	// Documents yields the reports that match, newest first.
	Documents(ctx context.Context, f store.Filter) iter.Seq2[*news.Document, error]
	// Document returns one report, or an error with code news.NotFound.
	Document(ctx context.Context, id string) (*news.Document, error)
	// Entities yields who and what reports name, most reports first.
	Entities(ctx context.Context, f store.Filter) iter.Seq2[*news.Entity, error]
}

// Options is what an export is asked for.
type Options struct {
	Filter store.Filter
	Of     string    // what a record of the file is, one of Format.Of; "" is the first of them
	Now    time.Time // when the file is written, for formats that say so
	Base   string    // address of the web pages, for links back to them, without a slash at the end; "" for none
	TLP    TLP       // how far the file may go, for formats that mark it; "" is Clear
	BOM    bool      // begin text with a byte order mark, for spreadsheets that need one
}

// TLP is a label of the Traffic Light Protocol 2.0: how far those who get a file may hand it on.
type TLP string

// The labels.
const (
	Clear       TLP = "clear"        // to everybody
	Green       TLP = "green"        // within the community
	Amber       TLP = "amber"        // within the organisation and its clients, to those who need it
	AmberStrict TLP = "amber+strict" // within the organisation
	Red         TLP = "red"          // to nobody
)

// TLPs lists the labels, the widest first.
var TLPs = []TLP{Clear, Green, Amber, AmberStrict, Red}

// Writer writes one format. What was written before an error is of no use.
type Writer interface {
	// Write writes what opt asks for of src to w, and answers what the format could not hold.
	Write(ctx context.Context, src Source, opt Options, w io.Writer) (Dropped, error)
}

// WriterFunc makes a function a Writer.
type WriterFunc func(ctx context.Context, src Source, opt Options, w io.Writer) (Dropped, error)

// Write calls f.
func (f WriterFunc) Write(ctx context.Context, src Source, opt Options, w io.Writer) (Dropped, error) {
	return f(ctx, src, opt, w)
}

// Format is one file format.
type Format struct {
	Name      string   // as --format takes it: "plover"
	Extension string   // with the dot: ".jsonl"
	MediaType string   // of the file: "application/jsonl"
	About     string   // what it is, in a few words
	Of        []string // what a record may be: "entries", "events"...; the first where nothing is asked; nil where there is no choice
	Stories   bool     // written story by story: what is in no story is not in the file
	Marks     bool     // has a place for Options.TLP
	Binary    bool     // no text that a terminal could show
	Writer
}

// Find returns the format of that name.
func Find(formats []Format, name string) (Format, bool) {
	i := slices.IndexFunc(formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return formats[i], true
}

// Loss is something that a format cannot hold, and how many records had it.
type Loss struct {
	Field  string `json:"field"`  // what it is, in the words of Dragoman's own JSON: "actors.role"
	Reason string `json:"reason"` // why there is no place for it
	Count  int    `json:"count"`
}

// DroppedSchema names the shape of a list of what was dropped: the name of the format, and Dropped.
const DroppedSchema = "dragoman.dropped/1"

// Dropped lists what a format could not hold, by field and reason.
type Dropped []Loss

// Drops gathers what is dropped. Its zero value is ready.
type Drops struct{ n map[Loss]int }

// Add counts one record whose field has no place.
func (d *Drops) Add(field, reason string) { d.AddN(field, reason, 1) }

// AddN counts n of them; none and less is nothing.
func (d *Drops) AddN(field, reason string, n int) {
	if n <= 0 {
		return
	}
	if d.n == nil {
		d.n = map[Loss]int{}
	}
	d.n[Loss{Field: field, Reason: reason}] += n
}

// List is what was dropped.
func (d *Drops) List() Dropped {
	out := make(Dropped, 0, len(d.n))
	for l, n := range d.n {
		l.Count = n
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b Loss) int { return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Reason, b.Reason)) })
	return out
}

// Kept is a Source of records that were read from files of other programs. A format that finds its own name writes
// such a record as it was, so that what it does not understand is not lost.
type Kept interface {
	// Raw returns the format that an entry was read from and the record as it stood there: nil for the further events of
	// a record that codes several. The name is "" for entries that were not read from a record.
	Raw(id string) (name string, record []byte)
}
