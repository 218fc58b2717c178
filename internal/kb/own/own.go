// Package own reads the files in which people bring entities of their own: tables
// (CSV), JSON lines in Dragoman's shape, and FollowTheMoney. It gives entities in one
// form and says where a file is wrong, by line and column; keeping them is left to the
// store, and finding them in reports to package entity. docs/kb-import.md describes the
// formats.
package own

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Options is what a file is read with.
type Options struct {
	Name string // of the file, for messages
	// Country gives the ISO 3166-1 alpha-3 code of a country by a name of it, "" where it
	// knows none; nil: countries are given by their codes alone.
	Country func(name string) string
}

// File is a file that is being read.
type File struct {
	opt    Options
	in     *bufio.Reader
	passed map[string]int
	seen   map[uint64]int // hash of an id -> line
	seed   maphash.Seed
}

// Open prepares the reading of r, which may be packed with gzip.
func Open(r io.Reader, opt Options) *File {
	return &File{
		opt: opt, in: bufio.NewReaderSize(r, 64<<10), passed: make(map[string]int), seen: make(map[uint64]int), seed: maphash.MakeSeed(),
	}
}

// Passed is something in a file that has no place in Dragoman and how often it was
// passed over.
type Passed struct {
	What string
	N    int
}

// Passed lists what was passed over so far, by the alphabet.
func (f *File) Passed() []Passed {
	var out []Passed
	for _, what := range slices.Sorted(maps.Keys(f.passed)) {
		out = append(out, Passed{what, f.passed[what]})
	}
	return out
}

// Entities yields the entities of the file in its order, once. It ends at the first
// error, which has code news.Invalid and names the line, and the column where one is
// wrong. Of the rows before, no more is in memory than eight bytes of each id and its line.
func (f *File) Entities() iter.Seq2[*news.Known, error] {
	return func(yield func(*news.Known, error) bool) {
		rows, err := f.rows()
		if err != nil {
			yield(nil, err)
			return
		}
		any := false
		for r, err := range rows {
			if err == nil {
				err = f.once(r)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			any = true
			if !yield(r.known, nil) {
				return
			}
		}
		if !any && len(f.passed) == 0 {
			yield(nil, f.wrong(place{}, "there is no entity in it", "docs/kb-import.md has an example of each format"))
		}
	}
}

// row is an entity and where it begins.
type row struct {
	known *news.Known
	line  int
}

// place is where in a file something stands, from 1; 0 is unknown.
type place struct {
	line, column int
	field        string // the name of a column of a table
}

// once refuses an id that the file had before.
func (f *File) once(r row) error {
	h := maphash.String(f.seed, r.known.ID)
	if line, twice := f.seen[h]; twice {
		return f.wrong(place{line: r.line}, fmt.Sprintf("the id %s stands in line %d already", r.known.ID, line),
			"give every entity an id of its own, and one row with all its names")
	}
	f.seen[h] = r.line
	return nil
}

// wrong is an error about a place of the file.
func (f *File) wrong(at place, what, hint string) error {
	var sb strings.Builder
	sb.WriteString(f.opt.Name)
	if at.line > 0 {
		fmt.Fprintf(&sb, " line %d", at.line)
		if at.column > 0 {
			fmt.Fprintf(&sb, ", column %d", at.column)
		}
		if at.field != "" {
			fmt.Fprintf(&sb, " (%s)", at.field)
		}
	}
	sb.WriteString(": ")
	sb.WriteString(what)
	return &news.Error{Code: news.Invalid, Message: sb.String(), Hint: hint}
}

// unread is an error of who gives the bytes: a disk, a packed file that is torn, or
// somebody who wants no more of it.
func (f *File) unread(err error) error {
	return &news.Error{Code: news.Invalid, Message: f.opt.Name + " cannot be read to its end", Err: err}
}

// pass counts something passed over.
func (f *File) pass(what string) { f.passed[what]++ }

const (
	bom      = "\xef\xbb\xbf"
	gzipped  = "\x1f\x8b"
	zipped   = "PK\x03\x04"
	utf16LE  = "\xff\xfe"
	utf16BE  = "\xfe\xff"
	lookHead = 4 << 10
)

// rows finds out the format by the beginning of the file.
func (f *File) rows() (iter.Seq2[row, error], error) {
	head, err := f.in.Peek(len(gzipped))
	if err == nil && string(head) == gzipped {
		z, err := gzip.NewReader(f.in)
		if err != nil {
			return nil, f.wrong(place{}, "it is not packed as it should be: "+err.Error(), "unpack it with gunzip")
		}
		f.in = bufio.NewReaderSize(z, 64<<10)
	}
	if head, _ := f.in.Peek(len(bom)); string(head) == bom {
		_, _ = f.in.Discard(len(bom))
	}
	head, err = f.in.Peek(lookHead)
	if err != nil && len(head) == 0 && err != io.EOF {
		return nil, f.unread(err)
	}
	switch trimmed := bytes.TrimLeft(head, " \t\r\n"); {
	case bytes.HasPrefix(head, []byte(zipped)):
		return nil, f.wrong(place{}, "it is a spreadsheet or another archive", "save the table as CSV (UTF-8) and import that")
	case bytes.HasPrefix(head, []byte(utf16LE)), bytes.HasPrefix(head, []byte(utf16BE)):
		return nil, f.wrong(place{}, "it is written in UTF-16", "save it as UTF-8")
	case bytes.IndexByte(head, 0) >= 0:
		return nil, f.wrong(place{}, "it is no text", "docs/kb-import.md lists the formats")
	case bytes.HasPrefix(trimmed, []byte("[")):
		return nil, f.wrong(place{line: 1}, "it is one JSON list, not an object a line", "jq -c '.[]' FILE   writes a line each")
	case bytes.HasPrefix(trimmed, []byte("{")):
		return f.lines(), nil
	}
	return f.table(head)
}
