# Sourced by build-deb.sh and build-dmg.sh: builds NLC with Maven, the runtime with jlink, and leaves in $work what jpackage wants:
# app/ (class path, ONNX Runtime's libraries in app/native) and runtime/. Set jlink_extra before for more jlink options.
# Reads NLC_SKIP_MAVEN=1 (use what is in target/ already), NLC_APP_VERSION (default: the pom's, without -SNAPSHOT), JAVA_HOME.

installer=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
viewer=$(dirname "$installer")
root=$(dirname "$viewer")
work=$viewer/target/installer
: "${JAVA_HOME:=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.home = //p')}"
export JAVA_HOME

project_version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' "$root/pom.xml" | head -n 1)
version=${NLC_APP_VERSION:-${project_version%%-*}}
name=nlc-viewer
description="Viewer for NLC pictures"

# What jdeps names for the class path and JavaFX, without what is only mentioned: java.compiler (annotations), java.sql (Gson's optional adapters)
# jdk.management, by which an idle viewer gives native memory back, and jdk.localedata, of which jlink takes the German part below: without it German numbers are written as English ones.
modules=javafx.controls,java.desktop,java.logging,java.management,jdk.localedata,jdk.management,jdk.unsupported

# headless: AWT is used for pixels only, its window toolkit would be loaded for nothing.
java_options=(-Djava.awt.headless=true '-Donnxruntime.native.path=$APPDIR/native' -Xshare:auto
    # What an idle viewer asks for is collected beside what people do then.
    -XX:+ExplicitGCInvokesConcurrent
    # C2 later than usual: on two cores its threads take a quarter of the time to the first picture. What runs long is compiled all the same.
    -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=20000 -XX:Tier4CompileThreshold=100000 -XX:Tier4BackEdgeThreshold=2000000
    # The archive of classes where it was made for: later updates of JDK 17 move it to a random address, which rewrites all of it at each start.
    -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0)
# Without this option JDK 24 and later warn; earlier ones do not need it, and with it JDK 17 does not take modules from the archive.
java_major=$("$JAVA_HOME/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
[ "${java_major%%.*}" -lt 24 ] || java_options+=(--enable-native-access=ALL-UNNAMED)

if [ "${NLC_SKIP_MAVEN:-}" != 1 ]; then
    # Not the CUDA profiles, which switch themselves on: onnxruntime_gpu would add 640 MB.
    rm -rf "$work/lib"
    (cd "$root" && mvn -q -DskipTests -P 'installer,!cuda-linux,!cuda-windows' -pl viewer-fx,imageio-nlc/cli -am package)
fi

rm -rf "$work/app" "$work/modules" "$work/natives" "$work/runtime" "$work/image" "$work/packages"
"$JAVA_HOME/bin/java" "$installer/Stage.java" "$work/lib" "$viewer/target/viewer-fx-$project_version.jar" "$work"
"$JAVA_HOME/bin/jlink" --module-path "$work/modules:$JAVA_HOME/jmods" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
    --include-locales=de ${jlink_extra:-} --output "$work/runtime"
# Beside the runtime's own libraries is the first place where JavaFX looks.
cp "$work"/natives/* "$work/runtime/lib/"
