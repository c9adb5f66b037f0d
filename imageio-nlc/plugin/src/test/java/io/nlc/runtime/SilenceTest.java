package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A codec talks to nobody, and writes nowhere but into the folder for temporary files. */
class SilenceTest {

    @TempDir
    Path folder;

    /**
     * ONNX Runtime 1.29.0 brought a telemetry library that keeps a database and an identifier in the user's cache
     * folder, and cannot be switched off from Java. No version that has one may be used.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "linux-x64/libonnxruntime.so",
                "linux-aarch64/libonnxruntime.so",
                "osx-aarch64/libonnxruntime.dylib",
                "win-x64/onnxruntime.dll"
            })
    void onnxRuntime_hasNoTelemetryLibrary(String library) throws Exception {
        try (InputStream in = OrtEnvironment.class.getResourceAsStream("/ai/onnxruntime/native/" + library)) {
            assumeThat(in).as("%s is in this build", library).isNotNull();
            String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(bytes.length()).isGreaterThan(10_000_000);
            assertThat(Stream.of("events.data.microsoft", "EventsSDK", "ORT_DISABLE_TELEMETRY", "SQLite format 3")
                            .filter(bytes::contains))
                    .isEmpty();
        }
    }

    @Test
    void firstRead_writesIntoTheTemporaryFolderAlone() throws Exception {
        ChildJvm jvm = new ChildJvm(folder);
        assertThat(jvm.run(ReadProgram.class)).as(jvm.output()).isZero();
        assertThat(jvm.output()).isEqualTo("read 64x96" + System.lineSeparator());
        assertThat(ChildJvm.below(jvm.home)).isEmpty();
        try (Stream<Path> made = Files.list(jvm.temporary)) {
            assertThat(made).singleElement().asString().contains("nlc-onnxruntime-");
        }
    }

    /** DJL asks the machine's cloud who it is and reports its use, unless it is told not to. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void firstRead_asksNobody(boolean djl) throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/strace"))).as("strace").isTrue();
        Path trace = folder.resolve("trace");
        ChildJvm jvm = new ChildJvm(folder)
                .under(
                        "/usr/bin/strace",
                        "-f",
                        "-e",
                        "trace=network,openat,mkdir,rename,unlink",
                        "-o",
                        trace.toString())
                .with("-Dnlc.djl=" + djl);
        int status = jvm.run(ReadProgram.class);
        assumeThat(jvm.output()).as("strace may trace here").doesNotContain("PTRACE");
        assertThat(status).as(jvm.output()).isZero();
        List<String> calls = Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
        assertThat(calls).anyMatch(c -> c.contains("nlc-onnxruntime-"));
        assertThat(calls.stream().filter(c -> c.matches(".*(connect|send\\w*|bind)\\(.*AF_INET.*")))
                .isEmpty();
        assertThat(calls.stream().filter(c -> c.contains("resolv.conf"))).isEmpty();
        Pattern written = Pattern.compile("openat\\(\\w+, \"([^\"]*)\", [^)]*O_(?:WRONLY|RDWR|CREAT)");
        assertThat(calls.stream()
                        .map(written::matcher)
                        .filter(Matcher::find)
                        .map(m -> m.group(1))
                        .filter(p -> !p.startsWith(jvm.temporary.toString()) && !p.matches("/(proc|dev|sys)/.*")))
                .isEmpty();
    }

    @Test
    void usersSayInDjlsTracking_counts() throws Exception {
        ChildJvm jvm = new ChildJvm(folder).with("-DOPT_OUT_TRACKING=false");
        assertThat(jvm.run(TrackingProgram.class)).as(jvm.output()).isZero();
        assertThat(jvm.output()).contains("OPT_OUT_TRACKING false");
    }

    /** Says what became of the property. */
    public static final class TrackingProgram {
        public static void main(String[] args) {
            LibraryProperties.keepDjlSilent();
            System.out.println("OPT_OUT_TRACKING " + System.getProperty("OPT_OUT_TRACKING"));
        }
    }
}
