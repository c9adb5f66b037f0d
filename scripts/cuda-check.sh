#!/usr/bin/env bash
# Checks CUDA from Java on a machine that has a GPU and its driver but needs nothing else, not even a network: whether
# exact networks are exact, golden files and files of every pack decode to what they must, times, memory, and what
# happens when the GPU is full. Linux x64.
#   scripts/cuda-check.sh prepare DIR [FAMILY...]   here: what the check needs, from Maven Central and from this checkout,
#                                                   in parts of less than 60 MiB; with families of packs instead of the
#                                                   default one alone
#   cuda-check.sh run DIR WORK                      there, with all of DIR: joins the parts in WORK, checks, prints a report
#   scripts/cuda-check.sh rehearse WORK [FAMILY...] here: the same without CUDA's libraries, on the CPU
# 'prepare' downloads 3.1 GB, needs 7 GB below DIR for a while and leaves 1.5 GB. It needs a JDK, Maven, zip and unzip.
set -euo pipefail

# onnxruntime_gpu calls what CUDA has since 12.8, but no jar of such a CUDA has cuBLAS and cuDNN in it. Both go well with a newer 12.x.
runtime_jar=org.bytedeco:cuda-redist:12.9-9.10-1.5.12:jar:linux-x86_64
runtime_libraries='libcudart.so.12 libcurand.so.10 libnvrtc.so.12 libnvrtc-builtins.so.12.9'
cudnn_jar=org.bytedeco:cuda:12.6-9.5-1.5.11:jar:linux-x86_64-redist
cudnn_libraries='libcublas.so.12 libcublasLt.so.12 libcudnn.so.9 libcudnn_graph.so.9 libcudnn_ops.so.9 libcudnn_cnn.so.9 libcudnn_adv.so.9
    libcudnn_engines_precompiled.so.9 libcudnn_engines_runtime_compiled.so.9 libcudnn_heuristic.so.9'
modules=java.desktop,java.logging,java.management,java.naming,jdk.management,jdk.unsupported,jdk.zipfs
natives=ai/onnxruntime/native/linux-x64

usage() { sed -n '2,10p' "$0" >&2; exit 2; }

# What the check needs, without parts: stage FOLDER ARTIFACT FAMILY...
stage() {
    local folder=$1 artifact=$2 bench=$root/imageio-nlc/bench/target version family
    shift 2
    mkdir -p "$folder/lib" "$folder/native" "$folder/cuda"
    (cd "$root" && mvn -q -Pbench -DskipTests -pl imageio-nlc/bench -am package)
    cp "$bench"/nlc-benchmarks-*.jar "$bench"/lib/*.jar "$folder/lib/"
    rm "$folder"/lib/nlc-pack-*.jar "$folder"/lib/onnxruntime-[0-9]*.jar
    version=$(ls "$bench"/lib/onnxruntime-[0-9]*.jar | sed 's:.*/onnxruntime-\(.*\)\.jar:\1:')
    for family in "$@"; do
        cp "$bench"/lib/nlc-pack-"$family"-[0-9]*.[0-9]*.jar "$folder/lib/"
    done
    if [ "$artifact" = onnxruntime ]; then
        cp "$bench/lib/onnxruntime-$version.jar" "$folder/lib/"
    else
        fetch "com.microsoft.onnxruntime:$artifact:$version" "$folder/lib"
    fi
    unzip -q -j "$folder/lib/$artifact-$version.jar" "$natives/lib*" -d "$folder/native"
    zip -q -d "$folder/lib/$artifact-$version.jar" 'ai/onnxruntime/native/*'
    cp "$root/samples/pictures/landscape.png" "$0" "$folder/"
    "${JAVA_HOME:+$JAVA_HOME/bin/}jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$folder/runtime"
}

# A jar of Maven Central, into a folder; nothing of it stays in the local repository.
fetch() {
    mvn -q -Dmaven.repo.local="$work/repository" dependency:copy -Dartifact="$1" -DoutputDirectory="$2"
    rm -rf "$work/repository"
}

# Libraries out of a jar of CUDA: libraries JAR NAME...
libraries() {
    fetch "$1" "$work/jar"
    unzip -q -j "$work"/jar/*.jar "${@:2}" -d "$work/check/cuda"
    rm -r "$work/jar"
}

prepare() {
    local dir=$1 missing
    shift
    mkdir -p "$dir"
    work=$(mktemp -d -p "$dir" work.XXXXXX)
    trap 'rm -rf "$work"' EXIT
    stage "$work/check" onnxruntime_gpu "$@"
    # shellcheck disable=SC2086
    libraries "$runtime_jar" $(printf 'org/bytedeco/cuda/linux-x86_64/%s ' $runtime_libraries)
    # shellcheck disable=SC2086
    libraries "$cudnn_jar" $(printf 'org/bytedeco/cuda/linux-x86_64/%s ' $cudnn_libraries)
    # Provider_GetHost comes from ONNX Runtime, and what begins with cu and a capital from the driver.
    missing=$(LD_LIBRARY_PATH="$work/check/cuda" ldd -r "$work/check/native/libonnxruntime_providers_cuda.so" 2>&1 |
        sed -n 's/^undefined symbol: \([A-Za-z_0-9]*\).*/\1/p' | grep -v -e '^Provider_GetHost$' -e '^cu[A-Z]' || true)
    [ -z "$missing" ] || { echo "cuda-check: these libraries do not have" $missing >&2; exit 1; }
    rm -f "$dir"/part-*
    tar -C "$work" -cf - check | gzip -1 | split -b 59M -d -a 3 - "$dir/part-"
    (cd "$dir" && sha256sum part-* >parts.sha256)
    cp "$0" "$dir/"
    echo "$(wc -l <"$dir/parts.sha256") parts, $(du -cm "$dir"/part-* | tail -1 | cut -f1) MiB, in $dir"
}

check() {
    local folder=$1 device=cpu code=0
    local -a java
    java=("$folder/runtime/bin/java" "-Donnxruntime.native.path=$folder/native" "-Dnlc.bench.picture=$folder/landscape.png"
        -cp "$folder/lib/*" io.nlc.bench.DeviceCheck)
    export LD_LIBRARY_PATH=$folder/cuda${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    echo "# CUDA from Java"
    echo
    if [ -e /dev/nvidiactl ] && [ -e "$folder/native/libonnxruntime_providers_cuda.so" ]; then
        device=cuda
        nvidia-smi --query-gpu=name,driver_version,memory.total,memory.used --format=csv,noheader | sed 's/^/* GPU: /' || true
    else
        echo "**A rehearsal on the CPU: there is no GPU, or no library for one. Nothing below says anything of CUDA.**"
        echo
    fi
    echo "* processor: $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $(nproc) of them"
    echo "* Java: $("${java[0]}" -version 2>&1 | sed -n 2p)"
    echo "* date: $(date -u +%F)"
    echo
    "${java[@]}" check "$device" || code=1
    echo
    "${java[@]}" full "$device" || code=1
    echo
    [ $code = 0 ] && echo "All that must be equal is." || echo "**Something is not as it must be.**"
    return $code
}

root=$(cd "$(dirname "$0")/.." && pwd)
command=${1:-}
case $command in
    prepare | rehearse)
        [ $# -ge 2 ] || usage
        target=$2
        shift 2
        [ $# -gt 0 ] || set -- cheng2020-128
        mkdir -p "$target"
        target=$(cd "$target" && pwd)
        if [ "$command" = prepare ]; then
            prepare "$target" "$@"
        else
            stage "$target/check" onnxruntime "$@"
            check "$target/check"
        fi
        ;;
    run)
        [ $# = 3 ] || usage
        mkdir -p "$3"
        (cd "$2" && sha256sum --quiet -c parts.sha256)
        cat "$2"/part-* | tar -C "$3" -xzf -
        check "$(cd "$3" && pwd)/check"
        ;;
    *) usage ;;
esac
