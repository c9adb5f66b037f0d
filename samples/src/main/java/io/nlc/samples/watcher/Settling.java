package io.nlc.samples.watcher;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Files that are perhaps still being written: one is ready when it has not changed for a while. */
final class Settling {

    private record Seen(Stamp stamp, Instant since) {}

    private final Duration quiet;
    private final Map<Path, Seen> files = new HashMap<>();

    /** @param quiet how long a file must not change */
    Settling(Duration quiet) {
        this.quiet = quiet;
    }

    /**
     * Looks at a file.
     *
     * @param now the time, which never goes back
     * @return whether it is ready
     */
    boolean isReady(Path file, Stamp stamp, Instant now) {
        Seen seen = files.get(file);
        if (seen == null || !seen.stamp().equals(stamp)) {
            seen = new Seen(stamp, now);
            files.put(file, seen);
        }
        return !now.isBefore(seen.since().plus(quiet));
    }

    /** Forgets a file that is done with. */
    void forget(Path file) {
        files.remove(file);
    }

    /** Forgets all files but these, which are those that still exist. */
    void keepOnly(Collection<Path> existing) {
        files.keySet().retainAll(existing);
    }

    /** Whether nothing is being waited for. */
    boolean isEmpty() {
        return files.isEmpty();
    }
}
