package io.nlc.viewer.model.details;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/** Segments of a JPEG file. */
final class JpegParts {

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int RST0 = 0xD0;
    private static final String PROFILE = "ICC_PROFILE\0";
    private static final String EXIF = "Exif\0\0";

    private JpegParts() {}

    static void read(ImageInputStream in, Anatomy anatomy) throws IOException {
        try {
            int marker = next(in);
            while (marker != EOI) {
                long offset = in.getStreamPosition() - 2;
                if (marker != SOI && (marker & 0xF8) != RST0) {
                    segment(in, marker, anatomy);
                }
                if (marker == SOS) {
                    long bits = in.getStreamPosition();
                    marker = skipScan(in);
                    anatomy.add(new Part("SOS", offset, bits - offset, Part.Check.NONE));
                    anatomy.add(new Part("scan", bits, in.getStreamPosition() - 2 - bits, Part.Check.NONE));
                } else {
                    anatomy.add(new Part(name(marker), offset, in.getStreamPosition() - offset, Part.Check.NONE));
                    marker = next(in);
                }
            }
            anatomy.add(new Part("EOI", in.getStreamPosition() - 2, 2, Part.Check.NONE));
            anatomy.end();
        } catch (EOFException e) { // not complete, which is what it says then
            System.getLogger(JpegParts.class.getName()).log(System.Logger.Level.DEBUG, "segments", e);
        }
    }

    private static int next(ImageInputStream in) throws IOException {
        int b = in.readUnsignedByte();
        while (b != 0xFF) {
            b = in.readUnsignedByte();
        }
        while (b == 0xFF) {
            b = in.readUnsignedByte();
        }
        return b;
    }

    // To the next marker that is neither a stuffed byte nor one of those within a scan.
    private static int skipScan(ImageInputStream in) throws IOException {
        int marker = next(in);
        while (marker == 0 || (marker & 0xF8) == RST0) {
            marker = next(in);
        }
        return marker;
    }

    private static void segment(ImageInputStream in, int marker, Anatomy anatomy) throws IOException {
        byte[] payload = new byte[Math.max(0, in.readUnsignedShort() - 2)];
        in.readFully(payload);
        String head = new String(payload, 0, Math.min(14, payload.length), StandardCharsets.ISO_8859_1);
        if (marker == APP0 + 1 && head.startsWith(EXIF)) {
            anatomy.exif(payload);
        } else if (marker == APP0 + 2 && head.startsWith(PROFILE) && payload.length > 14) {
            anatomy.profile(Arrays.copyOfRange(payload, 14, payload.length));
        }
    }

    private static String name(int marker) {
        return switch (marker) {
            case SOI -> "SOI";
            case 0xC4 -> "DHT";
            case 0xDB -> "DQT";
            case 0xDD -> "DRI";
            case 0xFE -> "COM";
            default ->
                marker >= APP0 && marker < APP0 + 16
                        ? "APP" + (marker - APP0)
                        : marker >= 0xC0 && marker < RST0 ? "SOF" + (marker - 0xC0) : String.format("%02X", marker);
        };
    }
}
