package io.nlc.colour;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Profiles for tests. */
public final class Profiles {

    private static final Primaries PRO_PHOTO =
            Primaries.of(0.7347, 0.2653, 0.1596, 0.8404, 0.0366, 0.0001, new Primaries.Point(0.3457, 0.3585));

    private Profiles() {}

    /** A space much larger than sRGB, of gamma 1.8 and D50. */
    public static byte[] proPhoto() {
        return MatrixProfile.rgb("ProPhoto", PRO_PHOTO, ToneCurve.gamma(1.8));
    }

    /** Adobe RGB (1998). */
    public static byte[] adobeRgb() {
        return MatrixProfile.rgb("Adobe", Primaries.ADOBE_RGB, ToneCurve.gamma(563 / 256.0));
    }

    /** The primaries of ProPhoto in linear light. */
    public static byte[] linearProPhoto() {
        return MatrixProfile.rgb("Linear", PRO_PHOTO, ToneCurve.gamma(1));
    }

    /** What sRGB is, in a profile. */
    public static byte[] srgb() {
        return MatrixProfile.rgb("sRGB", Primaries.SRGB, ToneCurve.SRGB);
    }

    /** Gray of a gamma. */
    public static byte[] gray(double gamma) {
        return MatrixProfile.gray("Gray", ToneCurve.gamma(gamma));
    }

    /** Inks of a press that does not exist, by a table of two steps an ink, version 2, perceptual. */
    public static byte[] cmyk() {
        byte[] text = "desc\0\0\0\0\0\0\0\2x\0".getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer desc = ByteBuffer.allocate(92).put(text);
        ByteBuffer white = ByteBuffer.allocate(20).put(ascii("XYZ ")).putInt(0);
        for (double value : MatrixProfile.D50) {
            white.putInt(MatrixProfile.fixed(value));
        }
        ByteBuffer table = ByteBuffer.allocate(48 + 4 * 256 + 16 * 3 + 3 * 256);
        table.put(ascii("mft1"))
                .putInt(0)
                .put((byte) 4)
                .put((byte) 3)
                .put((byte) 2)
                .put((byte) 0);
        for (int i = 0; i < 9; i++) {
            table.putInt(i % 4 == 0 ? 0x10000 : 0);
        }
        straight(table, 4);
        for (int i = 0; i < 16; i++) {
            int c = i >> 3 & 1;
            int m = i >> 2 & 1;
            int y = i >> 1 & 1;
            int k = i & 1;
            int light = 255 - 60 * c - 80 * m - 20 * y;
            table.put((byte) (k == 1 ? light / 6 : light));
            table.put((byte) (128 + (k == 1 ? 5 : 30) * (2 * m - c)));
            table.put((byte) (128 + (k == 1 ? 5 : 30) * (2 * y - c - m)));
        }
        straight(table, 3);
        byte[][] tags = {desc.array(), desc.array(), white.array(), table.array()};
        String[] names = {"desc", "cprt", "wtpt", "A2B0"};
        int size = 128 + 4 + 12 * tags.length;
        for (byte[] tag : tags) {
            size += tag.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(size).putInt(0).putInt(0x02100000).put(ascii("prtrCMYKLab "));
        out.putShort(24, (short) 2026).putShort(26, (short) 1).putShort(28, (short) 1);
        out.position(36);
        out.put(ascii("acsp"));
        out.position(68);
        for (double value : MatrixProfile.D50) {
            out.putInt(MatrixProfile.fixed(value));
        }
        out.position(128);
        out.putInt(tags.length);
        int at = 128 + 4 + 12 * tags.length;
        for (int i = 0; i < tags.length; i++) {
            out.put(ascii(names[i])).putInt(at).putInt(tags[i].length);
            at += tags[i].length;
        }
        for (byte[] tag : tags) {
            out.put(tag);
        }
        return out.array();
    }

    private static void straight(ByteBuffer table, int channels) {
        for (int i = 0; i < 256 * channels; i++) {
            table.put((byte) i);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
