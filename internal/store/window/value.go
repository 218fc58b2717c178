package window

// maxDecoded is how many decoded rows are kept. A row that is asked for and not among them is
// read from the store.
const maxDecoded = 40_000

// values keeps the decoded rows that were used last, nearly: a hand goes round and lets go of
// those that nobody used since it came by.
type values[V any] struct {
	most int
	ring []*Row[V]
	hand int
}

// keep adds a row that has its place in a bucket.
func (c *values[V]) keep(r *Row[V]) {
	r.in.values[r.at] = r
	if len(c.ring) < c.most {
		c.ring = append(c.ring, r)
		return
	}
	for c.ring[c.hand].used {
		c.ring[c.hand].used = false
		c.hand = (c.hand + 1) % len(c.ring)
	}
	old := c.ring[c.hand]
	if int(old.at) < len(old.in.values) && old.in.values[old.at] == old { // else its bucket was let go of
		old.in.values[old.at] = nil
	}
	c.ring[c.hand] = r
	c.hand = (c.hand + 1) % len(c.ring)
}
