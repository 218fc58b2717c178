package cluster

import (
	"math/rand/v2"
	"testing"
)

// naive joins the best pair of groups, again and again, computing each mean anew.
func naive(scores [][]float64) []int {
	n := len(scores)
	member := make([]int, n)
	for i := range member {
		member[i] = i
	}
	mean := func(a, b int) float64 {
		sum, pairs := 0.0, 0
		for i := range n {
			for j := range n {
				if member[i] == a && member[j] == b {
					sum += scores[i][j]
					pairs++
				}
			}
		}
		if pairs == 0 {
			return -1
		}
		return sum / float64(pairs)
	}
	for {
		bestA, bestB, top := -1, -1, 0.0
		for a := range n {
			for b := a + 1; b < n; b++ {
				if m := mean(a, b); m > top+1e-12 {
					bestA, bestB, top = a, b, m
				}
			}
		}
		if bestA < 0 {
			return member
		}
		for i := range member {
			if member[i] == bestB {
				member[i] = bestA
			}
		}
	}
}

func TestLinkageAgreesWithTheDefinition(t *testing.T) {
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		const n = 24
		scores := make([][]float64, n)
		for i := range scores {
			scores[i] = make([]float64, n)
			for j := range scores[i] {
				scores[i][j] = -maxScore // pairs that nobody judged
			}
		}
		l := newLinkage(n)
		for i := range n {
			for j := range i {
				if rnd.IntN(3) > 0 {
					continue
				}
				s := 4 - 8*rnd.Float64()
				if i/6 == j/6 {
					s += 3 // planted groups of six
				}
				scores[i][j], scores[j][i] = s, s
				l.put(i, j, s)
			}
		}
		l.run()
		for i, want := range naive(scores) {
			if got := l.find(i); got != want {
				t.Fatalf("seed %d: point %d is in group %d, want %d", seed, i, got, want)
			}
		}
	}
}
