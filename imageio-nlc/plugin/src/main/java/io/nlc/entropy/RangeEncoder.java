package io.nlc.entropy;

import java.util.Arrays;

/**
 * Range encoder with 16-bit frequencies: turns (start, frequency) slots of a total of 2<sup>16</sup> into bytes. Not
 * for use by several threads.
 */
public final class RangeEncoder {
    /*
     * The arithmetic of LZMA's coder (a 32-bit range, Martin's "Range encoding", 1979, with Schindler's carry-less
     * output replaced by a pending byte). `low` holds 33 bits: bit 32 is a carry into bytes that already left. A byte
     * can therefore only be written when no later carry may reach it, so the last byte below 0xFF (`pending`) and the
     * number of 0xFF bytes after it are held back: a carry turns "p FF FF" into "p+1 00 00".
     *
     * The very first pending byte is a zero that no carry ever reaches (the sum of all slots is below one), so it is
     * not written. At the end any number in [low, low + range) will do: the one with the most trailing zero bits is
     * taken, because trailing zero bytes need not be stored. The decoder reads exactly four bytes more than the
     * encoder shifted out before finish(), and finish() drops at most four, which is the limit the decoder puts on
     * reading past the end.
     */
    static final int TOTAL_BITS = 16;
    static final int TOTAL = 1 << TOTAL_BITS;
    static final int BIT_FREQUENCY = TOTAL / 2;
    static final long TOP = 1L << 24;
    static final int FREE_ZEROS = 4;

    private byte[] bytes = new byte[1024];
    private int count;
    private long low;
    private long range = 0xFFFFFFFFL;
    private int pending;
    private long pendingFF;
    private boolean first = true;
    private boolean finished;

    /**
     * Codes one slot.
     *
     * @param start cumulative frequency below the slot, 0..65535
     * @param frequency width of the slot, at least 1, {@code start + frequency <= 65536}
     * @throws IllegalArgumentException if the slot is not within the total
     */
    public void encode(int start, int frequency) {
        if (start < 0 || frequency <= 0 || frequency > TOTAL - start) {
            throw new IllegalArgumentException(
                    "start " + start + " and frequency " + frequency + " are not a slot of 65536");
        }
        if (finished) {
            throw new IllegalStateException("finished");
        }
        long r = range >>> TOTAL_BITS;
        low += r * start;
        range = r * frequency;
        while (range < TOP) {
            range <<= 8;
            shiftOut();
        }
    }

    /** Codes one bit (0 or 1) at a cost of one bit. */
    public void encodeBit(int bit) {
        encode((bit & 1) * BIT_FREQUENCY, BIT_FREQUENCY);
    }

    /**
     * Codes equiprobable bits.
     *
     * @param count of them, 0..16
     * @param value of the bits, below {@code 1 << count}
     */
    public void encodeBits(int value, int count) {
        if (count > 0) {
            int shift = TOTAL_BITS - count;
            encode(value << shift, 1 << shift);
        }
    }

    /**
     * Ends the stream. Nothing can be coded after it.
     *
     * @return the whole stream; the caller owns it
     */
    public byte[] finish() {
        if (finished) {
            throw new IllegalStateException("finished");
        }
        finished = true;
        low = roundest(low, range);
        for (int i = 0; i < 5; i++) {
            shiftOut();
        }
        int end = count;
        while (end > 0 && count - end < FREE_ZEROS && bytes[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    /** The number in [low, low + range) with the most trailing zero bits; 2^24 <= range. */
    private static long roundest(long low, long range) {
        for (int bits = 32; ; bits--) {
            long mask = (1L << bits) - 1;
            long candidate = (low + mask) & ~mask;
            if (candidate < low + range) {
                return candidate;
            }
        }
    }

    private void shiftOut() {
        if (low < 0xFF000000L || low > 0xFFFFFFFFL) {
            int carry = (int) (low >>> 32);
            if (first) {
                first = false;
            } else {
                put(pending + carry);
            }
            for (; pendingFF > 0; pendingFF--) {
                put(0xFF + carry);
            }
            pending = (int) (low >>> 24) & 0xFF;
        } else {
            pendingFF++;
        }
        low = (low & 0x00FFFFFFL) << 8;
    }

    private void put(int b) {
        if (count == bytes.length) {
            bytes = Arrays.copyOf(bytes, count + (count >> 1) + 16);
        }
        bytes[count++] = (byte) b;
    }
}
