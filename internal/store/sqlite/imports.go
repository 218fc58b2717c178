package sqlite

import (
	"context"
	"fmt"
	"iter"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// PutImport keeps what somebody else coded: see store.Imports.
func (s *Store) PutImport(ctx context.Context, imp store.Import, in iter.Seq2[*news.Imported, error]) (int, error) {
	if err := index.CheckImport(imp); err != nil {
		return 0, err
	}
	n := 0
	err := s.do(ctx, func(t *tx) error {
		var i int64
		ok, err := t.get(`INSERT INTO import (name, file, format, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING i`,
			[]any{imp.Name, imp.File, imp.Format, s.opt.Now().UnixMilli()}, &i)
		if err != nil {
			return err
		}
		if !ok {
			return &news.Error{
				Code: news.Conflict, Message: "there is an import named " + imp.Name + " already",
				Hint: "dragoman imported remove " + imp.Name + ", or give this one another name with --name",
			}
		}
		for r, err := range in {
			if err == nil {
				err = ctx.Err()
			}
			if err == nil {
				err = t.putImported(i, index.NameImported(imp.Name, r))
			}
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

func (t *tx) putImported(i int64, r *news.Imported) error {
	if err := index.CheckImported(r); err != nil {
		return err
	}
	data, err := codec.EncodeDocument(&r.Document)
	if err != nil {
		return err
	}
	kinds := " "
	for _, e := range r.Document.Events {
		kinds += string(e.Type) + " "
	}
	first, last := index.ImportedDays(r)
	raw := r.Raw
	if raw == nil {
		raw = []byte{}
	}
	n, err := t.exec(`INSERT INTO imported_entry (i, line, original, first, last, kinds, raw, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		i, r.Line, r.Original, first, last, kinds, raw, data)
	if err == nil && n == 0 {
		err = &news.Error{Code: news.Invalid, Message: fmt.Sprintf("two records of import %s are of line %d", r.Import, r.Line)}
	}
	return err
}

// DeleteImport removes an import: see store.Imports.
func (s *Store) DeleteImport(ctx context.Context, name string) (int, error) {
	var gone int64
	err := s.do(ctx, func(t *tx) error {
		var i int64
		ok, err := t.get(`DELETE FROM import WHERE name = ? RETURNING i`, []any{name}, &i)
		if err == nil && !ok {
			err = notFound("import", name)
		}
		if err == nil {
			gone, err = t.exec(`DELETE FROM imported_entry WHERE i = ?`, i)
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return int(gone), nil
}

// ListImports returns the imports: see store.Imports.
func (s *Store) ListImports(ctx context.Context) ([]store.Import, error) {
	return query(ctx, s, `SELECT name, file, format, at, (SELECT count(*) FROM imported_entry e WHERE e.i = import.i) FROM import ORDER BY i`, nil,
		func(scan scanFunc) (store.Import, error) {
			var imp store.Import
			var at int64
			err := scan(&imp.Name, &imp.File, &imp.Format, &at, &imp.Records)
			imp.At = time.UnixMilli(at).UTC()
			return imp, err
		})
}

// importedPage is how many imported records are read at a time.
const importedPage = 500

// importedAt is where a page of imported records begins: after this line of this import.
type importedAt struct{ i, line int64 }

// Imported yields imported records: see store.Imports.
func (s *Store) Imported(ctx context.Context, f store.ImportFilter) iter.Seq2[*news.Imported, error] {
	return func(yield func(*news.Imported, error) bool) {
		at, err := s.importedAfter(ctx, f)
		n := 0
		for err == nil {
			var page []*news.Imported
			if page, err = s.importedFrom(ctx, f, &at); err != nil {
				break
			}
			for _, r := range page {
				if !index.MatchImported(r, f) {
					continue
				}
				if n++; !yield(r, nil) || n == f.Limit {
					return
				}
			}
			if len(page) < importedPage {
				return
			}
		}
		yield(nil, err)
	}
}

// importedAfter checks the filter and finds where its page begins.
func (s *Store) importedAfter(ctx context.Context, f store.ImportFilter) (importedAt, error) {
	var at importedAt
	if err := index.CheckFilter(f.Filter); err != nil || f.After == "" {
		return at, err
	}
	name, line, ok := cutImportedID(f.After)
	if ok {
		var err error
		ok, err = s.get(ctx, `SELECT i, line FROM imported_entry WHERE i = (SELECT i FROM import WHERE name = ?) AND line = ?`, []any{name, line}, &at.i, &at.line)
		if err != nil {
			return at, err
		}
	}
	if !ok {
		return at, index.AfterMissing(f.After)
	}
	return at, nil
}

// cutImportedID takes an id apart. A name may have the sign in it that the line stands behind.
func cutImportedID(id string) (name string, line int64, ok bool) {
	at := strings.LastIndexByte(id, '#')
	if at < 0 {
		return "", 0, false
	}
	line, err := strconv.ParseInt(id[at+1:], 10, 64)
	return id[:at], line, err == nil && index.ImportedID(id[:at], int(line)) == id
}

const selectImported = `SELECT i, line, original, raw, data, (SELECT name FROM import WHERE import.i = imported_entry.i) FROM imported_entry WHERE `

// importedFrom reads the next records that the columns do not rule out, and moves at behind them.
func (s *Store) importedFrom(ctx context.Context, f store.ImportFilter, at *importedAt) ([]*news.Imported, error) {
	where, args := `(i, line) > (?, ?)`, []any{at.i, at.line}
	if f.Import != "" {
		where, args = where+` AND i = (SELECT i FROM import WHERE name = ?)`, append(args, f.Import)
	}
	if f.Type != "" {
		where, args = where+` AND instr(kinds, ?)`, append(args, " "+string(f.Type)+" ")
	}
	// Where an event of several is undated the columns say nothing, and the others are looked at.
	if f.Since != "" {
		where, args = where+` AND (last = '' OR last >= ?)`, append(args, f.Since)
	}
	if f.Until != "" {
		where, args = where+` AND first <= ?`, append(args, f.Until)
	}
	return query(ctx, s, selectImported+where+` ORDER BY i, line LIMIT ?`, append(args, importedPage), func(scan scanFunc) (*news.Imported, error) {
		return scanImported(scan, at)
	})
}

func scanImported(scan scanFunc, at *importedAt) (*news.Imported, error) {
	r := &news.Imported{}
	var data []byte
	if err := scan(&at.i, &at.line, &r.Original, &r.Raw, &data, &r.Import); err != nil {
		return nil, err
	}
	doc, err := codec.DecodeDocument(data)
	if err != nil {
		return nil, err
	}
	if at.line > math.MaxInt {
		return nil, fmt.Errorf("line %d", at.line)
	}
	r.Line, r.Document = int(at.line), *doc
	if len(r.Raw) == 0 {
		r.Raw = nil
	}
	return r, nil
}

// ImportedBy returns one imported record: see store.Imports.
func (s *Store) ImportedBy(ctx context.Context, id string) (*news.Imported, error) {
	name, line, ok := cutImportedID(id)
	if !ok {
		return nil, notFound("imported record", id)
	}
	found, err := query(ctx, s, selectImported+`i = (SELECT i FROM import WHERE name = ?) AND line = ?`, []any{name, line},
		func(scan scanFunc) (*news.Imported, error) { return scanImported(scan, &importedAt{}) })
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, notFound("imported record", id)
	}
	return found[0], nil
}
