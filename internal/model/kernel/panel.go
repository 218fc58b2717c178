//go:build amd64 || arm64

package kernel

// panelTile is the number of rows of q that a panel is multiplied with
// together. Tile is a multiple of it.
const panelTile = 4

// panel is what the assembly is told: one panel of weights, and all rows of q.
type panel struct {
	y        *float32 // first place of the panel's columns
	stride   int      // from row to row of y, in bytes
	q        *byte
	cols     int // width of q, in bytes
	tiles    int // how many times panelTile rows there are
	rowScale *float32

	w           *byte
	sums        *int32 // what every sum begins with
	scale, bias *float32

	// Weights that are added four columns at a time, and where they begin.
	aside  *byte
	from   *int32
	asides int
}

// newPanel has what is the same for all panels of a product.
func newPanel(y []float32, q *Bytes, m *Matrix) panel {
	rows := Pad(q.n)
	_ = y[rows*m.Rows-1]
	return panel{stride: 4 * m.Rows, q: &q.q[0], cols: q.cols, tiles: (q.n + panelTile - 1) / panelTile, rowScale: &q.scale[0]}
}

// at turns to the panel that begins at row r of the weights.
func (p *panel) at(y []float32, m *Matrix, r int) {
	p.y, p.w = &y[r], &m.panels[r*m.Cols]
	p.sums, p.scale, p.bias = &m.sums[r], &m.scale[r], &m.bias[r]
}
