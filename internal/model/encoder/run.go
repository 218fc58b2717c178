package encoder

import (
	"fmt"
	"slices"

	"github.com/dragoman-news/dragoman/internal/model/kernel"
	"github.com/dragoman-news/dragoman/internal/model/weights"
	"github.com/dragoman-news/dragoman/internal/news"
)

const (
	// chunk is how many tokens go through the layers together; a longer
	// sequence goes alone.
	chunk = 512
	// block is how many rows go through the products between two attentions
	// together, so that what is between them stays in a near cache.
	block = 64
)

// A Workspace is the memory of one goroutine's work. The zero value is ready
// for use with any encoder and grows to what the longest chunk needs.
type Workspace struct {
	x, qkv, ctx, inner, sum []float32
	bytes                   kernel.Bytes
	attend                  kernel.Scratch
	out                     Output
}

// Run encodes sequences of piece numbers, each with its <s> and </s>, and
// calls use with each, in order. Sequences do not see one another: what a
// sequence gives does not depend on its company. The output lies in the
// workspace and holds until use returns. An error means that a sequence is
// empty, too long, or has a piece that is not in the vocabulary; then use is
// never called.
func (e *Encoder) Run(w *Workspace, sequences [][]int32, use func(i int, out *Output)) error {
	if err := Check(e.head, sequences); err != nil {
		return err
	}
	for at := 0; at < len(sequences); {
		end, n := at, 0
		for end < len(sequences) && (end == at || n+len(sequences[end]) <= chunk) {
			n += len(sequences[end])
			end++
		}
		e.encode(w, sequences[at:end], n)
		row := 0
		for ; at < end; at++ {
			size := len(sequences[at]) * e.head.Hidden
			w.out.set(e.heads, w.x[row:row+size])
			use(at, &w.out)
			row += size
		}
	}
	return nil
}

// Check says what is wrong with the first sequence that a network of that
// shape cannot read.
func Check(h weights.Header, sequences [][]int32) error {
	for i, ids := range sequences {
		if err := check(h, ids); err != nil {
			return fmt.Errorf("sequence %d: %w", i, err)
		}
	}
	return nil
}

func check(h weights.Header, ids []int32) error {
	if len(ids) == 0 || len(ids) > h.Positions {
		return &news.Error{
			Code:    news.Invalid,
			Message: fmt.Sprintf("a sequence of %d pieces; the model reads 1 to %d", len(ids), h.Positions),
		}
	}
	for _, id := range ids {
		if id < 0 || int(id) >= h.Pieces {
			return &news.Error{Code: news.Invalid, Message: fmt.Sprintf("piece %d is not in the vocabulary", id)}
		}
	}
	return nil
}

// encode leaves the final states of the sequences, n tokens, in w.x.
func (e *Encoder) encode(w *Workspace, sequences [][]int32, n int) {
	w.reserve(e, n)
	e.embed(w, sequences)
	for i := range e.layer {
		l := &e.layer[i]
		for at := range blocks(n) {
			e.project(w, l, at, min(n, at+block))
		}
		e.attend(w, sequences)
		for at := range blocks(n) {
			e.feed(w, l, at, min(n, at+block))
		}
	}
}

// blocks yields where the blocks of n rows begin.
func blocks(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for at := 0; at < n; at += block {
			if !yield(at) {
				return
			}
		}
	}
}

func (w *Workspace) reserve(e *Encoder, n int) {
	h := e.head.Hidden
	rows := kernel.Pad(n) + kernel.Tile
	w.x = grow(w.x, rows*h)
	w.qkv = grow(w.qkv, rows*3*h)
	w.ctx = grow(w.ctx, rows*h)
	w.inner = grow(w.inner, block*e.head.FFN)
	w.sum = grow(w.sum, block*h)
}

func grow(s []float32, n int) []float32 { return slices.Grow(s[:0], n)[:n] }

// embed sets the first states: words and positions.
func (e *Encoder) embed(w *Workspace, sequences [][]int32) {
	h := e.head.Hidden
	row := 0
	for _, ids := range sequences {
		for _, id := range ids {
			e.words.Row(w.x[row:row+h], int(id))
			row += h
		}
		n := len(ids) * h
		e.k.AddNorm(w.x[row-n:row], e.pos[:n], e.norm.w, e.norm.b, float32(e.head.Eps))
	}
}

// project computes query, key and value of rows from to end.
func (e *Encoder) project(w *Workspace, l *layer, from, end int) {
	h := e.head.Hidden
	e.k.Quantise(&w.bytes, w.x[from*h:end*h], h)
	e.k.MatMul(w.qkv[from*3*h:], &w.bytes, l.qkv)
}

// attend lets the tokens of each sequence look at one another.
func (e *Encoder) attend(w *Workspace, sequences [][]int32) {
	h, row := e.head.Hidden, 0
	for _, ids := range sequences {
		e.k.Attend(w.ctx[row*h:], w.qkv[row*3*h:], len(ids), h, e.head.Heads, &w.attend)
		row += len(ids)
	}
}

// feed does what comes after attention, for rows from to end.
func (e *Encoder) feed(w *Workspace, l *layer, from, end int) {
	h, eps := e.head.Hidden, float32(e.head.Eps)
	n := end - from
	x := w.x[from*h : end*h]
	e.k.Quantise(&w.bytes, w.ctx[from*h:end*h], h)
	e.k.MatMul(w.sum, &w.bytes, l.ao)
	e.k.AddNorm(x, w.sum[:n*h], l.aln.w, l.aln.b, eps)

	e.k.Quantise(&w.bytes, x, h)
	e.k.MatMul(w.inner, &w.bytes, l.fi)
	inner := w.inner[:n*e.head.FFN]
	e.k.GELU(inner)
	e.k.Quantise(&w.bytes, inner, e.head.FFN)
	e.k.MatMul(w.sum, &w.bytes, l.fo)
	e.k.AddNorm(x, w.sum[:n*h], l.oln.w, l.oln.b, eps)
}
