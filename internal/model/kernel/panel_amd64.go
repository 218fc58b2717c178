package kernel

// panelStep is how many columns a step of the assembly goes forward.
const panelStep = 8

// packAVX2 lays out sixteen rows at a time. For each eight columns a panel has
// the first four weights of each row, then the last four of each. Where one of
// the sums that the assembly forms in 16 bits might not fit, whatever bytes the
// weights are multiplied with, the last four go aside.
func packAVX2(m *Matrix, w []byte) {
	m.panels = packFours(w, m.Rows, m.Cols)
	m.asides = make([]int, 1, m.Rows/panelRows+1)
	loose := make([]byte, m.Cols/panelStep)
	for r := 0; r < m.Rows; r += panelRows {
		panel := m.panels[r*m.Cols:][:panelRows*m.Cols]
		looseAVX2(&loose[0], &panel[0], len(loose), &m.sums[r])
		for i, flag := range loose {
			if flag == 0 {
				continue
			}
			last := panel[i*panelStep*panelRows:][4*panelRows : 8*panelRows]
			m.aside = append(m.aside, last...)
			m.at = append(m.at, int32(i*panelStep+4))
			clear(last)
		}
		m.asides = append(m.asides, len(m.at))
	}
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
