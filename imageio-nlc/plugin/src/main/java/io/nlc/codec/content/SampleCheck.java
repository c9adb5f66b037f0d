package io.nlc.codec.content;

import io.nlc.lossless.Samples;
import java.util.zip.CRC32C;

/** The check value of samples. */
final class SampleCheck {

    private SampleCheck() {}

    /** CRC-32C of the samples, plane by plane, those of 16 bits big-endian. */
    static int of(Samples s) {
        CRC32C crc = new CRC32C();
        byte[] row = new byte[s.width() * s.depth() / 8];
        for (int[] plane : s.planes()) {
            for (int from = 0; from < plane.length; from += s.width()) {
                for (int x = 0, at = 0; x < s.width(); x++) {
                    if (s.depth() == 16) {
                        row[at++] = (byte) (plane[from + x] >> 8);
                    }
                    row[at++] = (byte) plane[from + x];
                }
                crc.update(row);
            }
        }
        return (int) crc.getValue();
    }
}
