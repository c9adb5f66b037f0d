#!/usr/bin/env bash
# What the installed viewer takes in use, without a screen.
#
#   measure-deb.sh memory FOLDER [SECONDS]    leafs through 21 pictures of a folder, so many seconds each (default 7), and rests for 80
#   measure-deb.sh quits N FILE...            opens files in turn, and quits at random moments, by key, by the window or by SIGTERM
#
# memory prints what is resident, the most so far, and processor time; and that of 20 s without anything to do. quits says how many ended
# otherwise than they should: by a signal of their own, with an hs_err file, or not within 60 s. Needs xvfb, xdotool, metacity.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2; }
home=$(mktemp -d)
server= manager= viewer=
finish() {
    for pid in $viewer $manager $server; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf "$home"
}
trap finish EXIT
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$home/display" 2>/dev/null &
server=$!
for _ in $(seq 100); do [ -s "$home/display" ] && break; sleep 0.1; done
DISPLAY=:$(cat "$home/display")
export DISPLAY XDG_CONFIG_HOME=$home LANG=C.UTF-8
metacity --no-composite >/dev/null 2>&1 &
manager=$!
sleep 1
cd "$home"   # where hs_err files would be

ticks() { awk '{ print $14 + $15 }' "/proc/$viewer/stat"; }
row() {
    awk -v what="$1" '/^VmRSS/ { now = $2 } /^VmHWM/ { most = $2 } END { printf "%s: %d MiB, at most %d MiB", what, now / 1024, most / 1024 }' \
        "/proc/$viewer/status"
    awk -v ticks="$(ticks)" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf ", processor time %.1f s\n", ticks / hz }'
}

memory() {
    local seconds=${2:-7}
    nlc-viewer "$(find "$1" -maxdepth 1 -type f | sort | head -n 1)" >"$home/log" 2>&1 &
    viewer=$!
    sleep $((seconds + 4))
    row "first picture"
    for picture in $(seq 2 21); do
        xdotool key Page_Down
        sleep "$seconds"
        case $picture in 8 | 21) row "picture $picture" ;; esac
    done
    sleep 80
    row "after 80 s at rest"
    local before
    before=$(ticks)
    sleep 20
    echo "processor time of 20 s at rest: $((($(ticks) - before) * 1000 / $(getconf CLK_TCK))) ms"
}

quits() {
    local count=$1 bad=0 began
    shift
    RANDOM=7
    for i in $(seq "$count"); do
        nlc-viewer "${@:$((i % $# + 1)):1}" >"$home/log" 2>&1 &
        viewer=$!
        sleep "$((1 + RANDOM % 6)).$((RANDOM % 10))"
        case $((i % 3)) in
            0) xdotool key ctrl+q ;;
            1) xdotool key alt+F4 ;;
            2) kill "$viewer" ;;
        esac
        began=$SECONDS
        while kill -0 "$viewer" 2>/dev/null && [ $((SECONDS - began)) -lt 60 ]; do
            [ $(((SECONDS - began) % 5)) -ne 4 ] || xdotool key ctrl+q   # a window that was not there yet heard nothing
            sleep 0.2
        done
        kill -9 "$viewer" 2>/dev/null && echo "quit $i: did not end" || true
        local code=0
        wait "$viewer" || code=$?
        viewer=
        if { [ $code != 0 ] && [ $code != 143 ]; } || compgen -G "$home/hs_err*" >/dev/null; then
            bad=$((bad + 1))
            echo "quit $i: exit code $code"
            cat "$home/log"
            rm -f "$home"/hs_err*
        fi
    done
    echo "$count quits, $bad otherwise than they should"
}

case $1 in
    memory | quits) "$@" ;;
    *) echo "measure-deb: memory or quits, not $1" >&2; exit 2 ;;
esac
