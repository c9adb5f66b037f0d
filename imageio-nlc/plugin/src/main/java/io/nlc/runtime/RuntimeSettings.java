package io.nlc.runtime;

import java.util.Objects;

/**
 * How networks are run. None of it changes what a file decodes to.
 *
 * @param device where
 * @param threads that a run may use, at least 1
 * @param optimization of the graphs
 * @param djl whether DJL runs the transforms; without it, which takes less time to start, ONNX Runtime does directly
 */
public record RuntimeSettings(DeviceChoice device, int threads, Optimization optimization, boolean djl) {

    public RuntimeSettings {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(optimization, "optimization");
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
    }

    /** Any device, all processors, all optimisation, DJL. */
    public static RuntimeSettings defaults() {
        return new RuntimeSettings(
                DeviceChoice.AUTO, Runtime.getRuntime().availableProcessors(), Optimization.ALL, true);
    }

    /** The same on another device. */
    public RuntimeSettings withDevice(DeviceChoice other) {
        return new RuntimeSettings(other, threads, optimization, djl);
    }

    /** The same with another number of threads. */
    public RuntimeSettings withThreads(int other) {
        return new RuntimeSettings(device, other, optimization, djl);
    }

    /** The same with another optimisation. */
    public RuntimeSettings withOptimization(Optimization other) {
        return new RuntimeSettings(device, threads, other, djl);
    }

    /** For a network that runs at every step of a tile. */
    public RuntimeSettings often() {
        return withOptimization(optimization.often());
    }

    /**
     * For a network that runs at every step of a tile, several times at once: each run stays on the thread that asks
     * for it.
     */
    public RuntimeSettings sideBySide() {
        return often().withThreads(1);
    }
}
