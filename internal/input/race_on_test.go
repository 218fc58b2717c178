//go:build race

package input

// slack widens the bounds on memory: under the race detector the compiler makes a
// copy where append extends a slice by a fresh one.
const slack = 2
