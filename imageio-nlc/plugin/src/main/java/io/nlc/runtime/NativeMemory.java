package io.nlc.runtime;

import io.nlc.failure.NlcException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The native memory that the networks of this process hold. */
final class NativeMemory {

    /*
     * ONNX Runtime keeps what runs took: each session has an arena that grows to what all runs at one time took
     * together, and never shrinks. (Without arenas runs take a third longer, some twice as long.) So what counts is
     * not what runs now but what arenas have grown to. A run whose arena must grow waits for its turn: if the budget
     * does not suffice, networks at rest are unloaded, those that rested longest first, and load again when they are
     * needed; and then for other runs to end. Who fits into an arena as it is goes on at once.
     *
     * The process has one memory, so this is static, like the calls in flight (NativeCalls).
     */

    private static final Object LOCK = new Object();
    private static final Set<Share> LOADED = new HashSet<>();
    private static final Deque<Object> WAITING = new ArrayDeque<>();
    private static long total;
    private static long clock;

    private NativeMemory() {}

    /** Bytes that count now. */
    static long total() {
        synchronized (LOCK) {
            return total;
        }
    }

    /** A run that may take what it asked for, until it is closed. */
    interface Reservation extends AutoCloseable {
        @Override
        void close();
    }

    /** What one network holds. */
    static final class Share {
        private final String name;
        private final MemoryUse use;
        private final Runnable unload;
        private long arena;
        private long running;
        private int runs;
        private long lastUsed;

        /**
         * Nothing counts yet.
         *
         * @param name for messages
         * @param unload frees the network; called while none of its runs has a reservation. It must not wait for
         *     anybody who may reserve memory
         */
        Share(String name, MemoryUse use, Runnable unload) {
            this.name = name;
            this.use = use;
            this.unload = unload;
        }

        /**
         * Waits until a run over so many positions may begin. The network counts as loaded from then on.
         *
         * @throws NlcException if it does not fit even alone
         */
        Reservation reserve(MemoryBudget budget, long positions) throws NlcException {
            budget.check(name, use, positions);
            long bytes = use.run(positions);
            synchronized (LOCK) {
                if (growth(bytes) > 0) {
                    await(bytes, budget);
                }
                grow(bytes);
            }
            return () -> end(bytes);
        }

        /** First come, first served. */
        private void await(long bytes, MemoryBudget budget) {
            Object turn = new Object();
            WAITING.add(turn);
            boolean interrupted = false;
            while (growth(bytes) > 0 && (WAITING.peek() != turn || !free(growth(bytes), budget))) {
                try {
                    LOCK.wait();
                } catch (InterruptedException e) { // the run itself could not be interrupted either
                    interrupted = true;
                }
            }
            WAITING.remove(turn);
            LOCK.notifyAll();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** What a run would add to the total. */
        private long growth(long bytes) {
            return (LOADED.contains(this) ? 0 : use.loaded()) + Math.max(0, running + bytes - arena);
        }

        private void grow(long bytes) {
            total += growth(bytes);
            LOADED.add(this);
            running += bytes;
            arena = Math.max(arena, running);
            runs++;
        }

        private void end(long bytes) {
            synchronized (LOCK) {
                running -= bytes;
                runs--;
                lastUsed = ++clock;
                LOCK.notifyAll();
            }
        }

        /** Makes room; false if others must end first. Whoever runs alone need not wait. */
        private boolean free(long growth, MemoryBudget budget) {
            while (total + growth > budget.bytes()) {
                Optional<Share> rested = LOADED.stream()
                        .filter(s -> s.runs == 0 && s != this)
                        .min(Comparator.comparingLong(s -> s.lastUsed));
                if (rested.isEmpty()) {
                    return LOADED.stream().noneMatch(s -> s.runs > 0);
                }
                rested.get().forget();
                rested.get().unload.run();
            }
            return true;
        }

        private void forget() {
            if (LOADED.remove(this)) {
                total -= use.loaded() + arena;
                arena = 0;
            }
        }

        /** Counts no longer: the network is freed. */
        void close() {
            synchronized (LOCK) {
                forget();
                LOCK.notifyAll();
            }
        }
    }
}
