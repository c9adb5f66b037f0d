package io.nlc.viewer.model;

import io.nlc.model.PackSessions;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;

/** Gives back what work has left in memory, once there has been none for a while. */
public final class IdleMemory implements Jobs.Rest {

    /*
     * Networks keep the memory of their largest run, Java's heap and the C library that of all work before: more than
     * what is open needs. To load networks again takes a few tenths of a second, so nobody who is at work shall have
     * to; and once it is given back there is nothing more to do until there has been work again.
     */

    /** So long nothing has been done. */
    private static final Duration WHILE = Duration.ofMinutes(1);

    private final Jobs jobs;
    private final ScheduledExecutorService clock;
    private final Runnable release;
    private Future<?> planned;

    /**
     * Gives memory back by what is given here.
     *
     * @param jobs tell when there is nothing to do
     * @param clock says when that has been so for a while
     * @param release gives it back
     */
    IdleMemory(Jobs jobs, ScheduledExecutorService clock, Runnable release) {
        this.jobs = jobs;
        this.clock = clock;
        this.release = release;
    }

    /** From now on takes care of the memory of the whole process. */
    public static void watch(Jobs jobs) {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "nlc-idle-clock");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        jobs.whenResting(new IdleMemory(jobs, clock, IdleMemory::release));
    }

    @Override
    public synchronized void begins() {
        Runnable task = () -> jobs.startInRest("nlc-idle", release);
        planned = clock.schedule(task, WHILE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void ends() {
        if (planned != null) {
            planned.cancel(false);
        }
    }

    private static void release() {
        PackSessions.closeIdle();
        System.gc(); // as installed, beside everything else; it makes the heap smaller
        trim();
    }

    /** What the C library keeps of freed memory. JVMs on Linux can give it back from 17.0.9 on, others need not. */
    private static void trim() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            null,
                            null);
        } catch (JMException | RuntimeException e) {
            System.getLogger(IdleMemory.class.getName()).log(Level.DEBUG, "memory is not trimmed", e);
        }
    }
}
