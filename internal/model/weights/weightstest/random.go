package weightstest

import (
	"math"
	"math/rand/v2"

	"github.com/dragoman-news/dragoman/internal/model/weights"
)

// Small is a network that is quick to make and to run.
var Small = weights.Header{
	Name: "small", Hidden: 64, Layers: 2, Heads: 2, FFN: 96, Pieces: 300, Positions: 64, Eps: 1e-12,
	BOS: 0, Pad: 1, EOS: 2, Unknown: 3, Bytes: 4, Vector: 64,
	Tasks: []weights.Task{
		{Name: "names", Kind: weights.Tags, Labels: []string{"O", "B-PER", "I-PER"}},
		{Name: "marks", Kind: weights.Flags, Labels: []string{"quote"}},
		{Name: "types", Kind: weights.Sentence, Labels: []string{"attack", "vote", "meet", "sport"}},
	},
}

// Random returns a file of that shape with random weights of a sensible size:
// every matrix keeps the length of what it multiplies, about.
func Random(h weights.Header, seed uint64) []byte {
	g := generator{rand.New(rand.NewPCG(seed, 7)), nil}
	g.add(Halves("emb.word", g.normal(h.Pieces*h.Hidden, 0.5), h.Pieces, h.Hidden))
	g.add(Floats("emb.pos", g.normal(h.Positions*h.Hidden, 0.1), h.Positions, h.Hidden))
	g.norm("emb.ln", h.Hidden)
	for l := range h.Layers {
		g.matrix(weights.Layer(l, "qkv"), 3*h.Hidden, h.Hidden, h.Hidden)
		g.matrix(weights.Layer(l, "ao"), h.Hidden, h.Hidden, 0)
		g.norm(weights.Layer(l, "aln"), h.Hidden)
		g.matrix(weights.Layer(l, "fi"), h.FFN, h.Hidden, 0)
		g.matrix(weights.Layer(l, "fo"), h.Hidden, h.FFN, 0)
		g.norm(weights.Layer(l, "oln"), h.Hidden)
	}
	for _, t := range h.Tasks {
		n := len(t.Labels)
		g.add(Floats("head."+t.Name+".w", g.normal(n*h.Hidden, 0.05), n, h.Hidden))
		g.add(Floats("head."+t.Name+".b", g.normal(n, 0.1), n))
	}
	return Write(h, g.tensors)
}

type generator struct {
	*rand.Rand
	tensors []Tensor
}

func (g *generator) add(t ...Tensor) { g.tensors = append(g.tensors, t...) }

func (g *generator) normal(n int, size float64) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(g.NormFloat64() * size)
	}
	return v
}

// matrix adds weights and biases; the rows of the queries, if any, come first
// and are divided by the root of a head's width, taken to be 32.
func (g *generator) matrix(name string, rows, cols, queries int) {
	w := g.normal(rows*cols, 1/math.Sqrt(float64(cols)))
	for i := range w[:queries*cols] {
		w[i] /= float32(math.Sqrt(weights.Lane))
	}
	g.add(Ints(name+".w", w, rows, cols)...)
	g.add(Floats(name+".b", g.normal(rows, 0.1), rows))
}

func (g *generator) norm(name string, n int) {
	w := g.normal(n, 0.1)
	for i := range w {
		w[i]++
	}
	g.add(Floats(name+".w", w, n), Floats(name+".b", g.normal(n, 0.1), n))
}
