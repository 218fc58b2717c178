package phrase

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// Compact is a Table for millions of phrases that lead to numbers: it keeps hashes in
// the place of words. It has no stems.
type Compact struct {
	rows  []compactRow // phrases, and what they lead to
	first []compactRow // first keys of phrases, and the most tokens of such a phrase
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
	h := compactSeed.with(toks[0].Key)
	c.first = append(c.first, compactRow{uint64(h), uint32(len(toks))})
	for _, t := range toks[1:] {
		h = h.with(t.Key)
	}
	c.rows = append(c.rows, compactRow{uint64(h), value})
}

// Settle makes what was added ready to be looked up.
func (c *Compact) Settle() {
	slices.SortFunc(c.rows, compareRows)
	c.rows = slices.Clip(slices.Compact(c.rows))
	slices.SortFunc(c.first, func(a, b compactRow) int { return compareRows(b, a) }) // the longest first
	c.first = slices.CompactFunc(c.first, func(a, b compactRow) bool { return a.hash == b.hash })
	slices.Reverse(c.first)
	c.first = slices.Clone(c.first) // most names begin as another does
}

func compareRows(a, b compactRow) int {
	return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.value, b.value))
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
	most := 0
	if at, ok := find(c.first, uint64(h)); ok {
		most = min(int(c.first[at].value), len(toks)-i)
	}
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
	at, _ := find(c.rows, hash)
	for ; at < len(c.rows) && c.rows[at].hash == hash; at++ {
		out = append(out, c.rows[at].value)
	}
	return out
}

// find is where the rows of a hash begin, and whether there is one.
func find(rows []compactRow, hash uint64) (at int, ok bool) {
	return slices.BinarySearchFunc(rows, hash, func(r compactRow, h uint64) int { return cmp.Compare(r.hash, h) })
}

// Append writes c, which was settled, for ReadCompact.
func (c *Compact) Append(b []byte) []byte {
	for _, rows := range [][]compactRow{c.rows, c.first} {
		b = binary.LittleEndian.AppendUint64(b, uint64(len(rows)))
		for _, r := range rows {
			b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint64(b, r.hash), r.value)
		}
	}
	return b
}

// rowBytes is what a row takes where it is written.
const rowBytes = 12

// ReadCompact reads what Append wrote, and returns what follows it; ok is false when
// that is cut short. That it is otherwise as it was is for the caller to know.
func ReadCompact(b []byte) (c *Compact, rest []byte, ok bool) {
	c = &Compact{}
	for _, rows := range []*[]compactRow{&c.rows, &c.first} {
		if len(b) < 8 {
			return nil, nil, false
		}
		n := binary.LittleEndian.Uint64(b)
		if b = b[8:]; n > uint64(len(b)/rowBytes) {
			return nil, nil, false
		}
		*rows = make([]compactRow, n)
		for i := range *rows {
			(*rows)[i] = compactRow{binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint32(b[8:])}
			b = b[rowBytes:]
		}
	}
	return c, b, true
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
