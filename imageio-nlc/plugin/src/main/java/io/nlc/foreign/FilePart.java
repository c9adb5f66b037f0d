package io.nlc.foreign;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment of a JPEG file, or a chunk of a PNG or WebP file.
 *
 * @param name of a chunk; of a segment its marker, such as "FFE1"
 * @param offset of its contents in the file
 * @param length of its contents
 */
public record FilePart(String name, long offset, long length) {

    private static final int MAX_PARTS = 100_000;
    private static final String PNG = "\u0089PNG\r\n\u001a\n";
    private static final int SCAN = 0xDA;

    /** Whether a file begins as JPEG files do. */
    public static boolean isJpeg(FileBytes file) throws IOException {
        return file.has(0, "\u00FF\u00D8\u00FF");
    }

    /** Whether a file begins as PNG files do. */
    public static boolean isPng(FileBytes file) throws IOException {
        return file.has(0, PNG);
    }

    /** Whether a file begins as WebP files do. */
    public static boolean isWebp(FileBytes file) throws IOException {
        return file.has(0, "RIFF") && file.has(8, "WEBP");
    }

    private interface Walk {
        void to(List<FilePart> parts) throws IOException;
    }

    // A file that is cut has the parts that are there.
    private static List<FilePart> walk(Walk walk) throws IOException {
        List<FilePart> parts = new ArrayList<>();
        try {
            walk.to(parts);
        } catch (EOFException e) {
            return parts;
        }
        return parts;
    }

    /**
     * The segments of a JPEG file before its first scan (ITU-T T.81, B.1.1): any number of bytes FF stands before a
     * marker, and some markers have no contents. What is none is passed over, as decoders do.
     */
    public static List<FilePart> ofJpeg(FileBytes file) throws IOException {
        return walk(parts -> {
            for (long at = 2; parts.size() < MAX_PARTS; ) {
                if (file.u8(at) != 0xFF) {
                    at = file.find(at, (byte) 0xFF);
                }
                while (file.u8(at) == 0xFF) {
                    at++;
                }
                int marker = file.u8(at++);
                if (marker <= 0x01 || marker >= 0xD0 && marker <= 0xD8) {
                    continue;
                }
                if (marker == 0xD9 || marker == SCAN) {
                    return;
                }
                int length = file.u16(at);
                if (length < 2) {
                    return;
                }
                parts.add(new FilePart(String.format("FF%02X", marker), at + 2, length - 2));
                at += length;
            }
        });
    }

    /** The chunks of a PNG file, before and after the picture. */
    public static List<FilePart> ofPng(FileBytes file) throws IOException {
        return walk(parts -> {
            for (long at = PNG.length(); parts.size() < MAX_PARTS; ) {
                long length = file.u32(at);
                String name = file.name(at + 4);
                if (length > Integer.MAX_VALUE || name.equals("IEND")) {
                    return;
                }
                parts.add(new FilePart(name, at + 8, length));
                at += 12 + length;
            }
        });
    }

    /** The chunks of a WebP file. */
    public static List<FilePart> ofWebp(FileBytes file) throws IOException {
        return walk(parts -> {
            for (long at = 12; parts.size() < MAX_PARTS; ) {
                String name = file.name(at);
                long length = Integer.toUnsignedLong(Integer.reverseBytes((int) file.u32(at + 4)));
                parts.add(new FilePart(name, at + 8, length));
                at += 8 + length + (length & 1);
            }
        });
    }

    /** The second byte of a segment's marker. */
    public int marker() {
        return Integer.parseInt(name, 2, 4, 16);
    }

    /** Its bytes. @throws EOFException if the file ends before, or they are more than so many */
    public byte[] bytes(FileBytes file, int most) throws IOException {
        if (length > most) {
            throw new EOFException();
        }
        return file.bytes(offset, (int) length);
    }
}
