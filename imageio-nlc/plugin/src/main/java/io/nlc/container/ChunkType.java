package io.nlc.container;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/** The chunk types, their order, and the check value. */
final class ChunkType {
    static final String HEAD = "HEAD";
    static final String QMAP = "QMAP";
    static final String ALPH = "ALPH";
    static final String TIDX = "TIDX";
    static final String TILE = "TILE";
    static final String NEND = "NEND";
    static final List<String> METADATA = List.of("ICCP", "EXIF", "XMP ");

    /** Length, type and check value. */
    static final int OVERHEAD = 12;

    private static final List<String> ORDER = List.of(HEAD, "ICCP", "EXIF", "XMP ", QMAP, ALPH, TIDX, TILE, NEND);

    private ChunkType() {}

    static boolean isValid(String type) {
        return type.length() == 4 && isLetter(type.charAt(0)) && type.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isAncillary(String type) {
        return Character.isLowerCase(type.charAt(0));
    }

    /** Whether chunks of the type accompany the picture, which can be had without them. */
    static boolean accompanies(String type) {
        return isAncillary(type) || METADATA.contains(type);
    }

    /** Whether the type is one of the format's own. */
    static boolean isKnown(String type) {
        return ORDER.contains(type);
    }

    static byte[] bytes(String type) {
        return type.getBytes(StandardCharsets.ISO_8859_1);
    }

    static CRC32C crc(String type) {
        CRC32C crc = new CRC32C();
        crc.update(bytes(type));
        return crc;
    }

    /** Follows a file's chunks and refuses those that are unknown, repeated or out of order. */
    static final class Order {
        private int last = -1;

        void accept(String type) throws NlcException {
            if (isAncillary(type)) {
                return;
            }
            int rank = ORDER.indexOf(type);
            if (rank < 0) {
                throw new NlcException(FailureKind.VERSION, "chunk " + type + " is not known to this reader", type);
            }
            if (rank < last || rank == last && !type.equals(TILE)) {
                throw NlcException.damaged("chunk " + type + " is " + (rank == last ? "repeated" : "out of order"));
            }
            last = rank;
        }
    }
}
