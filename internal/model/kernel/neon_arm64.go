package kernel

// NEON is the kernel for arm64 processors with the dot product instructions.
// The float32 steps outside attention are the plain ones.
type NEON struct{ Plain }

var _ Kernel = NEON{}

// Name implements Kernel.
func (NEON) Name() string { return "neon" }

// Pack implements Kernel: for each four columns, the weights of sixteen rows.
func (NEON) Pack(w []byte, scale, bias []float32, cols int) *Matrix {
	m := newMatrix(scale, bias, cols)
	m.addUp(w)
	m.panels = packFours(w, m.Rows, cols)
	return m
}

// MatMul implements Kernel. The sums begin with zero, since SDOT takes bytes
// with a sign.
func (NEON) MatMul(y []float32, q *Bytes, m *Matrix) {
	p := newPanel(y, q, m)
	for r := 0; r < m.Rows; r += panelRows {
		p.at(y, m, r)
		panelNEON(&p)
	}
}

// Attend implements Kernel.
func (NEON) Attend(out, qkv []float32, n, hidden, heads int, s *Scratch) {
	attend(out, qkv, n, hidden, heads, s)
}

func transpose(dst, key []float32, rows, width, d, stride int) {
	for j := range rows {
		for c, v := range key[j*stride:][:d] {
			dst[c*width+j] = v
		}
	}
}

func scores(dst *float32, width int, q *float32, stride int, keys *float32, d int) {
	scoresNEON(dst, width, q, stride, keys, d)
}

func softmaxes(s []float32, width int) {
	for ; len(s) > 0; s = s[width:] {
		softmax(s[:width])
	}
}

func values(out *float32, to int, p *float32, width int, v *float32, stride, n, d int) {
	valuesNEON(out, to, p, width, v, stride, n, d)
}
