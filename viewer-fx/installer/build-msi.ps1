# Builds the Windows installer of the viewer; prints its path. Needs x64 Windows, a JDK 17 or later with jmods in JAVA_HOME, Maven, and WiX 3
# (JDK 24 and later: WiX 4 or 5) on the PATH. NOT RUN YET: this project has had no Windows machine. Written from jpackage's documentation.
#   powershell -ExecutionPolicy Bypass -File viewer-fx\installer\build-msi.ps1
# NLC_SKIP_MAVEN=1 uses what is in target\ already; NLC_APP_VERSION replaces the version of the pom.
$ErrorActionPreference = 'Stop'

function Invoke-Checked([string] $program, [string[]] $arguments) {
    & $program @arguments | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "$program failed with $LASTEXITCODE" }
}

$installer = $PSScriptRoot
$viewer = Split-Path $installer
$root = Split-Path $viewer
$work = Join-Path $viewer 'target\installer'
$bin = Join-Path $env:JAVA_HOME 'bin'
$name = 'NLC Viewer'

$projectVersion = ([xml] (Get-Content (Join-Path $root 'pom.xml'))).project.version
$version = if ($env:NLC_APP_VERSION) { $env:NLC_APP_VERSION } else { ($projectVersion -split '-')[0] }
# The same as in image.sh
$modules = 'javafx.controls,java.desktop,java.logging,java.management,jdk.localedata,jdk.unsupported'

if ($env:NLC_SKIP_MAVEN -ne '1') {
    Remove-Item -Recurse -Force -ErrorAction SilentlyContinue "$work\lib"
    Push-Location $root
    try {
        Invoke-Checked 'mvn' @('-q', '-DskipTests', '-P', 'installer,!cuda-linux,!cuda-windows', '-pl', 'viewer-fx', '-am', 'package')
    } finally {
        Pop-Location
    }
}

foreach ($old in 'app', 'modules', 'natives', 'runtime', 'packages') {
    Remove-Item -Recurse -Force -ErrorAction SilentlyContinue (Join-Path $work $old)
}
Invoke-Checked "$bin\java" @("$installer\Stage.java", "$work\lib", "$viewer\target\viewer-fx-$projectVersion.jar", $work)
Invoke-Checked "$bin\jlink" @('--module-path', "$work\modules;$env:JAVA_HOME\jmods", '--add-modules', $modules, '--strip-debug', '--no-header-files',
    '--no-man-pages', '--include-locales=de', '--generate-cds-archive', '--output', "$work\runtime")
Copy-Item "$work\natives\*" "$work\runtime\bin"

# jpackage reads it as a properties file: backslashes would be escapes.
$icon = (Join-Path $installer 'icons\nlc.ico') -replace '\\', '/'
Set-Content -Encoding ascii "$work\nlc.properties" "extension=nlc", "mime-type=image/x-nlc", "description=NLC picture", "icon=$icon"

# The upgrade code must never change: by it Windows knows that a newer package replaces an older one.
$arguments = @('--type', 'msi', '--name', $name, '--app-version', $version, '--description', 'Viewer for NLC pictures', '--vendor', 'NLC',
    '--copyright', 'The NLC authors', '--runtime-image', "$work\runtime", '--input', "$work\app", '--main-jar', "viewer-fx-$projectVersion.jar",
    '--main-class', 'io.nlc.viewer.Main', '--icon', "$installer\icons\nlc.ico", '--file-associations', "$work\nlc.properties",
    '--win-menu', '--win-menu-group', 'NLC', '--win-shortcut', '--win-dir-chooser', '--win-upgrade-uuid', '51697504-0479-4875-b3ca-d00349360a0f',
    '--java-options', '--enable-native-access=ALL-UNNAMED', '--java-options', '-Djava.awt.headless=true',
    '--java-options', '-Donnxruntime.native.path=$APPDIR/native', '--java-options', '-Xshare:auto', '--dest', "$work\packages")
foreach ($file in Get-ChildItem "$root\LICENSE*") {
    $arguments += '--license-file', $file.FullName
}
Invoke-Checked "$bin\jpackage" $arguments
(Get-ChildItem "$work\packages\*.msi").FullName
