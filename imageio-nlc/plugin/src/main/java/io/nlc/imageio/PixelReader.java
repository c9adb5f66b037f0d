package io.nlc.imageio;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.stream.IntStream;

/** Turns stretches of rows of one kind of image into sRGB (or gray) and straight alpha. Thread-safe. */
abstract sealed class PixelReader {

    /*
     * Nearly all images are one of the first two kinds and cost an array access a sample. ColorModel.getRGB
     * understands everything else, but for an ICC profile it sets up a conversion for every pixel, so those go
     * through ColorConvertOp, a row at a time.
     */

    /**
     * n pixels, as integers of {@link #depth} bits: red, green, blue, alpha; gray pictures have three equal colours.
     */
    record Row(int[] rgba) {
        void rgb(byte[] out, int to, int n) {
            for (int i = 0; i < n; i++) {
                out[to++] = (byte) rgba[4 * i];
                out[to++] = (byte) rgba[4 * i + 1];
                out[to++] = (byte) rgba[4 * i + 2];
            }
        }

        void alpha(byte[] out, int to, int n) {
            for (int i = 0; i < n; i++) {
                out[to++] = (byte) rgba[4 * i + 3];
            }
        }
    }

    static PixelReader of(ColorModel colours, SampleModel samples) {
        if (colours instanceof IndexColorModel indexed) {
            return new Indexed(indexed, true);
        }
        boolean component =
                colours instanceof ComponentColorModel && samples.getNumBands() == colours.getNumComponents();
        ColorSpace space = colours.getColorSpace();
        boolean gray = space.getType() == ColorSpace.TYPE_GRAY && colours.getNumColorComponents() == 1;
        if (component && (gray || space.isCS_sRGB())) {
            int type = colours.getTransferType();
            boolean unsigned =
                    type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT || type == DataBuffer.TYPE_INT;
            return unsigned ? new Samples(colours, gray, 8) : new Normalized(colours, gray);
        }
        if (colours instanceof DirectColorModel
                && space.isCS_sRGB()
                && samples.getNumBands() == colours.getNumComponents()) {
            return new Samples(colours, false, 8);
        }
        boolean bytes = colours.getTransferType() == DataBuffer.TYPE_BYTE
                || colours.getTransferType() == DataBuffer.TYPE_USHORT;
        if (component && bytes && space instanceof ICC_ColorSpace icc && !colours.isAlphaPremultiplied()) {
            return new Profiled(colours, icc);
        }
        return new Any(colours);
    }

    /**
     * For lossless files: samples of 9 to 16 bits stay so deep, and where {@link #of} rounds otherwise than
     * {@link ColorModel#getRGB(int)} or makes a gray picture of a palette, this does as getRGB does.
     */
    static PixelReader exact(ColorModel colours, SampleModel samples) {
        if (colours instanceof IndexColorModel indexed) {
            return new Indexed(indexed, false);
        }
        boolean premultiplied = colours.hasAlpha() && colours.isAlphaPremultiplied();
        PixelReader plain = of(colours, samples);
        if (!(plain instanceof Samples s)) {
            return plain;
        }
        if (premultiplied) {
            return new Any(colours);
        }
        int deepest = IntStream.of(colours.getComponentSize()).max().orElse(8);
        return colours instanceof ComponentColorModel && deepest > 8 && deepest <= 16
                ? new Samples(colours, s.gray, 16)
                : plain;
    }

    /** Bits of the values: 8, or 16 of some that {@link #exact} makes. */
    int depth() {
        return 8;
    }

    /** Reads pixels x, x + step, ... of a row. */
    abstract Row row(Raster raster, int x, int y, int step, int n);

    abstract boolean gray();

    private static int[] span(Raster raster, int x, int y, int step, int n) {
        return raster.getPixels(x, y, (n - 1) * step + 1, 1, (int[]) null);
    }

    private static long[] max(ColorModel model) {
        return IntStream.of(model.getComponentSize())
                .mapToLong(bits -> (1L << bits) - 1)
                .toArray();
    }

    private static int divide(int colour, int alpha) {
        return alpha == 0 ? 0 : Math.min(255, (colour * 255 + alpha / 2) / alpha);
    }

    /** Unsigned integers of 1 to 16 bits (and up to 31), gray or sRGB. */
    private static final class Samples extends PixelReader {
        private final boolean gray;
        private final boolean premultiplied;
        private final int colours;
        private final int alphaBand;
        private final long[] max;
        private final int depth;
        private final int full;

        Samples(ColorModel model, boolean gray, int depth) {
            this.gray = gray;
            this.depth = depth;
            this.full = (1 << depth) - 1;
            this.premultiplied = model.hasAlpha() && model.isAlphaPremultiplied();
            this.colours = model.getNumColorComponents();
            this.alphaBand = model.hasAlpha() ? colours : -1;
            this.max = max(model);
        }

        @Override
        Row row(Raster raster, int x, int y, int step, int n) {
            int[] in = span(raster, x, y, step, n);
            int[] out = new int[4 * n];
            int bands = max.length;
            for (int i = 0, from = 0, to = 0; i < n; i++, from += bands * step, to += 4) {
                int alpha = alphaBand < 0 ? full : scaled(in[from + alphaBand], max[alphaBand], full);
                for (int c = 0; c < 3; c++) {
                    int band = gray ? 0 : c;
                    int value = scaled(in[from + band], max[band], full);
                    out[to + c] = premultiplied ? divide(value, alpha) : value;
                }
                out[to + 3] = alpha;
            }
            return new Row(out);
        }

        private static int scaled(int sample, long max) {
            return scaled(sample, max, 255);
        }

        private static int scaled(int sample, long max, int full) {
            return max == full ? sample : (int) (((sample & 0xFFFFFFFFL) * full + max / 2) / max);
        }

        @Override
        int depth() {
            return depth;
        }

        @Override
        boolean gray() {
            return gray;
        }
    }

    /** Floating-point and signed samples, gray or sRGB. */
    private static final class Normalized extends PixelReader {
        private final ColorModel model;
        private final boolean gray;

        Normalized(ColorModel model, boolean gray) {
            this.model = model;
            this.gray = gray;
        }

        @Override
        Row row(Raster raster, int x, int y, int step, int n) {
            int[] out = new int[4 * n];
            float[] values = new float[model.getNumComponents()];
            Object pixel = null;
            for (int i = 0; i < n; i++) {
                pixel = raster.getDataElements(x + i * step, y, pixel);
                model.getNormalizedComponents(pixel, values, 0); // divides by alpha where needed
                for (int c = 0; c < 3; c++) {
                    out[4 * i + c] = to8(values[gray ? 0 : c]);
                }
                out[4 * i + 3] = model.hasAlpha() ? to8(values[model.getNumColorComponents()]) : 255;
            }
            return new Row(out);
        }

        private static int to8(float value) {
            return Math.max(0, Math.min(255, Math.round(value * 255)));
        }

        @Override
        boolean gray() {
            return gray;
        }
    }

    /** Palettes, bitmaps among them. */
    private static final class Indexed extends PixelReader {
        private final int[] argb;
        private final boolean gray;

        /** @param mayBeGray whether a palette of grays makes a gray picture */
        Indexed(IndexColorModel model, boolean mayBeGray) {
            argb = new int[model.getMapSize()];
            model.getRGBs(argb);
            gray = mayBeGray
                    && IntStream.of(argb).allMatch(c -> (c & 255) == (c >> 8 & 255) && (c & 255) == (c >> 16 & 255));
        }

        @Override
        Row row(Raster raster, int x, int y, int step, int n) {
            int[] in = raster.getSamples(x, y, (n - 1) * step + 1, 1, 0, (int[]) null);
            int[] out = new int[4 * n];
            for (int i = 0; i < n; i++) {
                int index = in[i * step];
                unpack(index < argb.length ? argb[index] : 0xFF000000, out, 4 * i);
            }
            return new Row(out);
        }

        @Override
        boolean gray() {
            return gray;
        }
    }

    /** 8 or 16 bits in a space with an ICC profile: other RGB, CMYK, Lab. */
    private static final class Profiled extends PixelReader {
        private final ColorConvertOp conversion;
        private final boolean alpha;
        private final long[] max;

        Profiled(ColorModel model, ICC_ColorSpace space) {
            this.alpha = model.hasAlpha();
            this.max = max(model);
            ICC_Profile srgb = ((ICC_ColorSpace) ColorSpace.getInstance(ColorSpace.CS_sRGB)).getProfile();
            conversion = new ColorConvertOp(new ICC_Profile[] {space.getProfile(), srgb}, null);
        }

        // In 16 bits, because with 8 the colour engine takes short cuts that show in dark places.
        @Override
        Row row(Raster raster, int x, int y, int step, int n) {
            int[] in = span(raster, x, y, step, n);
            int colours = max.length - (alpha ? 1 : 0);
            WritableRaster from = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, n, 1, colours, null);
            int[] pixel = new int[colours];
            int[] out = new int[4 * n];
            for (int i = 0, at = 0; i < n; i++, at += max.length * step) {
                for (int c = 0; c < colours; c++) {
                    pixel[c] = (int) ((in[at + c] * 65_535L + max[c] / 2) / max[c]);
                }
                from.setPixel(i, 0, pixel);
                out[4 * i + 3] = alpha ? Samples.scaled(in[at + colours], max[colours]) : 255;
            }
            WritableRaster to = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, n, 1, 3, null);
            synchronized (conversion) {
                conversion.filter(from, to);
            }
            int[] rgb = to.getPixels(0, 0, n, 1, (int[]) null);
            for (int i = 0; i < 3 * n; i++) {
                out[i / 3 * 4 + i % 3] = Samples.scaled(rgb[i], 65_535);
            }
            return new Row(out);
        }

        @Override
        boolean gray() {
            return false;
        }
    }

    /** Whatever else there is, as its colour model says. */
    private static final class Any extends PixelReader {
        private final ColorModel model;

        Any(ColorModel model) {
            this.model = model;
        }

        @Override
        Row row(Raster raster, int x, int y, int step, int n) {
            int[] out = new int[4 * n];
            Object pixel = null;
            for (int i = 0; i < n; i++) {
                pixel = raster.getDataElements(x + i * step, y, pixel);
                unpack(model.getRGB(pixel), out, 4 * i);
            }
            return new Row(out);
        }

        @Override
        boolean gray() {
            return false;
        }
    }

    private static void unpack(int argb, int[] out, int to) {
        out[to] = argb >> 16 & 255;
        out[to + 1] = argb >> 8 & 255;
        out[to + 2] = argb & 255;
        out[to + 3] = argb >>> 24;
    }
}
