//go:build !race

package main

// made is how many reports the interrupted run adds.
const made = 10_000
