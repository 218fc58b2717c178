#!/bin/sh
# Rewrites the golden sections of every package whose tests know -update.
set -eu
for pkg in $(grep -rl --include='*_test.go' -e 'flag.Bool("update"' -e 'formattest.Golden' . | xargs -n1 dirname | sort -u); do
	go test "$pkg" -update
done
