#!/usr/bin/env bash
# Prints what NLC weighs after `mvn package` and fails above the limits. Megabytes are millions of bytes.
set -euo pipefail
cd "$(dirname "$0")/.."

bytes() { # of files, together
    stat -c %s "$@" | awk '{ sum += $1 } END { print sum }'
}

megabytes() {
    awk -v bytes="$1" 'BEGIN { print bytes / 1e6 }'
}

failed=0
weigh() { # what, bytes, limit in MB
    printf '%-62s %6.1f MB, at most %3d\n' "$1" "$(megabytes "$2")" "$3"
    [ "$2" -le $(($3 * 1000000)) ] || failed=1
}

compgen -G "imageio-nlc/modular/target/lib/*.jar" >/dev/null && [ -f imageio-nlc/target/nlc.jar ] || {
    echo "sizes: nothing is built yet; run mvn package first" >&2
    exit 1
}
lib=imageio-nlc/modular/target/lib
if compgen -G "$lib/onnxruntime_gpu-*.jar" >/dev/null; then
    echo "sizes: built with onnxruntime_gpu, whose size is not ours to limit; nothing is weighed"
    exit 0
fi
weigh "nlc.jar (plugin, default pack, ONNX Runtime for all platforms)" "$(bytes imageio-nlc/target/nlc.jar)" 110
weigh "the plugin with the default pack and all dependencies" "$(bytes $lib/*.jar)" 100
for jar in $lib/*.jar; do
    printf '    %-58s %6.1f MB\n' "$(basename "$jar")" "$(megabytes "$(bytes "$jar")")"
done
[ $failed = 0 ] || { echo "sizes: above the limit" >&2; exit 1; }
