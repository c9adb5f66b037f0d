package io.nlc.imageio;

import io.nlc.picture.PixelSource;
import java.io.IOException;

/** A picture whose invisible pixels, those with an alpha of 0, have the mean colour of the others: cheap to code. */
final class VisibleSource implements PixelSource {

    private final PixelSource source;
    private final byte[] alpha;
    private final int width;
    private final byte[] mean = new byte[3];

    /** @param alpha of all pixels, row by row */
    private VisibleSource(PixelSource source, byte[] alpha, int width) throws IOException {
        this.source = source;
        this.alpha = alpha;
        this.width = width;
        long[] sums = new long[3];
        long visible = 0;
        byte[] row = new byte[Math.multiplyExact(3, width)];
        for (int y = 0; y < alpha.length / width; y++) {
            source.readRgb(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                if (alpha[y * width + x] != 0) {
                    visible++;
                    for (int band = 0; band < 3; band++) {
                        sums[band] += row[3 * x + band] & 0xFF;
                    }
                }
            }
        }
        for (int band = 0; band < 3; band++) {
            mean[band] = (byte) (visible == 0 ? 0 : (sums[band] + visible / 2) / visible);
        }
    }

    /** The source itself, if all of it is visible. */
    static PixelSource of(PixelSource source, byte[] alpha, int width) throws IOException {
        for (byte a : alpha) {
            if (a == 0) {
                return new VisibleSource(source, alpha, width);
            }
        }
        return source;
    }

    @Override
    public void readRgb(int x, int y, int w, int h, byte[] rgb) throws IOException {
        source.readRgb(x, y, w, h, rgb);
        for (int r = 0, at = 0; r < h; r++) {
            for (int c = 0; c < w; c++, at += 3) {
                if (alpha[(y + r) * width + x + c] == 0) {
                    System.arraycopy(mean, 0, rgb, at, 3);
                }
            }
        }
    }

    @Override
    public boolean visible(int x, int y) {
        return alpha[y * width + x] != 0;
    }
}
