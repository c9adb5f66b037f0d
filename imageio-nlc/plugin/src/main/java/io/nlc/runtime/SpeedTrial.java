package io.nlc.runtime;

import io.nlc.failure.NlcException;
import java.util.function.LongSupplier;

/** Finds out which of two ways to the same end is the faster one. */
public final class SpeedTrial {

    /**
     * Runs of each, by turns, after one that does not count: the first run of a network takes longer than others do.
     */
    private static final int ROUNDS = 3;

    private final LongSupplier nanos;

    /** By the clock. */
    public SpeedTrial() {
        this(System::nanoTime);
    }

    /** @param nanos a clock, in nanoseconds */
    SpeedTrial(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** One of the ways. */
    @FunctionalInterface
    public interface Run {
        /** Goes it once. */
        void run() throws NlcException;
    }

    /** Whether the quickest of a few runs takes less time than that of the other way. */
    public boolean isFaster(Run one, Run other) throws NlcException {
        one.run();
        other.run();
        long best = Long.MAX_VALUE;
        long otherBest = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            best = Math.min(best, time(one));
            otherBest = Math.min(otherBest, time(other));
        }
        return best < otherBest;
    }

    private long time(Run run) throws NlcException {
        long start = nanos.getAsLong();
        run.run();
        return nanos.getAsLong() - start;
    }
}
