package io.nlc.cli;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Programs of the system, which may be there or not.
 *
 * @param path where they are looked for, as the variable PATH has it
 */
record SystemTools(String path) {

    static final String OPTIPNG = "optipng";
    static final String CWEBP = "cwebp";

    /** Those of the environment. */
    static SystemTools ofEnvironment() {
        String path = System.getenv("PATH");
        return new SystemTools(path == null ? "" : path);
    }

    /** Whether there is such a program. */
    boolean has(String name) {
        return find(name) != null;
    }

    /**
     * Runs a program, if it is there, and waits for it.
     *
     * @return whether it was there and did what it was told
     */
    boolean run(String name, String... arguments) throws IOException {
        Path program = find(name);
        if (program == null) {
            return false;
        }
        List<String> words = new ArrayList<>(List.of(arguments));
        words.add(0, program.toString());
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.getOutputStream().close();
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(name + " was interrupted");
        } finally {
            process.destroy();
        }
    }

    private Path find(String name) {
        for (String folder : path.split(Pattern.quote(File.pathSeparator))) {
            for (String suffix : List.of("", ".exe")) {
                try {
                    Path file = Path.of(folder, name + suffix);
                    if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                        return file;
                    }
                } catch (InvalidPathException e) {
                    continue; // not a folder that could hold anything
                }
            }
        }
        return null;
    }
}
