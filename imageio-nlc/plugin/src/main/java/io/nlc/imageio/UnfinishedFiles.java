package io.nlc.imageio;

import io.nlc.runtime.LibraryFolders;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The files that {@link PictureFiles#save(java.nio.file.Path, PictureFiles.Output, UnfinishedFiles)} has begun and not
 * finished. They are gone when the program ends. A program that ends itself by {@link Runtime#halt} calls
 * {@link #discard} before. For use by several threads.
 */
public final class UnfinishedFiles implements AutoCloseable {

    private final Set<PartFile> parts = new HashSet<>();
    private final Thread onExit = new Thread(this::discard, "nlc-unfinished");
    private boolean discarded;

    /** None yet. */
    public UnfinishedFiles() {
        try {
            Runtime.getRuntime().addShutdownHook(onExit);
        } catch (IllegalStateException e) { // the program is ending
            discarded = true;
        }
    }

    synchronized void add(PartFile part) throws IOException {
        if (discarded) {
            throw new InterruptedIOException("interrupted");
        }
        parts.add(part);
    }

    synchronized void remove(PartFile part) {
        parts.remove(part);
    }

    /**
     * Deletes them all, and the empty temporary folders of libraries that are loading; from now on nothing can be
     * saved. What is being put in its place at this moment is finished.
     */
    public void discard() {
        Set<PartFile> present;
        synchronized (this) {
            discarded = true;
            present = Set.copyOf(parts);
        }
        present.forEach(PartFile::discard);
        LibraryFolders.delete();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) { // it runs already
            return;
        }
    }
}
