package io.nlc.imageio;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;

/** A file under a name of its own until it is whole. It is gone when this is closed. */
final class PartFile implements AutoCloseable {

    /** Nobody but us may read what replaces a file that perhaps nobody else may read. */
    private static final String OURS_ALONE = "rw-------";

    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final UnfinishedFiles unfinished;
    private boolean discarded;

    private PartFile(Path path, UnfinishedFiles unfinished) {
        this.path = path;
        this.unfinished = unfinished;
    }

    /**
     * Makes an empty file. Its name is short, whatever the name of the file that it becomes.
     *
     * @param hidden whether only this user may read it
     * @throws IOException if that folder takes no new files
     */
    static PartFile in(Path folder, boolean hidden, UnfinishedFiles unfinished) throws IOException {
        String name = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
        PartFile part = new PartFile(folder.resolve(".nlc-" + name + ".part"), unfinished);
        unfinished.add(part);
        try {
            part.make(hidden);
        } catch (IOException e) {
            part.close();
            throw e;
        }
        return part;
    }

    private static InterruptedIOException interrupted() {
        return new InterruptedIOException("interrupted");
    }

    /** Makes an empty file among the temporary ones. */
    static PartFile temporary(UnfinishedFiles unfinished) throws IOException {
        PartFile part = new PartFile(Files.createTempFile("nlc-", ".part"), unfinished);
        try {
            unfinished.add(part);
        } catch (IOException e) {
            part.close();
            throw e;
        }
        return part;
    }

    private synchronized void make(boolean hidden) throws IOException {
        if (discarded) {
            throw interrupted();
        }
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createFile(
                path,
                hidden && posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OURS_ALONE))
                        }
                        : new FileAttribute<?>[0]);
    }

    void write(PictureFiles.Output output) throws IOException {
        try (ImageOutputStream out = new FileImageOutputStream(path.toFile())) {
            output.to(out);
        }
    }

    /**
     * Takes the place of a file, or becomes a new one. Where nothing can be renamed, as with a file that is mounted by
     * itself or lies in a folder that cannot be changed, the content is written into the file there is.
     */
    synchronized void become(Path target, boolean exists) throws IOException {
        if (discarded) {
            throw interrupted();
        }
        if (exists) {
            takeAttributes(target);
        }
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!exists) {
                throw e;
            }
            writeInto(target);
        }
    }

    /** The file grows first, so that one whose disk is full stays as it is. */
    private void writeInto(Path target) throws IOException {
        try (InputStream from = Files.newInputStream(path);
                RandomAccessFile to = new RandomAccessFile(target.toFile(), "rw")) { // which no interrupt closes
            byte[] buffer = new byte[BUFFER];
            long before = to.length();
            long size = Files.size(path);
            try {
                to.seek(before);
                for (long missing = size - before; missing > 0; missing -= BUFFER) {
                    to.write(buffer, 0, (int) Math.min(BUFFER, missing));
                }
            } catch (IOException e) {
                to.setLength(before);
                throw e;
            }
            to.seek(0);
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                to.write(buffer, 0, n);
            }
            to.setLength(size);
        }
    }

    /** Owner, group and mode, as far as this user may give them. */
    private void takeAttributes(Path from) throws IOException {
        PosixFileAttributeView to = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        PosixFileAttributeView of = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (to == null || of == null) {
            return;
        }
        PosixFileAttributes wanted = of.readAttributes();
        PosixFileAttributes present = to.readAttributes();
        if (!wanted.owner().equals(present.owner())) {
            attempt(() -> to.setOwner(wanted.owner()));
        }
        if (!wanted.group().equals(present.group())) {
            attempt(() -> to.setGroup(wanted.group()));
        }
        attempt(() -> to.setPermissions(wanted.permissions()));
    }

    private interface Change {
        void make() throws IOException;
    }

    private static void attempt(Change change) {
        try {
            change.make();
        } catch (IOException e) { // not allowed, or not known to the file system: the file is worth more
            return;
        }
    }

    synchronized void discard() {
        discarded = true;
        attempt(() -> Files.deleteIfExists(path));
    }

    @Override
    public void close() {
        discard();
        unfinished.remove(this);
    }
}
