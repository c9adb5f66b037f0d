package io.nlc.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, with a folder for temporary files of its own. */
final class Child {

    private final Path temporary;
    private final Path output;

    /** @param folder for all that belongs to it */
    Child(Path folder) throws IOException {
        temporary = Files.createDirectories(folder.resolve("tmp"));
        output = folder.resolve("output");
    }

    /**
     * Runs it to its end.
     *
     * @param arguments all of {@code java}
     * @return what it has printed, errors too
     */
    String run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Djava.awt.headless=true", "-Xmx512m", "-Djava.io.tmpdir=" + temporary));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("it does not end: " + output());
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("exit " + process.exitValue() + ": " + output());
        }
        return output();
    }

    private String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
