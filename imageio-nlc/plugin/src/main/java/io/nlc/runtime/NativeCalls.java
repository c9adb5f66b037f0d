package io.nlc.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The calls into native code that are in flight in this process, and the end of the process, which waits for them. */
final class NativeCalls {

    /*
     * When a JVM exits, daemon threads go on until the very end, and native code goes on while ONNX Runtime's shutdown
     * hook and then the C library tear down what it works on: the process crashes, and its exit status is lost. So a
     * hook of our own lets no call begin any more, tells the runs that listen to stop, and waits for the rest. It
     * holds the other hooks up for nothing, since the JVM runs them side by side; OrtRuntime sees to it that ONNX
     * Runtime's frees nothing in the meantime. A call that outlasts our patience is left running: halting the JVM would
     * tear down just as much, and would put a status in the place of the program's own.
     */

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Object LOCK = new Object();
    private static final Set<RunOptions> LISTENING = Collections.newSetFromMap(new IdentityHashMap<>());
    private static int running;
    private static Thread hook; // null while the JVM has none
    private static boolean ending;

    private NativeCalls() {}

    /** Notes that a call begins; it ends with {@link #end}. */
    static void begin() throws NlcException {
        synchronized (LOCK) {
            hook();
            if (ending) {
                throw new NlcException(FailureKind.RUNTIME, "networks cannot be run: the program is ending");
            }
            running++;
        }
    }

    /** Notes that a call has ended. */
    static void end() {
        synchronized (LOCK) {
            if (--running == 0) {
                LOCK.notifyAll();
            }
        }
    }

    private static void hook() {
        if (hook != null || ending) {
            return;
        }
        try {
            Thread thread = new Thread(NativeCalls::finish, "nlc-shutdown");
            thread.setContextClassLoader(null); // the hook outlives a web application
            Runtime.getRuntime().addShutdownHook(thread);
            hook = thread;
        } catch (IllegalStateException e) { // the hooks are running
            ending = true;
        }
    }

    /**
     * Takes the hook out of the JVM until the next call begins.
     *
     * @return false if calls are in flight, or the process is ending; then it stays
     */
    static boolean unhook() {
        synchronized (LOCK) {
            if (running > 0 || ending) {
                return false;
            }
            if (hook != null) {
                try {
                    Runtime.getRuntime().removeShutdownHook(hook);
                } catch (IllegalStateException e) { // the hooks are running
                    return false;
                }
                hook = null;
            }
            return true;
        }
    }

    /** Makes options by which runs are stopped when the process ends; to be given back by {@link #close}. */
    static RunOptions listen() throws OrtException {
        RunOptions options = new RunOptions();
        synchronized (LOCK) {
            LISTENING.add(options);
        }
        return options;
    }

    /** Frees options of {@link #listen}, which no run has any more. */
    static void close(RunOptions options) {
        synchronized (LOCK) {
            LISTENING.remove(options);
            options.close();
        }
    }

    private static void finish() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (LOCK) {
            ending = true;
            if (running == 0) {
                return;
            }
            for (RunOptions options : LISTENING) {
                try {
                    options.setTerminate(true);
                } catch (OrtException e) {
                    System.getLogger(NativeCalls.class.getName()).log(Level.DEBUG, "cannot stop a run", e);
                }
            }
            try {
                for (long left = end - System.nanoTime(); running > 0 && left > 0; left = end - System.nanoTime()) {
                    LOCK.wait(left / 1_000_000 + 1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
