package unigram

import (
	"cmp"
	"fmt"
	"slices"
)

// piece is an entry of the vocabulary that a text can spell.
type piece struct {
	text  string
	id    int32
	score float32
}

// trie finds the pieces that begin at a place of a text. It is a double array: the child of a node by byte c lies at the node's
// base XOR c. No two nodes share a base, so a unit that carries the label c is the child of one node only, and a step needs no
// other check. Base 0 marks a node without children.
type trie struct{ units []unit }

type unit struct {
	base  uint32
	label uint8 // the byte that leads here; 0 in an unused unit, as no piece has a zero byte
	final bool  // a piece ends here
	id    int32
	score float32
}

const root = 0

// block is the number of units by which the array grows: XOR with a byte never leaves a block.
const block = 256

// attempts bounds how many free places are tried for a node's children before the array grows.
const attempts = 128

// builder places nodes. Free units are a list in the order of their places: after[i] follows i, before[i] precedes it.
type builder struct {
	pieces        []piece
	units         []unit
	used          []bool // by unit: taken
	isBase        []bool // by number: the base of some node
	after, before []uint32
}

// newTrie returns the trie of pieces, which it sorts.
func newTrie(pieces []piece) (*trie, error) {
	slices.SortFunc(pieces, func(a, b piece) int { return cmp.Compare(a.text, b.text) })
	for i := 1; i < len(pieces); i++ {
		if pieces[i].text == pieces[i-1].text {
			return nil, fmt.Errorf("pieces %d and %d are both %q", pieces[i-1].id, pieces[i].id, pieces[i].text)
		}
	}
	b := &builder{pieces: pieces}
	b.grow()
	b.take(root)
	b.isBase[0] = true
	b.place(root, 0, len(pieces), 0)
	return &trie{slices.Clone(b.units)}, nil // what the builder needed besides is let go
}

// place fills in node, to which the first depth bytes of pieces from lo to hi lead, and what is below it. It calls itself at
// most maxPiece deep.
func (b *builder) place(node uint32, lo, hi, depth int) {
	if lo < hi && len(b.pieces[lo].text) == depth {
		b.units[node].final = true
		b.units[node].id, b.units[node].score = b.pieces[lo].id, b.pieces[lo].score
		lo++
	}
	if lo == hi {
		return
	}
	var labels [block]byte
	n := 0
	for i := lo; i < hi; i++ {
		if c := b.pieces[i].text[depth]; n == 0 || labels[n-1] != c {
			labels[n] = c
			n++
		}
	}
	base := b.findBase(labels[:n])
	b.units[node].base = base
	b.isBase[base] = true
	for _, c := range labels[:n] {
		b.take(base ^ uint32(c))
		b.units[base^uint32(c)].label = c
	}
	for _, c := range labels[:n] {
		end := lo
		for end < hi && b.pieces[end].text[depth] == c {
			end++
		}
		b.place(base^uint32(c), lo, end, depth+1)
		lo = end
	}
}

// findBase returns a number that is no node's base and under which the places of all labels are free. Where none of the
// first free places will do, the array grows, and the first are given up: they seldom will do for others.
func (b *builder) findBase(labels []byte) uint32 {
	p := b.after[root]
	for range attempts {
		if p == root {
			break
		}
		if base := p ^ uint32(labels[0]); b.fits(base, labels) {
			return base
		}
		p = b.after[p]
	}
	for range attempts / 4 {
		if b.after[root] != root {
			b.unlink(b.after[root])
		}
	}
	base := uint32(len(b.units))
	b.grow()
	return base
}

func (b *builder) fits(base uint32, labels []byte) bool {
	if b.isBase[base] {
		return false
	}
	for _, c := range labels {
		if b.used[base^uint32(c)] {
			return false
		}
	}
	return true
}

// grow adds a block of free units. The list of free units is a ring through unit 0, the root, which is never free.
func (b *builder) grow() {
	start := uint32(len(b.units))
	b.units = append(b.units, make([]unit, block)...)
	b.used = append(b.used, make([]bool, block)...)
	b.isBase = append(b.isBase, make([]bool, block)...)
	b.after = append(b.after, make([]uint32, block)...)
	b.before = append(b.before, make([]uint32, block)...)
	for i := start; i < start+block; i++ {
		if i == root {
			continue
		}
		last := b.before[root]
		b.after[last], b.before[i] = i, last
		b.after[i], b.before[root] = root, i
	}
}

func (b *builder) take(i uint32) {
	b.used[i] = true
	if i != root {
		b.unlink(i)
	}
}

// unlink takes i off the list of free units; a second time it does nothing.
func (b *builder) unlink(i uint32) {
	b.after[b.before[i]], b.before[b.after[i]] = b.after[i], b.before[i]
	b.after[i], b.before[i] = i, i
}
