package kernel

import "math"

// Plain is the kernel in plain Go, which runs everywhere and says what the
// others must compute.
type Plain struct{}

var _ Kernel = Plain{}

// Name implements Kernel.
func (Plain) Name() string { return "go" }

// Pack implements Kernel.
func (Plain) Pack(w []byte, scale, bias []float32, cols int) *Matrix {
	m := newMatrix(scale, bias, cols)
	m.addUp(w)
	m.rows = w
	return m
}

// Quantise implements Kernel.
func (Plain) Quantise(q *Bytes, x []float32, cols int) {
	q.reset(len(x)/cols, cols)
	for t := range q.n {
		q.scale[t] = quantise(q.q[t*cols:(t+1)*cols], x[t*cols:(t+1)*cols])
	}
}

// magic is 1.5*2^23: a float32 that it is added to loses its fraction, halves
// rounded to the even number.
const magic = 0x1.8p23

// quantise writes one row and returns its scale.
func quantise(dst []byte, x []float32) float32 {
	var top float32
	for _, v := range x {
		top = max(top, math.Float32frombits(math.Float32bits(v)&^(1<<31)))
	}
	f, scale := factor(top)
	// Adding magic leaves the rounded number in the low bits. The conversion
	// keeps the two steps apart: fused, they would round differently from the
	// other kernels.
	for i, v := range x {
		dst[i] = byte(math.Float32bits(float32(v*f)+magic)) + 128
	}
	return scale
}

// factor says what to multiply a row with whose largest value is top, and what
// its scale is. Rows so small that dividing overflows count as zeros.
func factor(top float32) (f, scale float32) {
	if !(top > 1e-30) {
		return 0, 0
	}
	return 127 / top, top / 127
}

// MatMul implements Kernel. It multiplies with two bytes at a time: those of two
// rows stand in the halves of one number. What the lower half borrows from the
// upper is given back at the end.
func (Plain) MatMul(y []float32, q *Bytes, m *Matrix) {
	q.pairs = grow(q.pairs, q.cols)
	for t := 0; t < q.n; t += Tile {
		q.pair(t)
		for r := range m.Rows {
			var a, b, c, d uint64
			w := m.rows[r*q.cols:][:len(q.pairs)]
			for i, x := range q.pairs {
				v := uint64(int64(int8(w[i])))
				a += x[0] * v
				b += x[1] * v
				c += x[2] * v
				d += x[3] * v
			}
			for i, sum := range [...]uint64{a, b, c, d} {
				low := int32(uint32(sum))
				high := int32(uint32((sum - uint64(int64(low))) >> 32))
				q.set(y, m, t+2*i, r, low)
				q.set(y, m, t+2*i+1, r, high)
			}
		}
	}
}

// pair puts the rows of a tile, from t, side by side, two in a number.
func (b *Bytes) pair(t int) {
	tile := b.q[t*b.cols:][:Tile*b.cols]
	for i := range b.pairs {
		for j := range b.pairs[i] {
			b.pairs[i][j] = uint64(tile[2*j*b.cols+i]) | uint64(tile[(2*j+1)*b.cols+i])<<32
		}
	}
}

// set turns the sum of products of row t and weights r into what it stands for.
// The conversions keep its steps apart, so that no processor fuses them.
func (b *Bytes) set(y []float32, m *Matrix, t, r int, sum int32) {
	y[t*m.Rows+r] = float32(float32(sum+m.sums[r])*(b.scale[t]*m.scale[r])) + m.bias[r]
}

// AddNorm implements Kernel.
func (Plain) AddNorm(x, y, w, b []float32, eps float32) {
	n := len(w)
	for ; len(x) >= n; x, y = x[n:], y[n:] {
		addNorm(x[:n], y[:n], w, b, eps)
	}
}

func addNorm(x, y, w, b []float32, eps float32) {
	var sum float32
	for i, v := range y {
		x[i] += v
		sum += x[i]
	}
	mean := sum / float32(len(x))
	var square float32
	for i, v := range x {
		x[i] = v - mean
		square += x[i] * x[i]
	}
	f := 1 / float32(math.Sqrt(float64(square/float32(len(x))+eps)))
	for i, v := range x {
		x[i] = v*f*w[i] + b[i]
	}
}

// Attend implements Kernel.
func (Plain) Attend(out, qkv []float32, n, hidden, heads int, s *Scratch) {
	s.scores = grow(s.scores, n)
	d := hidden / heads
	for h := range heads {
		for i := range n {
			query := qkv[i*3*hidden+h*d:][:d]
			for j := range s.scores {
				s.scores[j] = Plain{}.Dot(query, qkv[j*3*hidden+hidden+h*d:][:d])
			}
			softmax(s.scores)
			o := out[i*hidden+h*d:][:d]
			clear(o)
			for j, p := range s.scores {
				value := qkv[j*3*hidden+2*hidden+h*d:][:d]
				for c := range o {
					o[c] += p * value[c]
				}
			}
		}
	}
}

// Dot implements Kernel. It keeps four sums, which a processor can add to at the
// same time.
func (Plain) Dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	for len(a) >= 4 && len(b) >= 4 {
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
		a, b = a[4:], b[4:]
	}
	return s0 + s1 + (s2 + s3)
}

func softmax(s []float32) {
	top := float32(math.Inf(-1))
	for _, v := range s {
		top = max(top, v)
	}
	var sum float32
	for i, v := range s {
		s[i] = exp(v - top)
		sum += s[i]
	}
	for i := range s {
		s[i] /= sum
	}
}
