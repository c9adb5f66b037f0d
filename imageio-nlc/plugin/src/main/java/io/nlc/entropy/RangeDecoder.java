package io.nlc.entropy;

import java.util.Objects;

/**
 * Reads what {@link RangeEncoder} wrote. Each symbol takes two steps: {@link #target} says where in the total of
 * 2<sup>16</sup> the stream points, {@link #consume} removes the slot found there. Not for use by several threads.
 */
public final class RangeDecoder {

    /*
     * `range` and `code` are unsigned, with code < range. Whatever is taken, range keeps 8 bits or more, so that one
     * shift by 0, 1 or 2 bytes, which the number of its leading zeros tells, brings it back above 2^24: without a loop,
     * whose end nobody can guess, and with the two bytes that may be needed read before that is known. Behind the
     * stream lie the zeros that an encoder need not have written, and others to be read, never to be used.
     */

    private static final long UNSIGNED = 0xFFFF_FFFFL;
    private static final int BYTES_SHIFT = 0x18;

    private final byte[] data;
    /** Where the zeros end that may be used. */
    private final int end;

    private int next = Integer.BYTES;
    private int range = -1;
    private int code;
    /** range >>> 16 between target() and consume(). */
    private int unit;

    /**
     * @param data holds the stream
     * @param offset first byte of the stream
     * @param length its length in bytes, 0 or more
     * @throws IndexOutOfBoundsException if offset and length are not within data
     */
    public RangeDecoder(byte[] data, int offset, int length) throws CorruptStreamException {
        Objects.checkFromIndexSize(offset, length, data.length);
        this.end = Math.addExact(length, RangeEncoder.FREE_ZEROS);
        this.data = new byte[Math.addExact(end, 2)];
        System.arraycopy(data, offset, this.data, 0, length);
        for (int i = 0; i < Integer.BYTES; i++) {
            code = code << 8 | this.data[i] & 0xFF;
        }
    }

    /**
     * The place the stream points to.
     *
     * @return 0..65535; the caller finds the slot that contains it
     * @throws CorruptStreamException if no encoder can have written this
     */
    public int target() throws CorruptStreamException {
        return fastTarget();
    }

    /**
     * Removes the slot that holds the last {@link #target}.
     *
     * @throws CorruptStreamException if the stream has ended
     * @throws IllegalArgumentException if the slot does not hold the target
     */
    public void consume(int start, int frequency) throws CorruptStreamException {
        long below = (long) unit * start;
        long width = (long) unit * frequency;
        long rest = (code & UNSIGNED) - below;
        // Also true for a negative start or frequency and beyond the total, so a wrong caller cannot bring the coder
        // out of its invariant
        // code < range.
        if (below < 0 || rest < 0 || rest >= width || below + width > (long) unit << RangeEncoder.TOTAL_BITS) {
            throw new IllegalArgumentException(
                    "start " + start + " and frequency " + frequency + " do not hold the target");
        }
        take((int) rest, (int) width);
    }

    /** Reads one equiprobable bit. */
    public int decodeBit() throws CorruptStreamException {
        return 1 - decodeBit(RangeEncoder.BIT_FREQUENCY);
    }

    /**
     * Reads one bit of a known probability.
     *
     * @param one frequency of a one, 1..65535 of 65536; ones lie below zeros
     */
    int decodeBit(int one) throws CorruptStreamException {
        int u = range >>> RangeEncoder.TOTAL_BITS;
        int below = u * one;
        if (Integer.compareUnsigned(code, below) < 0) {
            take(code, below);
            return 1;
        }
        int rest = code - below;
        int width = u * (RangeEncoder.TOTAL - one);
        if (Integer.compareUnsigned(rest, width) >= 0) {
            throw outside();
        }
        take(rest, width);
        return 0;
    }

    /**
     * Reads equiprobable bits.
     *
     * @param count of them, 0..16
     */
    public int decodeBits(int count) throws CorruptStreamException {
        if (count == 0) {
            return 0;
        }
        int shift = RangeEncoder.TOTAL_BITS - count;
        int value = fastTarget() >>> shift;
        fastConsume(value << shift, 1 << shift);
        return value;
    }

    /** As {@link #target()}. */
    int fastTarget() throws CorruptStreamException {
        unit = range >>> RangeEncoder.TOTAL_BITS;
        // One signed division of 64 bits, because one of 32 would need a correction, which takes longer.
        int value = (int) ((code & UNSIGNED) / unit);
        if (value >>> RangeEncoder.TOTAL_BITS != 0) {
            throw outside();
        }
        return value;
    }

    /** As {@link #consume}, of a slot that is known to hold the target. */
    void fastConsume(int start, int frequency) throws CorruptStreamException {
        take(code - unit * start, unit * frequency);
    }

    /** Goes on with what is left of the code, in a range that is 2^8 or more. */
    private void take(int rest, int width) throws CorruptStreamException {
        int shift = Integer.numberOfLeadingZeros(width) & BYTES_SHIFT;
        int after = next + (shift >>> 3);
        if (after > end) {
            throw new CorruptStreamException("corrupt stream: it ends too early");
        }
        int two = (data[next] & 0xFF) << 8 | data[next + 1] & 0xFF;
        code = rest << shift | two >>> 16 - shift;
        range = width << shift;
        next = after;
    }

    private static CorruptStreamException outside() {
        return new CorruptStreamException("corrupt stream: it points outside every symbol");
    }
}
