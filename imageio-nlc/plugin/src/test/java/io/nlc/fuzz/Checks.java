package io.nlc.fuzz;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;

/** What targets need to say that something is wrong, and to get past check values. */
public final class Checks {

    private static final int SIGNATURE = 8;
    private static final int OVERHEAD = 12;

    private Checks() {}

    /** @throws AssertionError unless it is so */
    public static void that(boolean good, String problem) {
        if (!good) {
            throw new AssertionError(problem);
        }
    }

    /** @throws AssertionError unless two things are equal */
    public static void equal(Object a, Object b, String what) {
        if (!Objects.equals(a, b)) {
            throw new AssertionError(what + " differ: " + a + " and " + b);
        }
    }

    /** A file of ours whose chunks, as far as they can be followed, have the check values of what is in them. */
    static byte[] repaired(byte[] file) {
        byte[] copy = file.clone();
        ByteBuffer in = ByteBuffer.wrap(copy);
        for (long at = SIGNATURE; at <= copy.length - OVERHEAD; ) {
            int length = in.getInt((int) at);
            if (length < 0 || length > copy.length - OVERHEAD - at) {
                break;
            }
            CRC32C crc = new CRC32C();
            crc.update(copy, (int) at + 4, length + 4);
            in.putInt((int) at + 8 + length, (int) crc.getValue());
            at += OVERHEAD + length;
        }
        return copy;
    }
}
