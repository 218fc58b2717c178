package encoder_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/model/encoder"
	"github.com/dragoman-news/dragoman/internal/model/kernel"
	"github.com/dragoman-news/dragoman/internal/model/weights"
	"github.com/dragoman-news/dragoman/internal/model/weights/weightstest"
	"github.com/dragoman-news/dragoman/internal/news"
)

func parse(t testing.TB, h weights.Header, seed uint64) *weights.File {
	t.Helper()
	f, err := weights.Parse(weightstest.Random(h, seed))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func load(t testing.TB, f *weights.File, k kernel.Kernel) *encoder.Encoder {
	t.Helper()
	e, err := encoder.New(f, k)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// sequences makes sequences of random pieces, of those lengths.
func sequences(h weights.Header, lengths ...int) [][]int32 {
	g := rand.New(rand.NewPCG(1, 2))
	out := make([][]int32, len(lengths))
	for i, n := range lengths {
		for range n {
			out[i] = append(out[i], int32(g.IntN(h.Pieces)))
		}
		out[i][0] = int32(h.BOS)
		out[i][n-1] = int32(h.EOS)
	}
	return out
}

// kernels runs a test on each kernel of this processor.
func kernels(t *testing.T, test func(t *testing.T, k kernel.Kernel)) {
	for _, k := range kernel.All() {
		t.Run(k.Name(), func(t *testing.T) { test(t, k) })
	}
}

// TestLikeReference compares the seven-bit network with one in float64.
func TestLikeReference(t *testing.T) {
	wide := weightstest.Small
	wide.Hidden, wide.Heads, wide.FFN, wide.Layers = 192, 3, 384, 3
	wide.Vector = wide.Hidden
	for _, h := range []weights.Header{weightstest.Small, wide} {
		f := parse(t, h, 3)
		r := reference{t, f, h}
		kernels(t, func(t *testing.T, k kernel.Kernel) {
			e := load(t, f, k)
			input := sequences(h, 2, 17, 1, 40, 64)
			seen := 0
			err := e.Run(&encoder.Workspace{}, input, func(i int, out *encoder.Output) {
				seen++
				want := r.run(input[i])
				if out.Len() != len(want) {
					t.Fatalf("sequence %d of %d tokens has %d states", i, len(want), out.Len())
				}
				for n, state := range want {
					if c := cosine(state, out.State(n)); c < 0.99 {
						t.Errorf("sequence %d, token %d: cosine %.4f", i, n, c)
					}
				}
				if c := cosine(pooled(want), out.Vector()); c < 0.99 {
					t.Errorf("sequence %d: cosine of the vector %.4f", i, c)
				}
				if d := length(out.Vector()); math.Abs(d-1) > 1e-5 {
					t.Errorf("sequence %d: the vector's length is %g", i, d)
				}
				compareLogits(t, r, want, out)
			})
			if err != nil || seen != len(input) {
				t.Errorf("%d of %d sequences seen, error %v", seen, len(input), err)
			}
		})
	}
}

func compareLogits(t *testing.T, r reference, states rows, out *encoder.Output) {
	t.Helper()
	for i, task := range r.h.Tasks {
		x := states
		if task.Kind == weights.Sentence {
			x = rows{pooled(states)}
		}
		got := out.Logits(i)
		if len(got) != len(x)*len(task.Labels) {
			t.Fatalf("%s has %d numbers for %d rows", task.Name, len(got), len(x))
		}
		for n, row := range x {
			for l, want := range r.logits(task, row) {
				if d := math.Abs(want - float64(got[n*len(task.Labels)+l])); d > 0.15 {
					t.Errorf("%s, row %d, %s: off by %.3f", task.Name, n, task.Labels[l], d)
				}
			}
		}
	}
}

// TestAloneAndTogether holds that what a sequence gives does not depend on the
// sequences beside it, nor on what a workspace was used for before.
func TestAloneAndTogether(t *testing.T) {
	h := weightstest.Small
	f := parse(t, h, 4)
	kernels(t, func(t *testing.T, k kernel.Kernel) {
		e := load(t, f, k)
		lengths := []int{5, 64, 3, 31}
		for range 20 { // more than one chunk
			lengths = append(lengths, 50, 7)
		}
		input := sequences(h, lengths...)
		w := &encoder.Workspace{}
		var alone, together [][]float32
		keep := func(to *[][]float32) func(int, *encoder.Output) {
			return func(_ int, out *encoder.Output) {
				*to = append(*to, slices.Clone(out.State(out.Len()-1)), slices.Clone(out.Vector()))
			}
		}
		if err := e.Run(w, input, keep(&together)); err != nil {
			t.Fatal(err)
		}
		for i := range input {
			if err := e.Run(w, input[i:i+1], keep(&alone)); err != nil {
				t.Fatal(err)
			}
		}
		for i := range alone {
			if !slices.Equal(alone[i], together[i]) {
				t.Errorf("sequence %d, of %d tokens, differs in company", i/2, lengths[i/2])
			}
		}
	})
}

func TestBadSequences(t *testing.T) {
	h := weightstest.Small
	e := load(t, parse(t, h, 5), kernel.Plain{})
	for name, ids := range map[string][]int32{
		"empty":                       {},
		"longer than the positions":   make([]int32, h.Positions+1),
		"a piece past the vocabulary": {0, int32(h.Pieces), 2},
		"a negative piece":            {0, -1, 2},
	} {
		err := e.Run(&encoder.Workspace{}, [][]int32{{0, 2}, ids}, func(int, *encoder.Output) {
			t.Errorf("%s: used", name)
		})
		if news.CodeOf(err) != news.Invalid || !strings.Contains(err.Error(), "sequence 1") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestMissingTensor(t *testing.T) {
	h := weightstest.Small
	h.Layers = 1
	file := weightstest.Random(h, 6)
	for _, name := range []string{"emb.word", "emb.pos", "l0.fi.w", "l0.fo.w.s", "l0.oln.b", "head.types.w"} {
		other := name[:len(name)-1] + "?"
		broken := []byte(strings.Replace(string(file), fmt.Sprintf("%q", name), fmt.Sprintf("%q", other), 1))
		f, err := weights.Parse(broken)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := encoder.New(f, kernel.Best()); news.CodeOf(err) != news.Invalid {
			t.Errorf("without %s: error %v", name, err)
		}
	}
}

// FuzzNew asserts that no file makes the network panic: it loads and runs, or
// says why not.
func FuzzNew(f *testing.F) {
	h := weightstest.Small
	h.Pieces, h.Positions, h.Layers, h.Bytes = 8, 4, 1, -1
	h.Hidden, h.Heads, h.FFN, h.Vector = 32, 1, 32, 32
	f.Add(weightstest.Random(h, 7))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := weights.Parse(data)
		if err != nil {
			return
		}
		for _, k := range kernel.All() {
			e, err := encoder.New(file, k)
			if err != nil {
				if news.CodeOf(err) != news.Invalid {
					t.Fatalf("error without a code: %v", err)
				}
				return
			}
			err = e.Run(&encoder.Workspace{}, [][]int32{{0}}, func(_ int, out *encoder.Output) {
				for i := range e.Header().Tasks {
					out.Logits(i)
				}
				if len(out.Vector()) != e.Header().Hidden {
					t.Fatalf("a vector of %d numbers", len(out.Vector()))
				}
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
