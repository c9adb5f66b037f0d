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
    private volatile boolean ending;

    /** Nothing runs yet. */
    public Jobs() {}

    /**
     * Starts a thread, unless work is ending.
     *
     * @return whether it was started
     */
    public synchronized boolean start(String name, Runnable work) {
        if (ending) {
            return false;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        gone(Thread.currentThread());
                    }
                },
                name);
        thread.setDaemon(true);
        running.add(thread);
        thread.start();
        return true;
    }

    private synchronized void gone(Thread thread) {
        running.remove(thread);
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
