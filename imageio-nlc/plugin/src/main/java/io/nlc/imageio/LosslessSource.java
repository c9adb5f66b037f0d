package io.nlc.imageio;

import io.nlc.container.Chunk;
import io.nlc.container.Colour;
import io.nlc.container.PixelFormat;
import io.nlc.picture.SampleSource;
import java.util.List;

/** The samples of an image as a lossless file keeps them. Thread-safe. */
final class LosslessSource implements SampleSource {

    /*
     * What comes back shall be what the image's colour model says of its samples. Java's gray, and RGB with its profile,
     * are kept as they are, in 16 bits if they have more than 8. Palettes, packed and premultiplied pixels become the
     * 8-bit RGB that getRGB gives. What has no place in the file is converted to sRGB and kept exactly from there on:
     * CMYK, Lab, and gray with a profile, the latter in 16 bits, so that no two of its levels become one.
     */

    private static final int BAND = 64;

    private final RenderedImageSource image;
    private final PixelReader reader;
    private final PixelFormat format;

    LosslessSource(RenderedImageSource image) {
        this.image = image;
        this.reader = image.exactReader();
        PixelFormat all = new PixelFormat(reader.gray() ? Colour.GRAY : Colour.RGB, true, reader.depth());
        this.format = new PixelFormat(all.colour(), image.alpha() && !opaque(all), all.depth());
    }

    private boolean opaque(PixelFormat all) {
        int full = (1 << all.depth()) - 1;
        for (int y = 0; y < image.height(); y += BAND) {
            boolean[] clear = new boolean[1];
            image.read(reader, 0, y, image.width(), Math.min(BAND, image.height() - y), (row, to, n) -> {
                for (int i = 3; i < 4 * n; i += 4) {
                    clear[0] |= row.rgba()[i] != full;
                }
            });
            if (clear[0]) {
                return false;
            }
        }
        return true;
    }

    /** What is to be coded; alpha that is opaque throughout is not. */
    PixelFormat format() {
        return format;
    }

    /** What accompanies the samples. */
    List<Chunk> ancillary() {
        return reader.profile() == null
                ? List.of()
                : List.of(new Chunk(Chunk.PROFILE, reader.profile().bytes()));
    }

    @Override
    public void readSamples(int x, int y, int width, int height, int[][] planes) {
        int colours = format.colour().code();
        image.read(reader, x, y, width, height, (row, to, n) -> {
            int[] rgba = row.rgba();
            for (int p = 0; p < planes.length; p++) {
                int from = p < colours ? p : 3;
                for (int i = 0; i < n; i++) {
                    planes[p][to + i] = rgba[4 * i + from];
                }
            }
        });
    }
}
