package io.nlc.entropy;

/**
 * Values outside a table's support [lo, hi]: the distance beyond it, in an Exp-Golomb code of order 0 with equiprobable
 * bits. Any {@code int} has a code, whatever the support.
 */
final class EscapeCode {
    /** e + 1 is below 2^34 for every int value and every int support. */
    private static final int MAX_ZEROS = 33;

    private EscapeCode() {}

    static void encode(RangeEncoder out, int lo, int hi, int value) {
        long code = index(lo, hi, value) + 1;
        int length = Long.SIZE - Long.numberOfLeadingZeros(code);
        for (int i = 1; i < length; i++) {
            out.encodeBit(0);
        }
        for (int i = length - 1; i >= 0; i--) {
            out.encodeBit((int) (code >>> i) & 1);
        }
    }

    static int decode(RangeDecoder in, int lo, int hi) throws CorruptStreamException {
        int zeros = 0;
        while (in.decodeBit() == 0) {
            if (++zeros > MAX_ZEROS) {
                throw new CorruptStreamException("corrupt stream: escape code too long");
            }
        }
        long code = 1;
        for (int i = 0; i < zeros; i++) {
            code = code << 1 | in.decodeBit();
        }
        long e = code - 1;
        long value = (e & 1) == 0 ? hi + 1L + (e >> 1) : lo - 1L - (e >> 1);
        if (value != (int) value) {
            throw new CorruptStreamException("corrupt stream: escaped value " + value + " is out of range");
        }
        return (int) value;
    }

    /** Length of the code of a value outside [lo, hi], in bits, without the escape slot itself. */
    static int bits(int lo, int hi, int value) {
        return 2 * (Long.SIZE - Long.numberOfLeadingZeros(index(lo, hi, value) + 1)) - 1;
    }

    private static long index(int lo, int hi, int value) {
        return value > hi ? 2 * (value - (hi + 1L)) : 2 * (lo - 1L - value) + 1;
    }
}
