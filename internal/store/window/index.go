package window

import (
	"math"
	"math/bits"
	"slices"
)

// A posting is a key and a row of one bucket in one word: 40 bits of the key's hash above 24
// bits of the row's number. Two keys of a bucket of a hundred thousand reports have the same 40
// bits once in some hundred thousand look-ups; then a row more is looked at.
const (
	rowBits = 24
	rowMask = 1<<rowBits - 1
	maxRow  = rowMask // of a bucket
)

// index holds the postings of one bucket in two sorted runs: nearly all of them, and those
// that came since, so that a report that comes moves few of them.
type index struct {
	settled, fresh []uint64

	// Of the settled run: where the postings begin whose first bits are these, so that a key is found among some dozens. nil
	// while many rows are read.
	starts []uint32
	shift  int
}

// perStart is how many postings have their first bits in common, in the mean.
const perStart = 32

// The fresh run goes into the other when it has so many postings and more than this part of it; while
// many rows are read, when it has the second number and more than the second part.
const (
	minFresh  = 1 << 14
	freshPart = 16
	minRead   = 1 << 18
	readPart  = 4
)

// keyHash spreads a key over the upper 40 bits.
func keyHash(key string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(key) {
		h = (h ^ uint64(key[i])) * 1099511628211
	}
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h &^ rowMask
}

// add puts the postings of a row in. While many rows are read, they are left unsorted until
// sort is called.
func (x *index) add(row uint32, keys []string, sorted bool) {
	from := len(x.fresh)
	for _, k := range keys {
		x.fresh = append(x.fresh, keyHash(k)|uint64(row))
	}
	if !sorted {
		if len(x.fresh) > max(minRead, len(x.settled)/readPart) {
			x.settle()
		}
		return
	}
	added := slices.Clone(x.fresh[from:])
	slices.Sort(added)
	mergeInto(x.fresh, from, added)
	if len(x.fresh) > max(minFresh, len(x.settled)/freshPart) {
		x.sort(nil)
	}
}

// settle puts the fresh run into the other.
func (x *index) settle() {
	x.starts = nil
	slices.Sort(x.fresh)
	n := len(x.settled)
	x.settled = append(x.settled, x.fresh...)
	mergeInto(x.settled, n, x.fresh)
	x.fresh = x.fresh[:0]
}

// sort settles all postings, without those of rows that are gone.
func (x *index) sort(gone []bool) {
	x.settle()
	x.settled = slices.Compact(x.settled)
	if gone != nil {
		x.settled = slices.DeleteFunc(x.settled, func(p uint64) bool { return gone[p&rowMask] })
	}
	if cap(x.settled) > len(x.settled)+len(x.settled)/8 {
		x.settled = slices.Clone(x.settled)
	}
	if cap(x.fresh) > 2*minFresh {
		x.fresh = nil
	}
	x.divide()
}

// divide notes where the postings of each beginning are.
func (x *index) divide() {
	n := bits.Len(uint(len(x.settled) / perStart))
	x.shift = 64 - n
	x.starts = slices.Grow(x.starts[:0], 1<<n+1)
	for at, p := range x.settled {
		for beginning := p >> x.shift; uint64(len(x.starts)) <= beginning; {
			x.starts = append(x.starts, uint32(at))
		}
	}
	for len(x.starts) <= 1<<n {
		x.starts = append(x.starts, uint32(len(x.settled)))
	}
}

// near returns the settled postings among which those of a key are.
func (x *index) near(hash uint64) []uint64 {
	if x.starts == nil {
		return x.settled
	}
	beginning := hash >> x.shift
	return x.settled[x.starts[beginning]:x.starts[beginning+1]]
}

// mergeInto merges two sorted runs from the back: the first n of to, and more, whose place
// is behind them.
func mergeInto(to []uint64, n int, more []uint64) {
	i, j := n-1, len(more)-1
	for at := len(to) - 1; j >= 0; at-- {
		if i >= 0 && to[i] > more[j] {
			to[at] = to[i]
			i--
		} else {
			to[at] = more[j]
			j--
		}
	}
}

// find returns the postings of a key in both runs.
func (x *index) find(hash uint64) (settled, fresh []uint64) {
	return run(x.near(hash), hash), run(x.fresh, hash)
}

func run(postings []uint64, hash uint64) []uint64 {
	from, _ := slices.BinarySearch(postings, hash)
	to := from
	if to < len(postings) && postings[to]|rowMask == hash|rowMask {
		n, _ := slices.BinarySearch(postings[from:], hash|rowMask)
		to = from + n
		if to < len(postings) && postings[to] == hash|rowMask {
			to++
		}
	}
	return postings[from:to]
}

// rarity is how much it says to have a key in common that so many of all rows have.
func rarity(have, all int) float32 {
	return float32(math.Log2(1 + float64(all)/float64(max(have, 1))))
}
