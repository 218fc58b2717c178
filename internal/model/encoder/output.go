package encoder

import (
	"math"

	"github.com/dragoman-news/dragoman/internal/model/weights"
)

// Output is what the network says about one sequence. Its slices hold until
// the function that was given it returns.
type Output struct {
	heads  *Heads
	states []float32
	pooled []float32 // empty until asked for
	vector []float32
	logits []float32
}

func (o *Output) set(h *Heads, states []float32) {
	o.heads, o.states, o.pooled = h, states, o.pooled[:0]
}

// Len is the number of tokens, <s> and </s> among them.
func (o *Output) Len() int { return len(o.states) / o.heads.head.Hidden }

// State is the final state of a token.
func (o *Output) State(token int) []float32 {
	h := o.heads.head.Hidden
	return o.states[token*h : (token+1)*h]
}

// Pooled is the mean of the states of all tokens.
func (o *Output) Pooled() []float32 {
	if len(o.pooled) > 0 {
		return o.pooled
	}
	o.pooled = grow(o.pooled, o.heads.head.Hidden)
	clear(o.pooled)
	for t := range o.Len() {
		for i, v := range o.State(t) {
			o.pooled[i] += v
		}
	}
	for i := range o.pooled {
		o.pooled[i] /= float32(o.Len())
	}
	return o.pooled
}

// Vector is the pooled state at length 1: the vector of a sentence.
func (o *Output) Vector() []float32 {
	p := o.Pooled()
	o.vector = grow(o.vector, len(p))
	length := math.Sqrt(float64(o.heads.k.Dot(p, p)))
	if length == 0 {
		length = 1
	}
	for i, v := range p {
		o.vector[i] = v / float32(length)
	}
	return o.vector
}

// Logits are the numbers of a task, by its place in the header: one for each
// label of a sentence task; for tags and flags so many for each token, one
// token after the other. The next call overwrites them.
func (o *Output) Logits(task int) []float32 {
	t := &o.heads.tasks[task]
	rows := o.states
	if t.Kind == weights.Sentence {
		rows = o.Pooled()
	}
	h, n := o.heads.head.Hidden, len(t.b)
	o.logits = grow(o.logits, len(rows)/h*n)
	for r := range len(rows) / h {
		for i, b := range t.b {
			o.logits[r*n+i] = o.heads.k.Dot(rows[r*h:(r+1)*h], t.w[i*h:(i+1)*h]) + b
		}
	}
	return o.logits
}
