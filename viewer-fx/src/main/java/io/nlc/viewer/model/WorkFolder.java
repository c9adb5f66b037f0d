package io.nlc.viewer.model;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A folder for files that are not to outlive the viewer, gone when it is closed. Only this user may look into it. What
 * a viewer that was killed has left is {@link #sweep swept up} by a later one.
 */
public final class WorkFolder implements AutoCloseable {

    /*
     * Each has a file that is locked as long as its viewer runs: the system takes the lock back, however that ends.
     * A number of a process would say less: another process may have it by now, or lives in another container. Between
     * the making of a folder and the locking of its file lies a moment in which nobody may take it for abandoned,
     * so it has to be old, too.
     */

    private static final String PREFIX = "nlc-viewer-";
    private static final Pattern NAME = Pattern.compile("nlc-viewer-(rival-)?\\d+"); // with "rival-" before 0.1.0
    private static final String LOCK = ".lock";
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path path;
    private final FileChannel lock;

    private WorkFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes an empty one.
     *
     * @throws IOException if there is no place for temporary files
     */
    public static WorkFolder create() throws IOException {
        return create(temporary());
    }

    static WorkFolder create(Path temporary) throws IOException {
        Path path = Files.createTempDirectory(temporary, PREFIX);
        FileChannel lock =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            lock.tryLock();
        } catch (IOException e) {
            // Some network disks have none. The folder is young enough for what it is for.
            System.getLogger(WorkFolder.class.getName()).log(Level.DEBUG, "no lock", e);
        }
        return new WorkFolder(path, lock);
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** A file in it, whether it is there or not. */
    public Path file(String name) {
        return path.resolve(name);
    }

    /** Deletes it at an orderly end of Java too, with the one file that is in it. */
    public void deleteOnExit(Path file) {
        for (Path going : List.of(path, path.resolve(LOCK), file)) { // the last one goes first
            going.toFile().deleteOnExit();
        }
    }

    /** Deletes what viewers have left that did not come to their end, as far as that can be done. */
    public static void sweep() {
        sweep(temporary(), Instant.now().minus(ABANDONED));
    }

    /** Likewise, of what has not been changed since then. */
    static void sweep(Path temporary, Instant before) {
        try (WorkFolder mine = create(temporary);
                DirectoryStream<Path> all = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            UserPrincipal owner = Files.getOwner(mine.path); // Java does not say who we are
            for (Path folder : all) {
                if (!folder.equals(mine.path)) {
                    sweep(folder, owner, before);
                }
            }
        } catch (IOException | RuntimeException e) {
            System.getLogger(WorkFolder.class.getName()).log(Level.DEBUG, "cannot sweep", e);
        }
    }

    private static void sweep(Path folder, UserPrincipal owner, Instant before) {
        try {
            if (isOurs(folder, owner)
                    && Files.getLastModifiedTime(folder).compareTo(FileTime.from(before)) < 0
                    && !isLocked(folder.resolve(LOCK))) {
                delete(folder);
            }
        } catch (IOException e) { // somebody was quicker, or it was not made by a viewer
            System.getLogger(WorkFolder.class.getName()).log(Level.DEBUG, "cannot sweep " + folder, e);
        }
    }

    // Others may put anything of such a name there.
    private static boolean isOurs(Path folder, UserPrincipal owner) throws IOException {
        if (!NAME.matcher(folder.getFileName().toString()).matches()
                || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
            return false;
        }
        return !folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                || Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
                        .equals(OWNER_ONLY);
    }

    private static boolean isLocked(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException e) { // of this very viewer
            return true;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new FileSystemException(file.toString(), null, "a viewer makes no folders there");
                }
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    @Override
    public void close() throws IOException {
        lock.close();
        delete(path);
    }
}
