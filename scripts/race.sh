#!/bin/sh
# Race tests. The race detector needs a C compiler; where there is none and it can
# be installed, it is.
set -eu
if ! command -v "${CC:-gcc}" >/dev/null 2>&1; then
	echo "no C compiler for the race detector: installing gcc"
	apt-get update -qq && apt-get install -y -qq gcc libc6-dev
fi
CGO_ENABLED=1 go test -race -shuffle=on ./...
