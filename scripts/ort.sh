#!/bin/sh
# Fetches ONNX Runtime's library into .cache/ort and checks its sum. Run by
# `make ort`; needs npm. Nothing needs the library: with it the reading model can
# be computed by kernels other than ours. The package is opened, not installed,
# so nothing of it is run; it is 113 MB, of which the library is 25 to 46.
set -eu
cd "$(dirname "$0")/.."

package=onnxruntime-node@1.30.0
case "$(uname -s) $(uname -m)" in
"Linux x86_64")
	file=linux/x64/libonnxruntime.so.1
	sum=ffb75a925ba05e47b235bb66e3e3911714a80b328a9c9425539feb204aa32a23 ;;
"Linux aarch64")
	file=linux/arm64/libonnxruntime.so.1
	sum=1f549d46250b005580b597f4164984aaf75b3bcb9f3aeb07c7f8a8fe60b23c76 ;;
"Darwin arm64")
	file=darwin/arm64/libonnxruntime.1.dylib
	sum=685d2be5dba1309c89d3a5324b7fd06a5c42f1a61bfea32d14c4cc28d072121d ;;
*)
	echo "$package has no library for $(uname -s) on $(uname -m)" >&2
	exit 1 ;;
esac
target=.cache/ort/$(basename "$file")

# is FILE SUM
is() {
	if command -v sha256sum >/dev/null 2>&1; then
		echo "$2  $1" | sha256sum -c --status -
	else
		echo "$2  $1" | shasum -a 256 -c --status -
	fi
}

if [ -f "$target" ] && is "$target" "$sum"; then
	echo "$target is up to date"
	exit
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm pack --silent --ignore-scripts --pack-destination "$tmp" "$package" >/dev/null
tar -xzf "$tmp"/*.tgz -C "$tmp" "package/bin/napi-v6/$file"
is "$tmp/package/bin/napi-v6/$file" "$sum" || {
	echo "$target: the file in $package is not the one that was looked at" >&2
	exit 1
}
mkdir -p "$(dirname "$target")"
chmod 644 "$tmp/package/bin/napi-v6/$file"
mv "$tmp/package/bin/napi-v6/$file" "$target"
echo "$target fetched from $package"
