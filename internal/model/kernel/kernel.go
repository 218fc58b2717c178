// Package kernel is the arithmetic of the reading model: products of bytes with
// seven-bit weights, and the float32 steps between them, each written once in
// plain Go and again for processors that have instructions for it. It knows
// nothing of layers or files; package encoder puts the steps together.
//
// The integers of a product are the same on every kernel. The float32 steps
// agree within 1e-5 of the largest value of a row; GELU is within 2e-4 of the
// exact function everywhere.
package kernel

import (
	"encoding/binary"
	"slices"
)

// Tile is the number of rows that products are computed in. Buffers have room
// for whole tiles; see Pad.
const Tile = 8

// Pad is the smallest multiple of Tile that holds n rows.
func Pad(n int) int { return (n + Tile - 1) / Tile * Tile }

// A Kernel does the arithmetic on one kind of processor. Its methods keep no
// state and may be called from many goroutines, each with buffers of its own.
//
// Widths are multiples of 32, and there is at least one row. Where a method writes rows, the slice has room
// for Pad of their number, and what lies in the rows beyond is not defined.
type Kernel interface {
	Name() string

	// Pack lays out the weights of a product as this kernel reads them: rows of
	// cols values from -63 to 63, each a byte with a sign, and a scale and a
	// bias for each row. A kernel may keep w itself.
	Pack(w []byte, scale, bias []float32, cols int) *Matrix

	// Quantise turns rows of floats into bytes: q = round(x*127/max|x|) + 128.
	Quantise(q *Bytes, x []float32, cols int)

	// MatMul sets y[t][r] = (sum over c of (q[t][c]-128)*w[r][c]) *
	// q.scale[t]*m.scale[r] + m.bias[r]. The matrix is one that this kernel
	// packed.
	MatMul(y []float32, q *Bytes, m *Matrix)

	// AddNorm sets each row of x to the layer norm of x + y, with gain w and
	// bias b.
	AddNorm(x, y, w, b []float32, eps float32)

	// GELU sets each x to x*Φ(x), Φ the normal distribution.
	GELU(x []float32)

	// Dot is the sum of a[i]*b[i], for a and b of the same length.
	Dot(a, b []float32) float32

	// Attend sets out, rows of width hidden, from qkv, the rows of query, key
	// and value of one sequence of n tokens, 3*hidden wide. Queries come
	// divided by the square root of the head's width.
	Attend(out, qkv []float32, n, hidden, heads int, s *Scratch)
}

// A Matrix is the weights of a product, packed for one kernel.
type Matrix struct {
	Rows, Cols  int
	scale, bias []float32
	sums        []int32 // what every sum begins with: it undoes the +128 of q

	rows   []byte // as they came, for the plain kernel
	panels []byte // as another kernel wants them
	aside  []byte // weights that it keeps apart
	at     []int32
	asides []int // where those of each panel begin in at
}

// newMatrix has everything but the weights.
func newMatrix(scale, bias []float32, cols int) *Matrix {
	return &Matrix{Rows: len(scale), Cols: cols, scale: scale, bias: bias, sums: make([]int32, len(scale))}
}

// addUp sets the sums from the weights.
func (m *Matrix) addUp(w []byte) {
	for r := range m.sums {
		m.sums[r] = -128 * sumOf(w[r*m.Cols:][:m.Cols])
	}
}

// sumOf adds the numbers of a row, eight at a time: with 64 more, none is negative.
func sumOf(row []byte) int32 {
	const (
		more = 0x4040404040404040
		even = 0x00ff00ff00ff00ff
	)
	sum := -64 * int32(len(row))
	for part := range slices.Chunk(row, 1024) { // four sums of 16 bits hold so many
		var four uint64
		for ; len(part) >= 8; part = part[8:] {
			x := binary.LittleEndian.Uint64(part)&^(more<<1) + more
			x ^= binary.LittleEndian.Uint64(part) & (more << 1)
			four += x&even + x>>8&even
		}
		sum += int32(four&0xffff + four>>16&0xffff + four>>32&0xffff + four>>48)
	}
	return sum
}

// Bytes holds quantised rows. The zero value is ready for use and grows as
// needed.
type Bytes struct {
	n, cols int
	q       []byte    // Pad(n) rows
	scale   []float32 // one a row

	pairs [][Tile / 2]uint64 // for the plain kernel
}

// reset makes room for n rows. What is in them is left from before: rows past n
// are computed with and thrown away.
func (b *Bytes) reset(n, cols int) {
	b.n, b.cols = n, cols
	b.q = grow(b.q, Pad(n)*cols)
	b.scale = grow(b.scale, Pad(n))
}

// Scratch is the memory that Attend works in. The zero value is ready for use
// and grows as needed.
type Scratch struct {
	keys   []float32 // keys of a head, transposed
	scores []float32 // of a few queries
}

func grow[T any](s []T, n int) []T {
	return slices.Grow(s[:0], n)[:n]
}

// Best returns the fastest kernel of this processor.
func Best() Kernel {
	all := All()
	return all[len(all)-1]
}

// All returns the kernels that run on this processor, slowest first.
func All() []Kernel { return append([]Kernel{Plain{}}, native()...) }
