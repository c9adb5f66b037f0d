package io.nlc.runtime;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Who uses something native: many threads at once, and it is freed once, when none of them does. */
final class NativeUse {

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean freed;

    /** A use, which ends when it is closed. */
    interface Use extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Begins a use.
     *
     * @throws NlcException if it has been freed, or the process ends
     */
    Use begin() throws NlcException {
        NativeCalls.begin();
        lock.readLock().lock();
        if (freed) {
            end();
            throw new NlcException(FailureKind.RUNTIME, "a network was closed while it was in use");
        }
        return this::end;
    }

    private void end() {
        lock.readLock().unlock();
        NativeCalls.end();
    }

    /** Waits for the uses to end and frees it, unless that has happened or the process ends anyway. */
    void free(Runnable how) {
        try {
            NativeCalls.begin();
        } catch (NlcException e) {
            return;
        }
        lock.writeLock().lock();
        try {
            if (!freed) {
                freed = true;
                how.run();
            }
        } finally {
            lock.writeLock().unlock();
            NativeCalls.end();
        }
    }
}
