#!/usr/bin/env bash
# Measures the codec and writes docs/performance.md: builds the command line and the benchmarks, runs them all (about
# ten minutes on an idle machine), counts what networks multiply, and lets other codecs that are installed (cwebp,
# opj_compress, avifenc, heif-enc, cjxl) do the same. Arguments go to 'python -m nlc_models speed'; --help lists them.
# To see in two minutes whether it all works: scripts/performance.sh --packs minnen2018-128/serial --rounds 0 --large 1
#   --jmh '-wi 0 -i 1 -r 100ms' --out /tmp/performance.md
# Needs the Python environment of scripts/test.sh, or the one that PYTHON names.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-models-onnx/.venv/bin/python}
mvn -q -Pbench -DskipTests -pl imageio-nlc/bench,imageio-nlc/cli -am package
PYTHONPATH=models-onnx/src exec "$python" -m nlc_models speed "$@"
