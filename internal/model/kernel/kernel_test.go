package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// others runs a test on each kernel but the plain one, which they are compared
// with.
func others(t *testing.T, test func(t *testing.T, k Kernel, g *rand.Rand)) {
	all := All()
	if len(all) == 1 {
		t.Log("this processor has no kernel but the plain one")
	}
	for _, k := range all[1:] {
		t.Run(k.Name(), func(t *testing.T) { test(t, k, rand.New(rand.NewPCG(1, 1))) })
	}
}

func normal(g *rand.Rand, n int) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(g.NormFloat64())
	}
	return v
}

// near says by how much two rows differ, in parts of the largest value of want.
func near(got, want []float32) float64 {
	var off, top float64
	for i, v := range want {
		top = max(top, math.Abs(float64(v)))
		d := math.Abs(float64(got[i] - v))
		if math.IsNaN(d) {
			return d
		}
		off = max(off, d)
	}
	if top == 0 {
		return off
	}
	return off / top
}

const tolerance = 1e-5

// signed writes each number into a byte.
func signed(w []int8) []byte {
	out := make([]byte, len(w))
	for i, v := range w {
		out[i] = byte(v)
	}
	return out
}

// TestSumOf adds rows of weights at their limits.
func TestSumOf(t *testing.T) {
	g := rand.New(rand.NewPCG(2, 1))
	for _, n := range []int{32, 384, 1024, 8192} {
		for _, limit := range []int{0, 1, 63} {
			w := make([]int8, n)
			want := int32(0)
			for i := range w {
				w[i] = int8(g.IntN(2*limit+1) - limit)
				if limit == 63 && i%3 > 0 {
					w[i] = 63
				}
				want += int32(w[i])
			}
			if got := sumOf(signed(w)); got != want {
				t.Errorf("%d numbers up to %d: sum %d, want %d", n, limit, got, want)
			}
		}
	}
}

func TestPlainProduct(t *testing.T) {
	w := []int8{63, -63, 1, 0, 2, 0, 0, -5}
	w = append(w, make([]int8, 24)...)
	x := make([]float32, 32)
	copy(x, []float32{1, -1, 0.5, 3, -0.25, 0, 0, 0.3937})
	var q Bytes
	Plain{}.Quantise(&q, append(x, make([]float32, 32)...), 32)
	// 127/2 for 1.5 of 3, and so on; halves go to the even number.
	if want := []byte{128 + 42, 128 - 42, 128 + 21, 255, 128 - 11, 128, 128, 128 + 17}; !slices.Equal(q.q[:8], want) {
		t.Errorf("quantised to %v, want %v", q.q[:8], want)
	}
	m := Plain{}.Pack(signed(w), []float32{0.5}, []float32{10}, 32)
	y := make([]float32, Pad(2))
	Plain{}.MatMul(y, &q, m)
	sum := 63*42 + 63*42 + 21 - 2*11 - 5*17
	if want := float32(sum)*(3.0/127)*0.5 + 10; math.Abs(float64(y[0]-want)) > 1e-3 {
		t.Errorf("product is %g, want %g", y[0], want)
	}
	if y[1] != 10 {
		t.Errorf("a row of zeros gives %g, want the bias, 10", y[1])
	}
}

// TestProducts compares integers: with scales of one and no bias, y is the
// sum itself as long as float32 holds it.
func TestProducts(t *testing.T) {
	others(t, func(t *testing.T, k Kernel, g *rand.Rand) {
		for n := 1; n < 40; n = n*3/2 + 1 {
			for _, size := range [][2]int{{32, 32}, {96, 96}, {64, 64}, {32, 384}, {32, 1536}} {
				rows, cols := size[0], size[1]
				w := make([]int8, rows*cols)
				for i := range w {
					w[i] = int8(g.IntN(127) - 63)
				}
				extreme(w[:cols], g)
				scale := slices.Repeat([]float32{1}, rows)
				bias := make([]float32, rows)
				var q Bytes
				k.Quantise(&q, normal(g, n*cols), cols)
				for i := range q.q[:cols] { // as large as can be
					q.q[i] = byte(1 + 254*g.IntN(2))
				}
				for t := range q.scale {
					q.scale[t] = 1
				}
				want, got := make([]float32, Pad(n)*rows), make([]float32, Pad(n)*rows)
				Plain{}.MatMul(want, &q, Plain{}.Pack(signed(w), scale, bias, cols))
				k.MatMul(got, &q, k.Pack(signed(w), scale, bias, cols))
				if !slices.Equal(got[:n*rows], want[:n*rows]) {
					t.Errorf("%d rows times %v: products differ", n, size)
				}
			}
		}
	})
}

// TestLargestSums multiplies the largest bytes with weights that bring sums of
// four to just below and just above what 16 bits hold.
func TestLargestSums(t *testing.T) {
	others(t, func(t *testing.T, k Kernel, _ *rand.Rand) {
		const rows, cols = 32, 32
		for _, four := range [][4]int8{{63, 63, 2, 0}, {63, 63, 3, 0}, {63, 63, 63, 63}, {43, 0, 43, 43}, {63, -63, 63, -63}} {
			for _, sign := range []int8{1, -1} {
				for place := range rows {
					w := make([]int8, rows*cols)
					for i, at := range [...]int{2, 3, 6, 7} {
						w[place*cols+8+at] = sign * four[i]
					}
					compareLargest(t, k, w, rows, cols)
				}
			}
		}
	})
}

func compareLargest(t *testing.T, k Kernel, w []int8, rows, cols int) {
	t.Helper()
	var q Bytes
	k.Quantise(&q, slices.Repeat([]float32{1}, cols), cols) // all 255
	q.scale[0] = 1
	scale, bias := slices.Repeat([]float32{1}, rows), make([]float32, rows)
	want, got := make([]float32, Pad(1)*rows), make([]float32, Pad(1)*rows)
	Plain{}.MatMul(want, &q, Plain{}.Pack(signed(w), scale, bias, cols))
	k.MatMul(got, &q, k.Pack(signed(w), scale, bias, cols))
	if !slices.Equal(got[:rows], want[:rows]) {
		t.Errorf("products with %v differ", w)
	}
}

// extreme fills a row with the largest weights.
func extreme(w []int8, g *rand.Rand) {
	for i := range w {
		w[i] = int8(63 - 126*g.IntN(2))
	}
}

func TestScales(t *testing.T) {
	others(t, func(t *testing.T, k Kernel, g *rand.Rand) {
		const n, rows, cols = 13, 96, 64
		w := make([]int8, rows*cols)
		for i := range w {
			w[i] = int8(g.IntN(127) - 63)
		}
		scale, bias := normal(g, rows), normal(g, rows)
		var q Bytes
		k.Quantise(&q, normal(g, n*cols), cols)
		want, got := make([]float32, Pad(n)*rows), make([]float32, Pad(n)*rows)
		Plain{}.MatMul(want, &q, Plain{}.Pack(signed(w), scale, bias, cols))
		k.MatMul(got, &q, k.Pack(signed(w), scale, bias, cols))
		if d := near(got[:n*rows], want[:n*rows]); !(d < tolerance) {
			t.Errorf("products differ by %g", d)
		}
	})
}

func TestQuantise(t *testing.T) {
	others(t, func(t *testing.T, k Kernel, g *rand.Rand) {
		for _, cols := range []int{32, 96, 384, 1536} {
			x := normal(g, 7*cols)
			clear(x[cols : 2*cols])              // zeros
			x[2*cols] = 1e30                     // one large
			x[3*cols+5] = -300                   // one large and negative
			x[4*cols], x[4*cols+1] = 127, 2.5    // halves
			x[4*cols+2], x[4*cols+3] = 1.5, -0.5 // more halves
			for i := range x[5*cols : 6*cols] {
				x[5*cols+i] *= 1e-38 // subnormal
			}
			var want, got Bytes
			Plain{}.Quantise(&want, x, cols)
			k.Quantise(&got, x, cols)
			if !slices.Equal(got.scale[:7], want.scale[:7]) {
				t.Errorf("%d columns: scales %v, want %v", cols, got.scale[:7], want.scale[:7])
			}
			if !slices.Equal(got.q[:7*cols], want.q[:7*cols]) {
				t.Errorf("%d columns: bytes differ", cols)
			}
		}
	})
}

func TestAddNorm(t *testing.T) {
	others(t, func(t *testing.T, k Kernel, g *rand.Rand) {
		for _, n := range []int{32, 96, 384} {
			x, y := normal(g, 5*n), normal(g, 5*n)
			w, b := normal(g, n), normal(g, n)
			want := slices.Clone(x)
			Plain{}.AddNorm(want, y, w, b, 1e-12)
			k.AddNorm(x, y, w, b, 1e-12)
			if d := near(x, want); !(d < tolerance) {
				t.Errorf("width %d: norms differ by %g", n, d)
			}
		}
	})
}

func TestGELU(t *testing.T) {
	for _, k := range All() {
		t.Run(k.Name(), func(t *testing.T) {
			var x []float32
			for v := -8.0; v <= 8; v += 1.0 / 512 {
				x = append(x, float32(v))
			}
			x = append(x[:len(x)/32*32], slices.Repeat([]float32{-1000, 1000, 0, -30}, 8)...)
			got := slices.Clone(x)
			k.GELU(got)
			for i, v := range x {
				want := float64(v) * (1 + math.Erf(float64(v)/math.Sqrt2)) / 2
				if d := math.Abs(want - float64(got[i])); !(d < 2e-4) {
					t.Fatalf("GELU of %g is %g, want %g", v, got[i], want)
				}
			}
		})
	}
}

func TestExp(t *testing.T) {
	for v := float32(-90); v <= 0; v += 1.0 / 64 {
		want := math.Exp(float64(v))
		if d := math.Abs(want - float64(exp(v))); d > 2e-7*want+1e-37 {
			t.Fatalf("exp of %g is %g, want %g", v, exp(v), want)
		}
	}
}

func TestDot(t *testing.T) {
	others(t, func(t *testing.T, k Kernel, g *rand.Rand) {
		for _, n := range []int{32, 64, 96, 384} {
			a, b := normal(g, n), normal(g, n)
			got, want := k.Dot(a, b), Plain{}.Dot(a, b)
			if d := math.Abs(float64(got - want)); d > 1e-5*float64(n) {
				t.Errorf("%d places: %g, want %g", n, got, want)
			}
		}
	})
}

func TestAttend(t *testing.T) {
	others(t, func(t *testing.T, k Kernel, g *rand.Rand) {
		var s Scratch
		for _, n := range []int{70, 1, 2, 3, 4, 7, 8, 9, 16, 17, 40} {
			for _, heads := range [][2]int{{1, 32}, {2, 64}, {3, 96}, {2, 128}} {
				hidden := heads[1]
				qkv := normal(g, Pad(n)*3*hidden)
				for i := n * 3 * hidden; i < len(qkv); i++ {
					qkv[i] = float32(math.NaN()) // must not matter
				}
				want, got := make([]float32, Pad(n)*hidden), make([]float32, Pad(n)*hidden)
				Plain{}.Attend(want, qkv, n, hidden, heads[0], &Scratch{})
				k.Attend(got, qkv, n, hidden, heads[0], &s)
				if d := near(got[:n*hidden], want[:n*hidden]); !(d < tolerance) {
					t.Errorf("%d tokens, %v: outputs differ by %g", n, heads, d)
				}
			}
		}
	})
}

// BenchmarkMatMul multiplies a block of 64 rows with the matrices of a layer.
func BenchmarkMatMul(b *testing.B) {
	const n = 64
	g := rand.New(rand.NewPCG(1, 1))
	for _, size := range [][2]int{{1152, 384}, {1536, 384}, {384, 1536}} {
		rows, cols := size[0], size[1]
		w := make([]int8, rows*cols)
		for i := range w {
			w[i] = int8(g.IntN(127) - 63)
		}
		var q Bytes
		y := make([]float32, n*rows)
		for _, k := range All() {
			b.Run(fmt.Sprintf("%dx%d/%s", rows, cols, k.Name()), func(b *testing.B) {
				m := k.Pack(signed(w), normal(g, rows), normal(g, rows), cols)
				k.Quantise(&q, normal(g, n*cols), cols)
				for b.Loop() {
					k.MatMul(y, &q, m)
				}
				b.ReportMetric(float64(b.N)*n*float64(rows*cols)/1e9/b.Elapsed().Seconds(), "GMAC/s")
			})
		}
	}
}

// BenchmarkSteps times the float32 steps on a block of 64 rows.
func BenchmarkSteps(b *testing.B) {
	const n, hidden, inner = 64, 384, 1536
	g := rand.New(rand.NewPCG(1, 1))
	x, wide, qkv := normal(g, n*hidden), normal(g, n*inner), normal(g, n*3*hidden)
	zero, w, again := make([]float32, n*hidden), normal(g, hidden), make([]float32, n*inner)
	for _, k := range All() {
		var q Bytes
		var s Scratch
		for name, step := range map[string]func(){
			"quantise": func() { k.Quantise(&q, wide, inner) },
			"gelu":     func() { copy(again, wide); k.GELU(again) },
			"norm":     func() { k.AddNorm(x, zero, w, w, 1e-12) },
			"attend":   func() { k.Attend(x, qkv, n, hidden, 12, &s) },
		} {
			b.Run(name+"/"+k.Name(), func(b *testing.B) {
				for b.Loop() {
					step()
				}
			})
		}
	}
}
