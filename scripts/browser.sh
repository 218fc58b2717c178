#!/bin/sh
# Runs the tests of the pages in a headless Chromium. Installs Chromium where the machine has none and a
# package manager that may, and fetches axe-core, which looks for what keeps people out.
set -eu
axe_version=4.10.3
axe=.cache/axe-$axe_version.min.js
have() { command -v "$1" >/dev/null 2>&1; }

if ! have chromium && ! have chromium-browser && ! have google-chrome && [ -z "${CHROMIUM:-}" ]; then
	if have apt-get; then
		as=; [ "$(id -u)" = 0 ] || as=sudo
		$as apt-get update -qq && $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core fonts-wqy-microhei >/dev/null
	else
		echo "no Chromium here: install it, or name it in CHROMIUM" >&2
		exit 1
	fi
fi
if [ ! -s "$axe" ]; then
	have npm || { echo "npm is needed once, to fetch axe-core" >&2; exit 1; }
	mkdir -p .cache && tmp=$(mktemp -d)
	(cd "$tmp" && npm pack --silent "axe-core@$axe_version" >/dev/null && tar xzf axe-core-*.tgz)
	cp "$tmp/package/axe.min.js" "$axe.part" && mv "$axe.part" "$axe" && rm -rf "$tmp"
fi
AXE="$PWD/$axe" PICTURES="${PICTURES:-$PWD/.cache/pictures}" go test -count=1 -tags browser -timeout 20m ./internal/browser "$@"
