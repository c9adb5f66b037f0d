#!/usr/bin/env bash
# Builds the macOS disk image of the viewer; prints its path. Needs a Mac with Apple silicon (ONNX Runtime has no libraries for Intel),
# a JDK 17 or later with jmods, and Maven. NOT RUN YET: this project has had no Mac. Written from jpackage's documentation.
# NLC_MAC_SIGN=NAME signs with that developer identity; unsigned, the first start needs a right click and Open.
set -euo pipefail
# The archive of the JDK's own classes; one of the viewer's needs the place of installation, which is not known here.
jlink_extra=--generate-cds-archive
. "$(dirname "${BASH_SOURCE[0]}")/image.sh"

# jpackage wants a first number above 0 here.
case $version in
    0.*) version=1.${version#0.}; echo "build-dmg: the disk image's version is $version" >&2 ;;
esac
options=()
for option in "${java_options[@]}" ${NLC_JAVA_OPTIONS:-}; do
    options+=(--java-options "$option")
done
printf 'extension=nlc\nmime-type=image/x-nlc\ndescription=NLC picture\nicon=%s\n' "$installer/icons/nlc.icns" >"$work/nlc.properties"
extra=()
for file in "$root"/LICENSE*; do
    [ ! -f "$file" ] || extra+=(--license-file "$file")
done
[ -z "${NLC_MAC_SIGN:-}" ] || extra+=(--mac-sign --mac-signing-key-user-name "$NLC_MAC_SIGN")

# macOS hands a double-clicked file to the program as an event, for which the viewer asks a class of JavaFX that is not public (GlassOpenRequests.java).
options+=(--java-options --add-exports=javafx.graphics/com.sun.glass.ui=ALL-UNNAMED)
"$JAVA_HOME/bin/jpackage" --type dmg --name "NLC Viewer" --app-version "$version" --description "$description" --vendor NLC \
    --copyright "The NLC authors" --mac-package-identifier io.nlc.viewer --mac-package-name "NLC Viewer" \
    --runtime-image "$work/runtime" --input "$work/app" --main-jar "viewer-fx-$project_version.jar" --main-class io.nlc.viewer.Main \
    --icon "$installer/icons/nlc.icns" --file-associations "$work/nlc.properties" \
    ${extra[@]+"${extra[@]}"} "${options[@]}" --dest "$work/packages" >&2
echo "$work"/packages/*.dmg
