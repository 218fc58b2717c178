#!/bin/sh
# Makes an environment for validate.py, where there is none, and runs it. Arguments go to it: ftm=all.ftm.json.
set -eu
cd "$(dirname "$0")/../../.."
env=.cache/exports-web
[ -x "$env/bin/python" ] || python3 -m venv "$env"
"$env/bin/pip" install -q -r train/exports/web/requirements.txt
exec "$env/bin/python" train/exports/web/validate.py "$@"
