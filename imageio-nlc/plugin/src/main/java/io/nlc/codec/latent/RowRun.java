package io.nlc.codec.latent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinTask;

/**
 * A run of a row network of which the first share is done and others may be under way; to be closed, so that nothing is
 * left that runs.
 */
final class RowRun implements AutoCloseable {

    private final int rows;
    private final int shares;
    private final List<ForkJoinTask<?>> others = new ArrayList<>();
    private int ready = 1;

    RowRun(int rows, int shares) {
        this.rows = rows;
        this.shares = shares;
    }

    /** Adds the next share, which somebody works on. */
    void add(ForkJoinTask<?> share) {
        others.add(share);
    }

    /** Where a share ends. */
    int end(int share) {
        return (share + 1) * rows / shares;
    }

    /** Returns when so many rows are done, the first ones. */
    void await(int n) throws IOException {
        while (end(ready - 1) < n) {
            ForkJoinTask<?> other = others.get(ready - 1);
            other.quietlyJoin(); // an interrupt is for the caller to see to
            rethrow(other.getException());
            ready++;
        }
    }

    // A fork-join task may wrap what was thrown in it, once or twice.
    private static void rethrow(Throwable thrown) throws IOException {
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof IOException io) {
                throw io;
            }
            if (e.getCause() == null) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        others.forEach(ForkJoinTask::quietlyJoin);
    }
}
