package io.nlc.runtime;

import java.util.Objects;

/**
 * How networks are run. None of it changes what a file decodes to, but for the last bits of pixels.
 *
 * @param device where
 * @param threads that a run may use, at least 1
 * @param optimization of the graphs
 * @param djl whether DJL runs the transforms; without it, which takes less time to start, ONNX Runtime does directly
 * @param maxMemory bytes of native memory that networks of the process may take together; 0 for half of what the
 *     machine, or the container, has
 * @param precision of the synthesis of pictures
 * @param together how many runs of a transform share the threads, at least 1
 */
public record RuntimeSettings(
        DeviceChoice device,
        int threads,
        Optimization optimization,
        boolean djl,
        long maxMemory,
        Precision precision,
        int together) {

    public RuntimeSettings {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(optimization, "optimization");
        Objects.requireNonNull(precision, "precision");
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (maxMemory < 0) {
            throw new IllegalArgumentException("maxMemory must be at least 1 byte, not " + maxMemory);
        }
        if (together < 1) {
            throw new IllegalArgumentException("together must be at least 1, not " + together);
        }
    }

    /** With one run at a time, by all threads. */
    public RuntimeSettings(
            DeviceChoice device,
            int threads,
            Optimization optimization,
            boolean djl,
            long maxMemory,
            Precision precision) {
        this(device, threads, optimization, djl, maxMemory, precision, 1);
    }

    /** With the memory that is there and the precision that suits the processor. */
    public RuntimeSettings(DeviceChoice device, int threads, Optimization optimization, boolean djl) {
        this(device, threads, optimization, djl, 0, Precision.AUTO);
    }

    /** The memory that networks may take. */
    public MemoryBudget budget() {
        return maxMemory == 0 ? MemoryBudget.ofMachine() : new MemoryBudget(maxMemory);
    }

    /** Whether no network will run on a GPU, which has a memory of its own; touches no native code. */
    public boolean surelyOnCpu() {
        return switch (device.kind()) {
            case CPU -> true;
            case CUDA -> false;
            case AUTO -> !Devices.driverPresent();
        };
    }

    /** The same with another limit of native memory, in bytes; 0 for half of what there is. */
    public RuntimeSettings withMaxMemory(long bytes) {
        return new RuntimeSettings(device, threads, optimization, djl, bytes, precision, together);
    }

    /** Any device, all processors, all optimisation, DJL. */
    public static RuntimeSettings defaults() {
        return new RuntimeSettings(
                DeviceChoice.AUTO, Runtime.getRuntime().availableProcessors(), Optimization.ALL, true);
    }

    /** The same on another device. */
    public RuntimeSettings withDevice(DeviceChoice other) {
        return new RuntimeSettings(other, threads, optimization, djl, maxMemory, precision, together);
    }

    /** The same with another number of threads. */
    public RuntimeSettings withThreads(int other) {
        return new RuntimeSettings(device, other, optimization, djl, maxMemory, precision, together);
    }

    /** The same with another optimisation. */
    public RuntimeSettings withOptimization(Optimization other) {
        return new RuntimeSettings(device, threads, other, djl, maxMemory, precision, together);
    }

    /** The same with another precision of the synthesis. */
    public RuntimeSettings withPrecision(Precision other) {
        return new RuntimeSettings(device, threads, optimization, djl, maxMemory, other, together);
    }

    /** The same with another number of runs that share the threads. */
    public RuntimeSettings withTogether(int runs) {
        return new RuntimeSettings(device, threads, optimization, djl, maxMemory, precision, runs);
    }

    /** For one of the runs that share the threads: with its own. */
    public RuntimeSettings each() {
        return withTogether(1).withThreads((threads + together - 1) / together);
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
