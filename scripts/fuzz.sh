#!/bin/sh
# Fuzzes every target of every package for the time given. usage: fuzz.sh 4s
set -eu
for pkg in $(go list ./...); do
	for target in $(go test -list '^Fuzz' "$pkg" | grep '^Fuzz' || true); do
		echo "fuzz $pkg $target"
		go test "$pkg" -run '^$' -fuzz "^$target\$" -fuzztime "$1" -parallel 2 | grep -v '^fuzz: elapsed' || exit 1
	done
done
