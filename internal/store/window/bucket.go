package window

import (
	"cmp"
	"slices"
	"strings"
)

// bucket is the rows of one day, or the undated ones, numbered as they came.
type bucket[V any] struct {
	ids      []string
	gone     []bool   // dropped; what came in its place has another number
	turn     []uint32 // of a row: whose turn is first where not all of a key's are looked at
	values   []*Row[V]
	postings index
	signs    signs
	used     int

	// What rows have in common with the report asked for, while a query runs.
	shared []uint16
	rank   []float32
}

// add numbers a row, or returns maxRow when there are no numbers left.
func (b *bucket[V]) add(report string, keys []string, of Signs, sorted bool) uint32 {
	row := uint32(len(b.ids))
	if row == maxRow {
		return maxRow
	}
	b.ids, b.gone, b.values = append(b.ids, report), append(b.gone, false), append(b.values, nil)
	b.turn = append(b.turn, uint32(keyHash(report)>>32))
	b.shared, b.rank = append(b.shared, 0), append(b.rank, 0)
	b.signs.add(of)
	b.postings.add(row, keys, sorted)
	return row
}

func (b *bucket[V]) drop(row uint32) { b.gone[row], b.values[row] = true, nil }

// newest returns at most n rows of the postings of a key (0 is all), by whose turn it is if there are more.
func (b *bucket[V]) newest(postings [2][]uint64, n int, buffer []uint32) []uint32 {
	out := buffer[:0]
	for _, run := range postings {
		for _, p := range run {
			if row := uint32(p & rowMask); !b.gone[row] {
				out = append(out, row)
			}
		}
	}
	if n > 0 && len(out) > n {
		out = b.first(out, n)
	}
	return out
}

// first returns those n of rows whose turn is first. Turns are spread evenly, so that a
// limit a little above n of them leaves few to be sorted.
func (b *bucket[V]) first(rows []uint32, n int) []uint32 {
	limit := uint64(n) << 32 / uint64(len(rows)) * 5 / 4
	early := make([]uint32, 0, n*3/2)
	for _, row := range rows {
		if uint64(b.turn[row]) < limit {
			early = append(early, row)
		}
	}
	if len(early) < n { // they happened not to be spread evenly
		early = rows
	}
	slices.SortFunc(early, b.before)
	return early[:n]
}

// before orders rows by whose turn it is.
func (b *bucket[V]) before(x, y uint32) int {
	if c := cmp.Compare(b.turn[x], b.turn[y]); c != 0 {
		return c
	}
	return strings.Compare(b.ids[x], b.ids[y])
}
