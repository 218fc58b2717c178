#!/bin/sh
# Makes an environment for validate.py, where there is none, and runs it. Arguments go to it: csv=all.csv.
set -eu
cd "$(dirname "$0")/../../.."
env=.cache/exports-data
[ -x "$env/bin/python" ] || python3 -m venv "$env"
"$env/bin/pip" install -q -r train/exports/data/requirements.txt
exec "$env/bin/python" train/exports/data/validate.py "$@"
