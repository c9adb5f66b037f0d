package io.nlc.imageio;

import io.nlc.colour.PictureProfile;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.picture.PixelSource;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.util.Objects;
import java.util.Optional;

/**
 * The pixels of any {@link RenderedImage} as the codec sees them: 8-bit RGB and straight alpha.
 *
 * <p>RGB samples stay in the image's own colour space, whose profile the file gets ({@link #profile}), unless steps of
 * its samples are as uneven as in linear light: then they are converted to sRGB. Images of Java's gray keep their
 * samples as they are (Java's {@code getRGB} would brighten them, taking them for linear light); gray of another
 * profile gets sRGB's tone curve. CMYK, Lab and others are converted to sRGB. 16-bit samples are dithered to 8;
 * premultiplied colours are divided by their alpha. Nothing is copied but what a call asks for. Thread-safe.
 */
public final class RenderedImageSource implements PixelSource {

    private final RenderedImage image;
    private final Rectangle region;
    private final int stepX;
    private final int stepY;
    private final PixelReader pixels;

    /**
     * A whole image.
     *
     * @throws NlcException if the image has no colour model
     */
    public RenderedImageSource(RenderedImage image) throws NlcException {
        this(image, bounds(image), 1, 1);
    }

    /**
     * A part of an image.
     *
     * @param region inside the image, in its coordinates
     * @param stepX every so many columns of the region, starting with its first
     * @param stepY every so many rows of it
     * @throws NlcException if the image has no colour model
     */
    RenderedImageSource(RenderedImage image, Rectangle region, int stepX, int stepY) throws NlcException {
        this.image = Objects.requireNonNull(image, "image");
        this.region = region;
        this.stepX = stepX;
        this.stepY = stepY;
        ColorModel colours = image.getColorModel();
        if (colours == null) {
            throw new NlcException(
                    FailureKind.UNSUPPORTED, "image has no colour model, so its samples have no meaning");
        }
        this.pixels = PixelReader.of(colours, image.getSampleModel());
    }

    /** A whole image, which has a colour model. */
    static RenderedImageSource of(BufferedImage image) {
        try {
            return new RenderedImageSource(image);
        } catch (NlcException e) {
            throw new IllegalStateException("a BufferedImage without a colour model", e);
        }
    }

    static Rectangle bounds(RenderedImage image) {
        return new Rectangle(image.getMinX(), image.getMinY(), image.getWidth(), image.getHeight());
    }

    /** Columns. */
    public int width() {
        return (region.width + stepX - 1) / stepX;
    }

    /** Rows. */
    public int height() {
        return (region.height + stepY - 1) / stepY;
    }

    /** Whether all pixels are gray by their colour model. */
    public boolean gray() {
        return pixels.gray();
    }

    /** Whether the image has an alpha channel, be it opaque throughout. */
    public boolean alpha() {
        return image.getColorModel().hasAlpha();
    }

    /** The ICC profile of the colours, an RGB one; empty for sRGB and gray. */
    public Optional<byte[]> profile() {
        return Optional.ofNullable(pictureProfile()).map(PictureProfile::bytes);
    }

    /** As {@link #profile()}; null for sRGB and gray. */
    PictureProfile pictureProfile() {
        return pixels.profile();
    }

    @Override
    public void readRgb(int x, int y, int width, int height, byte[] rgb) {
        boolean deep = pixels.depth() == 16;
        read(pixels, x, y, width, height, (row, to, n) -> {
            int[] rgba = row.rgba();
            for (int i = 0; i < n; i++) {
                for (int c = 0; c < 3; c++) {
                    int value = rgba[4 * i + c];
                    rgb[3 * (to + i) + c] =
                            (byte) (deep ? Dither.rounded(value, x + (to + i) % width, y + (to + i) / width) : value);
                }
            }
        });
    }

    /**
     * The alpha channel.
     *
     * @return {@code width() * height()} bytes, row by row, 0 transparent, 255 opaque
     */
    public byte[] readAlpha() {
        byte[] alpha = new byte[Math.multiplyExact(width(), height())];
        readAlpha(0, height(), alpha);
        return alpha;
    }

    /** One row of it. */
    void readAlpha(int y, byte[] alpha) {
        readAlpha(y, 1, alpha);
    }

    private void readAlpha(int y, int rows, byte[] alpha) {
        int full = (1 << pixels.depth()) - 1;
        read(pixels, 0, y, width(), rows, (row, to, n) -> {
            for (int i = 0; i < n; i++) {
                alpha[to + i] = (byte) PixelReader.scaled(row.rgba()[4 * i + 3], full, 255);
            }
        });
    }

    /** What reads the image as sRGB. */
    PixelReader srgbReader() {
        return PixelReader.srgb(image.getColorModel(), image.getSampleModel());
    }

    /**
     * One row in sRGB with its alpha, which is opaque where there is none.
     *
     * @param reader of {@link #srgbReader}
     * @param rgb takes {@code 3 * width()} bytes
     * @param alpha takes {@code width()} bytes
     */
    void readSrgb(PixelReader reader, int y, byte[] rgb, byte[] alpha) {
        int full = (1 << reader.depth()) - 1;
        read(reader, 0, y, width(), 1, (row, to, n) -> {
            int[] rgba = row.rgba();
            for (int i = 0; i < n; i++) {
                for (int c = 0; c < 3; c++) {
                    rgb[3 * (to + i) + c] = (byte) PixelReader.scaled(rgba[4 * i + c], full, 255);
                }
                alpha[to + i] = (byte) PixelReader.scaled(rgba[4 * i + 3], full, 255);
            }
        });
    }

    /** What reads the image's samples exactly as far as the file can keep them. */
    PixelReader exactReader() {
        return PixelReader.exact(image.getColorModel(), image.getSampleModel());
    }

    /** Takes a stretch of pixels, to its place in the rectangle that is read. */
    interface Target {
        void take(PixelReader.Row row, int to, int n);
    }

    /**
     * Image tile by image tile, each of which is asked for once, since it may be made only then; and in each row by
     * row.
     */
    void read(PixelReader reader, int x, int y, int width, int height, Target target) {
        for (int top = 0; top < height; ) {
            int tileY = Math.floorDiv(region.y + (y + top) * stepY - image.getTileGridYOffset(), image.getTileHeight());
            long endY = image.getTileGridYOffset() + (tileY + 1L) * image.getTileHeight();
            int rows = Math.min(height - top, count(region.y + (y + top) * stepY, endY, stepY));
            for (int left = 0; left < width; ) {
                int sourceX = region.x + (x + left) * stepX;
                int tileX = Math.floorDiv(sourceX - image.getTileGridXOffset(), image.getTileWidth());
                long endX = image.getTileGridXOffset() + (tileX + 1L) * image.getTileWidth();
                int n = Math.min(width - left, count(sourceX, endX, stepX));
                Raster tile = tile(tileX, tileY);
                for (int r = top; r < top + rows; r++) {
                    int sourceY = region.y + (y + r) * stepY;
                    target.take(reader.row(tile, sourceX, sourceY, stepX, n), r * width + left, n);
                }
                left += n;
            }
            top += rows;
        }
    }

    /** How many of from, from + step, ... lie before the end. */
    private static int count(int from, long end, int step) {
        return (int) Math.min(Integer.MAX_VALUE, (end - from + step - 1) / step);
    }

    private Raster tile(int x, int y) {
        // Only BufferedImage promises that getTile may be called from several threads: it has just one.
        if (image instanceof BufferedImage) {
            return image.getTile(x, y);
        }
        synchronized (image) {
            return image.getTile(x, y);
        }
    }
}
