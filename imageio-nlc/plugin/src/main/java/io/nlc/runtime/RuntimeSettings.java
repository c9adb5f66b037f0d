package io.nlc.runtime;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

/**
 * How ONNX Runtime sessions are made. None of it changes what a file decodes to.
 *
 * @param threads threads a network run may use; property {@code nlc.threads}, by default all processors
 * @param optimization graph optimisation; property {@code nlc.optimization}: {@code none}, {@code basic},
 *     {@code extended} or {@code all} (default)
 * @param seldom the same for networks that run a few times a picture, on the CPU: {@code nlc.optimization=quick} has
 *     none for these and all for the others, which loads the first picture's networks in half the time and runs them no
 *     slower
 */
public record RuntimeSettings(int threads, OptLevel optimization, OptLevel seldom) {

    /*
     * What optimisation is worth on the CPU: weights are stored as 16-bit numbers and converted by the first nodes of
     * a run, or once and for all by the optimiser, which takes longer than ten runs of a network over a tile do. A
     * head that runs at each of a hundred steps is another matter.
     */

    public RuntimeSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
    }

    /** The same optimisation for all networks. */
    public RuntimeSettings(int threads, OptLevel optimization) {
        this(threads, optimization, optimization);
    }

    /** For a network that runs at every step of a tile. */
    public RuntimeSettings often() {
        return new RuntimeSettings(threads, optimization);
    }

    /**
     * For a network that runs at every step of a tile, several times at once: each run stays on the thread that asks
     * for it.
     */
    public RuntimeSettings sideBySide() {
        return new RuntimeSettings(1, optimization);
    }

    /**
     * Reads the system properties; values that make no sense are an {@link IllegalArgumentException} that names the
     * property.
     */
    public static RuntimeSettings fromProperties() {
        int threads = Integer.getInteger("nlc.threads", Runtime.getRuntime().availableProcessors());
        if (threads < 1) {
            throw new IllegalArgumentException("property nlc.threads must be at least 1, not " + threads);
        }
        String level = System.getProperty("nlc.optimization", "all");
        OptLevel opt =
                switch (level) {
                    case "none" -> OptLevel.NO_OPT;
                    case "basic" -> OptLevel.BASIC_OPT;
                    case "extended" -> OptLevel.EXTENDED_OPT;
                    case "all", "quick" -> OptLevel.ALL_OPT;
                    default ->
                        throw new IllegalArgumentException(
                                "property nlc.optimization must be none, basic, extended, all or quick, not \"" + level
                                        + "\"");
                };
        return new RuntimeSettings(threads, opt, level.equals("quick") ? OptLevel.NO_OPT : opt);
    }
}
