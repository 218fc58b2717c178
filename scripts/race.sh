#!/bin/sh
# Race tests. The race detector needs a C compiler; where there is none and it can
# be installed, it is.
set -eu
if ! command -v "${CC:-gcc}" >/dev/null 2>&1; then
	echo "no C compiler for the race detector: installing gcc"
	apt-get update -qq && apt-get install -y -qq gcc libc6-dev
fi
# -short leaves out the tests that read megabytes: they look at time, and run without the detector.
CGO_ENABLED=1 go test -race -short -shuffle=on ./...
