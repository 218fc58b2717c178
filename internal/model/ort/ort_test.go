package ort

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/dragoman-news/dragoman/internal/model/encoder"
	"github.com/dragoman-news/dragoman/internal/model/kernel"
	"github.com/dragoman-news/dragoman/internal/model/weights"
	"github.com/dragoman-news/dragoman/internal/model/weights/weightstest"
	"github.com/dragoman-news/dragoman/internal/news"
)

// runner is what the encoder and the backend have in common.
type runner interface {
	Header() weights.Header
	Run(w *encoder.Workspace, sequences [][]int32, use func(i int, out *encoder.Output)) error
}

var (
	_ runner = (*Backend)(nil)
	_ runner = (*encoder.Encoder)(nil)
)

// wide has heads, layers and rows of more than one size.
func wide() weights.Header {
	h := weightstest.Small
	h.Hidden, h.Heads, h.FFN, h.Layers, h.Vector = 192, 3, 384, 3, 192
	return h
}

// real is the shape of the network that ships.
func real(layers int) weights.Header {
	return weights.Header{
		Hidden: 384, Layers: layers, Heads: 12, FFN: 1536, Pieces: 8000, Positions: 512,
		Eps: 1e-12, EOS: 2, Bytes: -1, Vector: 384,
	}
}

// libraryPath is where ONNX Runtime is; without it the test is skipped.
func libraryPath(t testing.TB) string {
	t.Helper()
	path, ok := Find()
	if !ok {
		path, ok = In("../../..")
	}
	if apiVersion == 0 {
		t.Skip("this build opens no libraries")
	}
	if !ok {
		t.Skip("ONNX Runtime is not here: make ort fetches it")
	}
	return path
}

func parse(t testing.TB, h weights.Header, seed uint64) *weights.File {
	t.Helper()
	f, err := weights.Parse(weightstest.Random(h, seed))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func backend(t testing.TB, f *weights.File, p products) *Backend {
	t.Helper()
	b, err := open(libraryPath(t), f, p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

func goEncoder(t testing.TB, f *weights.File) *encoder.Encoder {
	t.Helper()
	e, err := encoder.New(f, kernel.Best())
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
		out[i][0], out[i][n-1] = int32(h.BOS), int32(h.EOS)
	}
	return out
}

// result is what a network says about a sequence.
type result struct {
	states [][]float32
	vector []float32
	logits [][]float32 // by task
}

// results runs a network and checks that it goes through the sequences in order.
func results(t testing.TB, r runner, input [][]int32) []result {
	t.Helper()
	var all []result
	err := r.Run(&encoder.Workspace{}, input, func(i int, out *encoder.Output) {
		if i != len(all) || out.Len() != len(input[i]) {
			t.Errorf("sequence %d of %d tokens came as the %d. with %d", i, len(input[i]), len(all), out.Len())
		}
		one := result{vector: slices.Clone(out.Vector())}
		for k := range out.Len() {
			one.states = append(one.states, slices.Clone(out.State(k)))
		}
		for k := range r.Header().Tasks {
			one.logits = append(one.logits, slices.Clone(out.Logits(k)))
		}
		all = append(all, one)
	})
	if err != nil || len(all) != len(input) {
		t.Fatalf("%d of %d sequences seen, error %v", len(all), len(input), err)
	}
	return all
}

// floatwise multiplies float32 with the weights as float32: it tells what is
// wrong in the network from what bytes round off.
type floatwise struct{}

func (floatwise) multiply(n *net, x string, m matrix) string {
	w := make([]float32, len(m.values))
	for i, v := range m.transposed() {
		w[i] = float32(int8(v)) * m.scale[i%m.rows]
	}
	return n.node("", "MatMul", []string{x, n.floats(w, m.cols, m.rows)})
}

// mixed is lengths that make batches of one and of many, with padding and
// without, and more than one chunk.
func mixed(longest int) []int {
	lengths := []int{5, longest, 3, 1, 31, 30, 29, 28, 2}
	for i := range 120 {
		lengths = append(lengths, 1+(i*37)%longest, longest)
	}
	return lengths
}

// TestLikeEncoder holds how near ONNX Runtime comes to the encoder in Go. With
// bytes the sums of products are the same whole numbers, and the rest is the
// order of adding and how exact GELU is.
func TestLikeEncoder(t *testing.T) {
	for _, h := range []weights.Header{weightstest.Small, wide()} {
		f := parse(t, h, 3)
		input := sequences(h, mixed(h.Positions)...)
		want := results(t, goEncoder(t, f), input)
		for _, c := range []struct {
			p      products
			cosine float64
			logit  float64
		}{{floatwise{}, 0.999, 0.1}, {bytewise{}, 0.999, 0.1}} {
			t.Run(fmt.Sprintf("%T/%d", c.p, h.Hidden), func(t *testing.T) {
				compare(t, results(t, backend(t, f, c.p), input), want, c.cosine, c.logit)
			})
		}
	}
}

// compare holds that states and vectors have a cosine of at least that, and that
// no logit is further off.
func compare(t *testing.T, got, want []result, least, most float64) {
	t.Helper()
	low, off := 1.0, 0.0
	for i := range want {
		for k := range want[i].states {
			low = min(low, cosine(got[i].states[k], want[i].states[k]))
		}
		low = min(low, cosine(got[i].vector, want[i].vector))
		for k, logits := range want[i].logits {
			for l, v := range logits {
				off = max(off, math.Abs(float64(got[i].logits[k][l]-v)))
			}
		}
	}
	t.Logf("cosine at least %.5f, logits off by at most %.4f", low, off)
	if !(low >= least && off <= most) {
		t.Errorf("cosine %.5f, wanted %g; logits off by %.4f, wanted at most %g", low, least, off, most)
	}
}

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i, v := range a {
		ab += float64(v) * float64(b[i])
		aa += float64(v) * float64(v)
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

// TestAloneAndTogether holds that the sequences beside one, and the padding that
// they bring, change nothing but the last digits.
func TestAloneAndTogether(t *testing.T) {
	h := wide()
	b := backend(t, parse(t, h, 4), bytewise{})
	input := sequences(h, mixed(h.Positions)[:24]...)
	together := results(t, b, input)
	for i := range input {
		alone := results(t, b, input[i:i+1])[0]
		for k, state := range alone.states {
			if c := cosine(state, together[i].states[k]); c < 0.9999 {
				t.Errorf("sequence %d of %d tokens, token %d: cosine %.6f in company", i, len(input[i]), k, c)
			}
		}
	}
}

func TestManyGoroutines(t *testing.T) {
	h := wide()
	b := backend(t, parse(t, h, 5), bytewise{})
	input := sequences(h, mixed(h.Positions)[:16]...)
	want := results(t, b, input)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				for i, r := range results(t, b, input) {
					if !slices.Equal(r.vector, want[i].vector) {
						t.Errorf("sequence %d differs among goroutines", i)
					}
				}
			}
		})
	}
	wg.Wait()
}

func TestBadSequences(t *testing.T) {
	h := weightstest.Small
	b := backend(t, parse(t, h, 6), bytewise{})
	for name, ids := range map[string][]int32{
		"empty":                     {},
		"longer than the positions": make([]int32, h.Positions+1),
		"no such piece":             {0, int32(h.Pieces), 2},
	} {
		err := b.Run(&encoder.Workspace{}, [][]int32{{0, 2}, ids}, func(int, *encoder.Output) {
			t.Errorf("%s: used", name)
		})
		if news.CodeOf(err) != news.Invalid || !strings.Contains(err.Error(), "sequence 1") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if err := b.Run(&encoder.Workspace{}, nil, nil); err != nil {
		t.Errorf("no sequences: %v", err)
	}
}
