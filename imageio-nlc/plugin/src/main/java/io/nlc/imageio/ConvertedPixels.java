package io.nlc.imageio;

import io.nlc.colour.ColourConversion;
import io.nlc.colour.PictureProfile;
import java.awt.image.Raster;

/** Gray or RGB samples of a profile, converted to sRGB; gray stays gray. */
final class ConvertedPixels extends PixelReader {

    private static final int FULL = 65_535;

    private final PixelReader own;
    private final ColourConversion conversion;
    private final boolean bytes;
    private final int[] tones;

    /**
     * @param own reads the samples as they are
     * @param profile theirs
     * @param depth bits of the values here
     */
    ConvertedPixels(PixelReader own, PictureProfile profile, int depth) {
        super(depth, own.gray(), null);
        this.own = own;
        this.conversion = ColourConversion.between(profile, null);
        this.bytes = own.depth() == 8 && depth == 8;
        this.tones = own.gray() ? tones(conversion, 1 << own.depth()) : null;
    }

    /** For each sample what it becomes, with 16 bits. */
    private static int[] tones(ColourConversion conversion, int levels) {
        short[] samples = new short[levels];
        for (int i = 0; i < levels; i++) {
            samples[i] = (short) (levels == 256 ? i * 257 : i);
        }
        short[] rgb = conversion.convert(samples, levels);
        int[] tones = new int[levels];
        for (int i = 0; i < levels; i++) {
            tones[i] = ((rgb[3 * i] & FULL) + (rgb[3 * i + 1] & FULL) + (rgb[3 * i + 2] & FULL) + 1) / 3;
        }
        return tones;
    }

    @Override
    Row row(Raster raster, int x, int y, int step, int n) {
        int[] rgba = own.row(raster, x, y, step, n).rgba();
        if (tones != null) {
            for (int i = 0; i < 4 * n; i += 4) {
                int tone = value(tones[rgba[i]]);
                rgba[i] = tone;
                rgba[i + 1] = tone;
                rgba[i + 2] = tone;
            }
        } else if (bytes) {
            convertBytes(rgba, n);
        } else {
            convertWords(rgba, n);
        }
        if (own.depth() != depth()) {
            for (int i = 3; i < 4 * n; i += 4) {
                rgba[i] = depth() == 8 ? value(rgba[i]) : rgba[i] * 257;
            }
        }
        return new Row(rgba);
    }

    private void convertBytes(int[] rgba, int n) {
        byte[] from = new byte[3 * n];
        for (int i = 0; i < from.length; i++) {
            from[i] = (byte) rgba[i / 3 * 4 + i % 3];
        }
        byte[] to = conversion.convert(from, n);
        for (int i = 0; i < to.length; i++) {
            rgba[i / 3 * 4 + i % 3] = to[i] & 0xFF;
        }
    }

    private void convertWords(int[] rgba, int n) {
        short[] from = new short[3 * n];
        int scale = own.depth() == 8 ? 257 : 1;
        for (int i = 0; i < from.length; i++) {
            from[i] = (short) (scale * rgba[i / 3 * 4 + i % 3]);
        }
        short[] to = conversion.convert(from, n);
        for (int i = 0; i < to.length; i++) {
            rgba[i / 3 * 4 + i % 3] = value(to[i] & FULL);
        }
    }

    private int value(int sixteen) {
        return depth() == 16 ? sixteen : scaled(sixteen, FULL, 255);
    }
}
