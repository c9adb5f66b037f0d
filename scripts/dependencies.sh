#!/usr/bin/env bash
# Writes docs/dependencies.md: what a project that uses the plugin depends on, and what that weighs. Run it after mvn package.
set -euo pipefail
cd "$(dirname "$0")/.."
tree=$(mktemp)
trap 'rm -f "$tree"' EXIT
mvn -q -pl imageio-nlc/modular -am dependency:tree -Dscope=runtime -DoutputFile="$tree"
{
    cat <<'EOF'
# Dependencies

What a project that uses the plugin depends on: `mvn -q dependency:tree -Dscope=runtime` of
[imageio-nlc/modular](../imageio-nlc/modular), whose only dependency is `imageio-nlc`.

EOF
    sed 's/^/    /' "$tree"
    cat <<'EOF'

What that weighs, and the command line beside it (`scripts/sizes.sh`, which every build runs and which fails above the limits):

EOF
    scripts/sizes.sh | sed 's/^/    /'
    cat <<'EOF'

* `onnxruntime` has the natives of Linux x64 and arm64, macOS arm64 and Windows x64, and 80 MB of debugging symbols (unpacked) that
  `nlc.jar` leaves out.
* DJL (`api`, `onnxruntime-engine`) brings Gson, which also parses manifests, JNA, which only its CUDA detection loads, and SLF4J.
  It would bring `commons-compress`, for archives that it downloads; NLC excludes it, because nothing here downloads and the module path
  could not resolve it.
* The command line adds picocli and an SLF4J binding.
EOF
} >docs/dependencies.md
