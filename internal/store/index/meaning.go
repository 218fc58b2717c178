package index

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/meaning"
	"github.com/dragoman-news/dragoman/internal/store"
)

// LikeVector checks and prepares what a query by meaning compares with.
func LikeVector(q store.LikeQuery) (meaning.Query, error) {
	vector, ok := meaning.NewQuery(q.Vector)
	switch {
	case q.Model == "":
		return vector, invalid("a query by meaning does not say which model made its vector", "")
	case !ok:
		return vector, invalid("what is searched has no words, so it has no meaning to compare", "search for a word or a sentence")
	}
	return vector, nil
}

// Near reports whether a cosine is enough for a query.
func Near(q store.LikeQuery, cosine float64) bool { return q.Least <= 0 || cosine >= q.Least }

// FuseLimit is how many hits, the best by words, meaning has a say in.
const FuseLimit = 200

// fuseRank is the constant of reciprocal rank fusion: the larger, the less the first
// places count. 60 is the value of its authors (Cormack, Clarke, Büttcher 2009).
const fuseRank = 60

// Fused is a hit of a query by words after its meaning has been looked at.
type Fused struct {
	Hit   int     // its place by words
	Score float64 // the sum of the reciprocals of both ranks
}

// Fuse orders n hits that are given in their order by words. cosines are how near
// in meaning the first of them are, and known says of which that is known; the
// others have the same rank by meaning as by words. Equals keep their order by words.
func Fuse(n int, cosines []float64, known []bool) []Fused {
	byMeaning := make([]int, n)
	var places, ordered []int
	for i := range n {
		byMeaning[i] = i
		if i < len(known) && known[i] {
			places = append(places, i)
		}
	}
	ordered = slices.Clone(places)
	slices.SortStableFunc(ordered, func(a, b int) int { return cmp.Compare(cosines[b], cosines[a]) })
	for k, i := range ordered {
		byMeaning[i] = places[k] // they share out the places that they had
	}
	out := make([]Fused, n)
	for i := range out {
		out[i] = Fused{i, 1/float64(fuseRank+1+i) + 1/float64(fuseRank+1+byMeaning[i])}
	}
	slices.SortStableFunc(out, func(a, b Fused) int { return cmp.Compare(b.Score, a.Score) })
	return out
}
