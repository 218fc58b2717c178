package kernel

import "math"

// Plain is the kernel in plain Go, which runs everywhere and says what the
// others must compute.
type Plain struct{}

var _ Kernel = Plain{}

// Name implements Kernel.
func (Plain) Name() string { return "go" }

// Pack implements Kernel.
func (Plain) Pack(w []int8, scale, bias []float32, cols int) *Matrix {
	m := newMatrix(w, scale, bias, cols)
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

// quantise writes one row and returns its scale.
func quantise(dst []byte, x []float32) float32 {
	var top float32
	for _, v := range x {
		top = max(top, math.Float32frombits(math.Float32bits(v)&^(1<<31)))
	}
	f, scale := factor(top)
	// Adding 1.5*2^23 leaves the rounded number, halves to even, in the low
	// bits. The conversion keeps the two steps apart: fused, they would round
	// differently from the other kernels.
	const magic = 0x1.8p23
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

// MatMul implements Kernel.
func (Plain) MatMul(y []float32, q *Bytes, m *Matrix) {
	t := 0
	for ; t+4 <= q.n; t += 4 {
		mul4(y[t*m.Rows:], q, t, m)
	}
	for ; t < q.n; t++ {
		x := q.q[t*q.cols : (t+1)*q.cols]
		for r := range m.Rows {
			w := m.rows[r*m.Cols:][:len(x)]
			acc := m.sums[r]
			for i, v := range x {
				acc += int32(v) * int32(w[i])
			}
			y[t*m.Rows+r] = float32(float32(acc)*(q.scale[t]*m.scale[r])) + m.bias[r]
		}
	}
}

// mul4 multiplies four rows at once, so that each weight is read once for four.
func mul4(y []float32, q *Bytes, t int, m *Matrix) {
	n := q.cols
	x0 := q.q[t*n:][:n]
	x1 := q.q[(t+1)*n:][:n]
	x2 := q.q[(t+2)*n:][:n]
	x3 := q.q[(t+3)*n:][:n]
	for r := range m.Rows {
		w := m.rows[r*n:][:n]
		var a [4]int32
		for i, v := range w {
			v := int32(v)
			a[0] += v * int32(x0[i])
			a[1] += v * int32(x1[i])
			a[2] += v * int32(x2[i])
			a[3] += v * int32(x3[i])
		}
		for j, acc := range a {
			y[j*m.Rows+r] = float32(float32(acc+m.sums[r])*(q.scale[t+j]*m.scale[r])) + m.bias[r]
		}
	}
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
