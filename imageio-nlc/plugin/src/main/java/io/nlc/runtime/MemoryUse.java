package io.nlc.runtime;

/**
 * What a network takes of native memory, from above.
 *
 * @param loaded bytes from when it is loaded on
 * @param perPosition bytes that a run adds for each position (row times column) of its first input or its output
 */
public record MemoryUse(long loaded, long perPosition) {

    public MemoryUse {
        if (loaded < 0 || perPosition < 0) {
            throw new IllegalArgumentException("memory must not be negative: " + loaded + ", " + perPosition);
        }
    }

    /** Bytes of a run over so many positions, without what is loaded; counts no higher than {@link Long#MAX_VALUE}. */
    public long run(long positions) {
        long bytes = Math.multiplyHigh(perPosition, positions) == 0 ? perPosition * positions : -1;
        return bytes < 0 ? Long.MAX_VALUE : bytes;
    }

    /** Bytes that must be free for a run over so many positions. */
    public long alone(long positions) {
        long run = run(positions);
        return run > Long.MAX_VALUE - loaded ? Long.MAX_VALUE : run + loaded;
    }

    /** The positions of the last two axes of a tensor. */
    static long positions(long... shape) {
        return shape.length < 2 ? 1 : shape[shape.length - 2] * shape[shape.length - 1];
    }
}
