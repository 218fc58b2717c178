// Package weights reads the reading model's file, dragoman.reader/1: a header
// that says what the network looks like, and named tensors. It checks every
// bound before it hands anything out, so a damaged file gives an error with a
// sentence in it; what the numbers mean is left to the packages that compute
// with them. docs/model.md draws the bytes.
package weights

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

const (
	magic   = "DRGR"
	version = 1
	prefix  = 12 // magic, version, length of the header
	align   = 64 // tensors begin at multiples of it
)

// A File is a parsed weights file. It keeps the bytes it was parsed from and
// copies none of them; it is safe for use from many goroutines as long as
// nobody writes to those bytes.
type File struct {
	Header Header

	data    []byte
	tensors map[string]tensor
}

// Open reads and parses the file of that name.
func Open(fsys fs.FS, name string) (*File, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read weights %s: %w", name, err)
	}
	f, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("weights %s: %w", name, err)
	}
	return f, nil
}

// Parse reads the header of data and finds its tensors.
func Parse(data []byte) (*File, error) {
	if len(data) < prefix || string(data[:4]) != magic {
		return nil, invalid("not a weights file: it does not begin with %s", magic)
	}
	if v := binary.LittleEndian.Uint32(data[4:]); v != version {
		return nil, invalid("weights of version %d; this program reads version %d", v, version)
	}
	n := uint64(binary.LittleEndian.Uint32(data[8:]))
	if n > uint64(len(data)-prefix) {
		return nil, invalid("weights file cut short inside its header")
	}
	start := prefix + int(n)
	h, specs, err := parseHeader(data[prefix:start])
	if err != nil {
		return nil, err
	}
	f := &File{Header: h, data: data, tensors: make(map[string]tensor, len(specs))}
	for _, s := range specs {
		t, err := s.check(start, len(data))
		if err != nil {
			return nil, err
		}
		if _, ok := f.tensors[s.Name]; ok {
			return nil, invalid("tensor %q is listed twice", s.Name)
		}
		f.tensors[s.Name] = t
	}
	return f, nil
}

// Has says whether there is a tensor of that name.
func (f *File) Has(name string) bool {
	_, ok := f.tensors[name]
	return ok
}

// Tensor returns the bytes of a tensor as they lie in the file, their type and
// the shape. The bytes must not be written to; the shape is the caller's.
func (f *File) Tensor(name string) ([]byte, DType, []int, error) {
	t, ok := f.tensors[name]
	if !ok {
		return nil, "", nil, invalid("the weights have no tensor %q", name)
	}
	return f.data[t.offset : t.offset+t.bytes : t.offset+t.bytes], t.dtype, slices.Clone(t.shape), nil
}

func invalid(format string, args ...any) error {
	return &news.Error{
		Code:    news.Invalid,
		Message: fmt.Sprintf(format, args...),
		Hint:    "fetch the weights again and compare their sha256 with models/MANIFEST.json",
	}
}
