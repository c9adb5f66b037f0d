package io.nlc.imageio;

import io.nlc.colour.PictureProfile;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Turns stretches of rows of one kind of image into RGB, or gray, and straight alpha: of sRGB, or of the profile that
 * {@link #profile} names. Thread-safe.
 */
abstract sealed class PixelReader
        permits AnyPixels, ConvertedPixels, InkPixels, NormalizedPixels, PalettePixels, SamplePixels {

    /*
     * Samples of gray and RGB are what the codec keeps: they are taken from the raster, never through
     * ColorModel.getRGB, which takes gray for linear light and brightens it. Nearly all images are of this kind and
     * cost an array access a sample. Everything else goes through its profile, rows at a time; only for what has no
     * profile, and is no CMYK either, getRGB is asked.
     */

    /** What pixels are read for. */
    private enum Purpose {
        /** A learned file: 8 bits in the end, in a space whose steps are even. */
        LEARNED,
        /** A lossless file: samples as they are. */
        LOSSLESS,
        /** Whoever knows nothing but sRGB. */
        SRGB
    }

    private final int depth;
    private final boolean gray;
    private final PictureProfile profile;

    /** @param profile null for sRGB */
    PixelReader(int depth, boolean gray, PictureProfile profile) {
        this.depth = depth;
        this.gray = gray;
        this.profile = profile;
    }

    /**
     * n pixels, as integers of {@link #depth} bits: red, green, blue, alpha; gray pictures have three equal colours.
     */
    record Row(int[] rgba) {}

    /** For learned files; samples of more than 8 bits come with 16. */
    static PixelReader of(ColorModel colours, SampleModel samples) {
        return of(colours, samples, Purpose.LEARNED);
    }

    /**
     * For lossless files: where {@link #of} rounds otherwise than {@link ColorModel#getRGB(int)} or makes a gray
     * picture of a palette, this does as getRGB does.
     */
    static PixelReader exact(ColorModel colours, SampleModel samples) {
        return of(colours, samples, Purpose.LOSSLESS);
    }

    /** All that is gray or RGB, whatever its profile, as sRGB. */
    static PixelReader srgb(ColorModel colours, SampleModel samples) {
        return of(colours, samples, Purpose.SRGB);
    }

    private static PixelReader of(ColorModel colours, SampleModel samples, Purpose purpose) {
        if (colours instanceof IndexColorModel indexed) {
            return new PalettePixels(indexed, purpose != Purpose.LOSSLESS);
        }
        boolean matching = samples.getNumBands() == colours.getNumComponents();
        boolean component = colours instanceof ComponentColorModel && matching;
        ColorSpace space = colours.getColorSpace();
        boolean unsigned = isUnsigned(colours.getTransferType());
        int depth = depth(colours, unsigned, purpose);
        if (component && space.getType() == ColorSpace.TYPE_GRAY && colours.getNumColorComponents() == 1) {
            return gray(colours, space, unsigned, depth, purpose);
        }
        Optional<PictureProfile> profile = PictureProfile.of(space);
        boolean rgb = space.isCS_sRGB() || profile.isPresent() && profile.get().channels() == 3;
        if (rgb && (component || colours instanceof DirectColorModel && matching)) {
            return rgb(colours, profile.orElse(null), unsigned, depth, purpose);
        }
        boolean inks = component && unsigned && !colours.isAlphaPremultiplied();
        if (inks && (space instanceof ICC_ColorSpace || space.getType() == ColorSpace.TYPE_CMYK)) {
            return new InkPixels(colours, depth);
        }
        return new AnyPixels(colours);
    }

    private static boolean isUnsigned(int type) {
        return type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT || type == DataBuffer.TYPE_INT;
    }

    private static int depth(ColorModel colours, boolean unsigned, Purpose purpose) {
        int deepest = IntStream.of(colours.getComponentSize()).max().orElse(8);
        boolean held = deepest <= 16 && colours instanceof ComponentColorModel || purpose != Purpose.LOSSLESS;
        return unsigned && deepest > 8 && held ? 16 : 8;
    }

    private static PixelReader gray(
            ColorModel colours, ColorSpace space, boolean unsigned, int depth, Purpose purpose) {
        Optional<PictureProfile> profile = PictureProfile.of(space).filter(p -> !p.isSrgb());
        if (profile.isEmpty()) {
            return plain(colours, true, unsigned, depth, purpose, null);
        }
        // 8 bits of another tone curve have no place in 8 of sRGB's
        int kept = purpose == Purpose.LOSSLESS ? 16 : depth;
        return new ConvertedPixels(own(colours, true, unsigned, unsigned ? depth : 16, null), profile.get(), kept);
    }

    private static PixelReader rgb(
            ColorModel colours, PictureProfile profile, boolean unsigned, int depth, Purpose purpose) {
        boolean kept = profile == null || purpose == Purpose.LOSSLESS || purpose == Purpose.LEARNED && profile.isEven();
        if (kept) {
            return plain(colours, false, unsigned, depth, purpose, profile);
        }
        if (profile.isSrgb()) {
            return plain(colours, false, unsigned, depth, purpose, null);
        }
        return new ConvertedPixels(own(colours, false, unsigned, unsigned ? depth : 16, null), profile, depth);
    }

    private static PixelReader plain(
            ColorModel colours, boolean gray, boolean unsigned, int depth, Purpose purpose, PictureProfile profile) {
        boolean divided = colours.hasAlpha() && colours.isAlphaPremultiplied();
        return purpose == Purpose.LOSSLESS && unsigned && divided && profile == null
                ? new AnyPixels(colours)
                : own(colours, gray, unsigned, depth, profile);
    }

    private static PixelReader own(
            ColorModel colours, boolean gray, boolean unsigned, int depth, PictureProfile profile) {
        return unsigned
                ? new SamplePixels(colours, gray, depth, profile)
                : new NormalizedPixels(colours, gray, depth, profile);
    }

    /** Bits of the values: 8 or 16. */
    final int depth() {
        return depth;
    }

    /** Whether all pixels are gray. */
    final boolean gray() {
        return gray;
    }

    /** The profile of the colours that are read, which is an RGB one; null for sRGB and gray. */
    final PictureProfile profile() {
        return profile;
    }

    /** Reads pixels x, x + step, ... of a row. */
    abstract Row row(Raster raster, int x, int y, int step, int n);

    static int[] span(Raster raster, int x, int y, int step, int n) {
        return raster.getPixels(x, y, (n - 1) * step + 1, 1, (int[]) null);
    }

    /** The largest value of each component. */
    static long[] max(ColorModel model) {
        return IntStream.of(model.getComponentSize())
                .mapToLong(bits -> (1L << bits) - 1)
                .toArray();
    }

    /** A sample of a band as one of another largest value, rounded. */
    static int scaled(int sample, long max, int full) {
        return max == full ? sample : (int) (((sample & 0xFFFFFFFFL) * full + max / 2) / max);
    }

    static void unpack(int argb, int[] out, int to) {
        out[to] = argb >> 16 & 255;
        out[to + 1] = argb >> 8 & 255;
        out[to + 2] = argb & 255;
        out[to + 3] = argb >>> 24;
    }
}
