#!/bin/bash
# Fuzzes every target of every package for the time or the number of inputs given; a number
# ends the same on a busy machine. usage: fuzz.sh 2500x
set -euo pipefail
for pkg in $(go list ./...); do
	targets=$(go test -list '^Fuzz' "$pkg" | grep '^Fuzz' || true)
	for target in $targets; do
		echo "fuzz $pkg $target"
		go test "$pkg" -run '^$' -fuzz "^$target\$" -fuzztime "$1" -fuzzminimizetime 5s -parallel 2 | { grep -v '^fuzz: elapsed' || true; }
	done
done
