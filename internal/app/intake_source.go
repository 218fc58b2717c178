package app

import (
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/intake/plover"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

var (
	_ format.Source = (*ImportedRecords)(nil)
	_ format.Kept   = (*ImportedRecords)(nil)
)

// Documents yields what the records cite, with what they code as its events.
func (s *ImportedRecords) Documents(ctx context.Context, f store.Filter) iter.Seq2[*news.Document, error] {
	return func(yield func(*news.Document, error) bool) {
		if err := s.learnFormats(ctx); err != nil {
			yield(nil, err)
			return
		}
		for r, err := range s.st.Imported(ctx, store.ImportFilter{Import: s.name, Filter: f}) {
			if err != nil {
				yield(nil, err)
				return
			}
			s.last = r
			if !yield(&r.Document, nil) {
				return
			}
		}
	}
}

// Entries yields the events of the records.
func (s *ImportedRecords) Entries(ctx context.Context, f store.Filter) iter.Seq2[*news.Entry, error] {
	return func(yield func(*news.Entry, error) bool) {
		for doc, err := range s.Documents(ctx, f) {
			if err != nil {
				yield(nil, err)
				return
			}
			for i, e := range doc.Events {
				if (f.Type == "" || e.Type == f.Type) && (f.Status == "" || e.Status == f.Status) && !yield(entryOf(doc, i), nil) {
					return
				}
			}
		}
	}
}

// entryOf is an event as an entry. A record that quotes nothing still rests on what it cites: the beginning of a text
// that is not here.
func entryOf(doc *news.Document, i int) *news.Entry {
	e := format.Event(doc, i)
	if len(e.Evidence) == 0 {
		e.Evidence = []news.ReportSpan{{Report: doc.ID}}
	}
	return e
}

// Document returns what one record cites.
func (s *ImportedRecords) Document(ctx context.Context, id string) (*news.Document, error) {
	if s.last == nil || s.last.Document.ID != id {
		r, err := s.st.ImportedBy(ctx, id)
		if err != nil {
			return nil, err
		}
		s.last = r
	}
	return &s.last.Document, nil
}

// learnFormats reads which format each import is of.
func (s *ImportedRecords) learnFormats(ctx context.Context) error {
	list, err := s.st.ListImports(ctx)
	if err != nil {
		return err
	}
	s.formats = map[string]string{}
	for _, i := range list {
		s.formats[i.Name] = i.Format
	}
	return nil
}

// Raw returns a record as it stood in its file: of one that codes several events, with the first.
func (s *ImportedRecords) Raw(id string) (string, []byte) {
	at := strings.LastIndexByte(id, '/')
	if at < 0 || s.last == nil || s.last.Document.ID != id[:at] {
		return "", nil
	}
	name := s.formats[s.last.Import]
	if name == "plover" && !plover.AsManual(s.last.Raw) { // NGEC's fields are others
		return "", nil
	}
	if n, err := strconv.Atoi(id[at+1:]); err != nil || n > 0 {
		return name, nil
	}
	return name, slices.Clone(s.last.Raw)
}
