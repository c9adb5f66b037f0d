#!/usr/bin/env bash
# Makes the PNGs of the repository smaller without changing a pixel. Needs optipng. Run it after drawing pictures anew.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files -z '*.png' | xargs -0 optipng -quiet -o4 -strip all
