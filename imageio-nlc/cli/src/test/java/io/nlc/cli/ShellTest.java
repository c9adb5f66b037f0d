package io.nlc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nlc.TestPacks;
import io.nlc.imageio.Pictures;
import io.nlc.imageio.TinyPack;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a process of its own, started by a shell: redirections, pipes, signals, locales. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no sh")
class ShellTest {

    private static final byte[] SIGNATURE = {(byte) 0x8E, 'N', 'L', 'C'};

    @TempDir
    private Path folder;

    private String out;
    private String err;

    @BeforeEach
    void makePicture() throws IOException {
        BufferedImage picture = Pictures.of(60, 50, BufferedImage.TYPE_3BYTE_BGR);
        ImageIO.write(picture, "png", folder.resolve("in.png").toFile());
    }

    /** Starts a shell for which {@code $NLC} is the program. */
    private Process start(String script, String... environment) throws IOException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", script);
        shell.directory(folder.toFile());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        shell.environment()
                .put(
                        "NLC",
                        String.join(
                                " ",
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "-Dnlc.models=" + TestPacks.directory(),
                                "io.nlc.cli.Nlc"));
        shell.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        shell.environment().put("MODEL", "--model=" + TinyPack.NAME);
        for (String variable : environment) {
            shell.environment()
                    .put(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }
        return shell.redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
    }

    private int sh(String script, String... environment) throws Exception {
        Process shell = start(script, environment);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).as(script).isTrue();
        out = Files.readString(folder.resolve("stdout"));
        err = Files.readString(folder.resolve("stderr"));
        return shell.exitValue();
    }

    private byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    @Test
    void pipes() throws Exception {
        assertThat(sh("cat in.png | $NLC encode - - $MODEL | $NLC decode - back.bmp"))
                .as(() -> err)
                .isZero();
        assertThat(ImageIO.read(folder.resolve("back.bmp").toFile()).getWidth()).isEqualTo(60);
        assertThat(out + err).isEmpty();
    }

    @Test
    void redirection_isWrittenInto() throws Exception {
        assertThat(sh("echo first > all; $NLC encode in.png /dev/stdout $MODEL >> all"))
                .as(() -> err)
                .isZero();
        byte[] all = bytes("all");
        assertThat(Arrays.copyOf(all, 6)).isEqualTo("first\n".getBytes());
        assertThat(Arrays.copyOfRange(all, 6, 10)).isEqualTo(SIGNATURE);
        assertThat(Arrays.copyOfRange(all, all.length - 8, all.length - 4)).isEqualTo("NEND".getBytes());
    }

    @Test
    void descriptor_isWrittenInto() throws Exception {
        assumeThat(Path.of("/dev/fd")).exists();
        assertThat(sh("echo first > all; $NLC encode in.png /dev/fd/3 $MODEL 3>> all"))
                .as(() -> err)
                .isZero();
        assertThat(Arrays.copyOf(bytes("all"), 9))
                .startsWith("first\n".getBytes())
                .endsWith('N', 'L');
    }

    @Test
    void namedPipes_areReadAndWritten() throws Exception {
        assumeThat(sh("mkfifo from to")).as("mkfifo").isZero();
        assertThat(sh("cat in.png > from & cat to > got & $NLC encode from to $MODEL && wait && test -p to"))
                .as(() -> err)
                .isZero();
        assertThat(Arrays.copyOf(bytes("got"), 4)).isEqualTo(SIGNATURE);
    }

    @Test
    void fullAndClosedOutput_isAFailure() throws Exception {
        assumeThat(Path.of("/dev/full")).exists();
        assertThat(sh("$NLC models --json > /dev/full")).isEqualTo(1);
        assertThat(err).isEqualTo("nlc: standard output: No space left on device\n");
        assertThat(sh("$NLC --version >&-")).isEqualTo(1);
        assertThat(err.lines()).hasSize(1);
        assertThat(sh("$NLC encode in.png - $MODEL > /dev/full")).isEqualTo(1);
        assertThat(err).isEqualTo("nlc: standard output: No space left on device\n");
        assertThat(sh("$NLC encode in.png /dev/full $MODEL")).isEqualTo(1);
        assertThat(err).isEqualTo("nlc: /dev/full: No space left on device\n");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void signals_leaveNothing(String signal, int code) throws Exception {
        ImageIO.write(
                Pictures.of(2000, 1500, BufferedImage.TYPE_3BYTE_BGR),
                "png",
                folder.resolve("large.png").toFile());
        Process encode = start("exec $NLC encode large.png a.nlc $MODEL --effort 9");
        for (int i = 0; i < 2400 && parts() == 0; i++) {
            Thread.sleep(50);
        }
        assertThat(parts()).isEqualTo(1);
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(encode.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(encode.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(encode.exitValue()).isEqualTo(code);
        assertThat(parts()).isZero();
        assertThat(folder.resolve("a.nlc")).doesNotExist();
        assertThat(folder.resolve("stderr")).isEmptyFile();
    }

    private long parts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".part")).count();
        }
    }

    @Test
    void namesThatTheLocaleCannotExpress_areOneLine() throws Exception {
        String umlaut = "u=$(printf '\\303\\274') && ";
        assertThat(sh(umlaut + "cp in.png $u.png && mkdir d && cp in.png $u.png d/"))
                .isZero();
        assertThat(sh(umlaut + "$NLC info $u.png", "LC_ALL=C")).isEqualTo(1);
        assumeThat(err).as("a JVM that knows the name").doesNotContain("not an NLC file");
        assertThat(err.lines())
                .singleElement()
                .asString()
                .startsWith("nlc: ")
                .contains("cannot express this name; LC_ALL=C.UTF-8 can");
        assertThat(sh("$NLC encode d --out o $MODEL", "LC_ALL=C")).isEqualTo(1);
        assertThat(err.lines()).singleElement().asString().contains("cannot express this name");
        assertThat(folder.resolve("o/in.nlc")).exists();
        assertThat(sh(umlaut + "$NLC encode $u.png $u.nlc $MODEL", "LC_ALL=C.UTF-8"))
                .as(() -> err)
                .isZero();
    }

    @Test
    void locale_doesNotShow() throws Exception {
        assertThat(sh("$NLC encode in.png a.nlc $MODEL && $NLC info a.nlc")).isZero();
        String info = out.substring(out.indexOf("file "));
        for (String locale : new String[] {"-Duser.language=ar -Duser.country=EG", "-Duser.language=tr"}) {
            assertThat(sh("$NLC info a.nlc", "JDK_JAVA_OPTIONS=" + "-Dnlc.threads=1 " + locale))
                    .isZero();
            assertThat(out).isEqualTo(info);
        }
    }
}
