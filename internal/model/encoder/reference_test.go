package encoder_test

import (
	"math"
	"testing"

	"github.com/dragoman-news/dragoman/internal/model/weights"
)

// reference is the network written as plainly as can be, in float64, from the
// weights as numbers: nothing is quantised but what is so in the file.
type reference struct {
	t *testing.T
	f *weights.File
	h weights.Header
}

type rows [][]float64

func (r reference) floats(name string, shape ...int) []float32 {
	v, err := r.f.Floats(name, shape...)
	if err != nil {
		r.t.Fatal(err)
	}
	return v
}

// linear is x times the matrix of that name, and its bias.
func (r reference) linear(x rows, name string, n int) rows {
	cols := len(x[0])
	w, scale, err := r.f.Ints(name+".w", n, cols)
	if err != nil {
		r.t.Fatal(err)
	}
	bias := r.floats(name+".b", n)
	out := make(rows, len(x))
	for t := range x {
		out[t] = make([]float64, n)
		for i := range n {
			sum := float64(bias[i])
			for c, v := range x[t] {
				sum += v * float64(int8(w[i*cols+c])) * float64(scale[i])
			}
			out[t][i] = sum
		}
	}
	return out
}

func (r reference) norm(x, y rows, name string) {
	w, b := r.floats(name+".w", r.h.Hidden), r.floats(name+".b", r.h.Hidden)
	n := float64(r.h.Hidden)
	for t := range x {
		var mean, square float64
		for i := range x[t] {
			x[t][i] += y[t][i]
			mean += x[t][i] / n
		}
		for _, v := range x[t] {
			square += (v - mean) * (v - mean) / n
		}
		for i, v := range x[t] {
			x[t][i] = (v-mean)/math.Sqrt(square+r.h.Eps)*float64(w[i]) + float64(b[i])
		}
	}
}

func (r reference) attention(qkv rows) rows {
	h, d := r.h.Hidden, r.h.Hidden/r.h.Heads
	out := make(rows, len(qkv))
	for t := range qkv {
		out[t] = make([]float64, h)
		for head := range r.h.Heads {
			p, sum := make([]float64, len(qkv)), 0.0
			for j := range qkv {
				for c := head * d; c < head*d+d; c++ {
					p[j] += qkv[t][c] * qkv[j][h+c]
				}
				p[j] = math.Exp(p[j])
				sum += p[j]
			}
			for j := range qkv {
				for c := head * d; c < head*d+d; c++ {
					out[t][c] += p[j] / sum * qkv[j][2*h+c]
				}
			}
		}
	}
	return out
}

// run returns the final states of one sequence.
func (r reference) run(ids []int32) rows {
	h := r.h.Hidden
	words, err := r.f.Table("emb.word", r.h.Pieces, h)
	if err != nil {
		r.t.Fatal(err)
	}
	pos := r.floats("emb.pos", r.h.Positions, h)
	x, y, word := make(rows, len(ids)), make(rows, len(ids)), make([]float32, h)
	for t, id := range ids {
		words.Row(word, int(id))
		x[t], y[t] = make([]float64, h), make([]float64, h)
		for i := range h {
			x[t][i], y[t][i] = float64(word[i]), float64(pos[t*h+i])
		}
	}
	r.norm(x, y, "emb.ln")
	for l := range r.h.Layers {
		qkv := r.linear(x, weights.Layer(l, "qkv"), 3*h)
		r.norm(x, r.linear(r.attention(qkv), weights.Layer(l, "ao"), h), weights.Layer(l, "aln"))
		inner := r.linear(x, weights.Layer(l, "fi"), r.h.FFN)
		for t := range inner {
			for i, v := range inner[t] {
				inner[t][i] = v * (1 + math.Erf(v/math.Sqrt2)) / 2
			}
		}
		r.norm(x, r.linear(inner, weights.Layer(l, "fo"), h), weights.Layer(l, "oln"))
	}
	return x
}

// pooled is the mean of the states.
func pooled(x rows) []float64 {
	out := make([]float64, len(x[0]))
	for _, state := range x {
		for i, v := range state {
			out[i] += v / float64(len(x))
		}
	}
	return out
}

// logits are those of a task for one row.
func (r reference) logits(task weights.Task, x []float64) []float64 {
	w := r.floats("head."+task.Name+".w", len(task.Labels), r.h.Hidden)
	b := r.floats("head."+task.Name+".b", len(task.Labels))
	out := make([]float64, len(b))
	for i := range out {
		out[i] = float64(b[i])
		for c, v := range x {
			out[i] += v * float64(w[i*r.h.Hidden+c])
		}
	}
	return out
}

func cosine(a []float64, b []float32) float64 {
	var ab, aa, bb float64
	for i, v := range a {
		ab += v * float64(b[i])
		aa += v * v
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

func length(v []float32) float64 {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return math.Sqrt(sum)
}
