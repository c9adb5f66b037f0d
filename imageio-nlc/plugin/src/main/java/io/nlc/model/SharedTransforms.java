package io.nlc.model;

import io.nlc.failure.NlcException;
import io.nlc.runtime.RuntimeSettings;
import io.nlc.runtime.TransformNetwork;
import java.util.HashMap;
import java.util.Map;

/** The loaded transform networks, each once however many packs of a family have it; users are counted. */
final class SharedTransforms {

    private static final Map<Key, Entry> LOADED = new HashMap<>();

    private SharedTransforms() {}

    /**
     * What makes two networks one.
     *
     * @param sha256 of the file
     * @param settings of the session
     */
    record Key(String sha256, RuntimeSettings settings) {
        /** Without the settings: the JVM makes hash codes of records when they are first asked for, and takes long. */
        @Override
        public int hashCode() {
            return sha256.hashCode();
        }
    }

    private static final class Entry {
        private final TransformNetwork network;
        private int users;

        Entry(TransformNetwork network) {
            this.network = network;
        }
    }

    /** Loads a network. */
    interface Loader {
        TransformNetwork load() throws NlcException;
    }

    /** The network of a key, loaded if nobody has it yet; to be given back by {@link #release}. */
    static synchronized TransformNetwork acquire(Key key, Loader loader) throws NlcException {
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
