#!/usr/bin/env bash
# Runs every test: Maven's (Java), ruff, mypy and pytest (Python). Needs JDK 17 or later, Maven 3.8 or later, Python 3.11
# with venv.
#   scripts/test.sh          all
#   scripts/test.sh java     Java only
#   scripts/test.sh python   Python only (makes a virtual environment in models-onnx/.venv the first time)
#   scripts/test.sh clients  NLC beside libraries and in containers of others, which are fetched for it; not part of all
#   scripts/test.sh spark    the sample for Apache Spark, which is fetched for it; not part of all
# With NLC_FUZZ_SECONDS=60 the Java half ends with so much fuzzing of each target, which takes a quarter of an hour.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}
case $what in all | java | python | clients | spark) ;; *) sed -n '2,9p' "$0" >&2; exit 2 ;; esac

if [ "$what" = clients ]; then
    exec mvn -B -ntp -Pclients -pl samples/clients -am verify -Dtest='io.nlc.clients.*Test' -Dsurefire.failIfNoSpecifiedTests=false
fi
if [ "$what" = spark ]; then
    exec mvn -B -ntp -Pspark -pl samples/spark-transcode -am verify -Dtest='io.nlc.spark.*Test' -Dsurefire.failIfNoSpecifiedTests=false
fi
if [ "$what" != python ]; then
    mvn -B -ntp -Pbench verify # with the benchmarks, which nothing else compiles
    scripts/sizes.sh
    if [ -n "${NLC_FUZZ_SECONDS:-}" ]; then
        mvn -B -ntp -Pfuzz -pl imageio-nlc/plugin -am test -Dfuzz.seconds="$NLC_FUZZ_SECONDS"
    fi
fi
if [ "$what" != java ]; then
    venv=models-onnx/.venv
    installed=$venv/installed-pyproject.toml
    # an environment of another pyproject.toml may lack tools or have old ones
    if ! cmp -s models-onnx/pyproject.toml "$installed"; then
        [ -x $venv/bin/pip ] || python3 -m venv $venv
        $venv/bin/pip install --quiet --retries 1 -e 'models-onnx[test]'
        cp models-onnx/pyproject.toml "$installed"
    fi
    (
        cd models-onnx
        .venv/bin/ruff check .
        .venv/bin/ruff format --check .
        .venv/bin/mypy
        .venv/bin/python -m pytest
    )
fi
