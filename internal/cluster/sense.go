package cluster

import (
	"math"
	"math/bits"

	"github.com/dragoman-news/dragoman/internal/news"
)

// maxSense bounds the values of a vector that are kept: no reading model has more.
const maxSense = 1024

// sense keeps of the vector of title and lead the sign of each value. Two vectors at an angle differ in that share of their signs
// which the angle is of half a turn (Charikar 2002), so 32 bytes of 256 give the cosine to within some hundredths, and a row of a million stays small.
func (it *Item) sense(r *news.Reading) {
	if r == nil || len(r.Lead) == 0 || len(r.Lead) > maxSense {
		return
	}
	it.Model = hashString("model " + r.Model)
	it.Sense = make([]uint64, (len(r.Lead)+63)/64)
	for i, v := range r.Lead {
		if v > 0 {
			it.Sense[i/64] |= 1 << (i % 64)
		}
	}
}

// unlike is the cosine that title and lead of two reports of different things have at most, as a rule: so much says nothing. Across languages the nearest
// of those that are not of one thing lie nearer than within one, by what is left of topic.
const (
	unlike       = 0.5
	unlikeAcross = 0.55
)

// Signs are the signs of the vector of a report's title and lead, and whose weights the vector is by.
type Signs struct {
	Model uint32 // 0 for none
	Bits  []uint64
}

// Signs returns those of an item.
func (it *Item) Signs() Signs { return Signs{it.Model, it.Sense} }

// Differ counts the signs that are not the same; ok is false where there is nothing to compare.
func (s Signs) Differ(o Signs) (differ int, ok bool) {
	if s.Model == 0 || s.Model != o.Model || len(s.Bits) != len(o.Bits) {
		return 0, false
	}
	for i, b := range s.Bits {
		differ += bits.OnesCount64(b ^ o.Bits[i])
	}
	return differ, true
}

// SignWeight returns how much it counts that no more than so many of all signs differ, as KeyWeight does for a key: two short reports that lack names and words in common are
// compared for what title and lead mean. That alone is not Enough, for without any key in common no pair was ever joined.
func SignWeight(differ, all int) int {
	if differ*nearPart < all {
		return nearWeight
	}
	return 0
}

const (
	nearPart   = 3 // fewer than one sign in three differs: a cosine above 0.5
	nearWeight = 2
)

// Weight returns what the signs of two reports weigh beside their keys in common.
func (s Signs) Weight(o Signs) int {
	differ, ok := s.Differ(o)
	if !ok {
		return 0
	}
	return SignWeight(differ, 64*len(s.Bits))
}

// meaningOf is how much more alike two reports are than two that tell of different things.
func meaningOf(a, b *Item) float64 {
	differ, ok := a.Signs().Differ(b.Signs())
	if !ok {
		return 0
	}
	cosine := math.Cos(math.Pi * float64(differ) / float64(64*len(a.Sense)))
	if a.Lang != b.Lang {
		return cosine - unlikeAcross
	}
	return cosine - unlike
}
