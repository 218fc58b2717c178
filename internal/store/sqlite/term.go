package sqlite

import (
	"encoding/binary"
	"slices"
)

// maxCachedTerms bounds the part of the dictionary that is kept in memory: about 30 MB.
const maxCachedTerms = 300_000

// termPending holds the terms that a running transaction looked up or made.
type termPending map[string]int64

// termCache remembers the numbers of committed terms in two generations: when the
// young one is full it becomes the old one, and what nobody asks for any more goes.
type termCache struct{ young, old termPending }

func newTermCache() termCache { return termCache{young: termPending{}, old: termPending{}} }

func (c *termCache) get(name string) (int64, bool) {
	if k, ok := c.young[name]; ok {
		return k, true
	}
	k, ok := c.old[name]
	if ok {
		c.put(name, k)
	}
	return k, ok
}

func (c *termCache) put(name string, k int64) {
	if len(c.young) >= maxCachedTerms/2 {
		c.young, c.old = termPending{}, c.young
	}
	c.young[name] = k
}

func (c *termCache) merge(p termPending) {
	for name, k := range p {
		c.put(name, k)
	}
}

// term returns the number of a posting term, a new one where it has none yet.
func (t *tx) term(name string) (int64, error) {
	if k, ok := t.w.terms.get(name); ok {
		return k, nil
	}
	if k, ok := t.terms[name]; ok {
		return k, nil
	}
	var k int64
	ok, err := t.get(`SELECT k FROM term WHERE name = ?`, []any{name}, &k)
	if err != nil {
		return 0, err
	}
	if !ok {
		if _, err := t.get(`INSERT INTO term (name) VALUES (?) RETURNING k`, []any{name}, &k); err != nil {
			return 0, err
		}
	}
	t.terms[name] = k
	return k, nil
}

// termNumbers returns the numbers of several terms, ascending, each once.
func (t *tx) termNumbers(names []string) ([]int64, error) {
	ks := make([]int64, 0, len(names))
	for _, name := range names {
		k, err := t.term(name)
		if err != nil {
			return nil, err
		}
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return slices.Compact(ks), nil
}

// packNumbers writes ascending numbers as varints of their differences.
func packNumbers(ks []int64) []byte {
	out := make([]byte, 0, 2*len(ks))
	last := int64(0)
	for _, k := range ks {
		out = binary.AppendUvarint(out, uint64(k-last))
		last = k
	}
	return out
}

// unpackNumbers reads what packNumbers wrote; what follows a damaged byte is lost.
func unpackNumbers(b []byte) []int64 {
	var out []int64
	last := int64(0)
	for len(b) > 0 {
		d, n := binary.Uvarint(b)
		if n <= 0 {
			break
		}
		last += int64(d)
		out = append(out, last)
		b = b[n:]
	}
	return out
}
