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

// newest returns at most n rows that have a key (0 is all), by whose turn it is if there are more.
func (b *bucket[V]) newest(hash uint64, n int, buffer []uint32) []uint32 {
	out := buffer[:0]
	settled, fresh := b.postings.find(hash)
	for _, run := range [][]uint64{settled, fresh} {
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

// have counts the postings of a key, those of dropped rows among them.
func (b *bucket[V]) have(hash uint64) int {
	settled, fresh := b.postings.find(hash)
	return len(settled) + len(fresh)
}

// match is a row that has something in common with the report asked for.
type match[V any] struct {
	in   *bucket[V]
	at   uint32
	rank float32 // how rare that is
}

// count adds up what the rows of buckets have in common with q.
func count[V any](buckets []*bucket[V], q Ask) []match[V] {
	all := 0
	for _, b := range buckets {
		all += len(b.ids)
	}
	var met []match[V]
	var buffer []uint32
	for _, key := range q.Keys {
		hash, weight, have := keyHash(key), q.Weigh(key), 0
		for _, b := range buckets {
			have += b.have(hash)
		}
		says := float32(weight) * rarity(have, all)
		left := q.PerKey
		for _, b := range buckets { // newest day first
			if q.PerKey > 0 && left == 0 {
				break
			}
			buffer = b.newest(hash, left, buffer)
			left -= min(left, len(buffer))
			for _, row := range buffer {
				if b.shared[row] == 0 {
					met = append(met, match[V]{in: b, at: row})
				}
				b.shared[row] += uint16(weight)
				b.rank[row] += says
			}
		}
	}
	out := met[:0]
	for _, m := range met {
		weight, near := int(m.in.shared[m.at]), 0
		m.rank = m.in.rank[m.at]
		m.in.shared[m.at], m.in.rank[m.at] = 0, 0
		if weight < q.Least {
			near = q.near(m.in.signs.of(m.at))
		}
		if weight+near >= q.Least {
			m.rank += float32(near) * nearRarity
			out = append(out, m)
		}
	}
	return out
}

// before orders matches by how rare what they have in common is; ties go by whose turn it is.
func (m match[V]) before(o match[V]) int {
	if c := cmp.Compare(o.rank, m.rank); c != 0 {
		return c
	}
	if c := cmp.Compare(m.in.turn[m.at], o.in.turn[o.at]); c != 0 {
		return c
	}
	return strings.Compare(m.in.ids[m.at], o.in.ids[o.at])
}

// best returns the first n of matches in order, all of them if n is 0.
func best[V any](of []match[V], n int) []match[V] {
	if n > 0 && len(of) > 4*n { // far from all are wanted: those that are not among the first of a part are left out
		out := make([]match[V], 0, 2*n)
		var least float32
		for _, m := range of {
			if m.rank < least {
				continue
			}
			if out = append(out, m); len(out) == 2*n {
				slices.SortFunc(out, match[V].before)
				out, least = out[:n], out[n-1].rank
			}
		}
		of = out
	}
	slices.SortFunc(of, match[V].before)
	if n > 0 && len(of) > n {
		of = of[:n]
	}
	return of
}
