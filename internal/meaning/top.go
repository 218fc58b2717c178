package meaning

import (
	"cmp"
	"slices"
)

// Scored is something with how near it is.
type Scored[T any] struct {
	Score float64
	Value T
}

// Top keeps the nearest of many. Which they are does not depend on the order in
// which they are added.
type Top[T any] struct {
	n     int
	floor float64 // what has less is not among the n nearest
	full  bool    // floor is known
	prune int     // how many may gather before the far ones are dropped
	kept  []Scored[T]
}

// NewTop returns a Top for the n nearest, all for n of 0 or less.
func NewTop[T any](n int) *Top[T] { return &Top[T]{n: n, prune: max(2*n, 64)} }

// Add takes one more.
func (t *Top[T]) Add(score float64, v T) {
	if t.full && score < t.floor {
		return
	}
	t.kept = append(t.kept, Scored[T]{score, v})
	if t.n > 0 && len(t.kept) >= t.prune {
		t.drop()
		t.prune = max(2*t.n, 64, 2*len(t.kept)) // equals beyond the n-th stay, however many
	}
}

// drop forgets what is farther than the n-th.
func (t *Top[T]) drop() {
	slices.SortFunc(t.kept, func(a, b Scored[T]) int { return cmp.Compare(b.Score, a.Score) })
	t.floor, t.full = t.kept[t.n-1].Score, true
	end := t.n
	for end < len(t.kept) && t.kept[end].Score == t.floor {
		end++
	}
	clear(t.kept[end:])
	t.kept = t.kept[:end]
}

// Nearest returns the nearest, and with the n-th all that are as near, in no
// order: the caller knows how to order equals.
func (t *Top[T]) Nearest() []Scored[T] {
	if t.n > 0 && len(t.kept) > t.n {
		t.drop()
	}
	return t.kept
}
