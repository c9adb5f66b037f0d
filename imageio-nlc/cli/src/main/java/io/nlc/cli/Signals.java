package io.nlc.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import sun.misc.Signal;

/**
 * Ends the program when it is told to. The JVM's own way runs the shutdown hooks, and waits for networks that are
 * running; somebody who has pressed Ctrl-C does not want to.
 */
final class Signals {

    private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

    /** Added to the number of a signal it is the exit code, as shells have it. */
    private static final int BY_SIGNAL = 128;

    private Signals() {}

    /** From now on a signal to end does this first. */
    static void endWith(Runnable last) {
        for (String name : ENDING) {
            try {
                Signal.handle(new Signal(name), signal -> {
                    try {
                        silenceErrors();
                        last.run();
                    } finally {
                        Runtime.getRuntime().halt(BY_SIGNAL + signal.getNumber());
                    }
                });
            } catch (IllegalArgumentException e) { // not known to this system, or left to it (-Xrs)
                continue;
            }
        }
    }

    /**
     * Halting leaves ONNX Runtime's threads running while the C library takes down what they work on, and they would
     * tell a terminal what they miss. The JDK makes a standard descriptor that is closed lead to nowhere. To close
     * System.err would be to wait for whoever writes to it.
     */
    private static void silenceErrors() {
        try {
            new FileOutputStream(FileDescriptor.err).close();
        } catch (IOException e) { // then it is heard
            return;
        }
    }
}
