package io.nlc.samples.server;

/**
 * How large a picture may be. Without limits, a few bytes could ask for all memory there is.
 *
 * @param bytes of a file that is sent
 * @param pixels of any picture
 */
public record Limits(int bytes, long pixels) {

    /** 32 MiB, 64 megapixels. */
    public static final Limits USUAL = new Limits(32 << 20, 64_000_000);

    /** Limits that make sense. */
    public Limits {
        if (bytes < 1 || pixels < 1) {
            throw new IllegalArgumentException("limits must be above 0: " + bytes + ", " + pixels);
        }
    }
}
