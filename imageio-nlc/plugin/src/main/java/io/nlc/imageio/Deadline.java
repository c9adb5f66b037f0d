package io.nlc.imageio;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.time.Duration;

/**
 * Until when a picture must be read.
 *
 * @param limit how long it may take; zero for ever
 * @param end in the time of {@link System#nanoTime}
 */
record Deadline(Duration limit, long end) {

    private static final double NANOS = 1e9;

    /** A limit that begins now. */
    static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /**
     * A limit in seconds.
     *
     * @param seconds above 0; more than a century counts as that. 0 for none
     * @throws IllegalArgumentException if it is negative or no number
     */
    static Duration seconds(double seconds) {
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException("maxSeconds must be 0 (for ever) or more, not " + seconds);
        }
        double century = 100 * 365.25 * 24 * 3600;
        return Duration.ofNanos((long) Math.ceil(Math.min(seconds, century) * NANOS));
    }

    /** A limit as a number. */
    static double seconds(Duration limit) {
        return limit.toNanos() / NANOS;
    }

    boolean passed() {
        return !limit.isZero() && System.nanoTime() - end >= 0;
    }

    NlcException exception() {
        return new NlcException(
                FailureKind.TIME,
                "the picture was not read within " + seconds(limit) + " s, the limit (nlc.maxSeconds)",
                limit);
    }
}
