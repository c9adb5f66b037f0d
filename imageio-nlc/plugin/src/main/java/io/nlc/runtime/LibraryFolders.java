package io.nlc.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The folders for temporary files that libraries make for themselves and leave empty. */
public final class LibraryFolders {

    /*
     * ONNX Runtime makes one while it starts, and DJL one for each network while it loads it. Both are deleted then, by
     * them or by us, or else when the JVM exits; but not if it halts in between, and nobody knows their names by then.
     * So what halts looks for folders of these names that have come since, and deletes those that are empty; one that is
     * yet to come is waited for. Should one be another process's, that has never been written to and will not be missed.
     */

    private static final long PATIENCE_MILLIS = 1000;
    private static final long PAUSE_MILLIS = 5;

    /** File systems' clocks lag behind by a tick. */
    private static final long TICK_MILLIS = 50;

    private static final Set<Making> GOING_ON = Collections.newSetFromMap(new IdentityHashMap<>());

    private LibraryFolders() {}

    /** A library's work during which it has such a folder; ends with {@link #close}. */
    static final class Making implements AutoCloseable {
        private final String prefix;
        private final Instant since = Instant.now().minusMillis(TICK_MILLIS);
        private volatile boolean deleted;

        private Making(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public void close() {
            synchronized (GOING_ON) {
                GOING_ON.remove(this);
            }
        }

        private void delete(Path folders) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folders, prefix + "*")) {
                for (Path folder : found) {
                    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                            && !Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
                                    .toInstant()
                                    .isBefore(since)) {
                        deleted = deleteIfEmpty(folder) || deleted;
                    }
                }
            } catch (IOException e) { // gone, or not ours to see
                return;
            }
        }

        private static boolean deleteIfEmpty(Path folder) {
            try {
                return Files.deleteIfExists(folder);
            } catch (IOException e) { // somebody's, with something in it
                return false;
            }
        }
    }

    /** ONNX Runtime starts. */
    static Making ofStart() {
        return making("onnxruntime-java");
    }

    /** DJL loads a network. */
    static Making ofModel() {
        return making("ort-model");
    }

    private static Making making(String prefix) {
        Making making = new Making(prefix);
        synchronized (GOING_ON) {
            GOING_ON.add(making);
        }
        return making;
    }

    /** Deletes what libraries are at; for programs that are about to halt. */
    public static void delete() {
        Path folders = LibraryProperties.temporaryFolder();
        long end = System.nanoTime() + 1_000_000 * PATIENCE_MILLIS;
        for (boolean wait = true; wait; wait = wait && System.nanoTime() < end && paused()) {
            List<Making> left = left();
            left.forEach(making -> making.delete(folders));
            wait = !left.stream().allMatch(making -> making.deleted);
        }
    }

    /** What goes on, and has a folder yet or will have one. */
    private static List<Making> left() {
        synchronized (GOING_ON) {
            return GOING_ON.stream().filter(making -> !making.deleted).toList();
        }
    }

    private static boolean paused() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
