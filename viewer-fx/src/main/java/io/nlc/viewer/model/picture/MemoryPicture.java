package io.nlc.viewer.model.picture;

import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.RenderedImageSource;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A picture that is wholly in memory: 5.3 bytes a pixel, its smaller levels included. Immutable. */
public final class MemoryPicture implements PictureSource {

    /** Below this side a level is small enough for any window. */
    private static final int SMALLEST = 16;

    private final int width;
    private final int height;
    private final int[][] levels;
    private final int[] samples;

    /**
     * A picture of given pixels.
     *
     * @param argb premultiplied, {@code width * height}; not copied, must not be changed any more
     */
    public MemoryPicture(int width, int height, int[] argb) {
        this(width, height, argb, argb);
    }

    private MemoryPicture(int width, int height, int[] argb, int[] samples) {
        if (width < 1 || height < 1 || argb.length != (long) width * height) {
            throw new IllegalArgumentException("argb has " + argb.length + " pixels, not " + width + " x " + height);
        }
        this.samples = samples;
        this.width = width;
        this.height = height;
        List<int[]> all = new ArrayList<>(List.of(argb));
        int w = width;
        int h = height;
        while (Math.max(w, h) > SMALLEST) {
            argb = halved(argb, w, h);
            all.add(argb);
            w = PictureSource.shrunk(w, 1);
            h = PictureSource.shrunk(h, 1);
        }
        this.levels = all.toArray(int[][]::new);
    }

    /** The pixels of an image: in sRGB, as the screen wants them, and its samples beside these if they are others. */
    public static MemoryPicture of(BufferedImage image) {
        BufferedImage shown = PictureFiles.srgb(image);
        int[] argb = argb(shown);
        int[] samples = shown == image ? argb : FileSamples.of(image).orElse(argb);
        return new MemoryPicture(image.getWidth(), image.getHeight(), argb, samples);
    }

    private static int[] argb(BufferedImage image) {
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR && image.getRaster().getParent() == null) {
            return opaque(((DataBufferByte) image.getRaster().getDataBuffer()).getData());
        }
        try {
            return premultiplied(new RenderedImageSource(image));
        } catch (IOException e) {
            throw new IllegalStateException("an image without colours", e);
        }
    }

    // Not by Java2D, which takes gray of 16 bits, or with alpha, for linear light.
    private static int[] premultiplied(RenderedImageSource source) {
        int width = source.width();
        int[] argb = new int[width * source.height()];
        byte[] alpha = source.alpha() ? source.readAlpha() : null;
        byte[] rgb = new byte[3 * width];
        for (int y = 0, at = 0; y < source.height(); y++) {
            source.readRgb(0, y, width, 1, rgb);
            for (int i = 0; i < rgb.length; i += 3, at++) {
                int a = alpha == null ? 255 : alpha[at] & 0xFF;
                argb[at] = a << 24 | part(rgb[i], a) << 16 | part(rgb[i + 1], a) << 8 | part(rgb[i + 2], a);
            }
        }
        return argb;
    }

    /** A sample, the lowest eight bits, times alpha. */
    static int part(int colour, int alpha) {
        return ((colour & 0xFF) * alpha + 127) / 255;
    }

    // Most pictures; without Java2D, which takes longer to start than this.
    private static int[] opaque(byte[] bgr) {
        int[] argb = new int[bgr.length / 3];
        for (int i = 0, from = 0; i < argb.length; i++, from += 3) {
            argb[i] = 0xFF000000 | (bgr[from + 2] & 0xFF) << 16 | (bgr[from + 1] & 0xFF) << 8 | bgr[from] & 0xFF;
        }
        return argb;
    }

    /** The mean of every two by two pixels; at odd edges of what there is. */
    static int[] halved(int[] argb, int width, int height) {
        int w = PictureSource.shrunk(width, 1);
        int h = PictureSource.shrunk(height, 1);
        int[] out = new int[w * h];
        for (int y = 0; y < h; y++) {
            int upper = 2 * y * width;
            int lower = Math.min(2 * y + 1, height - 1) * width;
            for (int x = 0; x < w; x++) {
                int right = Math.min(2 * x + 1, width - 1);
                out[y * w + x] =
                        mean(argb[upper + 2 * x], argb[upper + right], argb[lower + 2 * x], argb[lower + right]);
            }
        }
        return out;
    }

    private static int mean(int a, int b, int c, int d) {
        // Two samples at a time, 16 bits apart: the sums of four have ten bits.
        int high = (a >>> 8 & 0xFF00FF) + (b >>> 8 & 0xFF00FF) + (c >>> 8 & 0xFF00FF) + (d >>> 8 & 0xFF00FF) + 0x20002;
        int low = (a & 0xFF00FF) + (b & 0xFF00FF) + (c & 0xFF00FF) + (d & 0xFF00FF) + 0x20002;
        return (high >>> 2 & 0xFF00FF) << 8 | low >>> 2 & 0xFF00FF;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int levels() {
        return levels.length;
    }

    @Override
    public int argb(int level, int x, int y) {
        return levels[level][y * PictureSource.shrunk(width, level) + x];
    }

    @Override
    public int sample(int x, int y) {
        return samples[y * width + x];
    }

    /** Memory that it takes. */
    public long bytes() {
        long pixels = samples == levels[0] ? 0 : samples.length;
        for (int[] level : levels) {
            pixels += level.length;
        }
        return 4 * pixels;
    }

    /**
     * Where two pictures differ and how much: each sample is the absolute difference, opaque.
     *
     * @throws IllegalArgumentException if they differ in size
     */
    public static MemoryPicture difference(MemoryPicture a, MemoryPicture b) {
        if (a.width != b.width || a.height != b.height) {
            throw new IllegalArgumentException(
                    "pictures of " + a.width + " x " + a.height + " and " + b.width + " x " + b.height);
        }
        int[] out = new int[a.levels[0].length];
        for (int i = 0; i < out.length; i++) {
            int p = a.levels[0][i];
            int q = b.levels[0][i];
            out[i] = 0xFF000000 | distance(p, q, 16) | distance(p, q, 8) | distance(p, q, 0);
        }
        return new MemoryPicture(a.width, a.height, out);
    }

    private static int distance(int p, int q, int shift) {
        return Math.abs((p >> shift & 0xFF) - (q >> shift & 0xFF)) << shift;
    }
}
