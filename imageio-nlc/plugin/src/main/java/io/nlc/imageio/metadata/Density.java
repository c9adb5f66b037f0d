package io.nlc.imageio.metadata;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How many pixels there are to a length, as fractions, because that is what files say: nothing is rounded on the way.
 *
 * @param x numerator, 1 to 2^32 - 1, of the pixels a unit from left to right
 * @param xDivisor its denominator, likewise
 * @param y numerator of the pixels a unit from top to bottom
 * @param yDivisor its denominator
 */
public record Density(long x, long xDivisor, long y, long yDivisor, Unit unit) {

    /** The type of its chunk. */
    static final String CHUNK = "dens";

    private static final long MAX = 0xFFFF_FFFFL;
    private static final int BYTES = 17;

    /** What the pixels are counted in; a file has its ordinal. */
    public enum Unit {
        /** No length is known, only the shape of a pixel. */
        RATIO(1),
        INCH(0.0254),
        CENTIMETRE(0.01),
        METRE(1);

        private final double metres;

        Unit(double metres) {
            this.metres = metres;
        }
    }

    /** @throws IllegalArgumentException if a number is outside */
    public Density {
        for (long n : new long[] {x, xDivisor, y, yDivisor}) {
            if (n < 1 || n > MAX) {
                throw new IllegalArgumentException("density: " + n + " is not within 1..2^32 - 1");
            }
        }
    }

    /** Whole numbers of pixels a unit. @throws IllegalArgumentException if a number is outside */
    public static Density of(long x, long y, Unit unit) {
        return new Density(x, 1, y, 1, unit);
    }

    /** Whether nothing is said that is not so without it: square pixels of no size. */
    boolean isTrivial() {
        return unit == Unit.RATIO && x * yDivisor == y * xDivisor;
    }

    /** Pixels a unit from left to right. */
    public double horizontal(Unit in) {
        return (double) x / xDivisor * in.metres / unit.metres;
    }

    /** Pixels a unit from top to bottom. */
    public double vertical(Unit in) {
        return (double) y / yDivisor * in.metres / unit.metres;
    }

    /** With the sides of the picture swapped. */
    public Density turned() {
        return new Density(y, yDivisor, x, xDivisor, unit);
    }

    /** The payload of the chunk. */
    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putInt((int) x)
                .putInt((int) xDivisor)
                .putInt((int) y)
                .putInt((int) yDivisor)
                .put((byte) unit.ordinal())
                .array();
    }

    /** Nothing where the payload makes no sense. */
    static Optional<Density> parse(byte[] payload) {
        if (payload.length != BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        long[] n = {in.getInt() & MAX, in.getInt() & MAX, in.getInt() & MAX, in.getInt() & MAX};
        int unit = in.get();
        boolean good = n[0] > 0 && n[1] > 0 && n[2] > 0 && n[3] > 0 && unit >= 0 && unit < Unit.values().length;
        return good ? Optional.of(new Density(n[0], n[1], n[2], n[3], Unit.values()[unit])) : Optional.empty();
    }
}
