#!/usr/bin/env bash
# record-classes.sh WORK FILE LIST: starts the viewer of WORK (app/, runtime/) on FILE under Xvfb and writes the classes it loaded to LIST.
set -euo pipefail
work=$1 file=$2 list=$3
scratch=$(mktemp -d)
viewer= server=
trap 'kill $viewer $server 2>/dev/null || true; wait; rm -rf "$scratch"' EXIT

Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$scratch/display" 2>/dev/null &
server=$!
for _ in $(seq 100); do [ -s "$scratch/display" ] && break; sleep 0.1; done
classpath=$(printf '%s:' "$work"/app/*.jar)
: >"$scratch/log"
DISPLAY=:$(cat "$scratch/display") HOME=$scratch "$work/runtime/bin/java" -Xshare:off "-XX:DumpLoadedClassList=$scratch/classes" -Djava.awt.headless=true \
    "-Duser.home=$scratch" "-Donnxruntime.native.path=$work/app/native" -Dnlc.viewer.trace=true -cp "${classpath%:}" io.nlc.viewer.Main "$file" 2>"$scratch/log" &
viewer=$!
# A viewer that does not say when it has shown the picture gets the whole time.
for _ in $(seq 250); do
    grep -q '^nlc-viewer: shown' "$scratch/log" && break
    kill -0 $viewer 2>/dev/null || { cat "$scratch/log" >&2; exit 1; }
    sleep 0.1
done
sleep 4   # the controls come after the picture
kill $viewer
wait $viewer || true
viewer=
[ "$(wc -l <"$scratch/classes")" -gt 1000 ] || { echo "record-classes: too few classes" >&2; cat "$scratch/log" >&2; exit 1; }
cp "$scratch/classes" "$list"
