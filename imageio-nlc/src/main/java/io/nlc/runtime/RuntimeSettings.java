package io.nlc.runtime;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

/**
 * How ONNX Runtime sessions are made. None of it changes what a file decodes to.
 *
 * @param threads      threads a network run may use; property {@code nlc.threads}, by default all processors
 * @param optimization graph optimisation; property {@code nlc.optimization}: {@code none}, {@code basic}, {@code extended} or {@code all} (default)
 */
public record RuntimeSettings(int threads, OptLevel optimization) {

    public RuntimeSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
    }

    /** Reads the system properties; values that make no sense are an {@link IllegalArgumentException} that names the property. */
    public static RuntimeSettings fromProperties() {
        int threads = Integer.getInteger("nlc.threads", Runtime.getRuntime().availableProcessors());
        if (threads < 1) {
            throw new IllegalArgumentException("property nlc.threads must be at least 1, not " + threads);
        }
        String level = System.getProperty("nlc.optimization", "all");
        OptLevel opt = switch (level) {
            case "none" -> OptLevel.NO_OPT;
            case "basic" -> OptLevel.BASIC_OPT;
            case "extended" -> OptLevel.EXTENDED_OPT;
            case "all" -> OptLevel.ALL_OPT;
            default -> throw new IllegalArgumentException(
                    "property nlc.optimization must be none, basic, extended or all, not \"" + level + "\"");
        };
        return new RuntimeSettings(threads, opt);
    }
}
