//go:build !race

package input

const slack = 1
