package io.nlc.viewer.model.rival;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What other codecs made of one picture, so that a search for another size begins where others have been. Sizes stay;
 * of files the least recently used go when there are too many bytes. Thread-safe.
 */
final class RivalFiles {

    /**
     * A file.
     *
     * @param tool who made it
     * @param step at which setting
     */
    record Key(RivalTool tool, int step) {}

    private final long capacity;
    private final Map<Key, Long> sizes = new LinkedHashMap<>();
    private final Map<Key, byte[]> files = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    RivalFiles(long capacity) {
        this.capacity = capacity;
    }

    /** The size of a file that was made once; null if it never was. */
    synchronized Long size(Key key) {
        return sizes.get(key);
    }

    /** A file that is still there; else null. */
    synchronized byte[] file(Key key) {
        return files.get(key);
    }

    synchronized void put(Key key, byte[] file) {
        sizes.put(key, (long) file.length);
        byte[] old = files.put(key, file);
        bytes += file.length - (old == null ? 0 : old.length);
        var eldest = files.values().iterator();
        while (bytes > capacity && files.size() > 1) {
            bytes -= eldest.next().length;
            eldest.remove();
        }
    }
}
