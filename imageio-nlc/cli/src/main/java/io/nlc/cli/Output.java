package io.nlc.cli;

import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.UnfinishedFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What a command writes: a file, a pipe, a device or standard output. */
final class Output {

    private static final Pattern DESCRIPTOR = Pattern.compile("/dev/stderr|/dev/fd/\\d+|/proc/[^/]+/fd/\\d+");

    private final Path path;
    private final OutputStream standard;
    private final UnfinishedFiles unfinished;

    private Output(Path path, UnfinishedFiles unfinished, OutputStream standard) {
        this.path = path;
        this.unfinished = unfinished;
        this.standard = standard;
    }

    static Output of(Path path, UnfinishedFiles unfinished) {
        return new Output(path, unfinished, null);
    }

    static Output standard(OutputStream out) {
        return new Output(null, null, out);
    }

    /** The file; null for standard output. */
    Path path() {
        return path;
    }

    /** Whether this is a file of that name, or will be, and neither a pipe nor a device. */
    boolean isFile() {
        return path != null
                && (Files.isRegularFile(path) || !Files.exists(path))
                && !DESCRIPTOR.matcher(path.toString()).matches();
    }

    /** Whether writing this would destroy what is read. */
    boolean isSame(Input in) throws IOException {
        return isFile() && Files.exists(path) && Files.exists(in.path()) && Files.isSameFile(path, in.path());
    }

    /** Writes everything; a regular file all or not at all. */
    void save(PictureFiles.Output output) throws IOException {
        if (path != null) {
            if (Files.isDirectory(path)) {
                throw new Failure(path + ": is a folder");
            }
            PictureFiles.save(path, output, unfinished);
            return;
        }
        WatchedStream watched = new WatchedStream(standard);
        try {
            try (ImageOutputStream out = new MemoryCacheImageOutputStream(watched)) {
                output.to(out);
            }
            watched.flush();
        } catch (IOException e) {
            throw watched.failure() == null ? e : Failure.about(this, watched.failure());
        }
    }

    /** For people. */
    @Override
    public String toString() {
        return path == null ? "standard output" : path.toString();
    }
}
