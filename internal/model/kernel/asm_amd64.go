package kernel

// Written in assembly; what the arguments are stands there. None keeps a
// pointer.

//go:noescape
func panelAVX2(p *panel)

//go:noescape
func looseAVX2(flags, panel *byte, steps int, sums *int32)

//go:noescape
func panelVNNI(p *panel)

//go:noescape
func largestAVX2(x *float32, n int) float32

//go:noescape
func bytesAVX2(dst *byte, x *float32, n int, f float32)

//go:noescape
func normAVX2(x, y, w, b *float32, n int, part, eps float32)

//go:noescape
func dotAVX2(a, b *float32, n int) float32

//go:noescape
func geluAVX2(x *float32, n int, c *[12]float32)

//go:noescape
func scoresAVX2(dst *float32, width int, q *float32, stride int, keys *float32, d int)

//go:noescape
func softmaxAVX2(s *float32, rows, width int, c *[11]float32)

//go:noescape
func valuesAVX2(out *float32, to int, p *float32, width int, v *float32, stride, n, d int)

//go:noescape
func transposeAVX2(dst *float32, width int, key *float32, stride int, rows, d int)
