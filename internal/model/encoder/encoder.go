// Package encoder runs the reading model's network: sequences of piece numbers
// in, one state a piece out, and from the states the vector of a sentence and
// the numbers of each task. Cutting text into pieces, and what the numbers of a
// task mean for a text, are left to others.
package encoder

import (
	"github.com/dragoman-news/dragoman/internal/model/kernel"
	"github.com/dragoman-news/dragoman/internal/model/weights"
)

// An Encoder is a network with its weights. It is not changed by use and may
// be used from many goroutines, each with a Workspace of its own.
type Encoder struct {
	heads *Heads
	head  weights.Header
	k     kernel.Kernel
	words *weights.Table
	pos   []float32
	norm  norm
	layer []layer
}

type norm struct{ w, b []float32 }

type layer struct {
	qkv, ao, fi, fo *kernel.Matrix
	aln, oln        norm
}

// New takes the weights out of the file and lays them out for the kernel. The
// word embeddings stay as they are in the file's bytes.
func New(f *weights.File, k kernel.Kernel) (*Encoder, error) {
	h := f.Header
	l := loader{f: f, k: k}
	e := &Encoder{head: h, k: k, layer: make([]layer, h.Layers)}
	e.words = l.table("emb.word", h.Pieces, h.Hidden)
	e.pos = l.floats("emb.pos", h.Positions, h.Hidden)
	e.norm = l.norm("emb.ln", h.Hidden)
	for i := range e.layer {
		e.layer[i] = layer{
			qkv: l.matrix(weights.Layer(i, "qkv"), 3*h.Hidden, h.Hidden),
			ao:  l.matrix(weights.Layer(i, "ao"), h.Hidden, h.Hidden),
			aln: l.norm(weights.Layer(i, "aln"), h.Hidden),
			fi:  l.matrix(weights.Layer(i, "fi"), h.FFN, h.Hidden),
			fo:  l.matrix(weights.Layer(i, "fo"), h.Hidden, h.FFN),
			oln: l.norm(weights.Layer(i, "oln"), h.Hidden),
		}
	}
	e.heads = l.heads()
	if l.err != nil {
		return nil, l.err
	}
	return e, nil
}

// Header says what the network looks like, and names its tasks. The slices in
// it are shared.
func (e *Encoder) Header() weights.Header { return e.head }

// loader reads tensors until one is missing or wrong, and then no more.
type loader struct {
	f   *weights.File
	k   kernel.Kernel
	err error
}

func (l *loader) floats(name string, shape ...int) []float32 {
	if l.err != nil {
		return nil
	}
	var v []float32
	v, l.err = l.f.Floats(name, shape...)
	return v
}

func (l *loader) norm(name string, n int) norm {
	return norm{l.floats(name+".w", n), l.floats(name+".b", n)}
}

func (l *loader) table(name string, rows, cols int) *weights.Table {
	if l.err != nil {
		return nil
	}
	var t *weights.Table
	t, l.err = l.f.Table(name, rows, cols)
	return t
}

func (l *loader) matrix(name string, rows, cols int) *kernel.Matrix {
	bias := l.floats(name+".b", rows)
	if l.err != nil {
		return nil
	}
	var (
		w     []byte
		scale []float32
	)
	if w, scale, l.err = l.f.Ints(name+".w", rows, cols); l.err != nil {
		return nil
	}
	return l.k.Pack(w, scale, bias, cols)
}
