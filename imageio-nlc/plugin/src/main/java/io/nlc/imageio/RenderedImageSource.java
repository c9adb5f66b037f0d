package io.nlc.imageio;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.picture.PixelSource;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.util.Objects;

/**
 * The pixels of any {@link RenderedImage} as the codec sees them: 8-bit sRGB and straight alpha.
 *
 * <p>Gray images keep their samples as they are (Java's {@code getRGB} would brighten them, taking them for linear
 * light); 16-bit samples are rounded to 8; other colour spaces, such as an ICC profile's or CMYK, are converted to
 * sRGB; premultiplied colours are divided by their alpha. Nothing is copied but what a call asks for. Thread-safe.
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

    @Override
    public void readRgb(int x, int y, int width, int height, byte[] rgb) {
        read(x, y, width, height, (row, to, n) -> row.rgb(rgb, 3 * to, n));
    }

    /**
     * The alpha channel.
     *
     * @return {@code width() * height()} bytes, row by row, 0 transparent, 255 opaque
     */
    public byte[] readAlpha() {
        byte[] alpha = new byte[Math.multiplyExact(width(), height())];
        read(0, 0, width(), height(), (row, to, n) -> row.alpha(alpha, to, n));
        return alpha;
    }

    /** What reads the image's samples exactly as far as the file can keep them. */
    PixelReader exactReader() {
        return PixelReader.exact(image.getColorModel(), image.getSampleModel());
    }

    /** Takes a stretch of pixels, to its place in the rectangle that is read. */
    interface Target {
        void take(PixelReader.Row row, int to, int n);
    }

    private void read(int x, int y, int width, int height, Target target) {
        read(pixels, x, y, width, height, target);
    }

    /** Row by row, and in each from image tile to image tile. */
    void read(PixelReader reader, int x, int y, int width, int height, Target target) {
        for (int r = 0; r < height; r++) {
            int sourceY = region.y + (y + r) * stepY;
            int tileY = Math.floorDiv(sourceY - image.getTileGridYOffset(), image.getTileHeight());
            for (int done = 0; done < width; ) {
                int sourceX = region.x + (x + done) * stepX;
                int tileX = Math.floorDiv(sourceX - image.getTileGridXOffset(), image.getTileWidth());
                long tileEnd = image.getTileGridXOffset() + (tileX + 1L) * image.getTileWidth();
                int n = (int) Math.min(width - done, (tileEnd - sourceX + stepX - 1) / stepX);
                target.take(reader.row(tile(tileX, tileY), sourceX, sourceY, stepX, n), r * width + done, n);
                done += n;
            }
        }
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
