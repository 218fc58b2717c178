package memstore

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// imported is an import with its records, by line.
type imported struct {
	store.Import
	rows []importedRow
}

type importedRow struct {
	line     int
	original string
	document []byte
	raw      []byte
}

// PutImport keeps what somebody else coded: see store.Imports.
func (s *Store) PutImport(ctx context.Context, imp store.Import, in iter.Seq2[*news.Imported, error]) (int, error) {
	if err := index.CheckImport(imp); err != nil {
		return 0, err
	}
	if s.hasImport(imp.Name) {
		return 0, importTaken(imp.Name)
	}
	rows, err := importedRows(ctx, imp.Name, in)
	if err != nil {
		return 0, err
	}
	slices.SortStableFunc(rows, func(a, b importedRow) int { return a.line - b.line })
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.ContainsFunc(s.imports, func(i imported) bool { return i.Name == imp.Name }) {
		return 0, importTaken(imp.Name)
	}
	imp.At, imp.Records = s.opt.Now().UTC(), len(rows)
	s.imports = append(s.imports, imported{imp, rows})
	return len(rows), nil
}

func (s *Store) hasImport(name string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.ContainsFunc(s.imports, func(i imported) bool { return i.Name == name })
}

func importedRows(ctx context.Context, name string, in iter.Seq2[*news.Imported, error]) ([]importedRow, error) {
	var rows []importedRow
	lines := map[int]bool{}
	for r, err := range in {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		r = index.NameImported(name, r)
		if err := index.CheckImported(r); err != nil {
			return nil, err
		}
		if lines[r.Line] {
			return nil, &news.Error{Code: news.Invalid, Message: fmt.Sprintf("two records of import %s are of line %d", name, r.Line)}
		}
		lines[r.Line] = true
		data, err := codec.EncodeDocument(&r.Document)
		if err != nil {
			return nil, err
		}
		rows = append(rows, importedRow{r.Line, r.Original, data, slices.Clone(r.Raw)})
	}
	return rows, nil
}

func importTaken(name string) error {
	return &news.Error{
		Code: news.Conflict, Message: "there is an import named " + name + " already",
		Hint: "dragoman imported remove " + name + ", or give this one another name with --name",
	}
}

// DeleteImport removes an import: see store.Imports.
func (s *Store) DeleteImport(ctx context.Context, name string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.IndexFunc(s.imports, func(i imported) bool { return i.Name == name })
	if at < 0 {
		return 0, notFound("import", name)
	}
	n := len(s.imports[at].rows)
	s.imports = slices.Delete(slices.Clone(s.imports), at, at+1)
	return n, nil
}

// ListImports returns the imports: see store.Imports.
func (s *Store) ListImports(ctx context.Context) ([]store.Import, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []store.Import
	for _, i := range s.imports {
		out = append(out, i.Import)
	}
	return out, ctx.Err()
}

// Imported yields imported records: see store.Imports.
func (s *Store) Imported(ctx context.Context, f store.ImportFilter) iter.Seq2[*news.Imported, error] {
	return func(yield func(*news.Imported, error) bool) {
		if err := index.CheckFilter(f.Filter); err != nil {
			yield(nil, err)
			return
		}
		if f.After != "" {
			if _, err := s.ImportedBy(ctx, f.After); err != nil {
				yield(nil, index.AfterMissing(f.After))
				return
			}
		}
		n, begun := 0, f.After == ""
		s.mu.RLock()
		all := slices.Clone(s.imports)
		s.mu.RUnlock()
		for _, i := range all {
			for _, row := range i.rows {
				if !begun {
					begun = index.ImportedID(i.Name, row.line) == f.After
					continue
				}
				r, err := row.record(i.Name)
				if err == nil {
					err = ctx.Err()
				}
				if err != nil {
					yield(nil, err)
					return
				}
				if !index.MatchImported(r, f) {
					continue
				}
				if n++; !yield(r, nil) || n == f.Limit {
					return
				}
			}
		}
	}
}

func (r importedRow) record(name string) (*news.Imported, error) {
	doc, err := codec.DecodeDocument(r.document)
	if err != nil {
		return nil, err
	}
	return &news.Imported{Import: name, Line: r.line, Original: r.original, Document: *doc, Raw: slices.Clone(r.raw)}, nil
}

// ImportedBy returns one imported record: see store.Imports.
func (s *Store) ImportedBy(ctx context.Context, id string) (*news.Imported, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, i := range s.imports {
		for _, row := range i.rows {
			if index.ImportedID(i.Name, row.line) == id {
				return row.record(i.Name)
			}
		}
	}
	return nil, notFound("imported record", id)
}
