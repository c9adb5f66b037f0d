package io.nlc.viewer.model;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * All threads that work in the background of one viewer. Once they are to end none is started any more. Thread-safe.
 */
public final class Jobs {

    /*
     * The threads are daemons, for a window that is closed shall not wait for a batch; but the networks' natives are
     * freed when Java ends, and a thread that is inside them then takes the process down. So whoever quits ends the
     * jobs, waits until they have come to a step at which they look, and only then lets Java end.
     */

    private final Set<Thread> running = new HashSet<>();
    private int working; // those of them that do what somebody wants
    private volatile boolean ending;
    private Rest rest;

    /** Is told when there is nothing to do, and when there is again; is quick about it, for work waits. */
    public interface Rest {

        /** The last thread has done its work. */
        void begins();

        /** There is something to do. */
        void ends();
    }

    /** Nothing runs yet. */
    public Jobs() {}

    /**
     * Starts a thread, unless work is ending.
     *
     * @return whether it was started
     */
    public synchronized boolean start(String name, Runnable work) {
        return start(name, work, true);
    }

    /**
     * Starts a thread for what is done when there is no work: it does not count as work itself, but at the end it is
     * waited for like others.
     *
     * @return whether it was started
     */
    public synchronized boolean startInRest(String name, Runnable work) {
        return working == 0 && start(name, work, false);
    }

    /** Tells somebody when there is nothing to do, at once if that is so now. */
    public synchronized void whenResting(Rest listener) {
        rest = listener;
        if (working == 0) {
            rest.begins();
        }
    }

    private boolean start(String name, Runnable work, boolean counts) {
        if (ending) {
            return false;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        gone(Thread.currentThread(), counts);
                    }
                },
                name);
        thread.setDaemon(true);
        running.add(thread);
        if (counts && working++ == 0 && rest != null) {
            rest.ends();
        }
        thread.start();
        return true;
    }

    private synchronized void gone(Thread thread, boolean counts) {
        running.remove(thread);
        if (counts && --working == 0 && rest != null && !ending) {
            rest.begins();
        }
        notifyAll();
    }

    /** Whether work is to end at its next step. */
    public boolean ending() {
        return ending;
    }

    /** From now on nothing is started, and what runs is to end. */
    public void end() {
        ending = true;
    }

    /**
     * Ends all work and waits for it.
     *
     * @param limit how long at most
     * @return whether nothing runs any more
     */
    public synchronized boolean end(Duration limit) {
        end();
        long until = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        long left = limit.toMillis();
        while (!running.isEmpty() && left > 0) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = Duration.ofNanos(until - System.nanoTime()).toMillis();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return running.isEmpty();
    }
}
