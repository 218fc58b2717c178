package ort

import (
	"cmp"
	"slices"
)

const (
	// chunk is how many tokens' final states are kept until they are used.
	chunk = 4096
	// most is how many tokens go through the layers together, padding among
	// them; a longer sequence goes alone.
	most = 256
	// A sequence joins a longer one when at most one part in slack is padding.
	slack = 8
)

// span is where the sequences from that place on fill a chunk.
func span(sequences [][]int32, from int) int {
	to, n := from, 0
	for to < len(sequences) && (to == from || n+len(sequences[to]) <= chunk) {
		n += len(sequences[to])
		to++
	}
	return to
}

// A batch is what one call computes with, and its memory.
type batch struct {
	order []int // sequences, the longest first
	at    []int // where the final states of each begin
	done  []float32

	count, length, hidden int       // sequences, tokens of each, width
	states                []float32 // in
	mask                  []int32   // in: 1 where there is a token, 0 where padding
	middle                []uint8   // in: for each token the byte that stands for 0
	final                 []float32 // out
	call                  call
}

// encode leaves the final states of sequences in r.done, one after the other.
func (b *Backend) encode(r *batch, sequences [][]int32) error {
	h := b.f.Header.Hidden
	r.plan(sequences, h)
	for rest := r.order; len(rest) > 0; {
		n := together(sequences, rest)
		b.fill(r, sequences, rest[:n])
		if err := b.run(r); err != nil {
			return err
		}
		for i, s := range rest[:n] {
			copy(r.done[r.at[s]:], r.final[i*r.length*h:][:len(sequences[s])*h])
		}
		rest = rest[n:]
	}
	return nil
}

func (r *batch) plan(sequences [][]int32, hidden int) {
	r.order, r.at = r.order[:0], r.at[:0]
	total := 0
	for i, s := range sequences {
		r.order = append(r.order, i)
		r.at = append(r.at, total*hidden)
		total += len(s)
	}
	slices.SortStableFunc(r.order, func(a, b int) int { return cmp.Compare(len(sequences[b]), len(sequences[a])) })
	r.done = grow(r.done, total*hidden)
}

// together says how many of the sequences, the longest first, go through the
// layers with the first.
func together(sequences [][]int32, order []int) int {
	length := len(sequences[order[0]])
	n := 1
	for n < len(order) && (n+1)*length <= most && (length-len(sequences[order[n]]))*slack <= length {
		n++
	}
	return n
}

// fill sets the first states, words and positions, and where there are any.
func (b *Backend) fill(r *batch, sequences [][]int32, which []int) {
	h := b.f.Header.Hidden
	r.count, r.length, r.hidden = len(which), len(sequences[which[0]]), h
	tokens := r.count * r.length
	r.states, r.final = grow(r.states, tokens*h), grow(r.final, tokens*h)
	r.mask, r.middle = grow(r.mask, tokens), grow(r.middle, tokens)
	for i := range r.middle {
		r.middle[i] = zero
	}
	for i, s := range which {
		rows := r.states[i*r.length*h : (i+1)*r.length*h]
		mask := r.mask[i*r.length : (i+1)*r.length]
		for t, id := range sequences[s] {
			b.words.Row(rows[t*h:(t+1)*h], int(id))
			mask[t] = 1
		}
		n := len(sequences[s])
		b.k.AddNorm(rows[:n*h], b.pos[:n*h], b.w, b.b, float32(b.f.Header.Eps))
		clear(rows[n*h:])
		clear(mask[n:])
	}
}

func grow[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }
