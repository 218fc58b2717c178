package phrase

import (
	"cmp"
	"slices"
	"sort"
)

// Compact is a Table for millions of phrases that lead to numbers: it keeps hashes in
// the place of words. It has no stems.
type Compact struct {
	rows  []compactRow
	first map[uint64]uint8 // hash of the first key of a phrase: the most tokens of such a phrase
}

type compactRow struct {
	hash  uint64
	value uint32
}

// maxCompact is how many tokens of a phrase are told apart at most; a Chinese name has
// one for each letter. Longer phrases are left out.
const maxCompact = 64

// Add puts a phrase in. A phrase without a word, or of more than 64, is left out.
// Settle must be called before the first look-up.
func (c *Compact) Add(phrase string, value uint32) {
	toks := Tokens(phrase)
	if len(toks) == 0 || len(toks) > maxCompact {
		return
	}
	if c.first == nil {
		c.first = make(map[uint64]uint8)
	}
	h := compactSeed.with(toks[0].Key)
	if f := uint64(h); c.first[f] < uint8(len(toks)) {
		c.first[f] = uint8(len(toks))
	}
	for _, t := range toks[1:] {
		h = h.with(t.Key)
	}
	c.rows = append(c.rows, compactRow{uint64(h), value})
}

// Settle makes what was added ready to be looked up.
func (c *Compact) Settle() {
	slices.SortFunc(c.rows, func(a, b compactRow) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.value, b.value))
	})
	c.rows = slices.Clip(slices.Compact(c.rows))
}

// Len is how many phrases there are, each counted once for every number it leads to.
func (c *Compact) Len() int { return len(c.rows) }

// At returns the longest phrase that begins with token i, N 0 if there is none. Its
// values come in their order.
func (c *Compact) At(s string, toks []Token, i int) Match[uint32] {
	if len(c.rows) == 0 {
		return Match[uint32]{}
	}
	m := c.at(toks, i, toks[i].Key)
	if m.N > 0 {
		return m
	}
	for _, f := range toks[i].Forms(s) {
		if m := c.at(toks, i, f.Key); m.N > 0 {
			m.Drop, m.Future = f.Drop, f.Future
			return m
		}
	}
	return m
}

func (c *Compact) at(toks []Token, i int, key string) Match[uint32] {
	var best Match[uint32]
	h := compactSeed.with(key)
	most := min(int(c.first[uint64(h)]), len(toks)-i)
	for n := 1; n <= most; n++ {
		if n > 1 {
			if broken(toks[i+n-1 : i+n]) {
				break
			}
			h = h.with(toks[i+n-1].Key)
		}
		if v := c.values(uint64(h)); v != nil {
			best = Match[uint32]{N: n, Values: v}
		}
	}
	return best
}

func (c *Compact) values(hash uint64) []uint32 {
	var out []uint32
	for at := sort.Search(len(c.rows), func(i int) bool { return c.rows[i].hash >= hash }); at < len(c.rows) && c.rows[at].hash == hash; at++ {
		out = append(out, c.rows[at].value)
	}
	return out
}

// hash64 is FNV-1a, of several keys one after the other.
type hash64 uint64

const (
	compactSeed hash64 = 14695981039346656037
	fnvPrime    hash64 = 1099511628211
)

func (h hash64) with(key string) hash64 {
	for i := range len(key) {
		h = (h ^ hash64(key[i])) * fnvPrime
	}
	return (h ^ ' ') * fnvPrime
}
