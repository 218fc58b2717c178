package cluster

import (
	"cmp"
	"slices"
	"strconv"
)

// How many posting keys of each sort a report has.
const (
	keyNames    = 12
	keyLands    = 3
	keyConcepts = 3
	keyTerms    = 6
	keyNumbers  = 4
)

// Keys returns the posting keys of an item: two reports that may be of one story
// have some in common. They are the bands of the signature (b), names
// of two words that are in no gazetteer (p), entities (e) and telling skeletons (s), pairs of countries (l), countries with notions
// (c), the weightiest words (t) and figures (n). A country alone is no key: it
// would be shared by a large part of a day.
func (it *Item) Keys() []string {
	keys := append(it.copyKeys(), it.nameKeys()...)
	lands := top(it.Lands, keyLands)
	for i, a := range lands {
		for _, b := range lands[i+1:] {
			keys = append(keys, key('l', uint64(min(a, b))<<32|uint64(max(a, b))))
		}
		for _, c := range top(it.Concepts, keyConcepts) {
			keys = append(keys, key('c', uint64(a)<<32|uint64(c)))
		}
	}
	for _, t := range top(it.Terms, keyTerms) {
		keys = append(keys, key('t', uint64(t)))
	}
	for _, n := range it.Numbers[:min(len(it.Numbers), keyNumbers)] {
		keys = append(keys, key('n', uint64(n)))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Enough is what the keys in common must weigh, with SignWeight of the signs, before two reports are
// compared. One word or one notion of one country in common is not enough.
const Enough = 3

// KeyWeight returns how much it counts to have a key in common.
func KeyWeight(key string) int {
	switch key[0] {
	case 'b', 'h': // copies are compared whatever else there is
		return Enough
	case 'p':
		return 3
	case 'e', 's':
		return 2
	}
	return 1
}

func (it *Item) nameKeys() []string {
	var keys []string
	for _, n := range it.Names[:min(len(it.Names), keyNames)] {
		switch {
		case n.ID == 0:
		case n.ID&1 == 0:
			keys = append(keys, key('p', uint64(n.ID)))
		case n.Weight >= 1:
			keys = append(keys, key('e', uint64(n.ID)))
		}
		for _, s := range n.Skels {
			if telling(s) >= 2 {
				keys = append(keys, key('s', uint64(s)))
			}
		}
	}
	for _, s := range it.Lead {
		keys = append(keys, key('s', uint64(s)))
	}
	return keys
}

// top returns the keys of the n weightiest.
func top(ws []Weight, n int) []uint32 {
	s := slices.Clone(ws)
	slices.SortFunc(s, func(a, b Weight) int { return cmp.Or(cmp.Compare(b.W, a.W), cmp.Compare(a.Key, b.Key)) })
	out := make([]uint32, 0, n)
	for _, w := range s[:min(len(s), n)] {
		out = append(out, w.Key)
	}
	return out
}

func key(sort rune, v uint64) string { return string(sort) + strconv.FormatUint(v, 36) }

// copyKeys are the keys under which copies find each other: the bands, or for a
// text too short for a signature its first words' shingles.
func (it *Item) copyKeys() []string {
	keys := make([]string, 0, len(it.Bands)+4)
	for i, h := range it.Bands {
		keys = append(keys, key('b', uint64(i)<<32|uint64(h)))
	}
	if len(it.Bands) == 0 {
		for _, h := range it.Shingles[:min(len(it.Shingles), 4)] {
			keys = append(keys, key('h', uint64(h)))
		}
	}
	return keys
}
