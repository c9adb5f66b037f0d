package io.nlc.imageio;

import io.nlc.picture.QualityOffsets;
import java.awt.Rectangle;
import java.awt.geom.Area;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.List;

/**
 * Where a picture is to be better or worse than the quality that is asked for: regions of interest. For
 * {@link NlcImageWriteParam#setQualityMap}. Immutable.
 *
 * <p>What it says are offsets, from -1 to 1, to a quality of 0 to 1; their sum is limited to that. A file has one
 * offset for each area of 64 x 64 pixels, from the picture's corner on: the highest of those of the area's pixels.
 */
public final class QualityMap {

    /** The sample of a map that asks for the quality itself. */
    public static final int NEUTRAL = 128;

    private interface Offsets {
        /** @param area inside the picture */
        double highest(Rectangle area, int width, int height);
    }

    private final Offsets offsets;

    private QualityMap(Offsets offsets) {
        this.offsets = offsets;
    }

    /**
     * A map of 8-bit samples, which is stretched over the picture.
     *
     * @param samples of one band: 128 for the quality that is asked for, 0 for a whole scale less, and each step 1/128
     *     of the scale; copied
     * @throws IllegalArgumentException if there are several bands, or samples of another size
     */
    public static QualityMap of(Raster samples) {
        int bands = samples.getNumBands();
        if (bands != 1 || samples.getSampleModel().getSampleSize(0) != 8) {
            throw new IllegalArgumentException("samples must be of one band of 8 bits, not of " + bands + " of "
                    + samples.getSampleModel().getSampleSize(0));
        }
        int columns = samples.getWidth();
        int rows = samples.getHeight();
        int[] values = samples.getSamples(samples.getMinX(), samples.getMinY(), columns, rows, 0, (int[]) null);
        return new QualityMap((area, width, height) -> {
            int highest = 0;
            for (int y = first(area.y, rows, height); y < end(area.y + area.height, rows, height); y++) {
                for (int x = first(area.x, columns, width); x < end(area.x + area.width, columns, width); x++) {
                    highest = Math.max(highest, values[y * columns + x]);
                }
            }
            return (highest - NEUTRAL) / (double) NEUTRAL;
        });
    }

    /**
     * A map of a gray image, as of {@link #of(Raster)}. Its samples count as they are, whatever its colour model says.
     *
     * @throws IllegalArgumentException if there are several bands, or samples of another size
     */
    public static QualityMap of(BufferedImage gray) {
        return of(gray.getRaster());
    }

    /**
     * A map of one offset inside of regions and one outside.
     *
     * @param regions in pixels of the picture that is written, as far as they lie in it
     * @param inside offset, -1 to 1; 0 for the quality that is asked for
     * @param outside likewise
     * @throws IllegalArgumentException if an offset is outside, or a region empty
     */
    public static QualityMap regions(List<Rectangle> regions, double inside, double outside) {
        require(inside);
        require(outside);
        List<Rectangle> all = regions.stream().map(Rectangle::new).toList();
        for (Rectangle region : all) {
            if (region.isEmpty()) {
                throw new IllegalArgumentException("region " + region.width + " x " + region.height + " is empty");
            }
        }
        return new QualityMap((area, width, height) -> {
            if (all.stream().noneMatch(area::intersects)) {
                return outside;
            }
            return covered(area, all) ? inside : Math.max(inside, outside);
        });
    }

    private static void require(double offset) {
        if (!(offset >= -1 && offset <= 1)) {
            throw new IllegalArgumentException("offset must be -1 to 1, not " + offset);
        }
    }

    private static boolean covered(Rectangle area, List<Rectangle> regions) {
        Area rest = new Area(area);
        regions.stream().filter(area::intersects).forEach(region -> rest.subtract(new Area(region)));
        return rest.isEmpty();
    }

    /** The sample that a pixel's left or upper edge lies in. */
    private static int first(int pixel, int samples, int pixels) {
        return (int) ((long) pixel * samples / pixels);
    }

    /** One more than the sample that what is before a pixel ends in. */
    private static int end(int pixel, int samples, int pixels) {
        return (int) (((long) pixel * samples + pixels - 1) / pixels);
    }

    /** For a picture of this size; null if no area differs. */
    QualityOffsets offsets(int width, int height) {
        int columns = (width + QualityOffsets.SIDE - 1) / QualityOffsets.SIDE;
        int rows = (height + QualityOffsets.SIDE - 1) / QualityOffsets.SIDE;
        Rectangle picture = new Rectangle(width, height);
        double[] all = new double[Math.multiplyExact(columns, rows)];
        boolean differ = false;
        for (int i = 0; i < all.length; i++) {
            Rectangle area = new Rectangle(
                            i % columns * QualityOffsets.SIDE,
                            i / columns * QualityOffsets.SIDE,
                            QualityOffsets.SIDE,
                            QualityOffsets.SIDE)
                    .intersection(picture);
            all[i] = offsets.highest(area, width, height);
            differ |= all[i] != 0;
        }
        return differ ? new QualityOffsets(columns, rows, all) : null;
    }
}
