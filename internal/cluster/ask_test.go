package cluster

import (
	"context"
	"fmt"
	"slices"
	"testing"
)

// ranked is a source of items in the order in which they are candidates, and of how many were asked for.
type ranked struct {
	items []*Item
	asked []int
}

func (r *ranked) Items(context.Context, []string) ([]*Item, error) { return nil, nil }

func (r *ranked) Candidates(_ context.Context, q Query) ([]*Item, error) {
	r.asked = append(r.asked, q.Most)
	return r.items[:min(len(r.items), q.Most)], nil
}

func (r *ranked) Story(context.Context, string) (string, []string, error) { return "", nil, nil }

// A report is judged with more candidates as long as these hold it, and until more hold it than are decided on at once.
func TestAskingGoesOnWhileCandidatesHold(t *testing.T) {
	it := &Item{Report: "asked", Words: 100, Shingles: []uint32{1, 2, 3}}
	for _, c := range []struct {
		name  string
		holds func(i int) bool
		want  []int
		held  int
	}{
		{"none", func(int) bool { return false }, []int{128}, 0},
		{"the first 64", func(i int) bool { return i < 64 }, []int{128}, 64},
		{"all", func(int) bool { return true }, []int{128}, 128},
		{"one in eight of the first 256", func(i int) bool { return i < 256 && i%8 == 0 }, []int{128, 512}, 32},
		{"one in eight, until more than a hundred do", func(i int) bool { return i%8 == 0 }, []int{128, 512, 2048}, 256},
		{"one in nine", func(i int) bool { return i%9 == 0 }, []int{128}, 15},
	} {
		src := &ranked{}
		for i := range 5000 {
			other := &Item{Report: fmt.Sprint("r", i), Words: 100, Shingles: []uint32{9}}
			if c.holds(i) {
				other.Shingles = it.Shingles
			}
			src.items = append(src.items, other)
		}
		closure := newClosure(NewSettler(src), nil)
		if err := closure.ask(t.Context(), it); err != nil {
			t.Fatal(err)
		}
		held := 0
		for _, l := range closure.nodes[closure.node(it.Report)].near {
			if l.holds() {
				held++
			}
		}
		if !slices.Equal(src.asked, c.want) || held != c.held {
			t.Errorf("%s: asked for %v, %d hold it; want %v and %d", c.name, src.asked, held, c.want, c.held)
		}
	}
}
