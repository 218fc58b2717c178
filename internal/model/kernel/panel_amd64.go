package kernel

const (
	panelStep = 8   // columns that a step goes forward
	fits      = 128 // 255*128 fits into 16 bits
)

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
	p := newPanel(y, q, m)
	for i := range m.Rows / panelRows {
		from := m.asides[i]
		if p.asides = m.asides[i+1] - from; p.asides > 0 {
			p.aside, p.from = &m.aside[from*4*panelRows], &m.at[from]
		}
		p.at(y, m, i*panelRows)
		panelAVX2(&p)
	}
}
