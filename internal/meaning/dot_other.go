//go:build !amd64

package meaning

func dot(a []int8, b []byte) int32 { return dotPlain(a, b) }
