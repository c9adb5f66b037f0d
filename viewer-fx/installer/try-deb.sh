#!/usr/bin/env bash
# What a new user does, without a screen: installs the package, double-clicks a picture, looks, closes.
#
#   try-deb.sh [--deb FILE] [--picture FILE.nlc] [--screenshot FILE.png] [--runs N] [--remove] [--keep-installed]
#
# --deb: default the one that build-deb.sh made; --keep-installed: uses what is installed.
# --picture: default the sample picture, encoded by the checkout's nlc.jar. --remove: uninstalls at the end and
# checks that nothing is left. Prints for each run the seconds from xdg-open to the first picture on the screen, which may be a preview, and when
# the viewer painted preview and picture.
# Needs root (dpkg), xvfb, xdg-utils, libglib2.0-bin, x11-utils, imagemagick, python3, and takes metacity if there.
set -euo pipefail
installer=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$installer/../.." && pwd)
deb= picture= screenshot= runs=1 remove= install=1
while [ $# -gt 0 ]; do
    case $1 in
        --deb) deb=$2; shift ;;
        --picture) picture=$2; shift ;;
        --screenshot) screenshot=$2; shift ;;
        --runs) runs=$2; shift ;;
        --remove) remove=1 ;;
        --keep-installed) install= ;;
        *) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
    shift
done

user=65534   # nobody: neither root nor anybody with settings
home=$(mktemp -d)
server= manager= viewer=
finish() {
    for pid in $viewer $manager $server; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf "$home"
}
trap finish EXIT

if [ -n "$install" ]; then
    : "${deb:=$(echo "$root"/viewer-fx/target/installer/packages/*.deb)}"
    start=$(date +%s.%N)
    apt-get install -y -q --no-install-recommends --reinstall --allow-downgrades "$(realpath "$deb")" >"$home/apt.log" 2>&1 || { cat "$home/apt.log"; exit 1; }
    echo "installed $(basename "$deb") in $(python3 -c "import time; print(round(time.time() - $start, 1))") s"
fi

app=/opt/nlc-viewer/lib/app
if [ -z "$picture" ]; then
    picture=$home/landscape.nlc
    /opt/nlc-viewer/lib/runtime/bin/java "-Donnxruntime.native.path=$app/native" -jar "$root/imageio-nlc/target/nlc.jar" encode \
        "$root/samples/pictures/landscape.png" "$picture" --quality 0.5
fi
mkdir -p "$home/Pictures" "$home/run"
cp "$picture" "$home/Pictures/"
file=$home/Pictures/$(basename "$picture")

# The frame buffer in a file: a picture on the screen is seen without asking the server.
Xvfb -displayfd 3 -screen 0 1280x800x24 -fbdir "$home" -nolisten tcp 3>"$home/display" 2>/dev/null &
server=$!
for _ in $(seq 100); do [ -s "$home/display" ] && break; sleep 0.1; done
display=:$(cat "$home/display")
chmod 755 "$home" "$home/Pictures"
chown -R $user:$user "$home/Pictures" "$home/run"
mkdir -p "$home/user"
chown $user:$user "$home/user"

# xdg-open hands the file to the desktop's opener. Without a desktop it asks file(1) for the type, which knows only its own types, and
# then does not find the viewer; so the desktop is said to be GNOME, whose opener, gio, reads the MIME database and the .desktop files.
as_user() {
    local command=(env -i PATH=/usr/bin:/bin LANG=C.UTF-8 HOME="$home/user" XDG_RUNTIME_DIR="$home/run" DISPLAY="$display"
        XDG_CURRENT_DESKTOP=GNOME JAVA_TOOL_OPTIONS=-Dnlc.viewer.trace="$(date +%s%3N)" "$@")
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=$user --regid=$user --clear-groups -- "${command[@]}"
    else
        "${command[@]}"
    fi
}

# GNOME's old window manager. (openbox gives JavaFX's windows 200 x 200 pixels.)
if command -v metacity >/dev/null; then
    as_user metacity --no-composite >/dev/null 2>&1 &
    manager=$!
    sleep 1
fi
echo "type:    $(as_user xdg-mime query filetype "$file"), opened by $(as_user xdg-mime query default image/x-nlc)"

for run in $(seq "$runs"); do
    : >"$home/log"
    start=$(date +%s.%N)
    (cd / && as_user xdg-open "$file") >>"$home/log" 2>&1 &
    shown=$(python3 - "$home/Xvfb_screen0" "$start" <<'PYTHON'
import mmap, sys, time

# An .xwd file; the picture is there when the screen has many colours.
start = float(sys.argv[2])
with open(sys.argv[1], "rb") as f:
    m = mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ)
word = lambda i: int.from_bytes(m[4 * i:4 * i + 4], "big")
width, height, stride, base = word(4), word(5), word(12), word(0) + 12 * word(19)
while time.time() - start < 60:
    colours = set()
    for y in range(0, height, 9):
        row = m[base + y * stride:base + y * stride + width * 4]
        colours.update(row[i:i + 4] for i in range(0, len(row), 28))
    if len(colours) > 400:
        print("%.2f" % (time.time() - start))
        break
    time.sleep(0.02)
else:
    print("never")
PYTHON
    )
    for _ in $(seq 300); do ! grep -aq '^nlc-viewer: shown' "$home/log" || break; sleep 0.1; done   # what was seen may be a preview
    sleep 1   # until what is drawn after the picture is there too
    viewer=
    for pid in $(pgrep -x nlc-viewer); do
        tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | grep -qx "DISPLAY=$display" && viewer=$pid
    done
    [ -n "$viewer" ] || { echo "the viewer did not start:"; cat "$home/log"; exit 1; }
    cpu=$(awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) / hz }' "/proc/$viewer/stat")
    echo "run $run: picture or preview on the screen $shown s after xdg-open, processor time $cpu s; load of the machine $(cut -d' ' -f1 /proc/loadavg)"
    grep -a '^nlc-viewer:' "$home/log" | sed 's/^/         /' || true
    if [ "$run" = "$runs" ]; then
        grep -av -e '^nlc-viewer:' -e '^Picked up' "$home/log" | sed 's/^/stderr:  /' || true
        DISPLAY=$display xprop -root _NET_CLIENT_LIST 2>/dev/null | grep -o '0x[0-9a-f]*' | while read -r window; do
            DISPLAY=$display xprop -id "$window" WM_CLASS WM_NAME
        done | sed 's/^/window:  /'
        if [ -n "$screenshot" ]; then
            DISPLAY=$display import -window root "$screenshot"
            echo "screenshot: $screenshot"
        fi
    fi
    kill "$viewer"
    for _ in $(seq 50); do kill -0 "$viewer" 2>/dev/null || break; sleep 0.1; done
    viewer=
    [ "$shown" != never ] || exit 1
done

if [ -n "$remove" ]; then
    apt-get remove -y -q nlc-viewer >"$home/apt.log" 2>&1 || { cat "$home/apt.log"; exit 1; }
    left=$(find /opt/nlc-viewer /usr/bin/nlc-viewer /usr/share -name '*nlc*' \( -path '/opt/*' -o -path '*/bin/*' -o -path '*/applications/*' \
        -o -path '*/mime/*' -o -path '*/icons/*' \) 2>/dev/null || true)
    [ -z "$left" ] || { echo "left behind: $left"; exit 1; }
    ! grep -rqs nlc /usr/share/applications/mimeinfo.cache /usr/share/mime/globs2 || { echo "the MIME database still names it"; exit 1; }
    echo "removed, nothing left"
fi
