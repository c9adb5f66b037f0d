package io.nlc.runtime;

import io.nlc.TestPacks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM of its own for a test, with an empty home, an empty temporary folder and the packs of the tests. */
final class ChildJvm {

    final Path home;
    final Path temporary;
    private final Path output;
    private final List<String> before = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private String classPath = System.getProperty("java.class.path");
    private Path javaHome = Path.of(System.getProperty("java.home"));

    /** @param folder for all that belongs to it */
    ChildJvm(Path folder) throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        temporary = Files.createDirectories(folder.resolve("tmp"));
        output = folder.resolve("output");
        options.add("-XX:-UsePerfData"); // files of the JVM's own
        options.add("-XX:-CreateCoredumpOnCrash");
        options.add("-XX:ErrorFile=" + folder.resolve("hs_err_pid%p.log"));
        options.add("-Duser.home=" + home);
        options.add("-Djava.io.tmpdir=" + temporary);
        options.add("-Djava.awt.headless=true");
        options.add("-Dnlc.models=" + TestPacks.directory());
        options.add("-Xmx512m");
    }

    /** Options of the JVM, later ones counting. */
    ChildJvm with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Runs it under another program. */
    ChildJvm under(String... command) {
        before.addAll(List.of(command));
        return this;
    }

    /** Runs another JDK than this one. */
    ChildJvm javaHome(Path other) {
        javaHome = other;
        return this;
    }

    ChildJvm classPath(String path) {
        classPath = path;
        return this;
    }

    Process start(Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(javaHome.resolve(Path.of("bin", "java")).toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, program.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(List.of("CI", "OPT_OUT_TRACKING", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        environment.put("HOME", home.toString());
        environment.put("XDG_CACHE_HOME", home.resolve("cache").toString());
        environment.put("TMPDIR", temporary.toString());
        environment.put("LC_ALL", "C.UTF-8");
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /** Its exit status, after it has ended by itself. */
    int run(Class<?> program, String... arguments) throws IOException, InterruptedException {
        return end(start(program, arguments));
    }

    static int end(Process process) throws InterruptedException {
        return end(process, 5);
    }

    static int end(Process process, int minutes) throws InterruptedException {
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    /** What it has printed, errors too. */
    String output() throws IOException {
        return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
    }

    /** All files and folders below a folder, which is not among them. */
    static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(p -> !p.equals(folder)).sorted().toList();
        }
    }
}
