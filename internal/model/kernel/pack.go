package kernel

// panelRows is how many rows of weights are packed together.
const panelRows = 16

// fours appends the next four weights of each row of a panel.
func fours(dst []byte, w []int8, cols int) []byte {
	for r := range panelRows {
		for _, v := range w[r*cols:][:4] {
			dst = append(dst, byte(v))
		}
	}
	return dst
}

// packFours lays out sixteen rows at a time: for each four columns the four
// weights of each row.
func packFours(w []int8, rows, cols int) []byte {
	panels := make([]byte, 0, rows*cols)
	for r := 0; r < rows; r += panelRows {
		for c := 0; c < cols; c += 4 {
			panels = fours(panels, w[r*cols+c:], cols)
		}
	}
	return panels
}
