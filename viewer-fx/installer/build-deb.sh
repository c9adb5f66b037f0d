#!/usr/bin/env bash
# Builds the Debian package of the viewer; prints its path. Needs JDK 17 or later with jmods (Debian: openjdk-17-jdk), Maven,
# dpkg-deb (1.21.18 or later) and fakeroot. With Xvfb it also records which classes a start needs, see README.md.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/image.sh"

# Class data sharing: record the classes of a start here, the package's postinst makes the archive of them.
if command -v Xvfb >/dev/null && [ "${NLC_SKIP_CDS:-}" != 1 ]; then
    [ -f "$work/landscape.nlc" ] || "$work/runtime/bin/java" "-Donnxruntime.native.path=$work/app/native" -jar "$root/imageio-nlc/target/nlc.jar" \
        encode "$root/samples/pictures/landscape.png" "$work/landscape.nlc" --quality 0.5 >&2
    "$installer/record-classes.sh" "$work" "$work/landscape.nlc" "$work/app/$name.classes"
else
    echo "build-deb: no Xvfb, so no list of classes: the viewer will start slower" >&2
fi

options=()
for option in "${java_options[@]}" ${NLC_JAVA_OPTIONS:-} '-XX:SharedArchiveFile=$APPDIR/nlc-viewer.jsa'; do
    options+=(--java-options "$option")
done
printf 'extension=nlc\nmime-type=image/x-nlc\ndescription=NLC picture\n' >"$work/nlc.properties"
license=()
for file in "$root"/LICENSE*; do
    [ ! -f "$file" ] || license=(--license-file "$file")
done

# Not compressed: it is only taken apart again.
DPKG_DEB_COMPRESSOR_TYPE=none "$JAVA_HOME/bin/jpackage" --type deb --name "$name" --app-version "$version" --description "$description" \
    --vendor NLC --copyright "The NLC authors" --linux-package-name "$name" --linux-deb-maintainer "${NLC_MAINTAINER:-nlc@example.org}" --linux-app-category graphics \
    --linux-menu-group "Graphics;Viewer;" --linux-shortcut --linux-package-deps "desktop-file-utils, hicolor-icon-theme, shared-mime-info" \
    --runtime-image "$work/runtime" --input "$work/app" --main-jar "viewer-fx-$project_version.jar" --main-class io.nlc.viewer.Main \
    --icon "$installer/icons/nlc-256.png" --file-associations "$work/nlc.properties" --resource-dir "$installer/linux" \
    "${license[@]}" "${options[@]}" --dest "$work/packages"

# jpackage's package registers the menu entry and the type from its postinst, through xdg-utils: without magic bytes, with one size of icon,
# and failing where no desktop is installed. Here the same files become files of the package, which dpkg's triggers register and removal removes.
deb=$(echo "$work"/packages/*.deb)
tree=$work/image
dpkg-deb --raw-extract "$deb" "$tree"
rm -f "$deb" "$tree/opt/$name/lib/"*.desktop "$tree/opt/$name/lib/"*-MimeInfo.xml
# jpackage's launcher asks dpkg, which reads all its lists, to whom it belongs, and then starts itself again: more than half a second of a
# start. This script does the rest, from the same configuration; the java that it runs has the viewer's name in process lists.
app=$tree/opt/$name/lib/app
{
    # Large pages for what ONNX Runtime allocates, where the system leaves that to programs: half of a start's page faults are its.
    printf '#!/bin/sh\nexport GLIBC_TUNABLES="${GLIBC_TUNABLES:+$GLIBC_TUNABLES:}glibc.malloc.hugetlb=1"\n'
    # Two arenas for all threads: what one gives back another can have.
    printf 'export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"\n'
    printf 'app=/opt/%s/lib/app\nexec /opt/%s/lib/runtime/bin/%s' "$name" "$name" "$name"
    sed -n 's/^java-options=//p' "$app/$name.cfg" | sed -e 's/\$APPDIR/$app/g' -e 's/.*/ "&"/' | tr -d '\n'
    printf ' -cp "%s" %s "$@"\n' "$(sed -n 's/^app.classpath=//p' "$app/$name.cfg" | sed 's/\$APPDIR/$app/g' | paste -sd:)" \
        "$(sed -n 's/^app.mainclass=//p' "$app/$name.cfg")"
} >"$tree/opt/$name/bin/$name"
cp "$tree/opt/$name/lib/runtime/bin/java" "$tree/opt/$name/lib/runtime/bin/$name"
rm -f "$tree/opt/$name/lib/libapplauncher.so"
install -Dm644 "$installer/linux/nlc-viewer.desktop" "$tree/usr/share/applications/$name.desktop"
install -Dm644 "$installer/linux/nlc-viewer.xml" "$tree/usr/share/mime/packages/$name.xml"
for size in 16 24 32 48 64 128 256 512; do
    icons=$tree/usr/share/icons/hicolor/${size}x$size
    install -Dm644 "$installer/icons/nlc-$size.png" "$icons/apps/$name.png"
    install -Dm644 "$installer/icons/nlc-$size.png" "$icons/mimetypes/image-x-nlc.png"
done
mkdir -p "$tree/usr/bin"
ln -s "/opt/$name/bin/$name" "$tree/usr/bin/$name"
install -m755 "$installer/linux/postinst" "$installer/linux/prerm" "$tree/DEBIAN/"
rm -f "$tree/DEBIAN/preinst" "$tree/DEBIAN/postrm"
sed -i -e '/^$/d' -e "s/^Installed-Size:.*/Installed-Size: $(du -sk --exclude=DEBIAN "$tree" | cut -f1)/" \
    -e '/^Depends:/s/, *xdg-utils\b//' -e '/^Depends:/s/: *xdg-utils, */: /' "$tree/DEBIAN/control"
chmod -R u+rwX,go+rX,go-w "$tree"
# The networks hardly compress: xz makes it 2 % smaller, and takes a minute instead of seconds here and again in installing.
dpkg-deb --root-owner-group -Zzstd -z9 --build "$tree" "$deb" >&2
rm -rf "$tree"
echo "$deb"
