package cluster

import "slices"

// The numbers of copy detection. docs/stories.md says how they were measured.
const (
	shingleWords = 3   // words, or characters where words are not marked
	shingleKeep  = 512 // at most so many hashes are kept; fewer are exact
	bands        = 28  // of the signature; each is a posting key
	bandRows     = 3
	bins         = bands * bandRows // of the one-permutation minhash
	signWords    = 8                // a text with fewer content words has no signature
)

// shingles returns the distinct hashes of all runs of three words, thinned to at
// most shingleKeep by keeping those divisible by 2^shift: two rows thinned so can
// be compared at the coarser shift, without bias.
func shingles(ws []word) (kept []uint32, shift uint8) {
	n := min(shingleWords, len(ws))
	if n == 0 {
		return nil, 0
	}
	all := make([]uint32, 0, len(ws))
	for i := range len(ws) - n + 1 {
		h := uint64(fnvOffset)
		for _, w := range ws[i : i+n] {
			h = mix64(h ^ uint64(w.hash))
		}
		all = append(all, uint32(h))
	}
	slices.Sort(all)
	all = slices.Compact(all)
	for len(all) > shingleKeep {
		shift++
		all = slices.DeleteFunc(all, func(h uint32) bool { return h&(1<<shift-1) != 0 })
	}
	return slices.Clip(all), shift
}

// signature returns the LSH bands of a text: a one-permutation minhash (Li, Owen
// and Zhang 2012) of its words of four letters and more, or of its pairs of characters, with
// empty bins filled by rotation (Shrivastava and Li 2014), three bins a band.
// Single words rather than shingles, because a fifth of the words edited leaves
// two thirds of the words in common, but only a third of the shingles.
func signature(ws []word) []uint32 {
	const empty = ^uint32(0)
	var sig [bins]uint32
	for i := range sig {
		sig[i] = empty
	}
	n := 0
	for i, w := range ws {
		h := uint64(w.hash)
		switch {
		case w.single:
			if i == 0 || !ws[i-1].single {
				continue
			}
			h ^= uint64(ws[i-1].hash) << 32
		case w.runes < 4 && !w.digit:
			continue
		}
		n++
		h = mix64(h)
		if bin := h >> 32 * bins >> 32; uint32(h) < sig[bin] {
			sig[bin] = uint32(h)
		}
	}
	if n < signWords {
		return nil
	}
	out := make([]uint32, bands)
	for b := range out {
		h := uint64(b)
		for r := range bandRows {
			h = mix64(h ^ uint64(filled(&sig, b*bandRows+r, empty)))
		}
		out[b] = uint32(h)
	}
	return out
}

// filled returns a bin of a signature, an empty one as the next full one shifted
// by its distance.
func filled(sig *[bins]uint32, i int, empty uint32) uint32 {
	for d := range bins {
		if v := sig[(i+d)%bins]; v != empty {
			return mix32(v + uint32(d)*0x9e3779b9)
		}
	}
	return empty
}

// overlap compares the shingles of two items: the share of the union, and of the
// smaller one, that they have in common.
func overlap(a, b *Item) (jaccard, contained float64) {
	shift := max(a.Shift, b.Shift)
	maskBits := uint32(1)<<shift - 1
	var both, na, nb int
	x, y := a.Shingles, b.Shingles
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case j == len(y) || i < len(x) && x[i] < y[j]:
			na += keptAt(x[i], maskBits)
			i++
		case i == len(x) || y[j] < x[i]:
			nb += keptAt(y[j], maskBits)
			j++
		default:
			k := keptAt(x[i], maskBits)
			both, na, nb = both+k, na+k, nb+k
			i, j = i+1, j+1
		}
	}
	if both == 0 {
		return 0, 0
	}
	return float64(both) / float64(na+nb-both), float64(both) / float64(min(na, nb))
}

func keptAt(h, mask uint32) int {
	if h&mask == 0 {
		return 1
	}
	return 0
}
