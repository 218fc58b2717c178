package app

import (
	"bufio"
	"compress/gzip"
	"context"
	"io"
	"iter"

	"github.com/dragoman-news/dragoman/internal/intake"
	"github.com/dragoman-news/dragoman/internal/intake/acled"
	"github.com/dragoman-news/dragoman/internal/intake/gdelt"
	"github.com/dragoman-news/dragoman/internal/intake/plover"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// IntakeFormats lists the event data of others that can be read.
func IntakeFormats() []intake.Format {
	return []intake.Format{plover.Format(), gdelt.Format(), acled.Format()}
}

// Taken counts what taking in a file did.
type Taken struct{ Kept, Bad int }

// intaker is what taking in needs of a store.
type intaker interface {
	store.Imports
	SetAside(ctx context.Context, items []news.SetAside) error
}

// setAsideAtOnce is how many bad records are remembered before they are written down.
const setAsideAtOnce = 500

// TakeIn keeps what a file of somebody else's holds as an import of its own. A record that cannot be read is told to bad,
// kept in the list of what was set aside, and does not keep the others out.
func TakeIn(ctx context.Context, st intaker, f intake.Format, imp store.Import, r io.Reader, tick func(records int), bad func(news.SetAside)) (Taken, error) {
	var t Taken
	var aside []news.SetAside
	records := func(yield func(*news.Imported, error) bool) {
		for item, err := range f.Read(r) {
			switch {
			case err != nil:
				yield(nil, err)
				return
			case item.Record == nil:
				t.Bad++
				p := news.SetAside{Name: imp.File, Reason: intake.Words(item)}
				bad(p)
				aside = append(aside, p)
				continue
			}
			tick(t.Kept + t.Bad)
			t.Kept++
			if !yield(item.Record, nil) {
				return
			}
		}
	}
	n, err := st.PutImport(ctx, imp, records)
	if err != nil {
		return Taken{}, err
	}
	t.Kept = n
	for len(aside) > 0 {
		n := min(setAsideAtOnce, len(aside))
		if err := st.SetAside(ctx, aside[:n]); err != nil {
			return t, err
		}
		aside = aside[n:]
	}
	return t, nil
}

// Unpack reads what gzip packed, and what it did not as it is.
func Unpack(r io.Reader) (io.Reader, error) {
	in := bufio.NewReader(r)
	if head, _ := in.Peek(2); len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
		return gzip.NewReader(in)
	}
	return in, nil
}

// ImportedSource presents imported records as what a file format writes. Entries are their events, reports what they
// cite; there are no stories.
func ImportedSource(st store.Imports, name string) *ImportedRecords {
	return &ImportedRecords{st: st, name: name}
}

// ImportsNamed presents what one import has, or with "all" every one, as ImportedSource does. Notes say of whom terms do not let it
// be passed on. It answers news.NotFound where there is no such import.
func ImportsNamed(ctx context.Context, st store.Imports, name string) (src *ImportedRecords, notes []string, err error) {
	list, err := st.ListImports(ctx)
	if err != nil {
		return nil, nil, err
	}
	all := name == "all"
	found := all
	for _, i := range list {
		if !all && i.Name != name {
			continue
		}
		found = true
		if i.Format == "acled" {
			notes = append(notes, i.Name+" was read from ACLED's data, which its terms do not let you pass on")
		}
	}
	if !found {
		return nil, nil, &news.Error{Code: news.NotFound, Message: "there is no import " + name, Hint: "dragoman imported files"}
	}
	if all {
		name = ""
	}
	return ImportedSource(st, name), notes, nil
}

// ImportedRecords is the Source of one import, or of all. It is for one goroutine.
type ImportedRecords struct {
	st      store.Imports
	name    string            // "" for all
	last    *news.Imported    // the record yielded last: what is asked for next is mostly of it
	formats map[string]string // of the imports, by name; nil until they are asked for
}

// Stories yields nothing: imported records are in no story.
func (s *ImportedRecords) Stories(context.Context, store.Filter) iter.Seq2[*news.Story, error] {
	return func(func(*news.Story, error) bool) {}
}

// Story answers news.NotFound.
func (s *ImportedRecords) Story(_ context.Context, id string) (*news.Story, error) {
	return nil, &news.Error{Code: news.NotFound, Message: "imported records are in no story: " + id}
}

// Entities yields nothing: who the records name was not compared with whom reports name.
func (s *ImportedRecords) Entities(context.Context, store.Filter) iter.Seq2[*news.Entity, error] {
	return func(func(*news.Entity, error) bool) {}
}
