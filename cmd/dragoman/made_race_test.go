//go:build race

package main

// made is how many reports the interrupted run adds. The race detector makes the
// children five times slower; the full number runs without it.
const made = 1_000
