package io.nlc.fuzz;

/** What Jazzer calls. */
public final class JazzerEntry {

    private static FuzzTarget target;

    private JazzerEntry() {}

    /** @param arguments the name of a target */
    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTarget.valueOf(arguments[0]);
    }

    /** Tries an input. */
    public static void fuzzerTestOneInput(byte[] input) {
        target.run(input);
    }
}
