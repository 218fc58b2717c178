package kernel

import "encoding/binary"

// AVX2 is the kernel for processors with AVX2 and FMA.
type AVX2 struct{}

var _ Kernel = AVX2{}

const (
	panelRows  = 8  // rows of weights in a panel
	panelStep  = 8  // columns that a step goes forward
	panelBytes = 96 // of a step: twice 8 rows of 4 weights, and what to take off
)

// Name implements Kernel.
func (AVX2) Name() string { return "avx2" }

// Pack implements Kernel. A panel is eight rows; for each eight columns it has
// the first four weights of each row, the last four of each row, and for each
// row two int16: 128 times the sum of weights 0, 1, 4, 5, and of 2, 3, 6, 7.
func (AVX2) Pack(w []int8, scale, bias []float32, cols int) *Matrix {
	m := &Matrix{Rows: len(scale), Cols: cols, scale: scale, bias: bias}
	m.panels = make([]byte, 0, m.Rows/panelRows*cols/panelStep*panelBytes)
	for r := 0; r < m.Rows; r += panelRows {
		for c := 0; c < cols; c += panelStep {
			m.panels = packStep(m.panels, w[r*cols+c:], cols)
		}
	}
	return m
}

func packStep(dst []byte, w []int8, cols int) []byte {
	for half := 0; half < panelStep; half += 4 {
		for r := range panelRows {
			for _, v := range w[r*cols+half:][:4] {
				dst = append(dst, byte(v))
			}
		}
	}
	for r := range panelRows {
		v := w[r*cols:][:panelStep]
		for i := 0; i < 4; i += 2 {
			sum := int16(v[i]) + int16(v[i+1]) + int16(v[i+4]) + int16(v[i+5])
			dst = binary.LittleEndian.AppendUint16(dst, uint16(128*sum))
		}
	}
	return dst
}

// MatMul implements Kernel.
func (AVX2) MatMul(y []float32, q *Bytes, m *Matrix) {
	tiles := Pad(q.n) / Tile
	if tiles == 0 {
		return
	}
	_ = y[tiles*Tile*m.Rows-1]
	size := m.Cols / panelStep * panelBytes
	for r := 0; r < m.Rows; r += panelRows {
		panelAVX2(&y[r], 4*m.Rows, &q.q[0], q.cols, &m.panels[r/panelRows*size], tiles,
			&q.scale[0], &m.scale[r], &m.bias[r])
	}
}

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
