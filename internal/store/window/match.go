package window

import (
	"cmp"
	"slices"
	"strings"
)

// match is a row that has something in common with the report asked for.
type match[V any] struct {
	in     *bucket[V]
	at     uint32
	weight uint16  // of the keys in common
	rank   float32 // how rare they are
}

// posted is a key that is asked for, and who has it.
type posted struct {
	weight int
	says   float32 // its weight, times its rarity
	have   int     // postings, those of dropped rows among them
	in     [][2][]uint64
}

// look finds the postings of the keys of q in each of buckets, the rarest keys first.
func look[V any](buckets []*bucket[V], q Ask) []posted {
	all := 0
	for _, b := range buckets {
		all += len(b.ids)
	}
	runs := make([][2][]uint64, len(q.Keys)*len(buckets))
	keys := make([]posted, 0, len(q.Keys))
	for i, key := range q.Keys {
		hash := keyHash(key)
		k := posted{weight: q.Weigh(key), in: runs[i*len(buckets) : (i+1)*len(buckets)]}
		for j, b := range buckets {
			k.in[j][0], k.in[j][1] = b.postings.find(hash)
			k.have += len(k.in[j][0]) + len(k.in[j][1])
		}
		if k.have > 0 {
			k.says = float32(k.weight) * rarity(k.have, all)
			keys = append(keys, k)
		}
	}
	slices.SortStableFunc(keys, func(a, b posted) int { return cmp.Compare(a.have, b.have) })
	return keys
}

// tally is the rows that have something in common with q, while they are counted.
type tally[V any] struct {
	q      Ask
	met    []match[V]
	enough int // of those that have enough in common
	buffer []uint32
}

// counted is what rows have in common with q: those that have enough by their keys, and those that have less.
type counted[V any] struct {
	q            Ask
	enough, less []match[V]
	whole        bool // no key was left out for any row
}

// plenty is how many rows have to be in before frequent keys bring in no more; more, where more are wanted. Whoever asks
// again for more of the same is answered by what was counted.
const plenty = 512

// count adds up what the rows of buckets have in common with q. Keys that more rows have than q.PerKey bring in
// no row any more as soon as rarer ones brought in plenty; they count for those that are in.
func count[V any](buckets []*bucket[V], q Ask) counted[V] {
	t := tally[V]{q: q}
	whole := true
	for _, k := range look(buckets, q) {
		if q.PerKey > 0 && k.have > q.PerKey && q.Most > 0 && t.enough >= max(q.Most, plenty) {
			t.known(buckets, k)
			whole = false
		} else {
			t.all(buckets, k)
		}
	}
	c := t.counted()
	c.whole = whole
	return c
}

// answers reports whether what was counted answers another question, too: the same one for more or fewer rows, for which
// no other keys would be left out.
func (c *counted[V]) answers(q Ask) bool {
	alike := q.From == c.q.From && q.To == c.q.To && q.Undated == c.q.Undated && q.PerKey == c.q.PerKey && q.Least == c.q.Least &&
		slices.Equal(q.Keys, c.q.Keys)
	if !alike || q.Most == 0 || c.q.Most == 0 {
		return false
	}
	return max(q.Most, plenty) == max(c.q.Most, plenty) || c.whole && q.Most > c.q.Most
}

// all counts a key for the newest rows that have it, as many as q looks at.
func (t *tally[V]) all(buckets []*bucket[V], k posted) {
	left := t.q.PerKey
	for i, b := range buckets { // newest day first
		if t.q.PerKey > 0 && left == 0 {
			return
		}
		t.buffer = b.newest(k.in[i], left, t.buffer)
		left -= min(left, len(t.buffer))
		for _, row := range t.buffer {
			if b.shared[row] == 0 {
				t.met = append(t.met, match[V]{in: b, at: row})
			}
			t.count(b, row, k)
		}
	}
}

// known counts a key for those rows that are in.
func (t *tally[V]) known(buckets []*bucket[V], k posted) {
	for i, b := range buckets {
		for _, run := range k.in[i] {
			for _, p := range run {
				if row := uint32(p & rowMask); b.shared[row] != 0 {
					t.count(b, row, k)
				}
			}
		}
	}
}

func (t *tally[V]) count(b *bucket[V], row uint32, k posted) {
	before := int(b.shared[row])
	b.shared[row] += uint16(k.weight)
	b.rank[row] += k.says
	if before < t.q.Least && before+k.weight >= t.q.Least {
		t.enough++
	}
}

// counted sorts the rows by whether they have enough, and clears what was counted.
func (t *tally[V]) counted() counted[V] {
	c := counted[V]{q: t.q, enough: make([]match[V], 0, t.enough), less: t.met[:0]}
	for _, m := range t.met {
		m.weight, m.rank = m.in.shared[m.at], m.in.rank[m.at]
		m.in.shared[m.at], m.in.rank[m.at] = 0, 0
		if int(m.weight) >= t.q.Least {
			c.enough = append(c.enough, m)
		} else {
			c.less = append(c.less, m)
		}
	}
	return c
}

// matches returns the rows that q asks for, in order. The signs of those are looked at that have too little in common by
// their keys, and so much that they might be among the rows that are wanted.
func (c *counted[V]) matches(q Ask) []match[V] {
	out := slices.Clone(best(c.enough, q.Most))
	bound := float32(-1)
	if q.Most > 0 && len(out) == q.Most {
		bound = out[len(out)-1].rank
	}
	highest := float32(q.near(q.Signs)) * nearRarity
	for _, m := range c.less {
		if highest == 0 || m.rank+highest < bound {
			continue
		}
		if near := q.near(m.in.signs.of(m.at)); int(m.weight)+near >= q.Least {
			m.rank += float32(near) * nearRarity
			out = append(out, m)
		}
	}
	return best(out, q.Most)
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
