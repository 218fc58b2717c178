package kernel

// AVX2 is the kernel for processors with AVX2 and FMA.
type AVX2 struct{}

var _ Kernel = AVX2{}

// Name implements Kernel.
func (AVX2) Name() string { return "avx2" }

// Pack implements Kernel.
func (AVX2) Pack(w []byte, scale, bias []float32, cols int) *Matrix {
	m := newMatrix(scale, bias, cols)
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

// Attend implements Kernel.
func (AVX2) Attend(out, qkv []float32, n, hidden, heads int, s *Scratch) {
	attend(out, qkv, n, hidden, heads, s)
}

func transpose(dst, key []float32, rows, width, d, stride int) {
	transposeAVX2(&dst[0], width, &key[0], 4*stride, rows, d)
}

func scores(dst *float32, width int, q *float32, stride int, keys *float32, d int) {
	scoresAVX2(dst, width, q, stride, keys, d)
}

func softmaxes(s []float32, width int) { softmaxAVX2(&s[0], len(s)/width, width, &expTable) }

func values(out *float32, to int, p *float32, width int, v *float32, stride, n, d int) {
	valuesAVX2(out, to, p, width, v, stride, n, d)
}
