#!/bin/sh
# Try every step on tiny made-up inputs, without a network: reader/smoke.sh DIR [PYTHON]
# Holds that a run that was stopped and went on gives what one without a stop gives, that a weights file stays as it is when it is
# read and written, and that axes changes what it is for and nothing else.
set -eu
dir=$(mkdir -p "$1" && cd "$1" && pwd)
python=${2:-python3}
case $python in */*) python=$(cd "$(dirname "$python")" && pwd)/$(basename "$python") ;; esac
cd "$(dirname "$0")/.."
step() { echo "== $*"; name=$1; shift; "$python" -m "reader.$name" "$@"; }

few="--batch 8 --labelled 8 --disturbed 8"
mkdir -p "$dir/golden"
rm -rf "$dir/work"
step smoke inputs "$dir"
step teacher "$dir/fetched/e5-small-q4.bin" "$dir/fetched/tokenizer.json"
step vocab --tokenizer "$dir/fetched/tokenizer.json" --corpus "$dir/corpus" --data "$dir/data" --out "$dir/vocab.npz" --words 200 --size 200 --by saving
step tokenizer_golden --tokenizer "$dir/fetched/tokenizer.json" --vocab "$dir/vocab.npz" --data "$dir/data" --out "$dir/golden" --vocabulary
step cut --e5 "$dir/fetched/e5-small-q4.bin" --tokenizer "$dir/fetched/tokenizer.json" --vocab "$dir/vocab.npz" --out "$dir/work"
step labels --data "$dir/data" --out "$dir/work" --variants 0 --events "$dir/events"
step pack --corpus "$dir/corpus" --data "$dir/data" --out "$dir/work"
step train --work "$dir/work" --name tagger --layers 0,1,2,3,4,5,6,7,8,9,10,11 --tags --steps 1 $few --drop 0.1
more="--guide tagger $few --long 0.3 --words 0.3 --long-pairs 40 --made-texts 200"
step train --work "$dir/work" --name straight --layers 0,11 --steps 4 $more
step train --work "$dir/work" --name stopped --layers 0,11 --steps 4 $more --stop-at 2
test -f "$dir/work/stopped.ckpt"
step train --work "$dir/work" --name stopped --layers 0,11 --steps 4 $more
"$python" - "$dir/work" <<'END'
import sys, torch
a, b = (torch.load(f"{sys.argv[1]}/{n}.pt")["state"] for n in ("straight", "stopped"))
far = max(float((a[k].float() - b[k].float()).abs().max()) for k in a)
if far > 1e-3:
    raise SystemExit(f"a run that was stopped went another way: {far}")
print("a run that was stopped went on as if it had not:", far)
END
step train --work "$dir/work" --name on --layers 0,11 --go-on stopped --steps 1 $more
step score --work "$dir/work" --name on
step score --work "$dir/work" --name teacher
step export --model "$dir/work/on.pt" --vocab "$dir/vocab.npz" --out "$dir/on.bin" --name on
step smoke file "$dir/on.bin"
step axes --work "$dir/work" --reader "$dir/on.bin" --out "$dir/reader.bin" --name smoke
step smoke axes "$dir/on.bin" "$dir/reader.bin"
step smoke file "$dir/reader.bin"
step score --work "$dir/work" --reader "$dir/reader.bin"
echo "all steps ran"
