#!/usr/bin/env bash
# Runs every test: Maven's (Java) and pytest's (Python). Needs JDK 17 or later, Maven 3.8 or later, Python 3.11 with venv.
#   scripts/test.sh          all
#   scripts/test.sh java     Java only
#   scripts/test.sh python   Python only (makes a virtual environment in models-onnx/.venv the first time)
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}
case $what in all | java | python) ;; *) sed -n '2,6p' "$0" >&2; exit 2 ;; esac

if [ "$what" != python ]; then
    mvn -B -ntp verify
    scripts/sizes.sh
fi
if [ "$what" != java ]; then
    venv=models-onnx/.venv
    if [ ! -x $venv/bin/pytest ]; then
        python3 -m venv $venv
        $venv/bin/pip install --quiet --retries 1 -e 'models-onnx[test]'
    fi
    $venv/bin/python -m pytest models-onnx/tests
fi
