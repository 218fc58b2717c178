package kernel

// Written in assembly; what the arguments are stands there. None keeps a
// pointer.

//go:noescape
func panelNEON(p *panel)

//go:noescape
func scoresNEON(dst *float32, width int, q *float32, stride int, keys *float32, d int)

//go:noescape
func valuesNEON(out *float32, to int, p *float32, width int, v *float32, stride, n, d int)
