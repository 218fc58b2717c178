package meaning

import "golang.org/x/sys/cpu"

// dotAVX2 is dotPlain over the first n values, a multiple of 16. It keeps no pointer.
//
//go:noescape
func dotAVX2(a *int8, b *byte, n int) int32

func dot(a []int8, b []byte) int32 {
	whole := len(a) &^ 15
	if whole == 0 || !cpu.X86.HasAVX2 {
		return dotPlain(a, b)
	}
	return dotAVX2(&a[0], &b[0], whole) + dotPlain(a[whole:], b[whole:])
}
