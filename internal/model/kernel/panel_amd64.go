package kernel

const (
	panelStep = 8   // columns that a step goes forward
	panelTile = 4   // rows of q that a panel is multiplied with together
	fits      = 128 // 255*128 fits into 16 bits
)

// panel is what the assembly is told: one panel of weights, and all rows of q.
type panel struct {
	y        *float32 // first place of the panel's columns
	stride   int      // from row to row of y, in bytes
	q        *byte
	cols     int // width of q, in bytes
	tiles    int
	rowScale *float32 // of q

	w           *byte
	sums        *int32 // what every sum begins with
	scale, bias *float32
	aside       *byte  // weights that are added four columns at a time
	at          *int32 // and the columns where they begin
	asides      int
}

// packAVX2 lays out sixteen rows at a time. For each eight columns a panel has
// the first four weights of each row, then the last four of each. Where one of
// the sums that the assembly forms in 16 bits might not fit, the last four go
// aside.
func packAVX2(m *Matrix, w []int8) {
	m.panels = make([]byte, 0, m.Rows*m.Cols)
	m.asides = make([]int, 1, m.Rows/panelRows+1)
	for r := 0; r < m.Rows; r += panelRows {
		for c := 0; c < m.Cols; c += panelStep {
			step := w[r*m.Cols+c:]
			m.panels = fours(m.panels, step, m.Cols)
			if fit(step, m.Cols) {
				m.panels = fours(m.panels, step[4:], m.Cols)
				continue
			}
			m.panels = append(m.panels, make([]byte, 4*panelRows)...)
			m.aside = fours(m.aside, step[4:], m.Cols)
			m.at = append(m.at, int32(c+4))
		}
		m.asides = append(m.asides, len(m.at))
	}
}

// fit says whether whatever bytes the weights of a step are multiplied with,
// columns 0, 1, 4, 5 and 2, 3, 6, 7 of a row add up to something of 16 bits.
func fit(w []int8, cols int) bool {
	for r := range panelRows {
		v := w[r*cols:][:panelStep]
		for i := 0; i < 4; i += 2 {
			above, below := 0, 0
			for _, x := range [...]int8{v[i], v[i+1], v[i+4], v[i+5]} {
				above += max(int(x), 0)
				below += max(-int(x), 0)
			}
			if above > fits || below > fits {
				return false
			}
		}
	}
	return true
}

func mulAVX2(y []float32, q *Bytes, m *Matrix) {
	rows := Pad(q.n)
	if rows == 0 {
		return
	}
	_ = y[rows*m.Rows-1]
	p := panel{
		stride: 4 * m.Rows, q: &q.q[0], cols: q.cols, tiles: rows / panelTile, rowScale: &q.scale[0],
	}
	for i := range m.Rows / panelRows {
		r, from := i*panelRows, m.asides[i]
		p.y, p.w = &y[r], &m.panels[r*m.Cols]
		p.sums, p.scale, p.bias = &m.sums[r], &m.scale[r], &m.bias[r]
		if p.asides = m.asides[i+1] - from; p.asides > 0 {
			p.aside, p.at = &m.aside[from*4*panelRows], &m.at[from]
		}
		panelAVX2(&p)
	}
}
