package kernel

// AVX2 is the kernel for processors with AVX2 and FMA.
type AVX2 struct{}

var _ Kernel = AVX2{}

// Name implements Kernel.
func (AVX2) Name() string { return "avx2" }

// Pack implements Kernel.
func (AVX2) Pack(w []int8, scale, bias []float32, cols int) *Matrix {
	m := newMatrix(w, scale, bias, cols)
	packAVX2(m, w)
	return m
}

// MatMul implements Kernel.
func (AVX2) MatMul(y []float32, q *Bytes, m *Matrix) { mulAVX2(y, q, m) }

// Quantise implements Kernel.
func (AVX2) Quantise(q *Bytes, x []float32, cols int) {
	q.reset(len(x)/cols, cols)
	for t := range q.n {
		row := x[t*cols : (t+1)*cols]
		f, scale := factor(largestAVX2(&row[0], cols))
		bytesAVX2(&q.q[t*cols], &row[0], cols, f)
		q.scale[t] = scale
	}
}

// AddNorm implements Kernel.
func (AVX2) AddNorm(x, y, w, b []float32, eps float32) {
	n := len(w)
	_ = y[len(x)-1]
	for at := 0; at < len(x); at += n {
		normAVX2(&x[at], &y[at], &w[0], &b[0], n, 1/float32(n), eps)
	}
}

// Dot implements Kernel.
func (AVX2) Dot(a, b []float32) float32 { return dotAVX2(&a[0], &b[0], len(a)) }

// GELU implements Kernel.
func (AVX2) GELU(x []float32) { geluAVX2(&x[0], len(x), &geluTable) }

// The constants of the approximations, in the order in which the assembly
// wants them. Nothing writes to them.
var (
	geluTable = [...]float32{
		-geluC, geluC, geluC2, 0.5, geluHalf,
		geluQ6, geluQ5, geluQ4, geluQ3, geluQ2, geluQ1, geluQ0,
	}
	expTable = [...]float32{
		expLow, log2e, ln2High, ln2Low, 1,
		expP0, expP1, expP2, expP3, expP4, expP5,
	}
)

const (
	queries  = 4  // that attention computes together
	keyBlock = 16 // keys, likewise
	masked   = -1e30
)

// Attend implements Kernel. The last queries of a sequence may be those of rows
// that follow it; they are computed with and written past its end, where the
// caller says nothing is defined yet.
func (AVX2) Attend(out, qkv []float32, n, hidden, heads int, s *Scratch) {
	d := hidden / heads
	width := (n + keyBlock - 1) / keyBlock * keyBlock
	s.keys = grow(s.keys, d*width)
	s.scores = grow(s.scores, queries*width)
	stride := 4 * 3 * hidden
	_, _ = qkv[Pad(n)*3*hidden-1], out[Pad(n)*hidden-1]
	for h := range heads {
		query, key, value := qkv[h*d:], qkv[hidden+h*d:], qkv[2*hidden+h*d:]
		transpose(s.keys, key, n, width, d, 3*hidden)
		for i := 0; i < n; i += queries {
			scoresAVX2(&s.scores[0], width, &query[i*3*hidden], stride, &s.keys[0], d)
			for q := range queries {
				for j := n; j < width; j++ {
					s.scores[q*width+j] = masked
				}
			}
			softmaxAVX2(&s.scores[0], queries, width, &expTable)
			valuesAVX2(&out[i*hidden+h*d], 4*hidden, &s.scores[0], width, &value[0], stride, n, d)
		}
	}
}

// transpose writes n keys of d places as d rows of width places, zeros at the
// end of each.
func transpose(dst, key []float32, n, width, d, stride int) {
	for c := range d {
		clear(dst[c*width+n : (c+1)*width])
	}
	for j := range n {
		for c, v := range key[j*stride:][:d] {
			dst[c*width+j] = v
		}
	}
}
