package cluster

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func noMemory() *memory {
	return &memory{map[string][]byte{}, map[string][]string{}, map[string]string{}, map[string]Group{}, map[string]string{}}
}

// A Settler that forgets most of what it knew decides as one that remembers all.
func TestForgettingChangesNothing(t *testing.T) {
	docs := corpus(t)
	want := described(Groups(itemsOf(docs)))
	for _, most := range []int{1, 5, 1000} {
		m := noMemory()
		s := NewSettler(m)
		s.most = most
		for _, i := range rand.New(rand.NewPCG(uint64(most), 2)).Perm(len(docs)) {
			m.add(docs[i])
			ch, err := s.Settle(t.Context(), []string{docs[i].ID})
			if err != nil {
				t.Fatal(err)
			}
			m.apply(ch)
		}
		if diff := cmp.Diff(want, m.described(docs)); diff != "" {
			t.Errorf("remembering %d (-all at once +one by one):\n%s", most, diff)
		}
	}
}

// What is known of pairs is the same on both sides, whatever is forgotten between.
func TestBothSidesKnowTheSame(t *testing.T) {
	m := newRemembered()
	rnd := rand.New(rand.NewPCG(6, 7))
	names := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	want := map[[2]string]float32{}
	for range 2000 {
		x, y := names[rnd.IntN(len(names))], names[rnd.IntN(len(names))]
		if x == y {
			m.forget(x)
			for pair := range want {
				if pair[0] == x || pair[1] == x {
					delete(want, pair)
				}
			}
			continue
		}
		score := rnd.Float32()
		m.know(m.node(x), m.node(y), score, score > 0.5)
		want[[2]string{x, y}], want[[2]string{y, x}] = score, score
	}
	got := map[[2]string]float32{}
	for report, n := range m.number {
		for _, l := range m.nodes[n].near {
			got[[2]string{report, m.nodes[l.other()].report}] = l.score
			if l.holds() != (l.score > 0.5) {
				t.Errorf("%s and %s: score %v, holds %v", report, m.nodes[l.other()].report, l.score, l.holds())
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
}
