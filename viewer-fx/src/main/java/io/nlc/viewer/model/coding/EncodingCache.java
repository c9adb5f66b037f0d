package io.nlc.viewer.model.coding;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Encodings of one picture by request; the least recently used ones go when there are too many. Thread-safe. */
public final class EncodingCache {

    private final long capacity;
    private final Map<EncodeRequest, Encoding> encodings = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * Makes an empty cache.
     *
     * @param capacity bytes of memory that encodings may take together; the newest is kept whatever its size
     */
    public EncodingCache(long capacity) {
        this.capacity = capacity;
    }

    /** What was made for a request. */
    public synchronized Optional<Encoding> get(EncodeRequest request) {
        return Optional.ofNullable(encodings.get(request));
    }

    /** Keeps an encoding. */
    public synchronized void put(Encoding encoding) {
        Encoding old = encodings.put(encoding.request(), encoding);
        bytes += encoding.memory() - (old == null ? 0 : old.memory());
        var eldest = encodings.entrySet().iterator();
        while (bytes > capacity && encodings.size() > 1) {
            Encoding gone = eldest.next().getValue();
            eldest.remove();
            bytes -= gone.memory();
        }
    }

    /** How many there are. */
    public synchronized int size() {
        return encodings.size();
    }
}
