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

// meaningOf is how much more alike two reports are than two that tell of different things.
func meaningOf(a, b *Item) float64 {
	if a.Model == 0 || a.Model != b.Model || len(a.Sense) != len(b.Sense) {
		return 0
	}
	differ := 0
	for i, s := range a.Sense {
		differ += bits.OnesCount64(s ^ b.Sense[i])
	}
	cosine := math.Cos(math.Pi * float64(differ) / float64(64*len(a.Sense)))
	if a.Lang != b.Lang {
		return cosine - unlikeAcross
	}
	return cosine - unlike
}
