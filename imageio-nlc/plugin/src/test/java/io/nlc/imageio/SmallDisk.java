package io.nlc.imageio;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system in memory, of few pages of 4 KiB. Tests are skipped where none can be mounted. */
public final class SmallDisk implements AutoCloseable {

    /** Where it is. */
    public final Path folder;

    /** @param folder empty; of a temporary folder of the test */
    public SmallDisk(Path folder, int kibibytes) throws IOException, InterruptedException {
        this.folder = folder;
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && run("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "none", folder.toString()),
                "no file system can be mounted here");
    }

    /** From now on nothing can be changed. */
    void makeReadOnly() throws IOException, InterruptedException {
        assumeTrue(run("mount", "-o", "remount,ro", folder.toString()), "no file system can be mounted read-only here");
    }

    /** Takes all room but so much. */
    void fill(int kibibytesLeft) throws IOException {
        long room = Files.getFileStore(folder).getUsableSpace() - 1024L * kibibytesLeft;
        Files.write(folder.resolve("ballast"), new byte[(int) Math.max(0, room)]);
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", folder.toString());
    }
}
