package io.nlc.imageio;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Saves one file. A regular file is replaced by a {@link PartFile} once that is whole. Anything else (a pipe, a device,
 * an open descriptor, also one of a regular file) is somebody else's, and is written into.
 */
final class FileSaver {

    private static final int MOST_LINKS = 40;
    private static final Pattern DESCRIPTORS = Pattern.compile("/dev/fd|/proc/\\d+(/task/\\d+)?/fd");

    private final Path target;
    private final UnfinishedFiles unfinished;

    private FileSaver(Path target, UnfinishedFiles unfinished) {
        this.target = target;
        this.unfinished = unfinished;
    }

    /** As {@link PictureFiles#save} says. */
    static void save(Path file, PictureFiles.Output output, UnfinishedFiles unfinished) throws IOException {
        if (Files.isDirectory(file)) {
            throw new NlcException(FailureKind.FOLDER, file + ": is a folder");
        }
        FileSaver saver = new FileSaver(follow(file), unfinished);
        try {
            saver.save(output);
        } catch (IOException e) {
            throw saver.failure(e, file);
        }
    }

    /** The end of a chain of symbolic links, whether it exists or not. */
    private static Path follow(Path file) throws IOException {
        Path path = file.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(path) && !isDescriptor(path); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(file.toString(), null, "too many symbolic links");
            }
            path = path.resolveSibling(Files.readSymbolicLink(path));
        }
        return path;
    }

    /** Whether this names an open file of a process, such as /dev/fd/3. */
    static boolean isDescriptor(Path path) {
        try {
            return path.getParent() != null
                    && DESCRIPTORS
                            .matcher(path.getParent().toRealPath().toString())
                            .matches();
        } catch (IOException e) { // no such folder
            return false;
        }
    }

    private void save(PictureFiles.Output output) throws IOException {
        boolean exists = exists();
        if (isDescriptor(target)) {
            // Opened anew a file would be written from its start, over what others have written.
            writeInto(output, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } else if (exists && !Files.isRegularFile(target)) {
            writeInto(output, StandardOpenOption.WRITE);
        } else if (!Files.isDirectory(target.getParent())) {
            throw new NoSuchFileException(target.getParent().toString());
        } else if (exists && !Files.isWritable(target)) {
            throw new AccessDeniedException(target.toString());
        } else {
            try (PartFile part = part(exists)) {
                part.write(output);
                part.become(target, exists);
            }
        }
    }

    /** Fails at once if the file system does not take such a name, and not only after the work. */
    private boolean exists() throws IOException {
        try {
            Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void writeInto(PictureFiles.Output output, OpenOption... options) throws IOException {
        try (OutputStream stream = Files.newOutputStream(target, options); // which the other does not close
                ImageOutputStream out = new MemoryCacheImageOutputStream(stream)) {
            output.to(out);
        }
    }

    /** Beside the file; where that folder takes no new files but has the file already, among the temporary files. */
    private PartFile part(boolean exists) throws IOException {
        try {
            return PartFile.in(target.getParent(), exists, unfinished);
        } catch (FileSystemException e) {
            if (exists) {
                return PartFile.temporary(unfinished);
            }
            throw e;
        }
    }

    /**
     * The failure with the name of the file that was asked for, which those of streams and of other names lack. What
     * NLC itself has to say stays as it is.
     */
    private IOException failure(IOException e, Path file) {
        if (NlcException.in(e).isPresent()) {
            return e;
        }
        if (e instanceof NoSuchFileException && !isPart((FileSystemException) e)) {
            return e; // its folder
        }
        if (e instanceof AccessDeniedException) {
            return caused(new AccessDeniedException(file.toString()), e);
        }
        Throwable first = e; // JDK's writers say no more than that there was an error
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String reason = first instanceof FileSystemException f ? f.getReason() : first.getMessage();
        return caused(new FileSystemException(file.toString(), null, reason == null ? first.toString() : reason), e);
    }

    private static boolean isPart(FileSystemException e) {
        return e.getFile().endsWith(".part");
    }

    private static IOException caused(IOException e, IOException cause) {
        e.initCause(cause);
        return e;
    }
}
