package io.nlc.foreign;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An ICC profile in APP2 segments of a JPEG file (ICC.1:2022, annex B.4), whose order need not be that of their
 * numbers.
 */
public final class ProfileSegments {

    private static final byte[] NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

    /** The name, the number of the part, and how many there are. */
    public static final int HEAD = NAME.length + 2;

    private static final int MOST = 255;

    private final byte[][] parts = new byte[MOST + 1][];
    private int taken;
    private int count;
    private boolean broken;

    /** What such a segment begins with; a copy. */
    public static byte[] name() {
        return NAME.clone();
    }

    /** Whether an APP2 segment is a part of a profile. @param data without marker and length */
    public static boolean is(byte[] data) {
        return data.length >= HEAD && Arrays.equals(data, 0, NAME.length, NAME, 0, NAME.length);
    }

    /** Takes a segment of which {@link #is} is true. */
    public void take(byte[] data) {
        int number = data[HEAD - 2] & 0xFF;
        int of = data[HEAD - 1] & 0xFF;
        count = taken == 0 ? of : count;
        taken++;
        if (number < 1 || number > count || parts[number] != null) {
            broken = true;
        } else {
            parts[number] = Arrays.copyOfRange(data, HEAD, data.length);
        }
    }

    /** Whether there was no segment. */
    public boolean isEmpty() {
        return taken == 0;
    }

    /** The profile; null if there is none, or a part is missing or comes twice. */
    public byte[] joined() {
        if (broken || taken == 0 || taken != count) {
            return null;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 1; i <= count; i++) {
            all.writeBytes(parts[i]);
        }
        return all.toByteArray();
    }
}
