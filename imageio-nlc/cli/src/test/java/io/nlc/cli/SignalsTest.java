package io.nlc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sun.misc.Signal;

/**
 * The program as a process that is told to end at any moment of encoding and decoding, with the default pack: it does
 * not crash, says so by its exit code alone, and leaves nothing. So often as property {@code nlc.test.exits} says, or 8
 * times.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
class SignalsTest {

    private static final int EXITS = Integer.getInteger("nlc.test.exits", 8);
    private static final List<String> SIGNALS = List.of("TERM", "INT");
    private static final List<Integer> CODES = List.of(143, 130);

    @TempDir
    private Path folder;

    /** Is told to end, and then has native code complain, as it might while it is halted. */
    public static final class Complaining {
        public static void main(String[] args) throws InterruptedException {
            Signals.endWith(() -> {
                try {
                    Files.writeString(Path.of("/proc/self/fd/2"), "a complaint", StandardOpenOption.APPEND);
                } catch (IOException e) {
                    Runtime.getRuntime().halt(1);
                }
            });
            Signal.raise(new Signal("TERM"));
            Thread.sleep(60_000);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void complaintsOfNativeCode_areNotHeard() throws Exception {
        assertThat(end(start(Complaining.class))).isEqualTo(143);
        assertThat(folder.resolve("stderr")).isEmptyFile();
    }

    private Process start(Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
    }

    private static int end(Process process) throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    /**
     * A command that was once left alone.
     *
     * @param millis that it took
     * @param right what it wrote
     */
    private record Command(List<String> words, long millis, byte[] right) {

        String out() {
            return words.get(2);
        }
    }

    private Command leftAlone(String... words) throws Exception {
        long begin = System.nanoTime();
        assertThat(end(start(Nlc.class, words)))
                .as(Files.readString(folder.resolve("stderr")))
                .isZero();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        return new Command(List.of(words), millis, Files.readAllBytes(folder.resolve(words[2])));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void ends_atAnyMoment() throws Exception {
        ImageIO.write(
                Pictures.of(700, 500, BufferedImage.TYPE_3BYTE_BGR),
                "png",
                folder.resolve("in.png").toFile());
        Files.createDirectory(folder.resolve("tmp"));
        leftAlone("encode", "in.png", "in.nlc", "--networks-only"); // unpacks the libraries, too
        List<Command> commands = List.of(
                leftAlone("encode", "in.png", "out.nlc", "--networks-only"), leftAlone("decode", "in.nlc", "out.png"));
        for (Command command : commands) {
            Files.delete(folder.resolve(command.out()));
        }
        List<Path> before = files();
        Random random = new Random(20261129);
        List<String> wrong = new ArrayList<>();
        int early = 0;
        for (int i = 0; i < EXITS; i++) {
            Command command = commands.get(i / 2 % 2);
            long delay = (long) (random.nextDouble() * command.millis);
            int code = end(told(command, SIGNALS.get(i % 2), delay));
            List<String> problems = problems(command, code, CODES.get(i % 2), before);
            if (!problems.isEmpty()) {
                wrong.add(command.words + ", " + SIGNALS.get(i % 2) + " after " + delay + " ms: " + problems);
            }
            early += code == 0 ? 0 : 1;
        }
        System.out.printf("%d of %d ended before they were done, %d wrong%n", early, EXITS, wrong.size());
        assertThat(wrong).isEmpty();
        assertThat(early).isPositive();
    }

    private Process told(Command command, String signal, long delay) throws Exception {
        Process process = start(Nlc.class, command.words.toArray(String[]::new));
        Thread.sleep(delay);
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
        return process;
    }

    /** What is not as it should be, after which all is as before. */
    private List<String> problems(Command command, int code, int expected, List<Path> before) throws IOException {
        List<String> problems = new ArrayList<>();
        Path out = folder.resolve(command.out());
        if (code != 0 && code != expected) {
            problems.add("exit code " + code);
        }
        if (Files.exists(out) ? !Arrays.equals(Files.readAllBytes(out), command.right) : code == 0) {
            problems.add("the file is not there or another one");
        }
        boolean written = Files.deleteIfExists(out);
        String said = Files.readString(folder.resolve("stderr"))
                + (written ? "" : Files.readString(folder.resolve("stdout"))); // which tells of the file
        if (!said.isEmpty()) {
            problems.add("said " + said);
        }
        for (Path left : files()) {
            if (!before.contains(left)) {
                problems.add("left " + left);
                Files.delete(left);
            }
        }
        return problems;
    }
}
