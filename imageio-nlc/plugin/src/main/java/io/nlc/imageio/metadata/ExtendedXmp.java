package io.nlc.imageio.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.stream.XMLStreamException;

/** Collects extended XMP of JPEG files, joins it with the packet it belongs to, and divides packets that need it. */
final class ExtendedXmp {

    /*
     * A segment of JPEG has at most 64 KB, so what a packet has more goes into a second one (XMP Specification, part 3,
     * section 1.1.3.1): properties of the first one name it by its GUID, the MD5 digest in hexadecimal digits, and each
     * of its segments says the GUID, how long the whole is and where the segment's part stands in it. Files may have
     * the segments in any order, before or behind the first packet, and leftovers of other packets among them. What is
     * not whole, or contradicts itself, is left out: the first packet is good without it.
     */

    /** Bytes of the largest that is taken or made. */
    private static final int MAX = 1 << 24;

    private static final byte[] HEAD = "http://ns.adobe.com/xmp/extension/\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int GUID = 32;
    private static final int INFO = HEAD.length + GUID + 8;

    /** More than what names the second packet in the first one takes. */
    private static final int NOTE = 300;

    private final Map<String, List<Part>> parts = new HashMap<>();
    private long kept;

    private record Part(long length, long offset, byte[] data) {

        boolean fits(int whole) {
            return length == whole && offset + data.length <= whole;
        }
    }

    /** Takes the segment if it is one of extended XMP. @param segment without marker and length */
    void take(byte[] segment) {
        if (!JpegSegments.starts(segment, HEAD) || segment.length <= INFO || kept > 2L * MAX) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(segment);
        String guid = new String(segment, HEAD.length, GUID, StandardCharsets.ISO_8859_1);
        long length = in.getInt(HEAD.length + GUID) & 0xFFFF_FFFFL;
        long offset = in.getInt(HEAD.length + GUID + 4) & 0xFFFF_FFFFL;
        byte[] data = Arrays.copyOfRange(segment, INFO, segment.length);
        kept += data.length;
        parts.computeIfAbsent(guid, id -> new ArrayList<>()).add(new Part(length, offset, data));
    }

    /** The packet with what extends it; the same if nothing does. */
    byte[] joined(byte[] packet) {
        if (parts.isEmpty()) {
            return packet;
        }
        try {
            byte[] extension = whole(parts.getOrDefault(XmpCopy.extension(packet), List.of()));
            return extension == null ? packet : XmpCopy.joined(packet, extension);
        } catch (XMLStreamException e) {
            return packet;
        }
    }

    /** Null if parts are missing or do not fit together. */
    private static byte[] whole(List<Part> parts) {
        long there = parts.stream().mapToLong(part -> part.data.length).sum();
        if (parts.isEmpty() || parts.get(0).length > Math.min(there, MAX)) {
            return null;
        }
        byte[] whole = new byte[(int) parts.get(0).length];
        BitSet got = new BitSet(whole.length);
        for (Part part : parts) {
            if (!part.fits(whole.length)) {
                return null;
            }
            int at = (int) part.offset;
            for (byte b : part.data) {
                if (got.get(at) && whole[at] != b) {
                    return null;
                }
                got.set(at);
                whole[at++] = b;
            }
        }
        return got.cardinality() == whole.length ? whole : null;
    }

    /**
     * A packet in two.
     *
     * @param packet the first one, which names the second
     */
    record Split(byte[] packet, byte[] extension, String guid) {

        /** The segments of the second one. @param most bytes of each */
        List<byte[]> segments(int most) {
            List<byte[]> segments = new ArrayList<>();
            for (int at = 0; at < extension.length; at += most - INFO) {
                int n = Math.min(most - INFO, extension.length - at);
                segments.add(ByteBuffer.allocate(INFO + n)
                        .put(HEAD)
                        .put(guid.getBytes(StandardCharsets.ISO_8859_1))
                        .putInt(extension.length)
                        .putInt(at)
                        .put(extension, at, n)
                        .array());
            }
            return segments;
        }
    }

    /**
     * Moves the largest properties of a packet into a second one.
     *
     * @param most bytes of the first one
     * @return empty if the packet is not well formed, or what remains is still larger
     */
    static Optional<Split> split(byte[] packet, int most) {
        try {
            XmpCopy all = XmpCopy.measured(packet);
            List<Integer> largest = IntStream.range(0, all.sizes().size())
                    .boxed()
                    .sorted(Comparator.comparing(i -> -all.sizes().get(i)))
                    .toList();
            BitSet moved = new BitSet();
            long left = (long) all.bytes().length + NOTE;
            for (int i = 0; i < largest.size() && left > most; i++) {
                moved.set(largest.get(i));
                left -= all.sizes().get(largest.get(i));
            }
            byte[] extension = XmpCopy.extension(packet, moved::get);
            String guid = digest(extension);
            byte[] first = XmpCopy.without(packet, moved::get, guid);
            return first.length <= most && extension.length <= MAX
                    ? Optional.of(new Split(first, extension, guid))
                    : Optional.empty();
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
