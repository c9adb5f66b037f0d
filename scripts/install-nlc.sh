#!/usr/bin/env bash
# Installs the command line into a folder, so that it starts fast: DIR/bin/nlc, with the classes of a start archived,
# networks that are not compressed, and ONNX Runtime's libraries unpacked once and for all. Needs a built nlc.jar
# (mvn -q -DskipTests package) and JDK 17 or later, which is also what runs it afterwards. Linux and macOS.
#   scripts/install-nlc.sh DIR
set -euo pipefail
[ $# = 1 ] || { sed -n '2,5p' "$0" >&2; exit 2; }
root=$(cd "$(dirname "$0")/.." && pwd)
jar=$root/imageio-nlc/target/nlc.jar
[ -f "$jar" ] || { echo "install-nlc: $jar is not there; run mvn -q -DskipTests package first" >&2; exit 1; }
mkdir -p "$1/bin" "$1/lib/nlc/native"
home=$(cd "$1" && pwd)
lib=$home/lib/nlc
java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java")

# As in the jar: ai/onnxruntime/native/<system>-<architecture>
case $(uname -s)-$(uname -m) in
    Linux-x86_64) platform=linux-x64 ;;
    Linux-aarch64) platform=linux-aarch64 ;;
    Darwin-arm64) platform=osx-aarch64 ;;
    *) echo "install-nlc: ONNX Runtime has no libraries for this machine" >&2; exit 1 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/jar"
if tool=$(command -v "$(dirname "$java")/jar" || command -v jar); then
    # Nothing in the jar is compressed then, and ONNX Runtime's libraries of all platforms are left out.
    (cd "$work/jar" && "$tool" --extract --file "$jar")
    mv "$work/jar/ai/onnxruntime/native/$platform" "$work/native"
    rm -r "$work/jar/ai/onnxruntime/native"
    "$tool" --create --no-compress --manifest "$work/jar/META-INF/MANIFEST.MF" --file "$lib/nlc.jar" -C "$work/jar" .
else
    cp "$jar" "$lib/nlc.jar"
    unzip -q "$jar" "ai/onnxruntime/native/$platform/*" -d "$work/jar"
    mv "$work/jar/ai/onnxruntime/native/$platform" "$work/native"
fi
cp "$work/native"/lib* "$lib/native/"

# The serial collector starts fastest, and next to nothing is garbage here. DJL runs the same networks, only later. A
# picture is decoded before the second compiler's code has paid for itself: it has to wait for ten times as many calls,
# which a large picture makes soon. JAVA_OPTS come last and win.
options=(-XX:+UseSerialGC -XX:-UsePerfData -Dnlc.djl=false "-Donnxruntime.native.path=$lib/native"
    -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=150000
    -XX:Tier4BackEdgeThreshold=400000)

# Which classes encoding and decoding load, and an archive of them.
log=(-Xlog:disable -Xlog:all=error:stderr)
record() { # name, arguments of nlc
    "$java" "${options[@]}" "${log[@]}" -Xshare:off -XX:DumpLoadedClassList="$work/$1" -jar "$lib/nlc.jar" "${@:2}" >/dev/null
}
record encode encode "$root/samples/pictures/landscape.png" "$work/landscape.nlc"
record decode decode "$work/landscape.nlc" "$work/landscape.png" --region 0,0,256,256
cat "$work/encode" "$work/decode" | awk '!seen[$0]++' >"$work/classes"
"$java" "${log[@]}" -Xshare:dump -XX:SharedClassListFile="$work/classes" -XX:SharedArchiveFile="$lib/nlc.jsa" -cp "$lib/nlc.jar" >/dev/null

{
    printf '#!/bin/sh\n# Made by install-nlc.sh for %s; another Java starts without the archive, only slower.\n' "$java"
    # Large pages for what ONNX Runtime allocates, where the system leaves that to programs.
    printf 'export GLIBC_TUNABLES="${GLIBC_TUNABLES:+$GLIBC_TUNABLES:}glibc.malloc.hugetlb=1"\n'
    printf 'exec "%s"' "$java"
    printf ' "%s"' "${options[@]}" -Xshare:auto "-XX:SharedArchiveFile=$lib/nlc.jsa"
    printf ' -Xlog:disable $JAVA_OPTS -jar "%s/nlc.jar" "$@"\n' "$lib"
} >"$home/bin/nlc"
chmod 755 "$home/bin/nlc"
echo "$home/bin/nlc is installed ($(du -sm "$lib" | cut -f1) MB)"
