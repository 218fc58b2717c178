package ort

// zero is the byte that stands for 0 in a quantised row.
const zero = 128

// products writes how a matrix is multiplied. The product comes without the
// matrix's bias.
type products interface {
	multiply(n *net, x string, m matrix) string
}

// A matrix is a product's weights as they are in the file.
type matrix struct {
	values     []byte // each with a sign
	scale      []float32
	rows, cols int
}

// matrix reads the weights of that name. After an error they are zeros.
func (n *net) matrix(name string, rows, cols int) matrix {
	values, scale, err := n.f.Ints(name+".w", rows, cols)
	if err != nil {
		n.note(err)
		values, scale = make([]byte, rows*cols), make([]float32, rows)
	}
	return matrix{values, scale, rows, cols}
}

// part is rows of a matrix.
func (m matrix) part(from, rows int) matrix {
	return matrix{m.values[from*m.cols:][:rows*m.cols], m.scale[from:][:rows], rows, m.cols}
}

// transposed is the matrix by columns, which is how ONNX has it.
func (m matrix) transposed() []byte {
	out := make([]byte, len(m.values))
	for r := range m.rows {
		for c, v := range m.values[r*m.cols : (r+1)*m.cols] {
			out[c*m.rows+r] = v
		}
	}
	return out
}

// bytewise multiplies bytes with the weights as they are: rows are quantised
// each by itself, as the encoder does it, so that what a sentence gives does not
// depend on its company.
type bytewise struct{}

func (bytewise) multiply(n *net, x string, m matrix) string {
	q := n.quantise(x)
	y := n.node(microsoft, "MatMulIntegerToFloat", []string{
		q.bytes, n.bytes(m.transposed(), m.cols, m.rows), n.sides.one, n.floats(m.scale, m.rows), n.sides.middle,
	})
	return n.times(y, q.step)
}

// scales is a value's rows as bytes, and how much a step of a byte is in each.
type scales struct{ bytes, step string }

// quantise turns the rows of x into bytes: round(x*127/max|x|) + 128.
func (n *net) quantise(x string) scales {
	if s, ok := n.scaled[x]; ok {
		return s
	}
	top := n.node("", "ReduceMax", []string{n.node("", "Abs", []string{x})},
		attribute{"axes", []int{1}}, attribute{"keepdims", 0})
	step := n.times(n.node("", "Max", []string{top, n.sides.tiny}), n.sides.step)
	s := scales{
		bytes: n.node("", "QuantizeLinear", []string{x, step, inMiddle}, attribute{"axis", 0}),
		step:  n.node("", "Reshape", []string{step, n.column}),
	}
	n.scaled[x] = s
	return s
}
