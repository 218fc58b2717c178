package kernel

import "encoding/binary"

// panelRows is how many rows of weights are packed together.
const panelRows = 16

// packFours lays out sixteen rows at a time: for each four columns the four
// weights of each row.
func packFours(w []byte, rows, cols int) []byte {
	panels := make([]byte, rows*cols)
	for r := range rows {
		row := w[r*cols:][:cols]
		to := panels[r/panelRows*panelRows*cols+r%panelRows*4:]
		for c := 0; c+8 <= len(row); c += 8 { // two fours go to two places
			eight := binary.LittleEndian.Uint64(row[c:])
			binary.LittleEndian.PutUint32(to[c*panelRows:], uint32(eight))
			binary.LittleEndian.PutUint32(to[c*panelRows+4*panelRows:], uint32(eight>>32))
		}
	}
	return panels
}
