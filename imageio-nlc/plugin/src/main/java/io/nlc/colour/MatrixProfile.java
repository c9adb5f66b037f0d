package io.nlc.colour;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes ICC profiles (ICC.1:2022, version 4.2) of spaces that files describe by numbers: primaries and tone curves of
 * RGB, or the tone curve of gray.
 */
final class MatrixProfile {

    /** The white that profiles are relative to, as their header has it. */
    static final double[] D50 = {0.9642, 1, 0.8249};

    private static final int HEADER = 128;
    private static final int VERSION = 0x04200000;
    private static final int VERSION_OF_CODES = 0x04400000;
    private static final int YEAR = 2026;

    private MatrixProfile() {}

    /** The profile of an RGB space with one curve for the three colours. */
    static byte[] rgb(String name, Primaries primaries, Curve curve) {
        return rgb(name, primaries, curve, curve, curve);
    }

    /**
     * The same.
     *
     * @param codes which the profile repeats in a tag of version 4.4, for those who know more of them than a profile
     *     can say, with the brightest light as the luminance of its white; null for none
     */
    static byte[] rgb(String name, Primaries primaries, Curve curve, ColourCodes codes) {
        if (codes == null) {
            return rgb(name, primaries, curve);
        }
        Map<String, byte[]> tags = coloured(name, primaries, curve, curve, curve);
        tags.put(
                PictureProfile.CODES,
                ByteBuffer.allocate(12)
                        .put(ascii(PictureProfile.CODES))
                        .putInt(0)
                        .put(codes.h273())
                        .array());
        codes.peak().ifPresent(peak -> tags.put(PictureProfile.LUMINANCE, xyz(0, peak, 0)));
        return profile("RGB ", VERSION_OF_CODES, tags);
    }

    /** The profile of an RGB space. */
    static byte[] rgb(String name, Primaries primaries, Curve red, Curve green, Curve blue) {
        return profile("RGB ", VERSION, coloured(name, primaries, red, green, blue));
    }

    private static Map<String, byte[]> coloured(String name, Primaries primaries, Curve red, Curve green, Curve blue) {
        double[][] m = primaries.toProfileSpace();
        Map<String, byte[]> tags = common(name, primaries);
        tags.put("rXYZ", xyz(m[0][0], m[1][0], m[2][0]));
        tags.put("gXYZ", xyz(m[0][1], m[1][1], m[2][1]));
        tags.put("bXYZ", xyz(m[0][2], m[1][2], m[2][2]));
        tags.put("rTRC", red.toBytes());
        tags.put("gTRC", green.toBytes());
        tags.put("bTRC", blue.toBytes());
        return tags;
    }

    /** The profile of a gray space. */
    static byte[] gray(String name, Curve curve) {
        Map<String, byte[]> tags = common(name, Primaries.SRGB);
        tags.put("kTRC", curve.toBytes());
        return profile("GRAY", VERSION, tags);
    }

    private static Map<String, byte[]> common(String name, Primaries primaries) {
        Map<String, byte[]> tags = new LinkedHashMap<>();
        tags.put("desc", text(name));
        tags.put("cprt", text("No copyright"));
        tags.put("wtpt", xyz(D50[0], D50[1], D50[2]));
        double[][] m = primaries.adaptation();
        ByteBuffer chad = ByteBuffer.allocate(8 + 36).put(ascii("sf32")).putInt(0);
        for (double[] row : m) {
            for (double value : row) {
                chad.putInt(fixed(value));
            }
        }
        tags.put("chad", chad.array());
        return tags;
    }

    private static byte[] profile(String space, int version, Map<String, byte[]> tags) {
        Map<byte[], Integer> places = new IdentityHashMap<>(); // what several tags share is there once
        int size = HEADER + 4 + 12 * tags.size();
        for (byte[] data : tags.values()) {
            if (places.putIfAbsent(data, size) == null) {
                size += padded(data.length);
            }
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(size).putInt(0).putInt(version);
        out.put(ascii("mntr")).put(ascii(space)).put(ascii("XYZ "));
        out.putShort((short) YEAR).putShort((short) 1).putShort((short) 1); // and midnight
        out.position(36);
        out.put(ascii("acsp"));
        out.position(68);
        for (double value : D50) {
            out.putInt(fixed(value));
        }
        out.position(HEADER);
        out.putInt(tags.size());
        for (Map.Entry<String, byte[]> tag : tags.entrySet()) {
            byte[] data = tag.getValue();
            int place = places.get(data);
            out.put(ascii(tag.getKey())).putInt(place).putInt(data.length);
            ByteBuffer.wrap(out.array(), place, data.length).put(data);
        }
        return out.array();
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }

    private static byte[] xyz(double x, double y, double z) {
        return ByteBuffer.allocate(20)
                .put(ascii("XYZ "))
                .putInt(0)
                .putInt(fixed(x))
                .putInt(fixed(y))
                .putInt(fixed(z))
                .array();
    }

    private static byte[] text(String text) {
        byte[] utf16 = text.getBytes(StandardCharsets.UTF_16BE);
        return ByteBuffer.allocate(28 + utf16.length)
                .put(ascii("mluc"))
                .putInt(0)
                .putInt(1)
                .putInt(12)
                .put(ascii("enUS"))
                .putInt(utf16.length)
                .putInt(28)
                .put(utf16)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** s15Fixed16Number. */
    static int fixed(double value) {
        return (int) Math.round(value * 65_536);
    }
}
