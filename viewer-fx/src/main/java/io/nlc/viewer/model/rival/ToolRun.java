package io.nlc.viewer.model.rival;

import io.nlc.viewer.model.ToolException;
import io.nlc.viewer.model.ToolException.Kind;
import io.nlc.viewer.model.WorkFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs programs, without a shell, for a bounded time. What they say goes into a file, for a pipe that nobody empties
 * would hold them.
 *
 * @param folder where they run and what they say is kept; of the caller, who deletes it
 * @param limit after which a program is ended
 * @param cancelled true as soon as it is to be ended
 */
record ToolRun(WorkFolder folder, Duration limit, BooleanSupplier cancelled) {

    private static final long LOOK_MILLIS = 20;
    private static final int MUCH = 8192;

    /**
     * What came of it.
     *
     * @param code 0 if all is well
     * @param said what it said, its beginning
     */
    record Result(int code, String said) {}

    /**
     * Runs a program to its end.
     *
     * @throws ToolException if it cannot be started or says that it has failed, or takes too long
     * @throws CancellationException if that was asked for; it runs no more
     */
    String run(List<String> command) throws IOException {
        Result result = result(command);
        if (result.code != 0) {
            throw new ToolException(Kind.FAILED, name(command), result.said.strip());
        }
        return result.said;
    }

    /** As {@link #run}, but what code it ends with does not matter. */
    Result result(List<String> command) throws IOException {
        Path said = folder.file("said.txt");
        Process process = start(command, said);
        try {
            process.getOutputStream().close();
            long until = System.nanoTime() + limit.toNanos();
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("nobody wants its result any more");
                } else if (System.nanoTime() > until) {
                    throw new ToolException(Kind.SLOW, name(command), beginning(said));
                }
            }
            return new Result(process.exitValue(), beginning(said));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            end(process);
        }
    }

    private Process start(List<String> command, Path said) throws ToolException {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            throw new ToolException(Kind.START, name(command), e.getMessage());
        }
    }

    // Also what it has started itself, and until it is gone: its folder is deleted next.
    private static void end(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }

    private static String beginning(Path said) throws IOException {
        try (InputStream in = Files.newInputStream(said)) {
            return new String(in.readNBytes(MUCH), StandardCharsets.UTF_8);
        }
    }

    private static String name(List<String> command) {
        return String.valueOf(Path.of(command.get(0)).getFileName());
    }
}
