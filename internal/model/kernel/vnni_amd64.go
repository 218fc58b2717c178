package kernel

// VNNI is the kernel for processors with AVX-512 VNNI. Its float32 steps are
// those of AVX2.
type VNNI struct{ AVX2 }

var _ Kernel = VNNI{}

// Name implements Kernel.
func (VNNI) Name() string { return "vnni" }

// Pack implements Kernel: for each four columns, the weights of sixteen rows.
func (VNNI) Pack(w []byte, scale, bias []float32, cols int) *Matrix {
	m := newMatrix(scale, bias, cols)
	m.addUp(w)
	m.panels = packFours(w, m.Rows, cols)
	return m
}

// MatMul implements Kernel.
func (VNNI) MatMul(y []float32, q *Bytes, m *Matrix) {
	p := newPanel(y, q, m)
	p.tiles = (p.tiles + 1) / 2
	for r := 0; r < m.Rows; r += 2 * panelRows {
		p.at(y, m, r)
		panelVNNI(&p)
	}
}
