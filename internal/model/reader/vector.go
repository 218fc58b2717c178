package reader

import "math"

// pooling is the mean over the tokens of several sequences.
type pooling struct {
	tokens int
	state  []float32
}

// add takes in a sequence of so many tokens by the mean of its states.
func (p *pooling) add(state []float32, tokens int) {
	if tokens == 0 {
		return
	}
	if p.state == nil {
		p.state = make([]float32, len(state))
	}
	p.tokens += tokens
	share := float32(tokens) / float32(p.tokens)
	for i, v := range state {
		p.state[i] += (v - p.state[i]) * share
	}
}

// vector turns a pooled state into what is kept: at length 1, the mean of all
// sentences taken off, turned onto the axes on which sentences differ most, and then
// in whole numbers of which the largest is 127.
func (r *Reader) vector(pooled []float32) []int8 {
	if len(pooled) == 0 {
		return nil
	}
	u := scaled(pooled)
	if r.mean != nil {
		for i := range u {
			u[i] -= r.mean[i]
		}
	}
	if r.axes != nil {
		turned := make([]float32, len(r.axes))
		for k, axis := range r.axes {
			turned[k] = r.kernel.Dot(axis, u)
		}
		u = turned
	}
	var top float32
	for _, v := range u {
		top = max(top, abs(v))
	}
	if top == 0 {
		return nil
	}
	out := make([]int8, len(u))
	for i, v := range u {
		out[i] = int8(math.RoundToEven(float64(127 * v / top)))
	}
	return out
}

// scaled is a copy of v at length 1.
func scaled(v []float32) []float32 {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	f := float32(1)
	if sum > 0 {
		f = float32(1 / math.Sqrt(sum))
	}
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = x * f
	}
	return out
}

func abs(x float32) float32 {
	if x < 0 {
		return -x
	}
	return x
}
