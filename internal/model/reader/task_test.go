package reader

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/dragoman-news/dragoman/internal/model/weights"
)

// TestBest compares with the best of all sequences of labels that are well formed.
func TestBest(t *testing.T) {
	task := newTask(0, weights.Task{Name: "names", Kind: weights.Tags, Labels: []string{"O", "B-PER", "I-PER", "B-LOC", "I-LOC"}})
	g := rand.New(rand.NewPCG(1, 1))
	n := len(task.labels)
	for range 200 {
		const steps = 5
		logits, glued := make([]float32, steps*n), make([]bool, steps)
		for i := range logits {
			logits[i] = float32(3 * g.NormFloat64())
		}
		for i := range glued {
			glued[i] = g.IntN(3) == 0
		}
		want, top := make([]int, steps), math.Inf(-1)
		labels := make([]int, steps)
		for code := range int(math.Pow(float64(n), steps)) {
			score := 0.0
			for i := range labels {
				labels[i] = code % n
				code /= n
				score += float64(logits[i*n+labels[i]])
			}
			if score > top && wellFormed(task.labels, labels, glued) {
				copy(want, labels)
				top = score
			}
		}
		if got := task.best(logits, glued); !slices.Equal(got, want) {
			t.Errorf("%v, glued %v: got %v, want %v", logits, glued, got, want)
		}
	}
}

// wellFormed says whether each I goes on with its own B or I, and a word with one label.
func wellFormed(names []string, labels []int, glued []bool) bool {
	for i, l := range labels {
		name, before := names[l], "O"
		if i > 0 {
			before = names[labels[i-1]]
		}
		same := name != "O" && before != "O" && name[2:] == before[2:]
		if name[0] == 'I' && !same {
			return false
		}
		if i > 0 && glued[i] && (name[0] == 'B' || !same && name != before) {
			return false
		}
	}
	return true
}
