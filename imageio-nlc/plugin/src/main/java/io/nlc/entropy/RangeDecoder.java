package io.nlc.entropy;

import java.util.Objects;

/**
 * Reads what {@link RangeEncoder} wrote. Each symbol takes two steps: {@link #target} says where in the total of
 * 2<sup>16</sup> the stream points, {@link #consume} removes the slot found there. Not for use by several threads.
 */
public final class RangeDecoder {
    private final byte[] data;
    private final int end;
    private int next;
    private int pastEnd;
    private long range = 0xFFFFFFFFL;
    private long code;
    /** range >>> 16 between target() and consume(). */
    private long unit;

    /**
     * @param data holds the stream; not copied
     * @param offset first byte of the stream
     * @param length its length in bytes, 0 or more
     * @throws IndexOutOfBoundsException if offset and length are not within data
     */
    public RangeDecoder(byte[] data, int offset, int length) throws CorruptStreamException {
        Objects.checkFromIndexSize(offset, length, data.length);
        this.data = data;
        this.next = offset;
        this.end = offset + length;
        for (int i = 0; i < 4; i++) {
            code = code << 8 | nextByte();
        }
    }

    /**
     * The place the stream points to.
     *
     * @return 0..65535; the caller finds the slot that contains it
     * @throws CorruptStreamException if no encoder can have written this
     */
    public int target() throws CorruptStreamException {
        unit = range >>> RangeEncoder.TOTAL_BITS;
        long value = code / unit;
        if (value >= RangeEncoder.TOTAL) {
            throw new CorruptStreamException("corrupt stream: it points outside every symbol");
        }
        return (int) value;
    }

    /**
     * Removes the slot that holds the last {@link #target}.
     *
     * @throws CorruptStreamException if the stream has ended
     * @throws IllegalArgumentException if the slot does not hold the target
     */
    public void consume(int start, int frequency) throws CorruptStreamException {
        long below = unit * start;
        long width = unit * frequency;
        // Also false for a negative start or frequency, so a wrong caller cannot bring the coder out of its invariant
        // code < range.
        if (below < 0 || code < below || code - below >= width) {
            throw new IllegalArgumentException(
                    "start " + start + " and frequency " + frequency + " do not hold the target");
        }
        code -= below;
        range = width;
        while (range < RangeEncoder.TOP) {
            range <<= 8;
            code = code << 8 | nextByte();
        }
    }

    /** Reads one equiprobable bit. */
    public int decodeBit() throws CorruptStreamException {
        int bit = target() / RangeEncoder.BIT_FREQUENCY;
        consume(bit * RangeEncoder.BIT_FREQUENCY, RangeEncoder.BIT_FREQUENCY);
        return bit;
    }

    /**
     * Reads one bit of a known probability.
     *
     * @param one frequency of a one, 1..65535 of 65536; ones lie below zeros
     */
    int decodeBit(int one) throws CorruptStreamException {
        unit = range >>> RangeEncoder.TOTAL_BITS;
        long below = unit * one;
        int bit;
        if (code < below) {
            range = below;
            bit = 1;
        } else {
            code -= below;
            range = unit * (RangeEncoder.TOTAL - one);
            if (code >= range) {
                throw new CorruptStreamException("corrupt stream: it points outside every symbol");
            }
            bit = 0;
        }
        while (range < RangeEncoder.TOP) {
            range <<= 8;
            code = code << 8 | nextByte();
        }
        return bit;
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

    /** As {@link #target()}, in a division of 32 bits, which takes half the time of one of 64. */
    int fastTarget() throws CorruptStreamException {
        int u = (int) (range >>> RangeEncoder.TOTAL_BITS);
        unit = u;
        int value = (int) (code >>> 1) / u << 1;
        if (code - (long) u * value >= u) {
            value++;
        }
        if (value >>> RangeEncoder.TOTAL_BITS != 0) {
            throw new CorruptStreamException("corrupt stream: it points outside every symbol");
        }
        return value;
    }

    /** As {@link #consume}, of a slot that is known to hold the target. */
    void fastConsume(int start, int frequency) throws CorruptStreamException {
        code -= unit * start;
        range = unit * frequency;
        while (range < RangeEncoder.TOP) {
            range <<= 8;
            code = code << 8 | nextByte();
        }
    }

    private int nextByte() throws CorruptStreamException {
        if (next < end) {
            return data[next++] & 0xFF;
        }
        if (++pastEnd > RangeEncoder.FREE_ZEROS) {
            throw new CorruptStreamException("corrupt stream: it ends too early");
        }
        return 0;
    }
}
