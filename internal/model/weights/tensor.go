package weights

import (
	"encoding/binary"
	"math"
)

// DType says how the numbers of a tensor are written.
type DType string

// The types. Everything is little-endian.
const (
	F32 DType = "f32"
	U8  DType = "u8"
	U32 DType = "u32"
	I8  DType = "i8"
	// I7 is int8 from -63 to 63, with one float32 scale a row in the tensor of
	// the same name and the ending ".s". Seven bits, so that the sum of two
	// products with a byte fits into 16 bits.
	I7 DType = "i7"
	// Q4 is blocks of 32 weights along the last axis: a float16 scale d, then
	// 16 bytes with weights 0 to 15 in the low halves and 16 to 31 in the high
	// ones; a weight is (half-8)*d.
	Q4 DType = "q4"
)

const (
	// BlockQ4 is the number of weights in a block of Q4, BytesQ4 its bytes.
	BlockQ4 = 32
	BytesQ4 = 18

	// MaxI7 is the largest value of an I7 weight, and -MaxI7 the smallest.
	MaxI7 = 63
)

type tensor struct {
	dtype         DType
	shape         []int
	offset, bytes int
}

// spec is a tensor as the header states it.
type spec struct {
	Name   string `json:"name"`
	DType  DType  `json:"dtype"`
	Shape  []int  `json:"shape"`
	Offset int    `json:"offset"`
	Bytes  int    `json:"bytes"`
}

// check turns what the header states into something that lies inside a file of
// that size, behind its header.
func (s spec) check(header, size int) (tensor, error) {
	want, ok := s.size()
	switch {
	case s.Name == "":
		return tensor{}, invalid("a tensor of the weights has no name")
	case !ok:
		return tensor{}, invalid("tensor %q has type %q and shape %v, which do not go together", s.Name, s.DType, s.Shape)
	case want != s.Bytes:
		return tensor{}, invalid("tensor %q has %d bytes; its shape %v wants %d", s.Name, s.Bytes, s.Shape, want)
	case s.Offset < header || s.Offset%align != 0 || s.Offset > size || s.Bytes > size-s.Offset:
		return tensor{}, invalid("tensor %q lies at %d, outside the file or across a boundary", s.Name, s.Offset)
	}
	return tensor{dtype: s.DType, shape: s.Shape, offset: s.Offset, bytes: s.Bytes}, nil
}

// size computes how many bytes a tensor of that type and shape takes.
func (s spec) size() (int, bool) {
	if len(s.Shape) == 0 || len(s.Shape) > 4 {
		return 0, false
	}
	n := 1
	for _, d := range s.Shape {
		if d < 0 || d > math.MaxInt32 || (d > 0 && n > math.MaxInt32/d) {
			return 0, false
		}
		n *= d
	}
	switch s.DType {
	case F32, U32:
		return 4 * n, n <= math.MaxInt32/4
	case U8, I8, I7:
		return n, true
	case Q4:
		return n / BlockQ4 * BytesQ4, s.Shape[len(s.Shape)-1]%BlockQ4 == 0
	}
	return 0, false
}

// bytesOf returns the bytes of a tensor that must have this type and shape; a
// negative number in the shape stands for any.
func (f *File) bytesOf(name string, dtype DType, shape []int) ([]byte, error) {
	data, got, have, err := f.Tensor(name)
	if err != nil {
		return nil, err
	}
	same := len(have) == len(shape)
	for i := 0; same && i < len(shape); i++ {
		same = shape[i] < 0 || shape[i] == have[i]
	}
	if got != dtype || !same {
		return nil, invalid("tensor %q is %s %v; wanted %s %v", name, got, have, dtype, shape)
	}
	return data, nil
}

// Bytes returns a U8 tensor of one axis, as it lies in the file.
func (f *File) Bytes(name string) ([]byte, error) {
	return f.bytesOf(name, U8, []int{-1})
}

// Uints returns a copy of a U32 tensor of that shape; a negative number in the
// shape stands for any.
func (f *File) Uints(name string, shape ...int) ([]uint32, error) {
	data, err := f.bytesOf(name, U32, shape)
	if err != nil {
		return nil, err
	}
	out := make([]uint32, len(data)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(data[4*i:])
	}
	return out, nil
}

// Floats returns a copy of an F32 tensor of that shape; a negative number in
// the shape stands for any. Numbers that are not finite are refused.
func (f *File) Floats(name string, shape ...int) ([]float32, error) {
	data, err := f.bytesOf(name, F32, shape)
	if err != nil {
		return nil, err
	}
	out := make([]float32, len(data)/4)
	for i := range out {
		bits := binary.LittleEndian.Uint32(data[4*i:])
		if bits>>23&0xff == 0xff {
			return nil, invalid("tensor %q has a number that is not finite at %d", name, i)
		}
		out[i] = math.Float32frombits(bits)
	}
	return out, nil
}

// Ints returns an I7 matrix, each byte a number with a sign, as it lies in the
// file, and a copy of the scales of its rows.
func (f *File) Ints(name string, rows, cols int) (values []byte, scales []float32, err error) {
	values, err = f.bytesOf(name, I7, []int{rows, cols})
	if err != nil {
		return nil, nil, err
	}
	if i := wide(values); i >= 0 {
		return nil, nil, invalid("tensor %q has %d at %d; it must be from -%d to %d", name, int8(values[i]), i, MaxI7, MaxI7)
	}
	scales, err = f.Floats(name+".s", rows)
	return values, scales, err
}

// wide says where the first number lies that does not fit into seven bits, or
// -1. It looks at eight at a time: in a number that fits the two highest bits are the
// same, and if they are ones, another bit is.
func wide(values []byte) int {
	const (
		high = 0x8080808080808080
		low  = 0x3f3f3f3f3f3f3f3f
	)
	i := 0
	for ; i+8 <= len(values); i += 8 {
		x := binary.LittleEndian.Uint64(values[i:])
		if (x^x<<1|x&^((x&low+low)<<1))&high != 0 {
			break
		}
	}
	for ; i < len(values); i++ {
		if v := int8(values[i]); v < -MaxI7 || v > MaxI7 {
			return i
		}
	}
	return -1
}

// Table returns a matrix whose rows are looked up one at a time, and leaves it
// packed as it is in the file.
func (f *File) Table(name string, rows, cols int) (*Table, error) {
	_, dtype, _, err := f.Tensor(name)
	if err != nil {
		return nil, err
	}
	t := &Table{rows: rows, cols: cols, dtype: dtype}
	if dtype != Q4 {
		t.dtype = I7
		if t.scales, err = f.Floats(name+".s", rows); err != nil {
			return nil, err
		}
	}
	if t.data, err = f.bytesOf(name, t.dtype, []int{rows, cols}); err != nil {
		return nil, err
	}
	return t, t.check(name)
}

// A Table is a packed matrix of type Q4 or I7.
type Table struct {
	rows, cols int
	dtype      DType
	data       []byte
	scales     []float32 // of I7
}

// check refuses scales that are not finite: one would poison every token.
func (t *Table) check(name string) error {
	if t.dtype != Q4 {
		return nil
	}
	for i := 1; i < len(t.data); i += BytesQ4 {
		if t.data[i]&0x7c == 0x7c {
			return invalid("tensor %q has a scale that is not finite", name)
		}
	}
	return nil
}

// Rows says how many rows there are.
func (t *Table) Rows() int { return t.rows }

// Row unpacks row i into dst, which has as many places as a row.
func (t *Table) Row(dst []float32, i int) {
	dst = dst[:t.cols]
	if t.dtype == I7 {
		for j, b := range t.data[i*t.cols : (i+1)*t.cols] {
			dst[j] = float32(int8(b)) * t.scales[i]
		}
		return
	}
	n := t.cols / BlockQ4 * BytesQ4
	row := t.data[i*n : (i+1)*n]
	for ; len(dst) >= BlockQ4; dst, row = dst[BlockQ4:], row[BytesQ4:] {
		d := Half(binary.LittleEndian.Uint16(row))
		low, high := dst[:16], dst[16:32]
		for j, b := range row[2:18] {
			low[j] = float32(int(b&15)-8) * d
			high[j] = float32(int(b>>4)-8) * d
		}
	}
}

// Half is the value of a float16.
func Half(h uint16) float32 {
	sign := uint32(h&0x8000) << 16
	rest := uint32(h & 0x7fff)
	if rest >= 0x7c00 { // infinite, or not a number
		return math.Float32frombits(sign | 0x7f800000 | rest<<13)
	}
	// Shifting puts exponent and fraction where float32 has them; multiplying
	// moves the exponent's bias from 15 to 127, and makes subnormals right.
	v := math.Float32frombits(rest<<13) * 0x1p112
	return math.Float32frombits(sign | math.Float32bits(v))
}
