package io.nlc.model;

import io.nlc.runtime.RuntimeSettings;
import io.nlc.runtime.TransformNetwork;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.IIOException;

/** The loaded transform networks, each once however many packs of a family have it; users are counted. */
final class SharedTransforms {

    private static final Map<Key, Entry> LOADED = new HashMap<>();

    private SharedTransforms() {}

    /**
     * What makes two networks one.
     *
     * @param sha256 of the file
     * @param device as chosen
     * @param settings of the session
     */
    record Key(String sha256, String device, RuntimeSettings settings) {}

    private static final class Entry {
        private final TransformNetwork network;
        private int users;

        Entry(TransformNetwork network) {
            this.network = network;
        }
    }

    /** Loads a network. */
    interface Loader {
        TransformNetwork load() throws IIOException;
    }

    /** The network of a key, loaded if nobody has it yet; to be given back by {@link #release}. */
    static synchronized TransformNetwork acquire(Key key, Loader loader) throws IIOException {
        Entry entry = LOADED.get(key);
        if (entry == null) {
            entry = new Entry(loader.load());
            LOADED.put(key, entry);
        }
        entry.users++;
        return entry.network;
    }

    /** Gives a network back; the last user's is freed. */
    static synchronized void release(Key key) {
        Entry entry = LOADED.get(key);
        if (--entry.users == 0) {
            LOADED.remove(key);
            entry.network.close();
        }
    }
}
