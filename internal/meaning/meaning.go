// Package meaning compares what texts mean by the vectors that the reading model
// made of them: whole numbers of one byte, near when the angle between them is
// small. It knows neither texts nor databases, and its results are the same on
// every processor.
package meaning

import "math"

// MaxDimensions is the longest vector that sums cannot overflow for, with room to
// spare.
const MaxDimensions = 4096

// Query is a vector that others are compared with.
type Query struct {
	vector []int8
	norm   float64
}

// NewQuery prepares a vector; ok is false for one that points nowhere: it is
// empty, all zeros, or longer than MaxDimensions.
func NewQuery(vector []int8) (q Query, ok bool) {
	if len(vector) > MaxDimensions {
		return Query{}, false
	}
	squares := Squares(vector)
	return Query{vector: vector, norm: math.Sqrt(float64(squares))}, squares > 0
}

// Dimensions is the length of the query's vector.
func (q Query) Dimensions() int { return len(q.vector) }

// Squares is the sum of the squares of a vector, which Cosine asks for: kept with
// a vector it is computed once.
func Squares(vector []int8) uint32 {
	sum := uint32(0)
	for _, v := range vector {
		sum += uint32(int32(v) * int32(v)) //nolint:gosec // a square is not negative
	}
	return sum
}

// Cosine is the cosine of the angle between the query and a vector of its
// dimensions, given as bytes with its squares: 1 for the same direction, 0 for
// nothing in common or a vector of zeros.
func (q Query) Cosine(vector []byte, squares uint32) float64 {
	if squares == 0 || len(vector) != len(q.vector) {
		return 0
	}
	return float64(dot(q.vector, vector)) / (q.norm * math.Sqrt(float64(squares)))
}

// dotPlain is the sum of the products of a and b, which are equally long; b holds
// signed bytes.
func dotPlain(a []int8, b []byte) int32 {
	var s0, s1, s2, s3 int32
	for len(a) >= 8 && len(b) >= 8 {
		s0 += int32(a[0])*int32(int8(b[0])) + int32(a[4])*int32(int8(b[4]))
		s1 += int32(a[1])*int32(int8(b[1])) + int32(a[5])*int32(int8(b[5]))
		s2 += int32(a[2])*int32(int8(b[2])) + int32(a[6])*int32(int8(b[6]))
		s3 += int32(a[3])*int32(int8(b[3])) + int32(a[7])*int32(int8(b[7]))
		a, b = a[8:], b[8:]
	}
	for i, v := range a {
		s0 += int32(v) * int32(int8(b[i]))
	}
	return s0 + s1 + s2 + s3
}
