package io.nlc.cli;

import java.util.List;
import sun.misc.Signal;

/**
 * Ends the program when it is told to. The JVM's own way runs the shutdown hooks, and that of ONNX Runtime takes away
 * what networks are running on: the program would crash as often as not.
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
}
