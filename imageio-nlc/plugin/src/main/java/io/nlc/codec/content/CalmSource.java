package io.nlc.codec.content;

import io.nlc.picture.PixelSource;
import io.nlc.residual.Parts;
import java.io.IOException;

/**
 * A picture for networks: the parts that are not for them have one colour, their mean, so that they cost next to
 * nothing.
 *
 * @param source of the picture
 * @param map says which
 */
public record CalmSource(PixelSource source, PartMap map) implements PixelSource {

    /**
     * Pixels along which the colour beside a calm part goes over into its mean: networks would blur a leap, and ring.
     */
    private static final int FADE = 32;

    @Override
    public void readRgb(int x, int y, int width, int height, byte[] rgb) throws IOException {
        source.readRgb(x, y, width, height, rgb);
        for (int top = y / Parts.SIDE * Parts.SIDE; top < y + height; top += Parts.SIDE) {
            for (int left = x / Parts.SIDE * Parts.SIDE; left < x + width; left += Parts.SIDE) {
                if (map.graphicAt(left, top)) {
                    calm(left, top, new Window(x, y, width, height, rgb));
                }
            }
        }
    }

    /** What is being read. */
    private record Window(int x, int y, int width, int height, byte[] rgb) {}

    private void calm(int left, int top, Window w) throws IOException {
        int right = Math.min(left + Parts.SIDE, map.grid().width());
        int bottom = Math.min(top + Parts.SIDE, map.grid().height());
        byte[] before = column(left - 1, top, bottom - top);
        byte[] behind = column(right, top, bottom - top);
        byte[] above = row(left, top - 1, right - left);
        byte[] below = row(left, bottom, right - left);
        int mean = map.meanAt(left, top);
        for (int y = Math.max(top, w.y); y < Math.min(bottom, w.y + w.height); y++) {
            for (int x = Math.max(left, w.x); x < Math.min(right, w.x + w.width); x++) {
                int[] weights = {
                    weight(before, x - left),
                    weight(behind, right - 1 - x),
                    weight(above, y - top),
                    weight(below, bottom - 1 - y)
                };
                int rest = Math.max(0, 2 * FADE - weights[0] - weights[1] - weights[2] - weights[3]);
                int all = rest + weights[0] + weights[1] + weights[2] + weights[3];
                for (int band = 0; band < 3; band++) {
                    int sum = rest * (mean >> 16 - 8 * band & 0xFF)
                            + weights[0] * at(before, 3 * (y - top) + band)
                            + weights[1] * at(behind, 3 * (y - top) + band)
                            + weights[2] * at(above, 3 * (x - left) + band)
                            + weights[3] * at(below, 3 * (x - left) + band);
                    w.rgb[3 * ((y - w.y) * w.width + x - w.x) + band] = (byte) ((sum + all / 2) / all);
                }
            }
        }
    }

    private static int weight(byte[] line, int distance) {
        return line == null ? 0 : Math.max(0, 2 * (FADE - distance) - 1);
    }

    private static int at(byte[] line, int i) {
        return line == null ? 0 : line[i] & 0xFF;
    }

    /** Pixels beside a part, if networks have them; else null. */
    private byte[] column(int x, int y, int height) throws IOException {
        if (x < 0 || x >= map.grid().width() || map.graphicAt(x, y)) {
            return null;
        }
        byte[] line = new byte[3 * height];
        source.readRgb(x, y, 1, height, line);
        return line;
    }

    private byte[] row(int x, int y, int width) throws IOException {
        if (y < 0 || y >= map.grid().height() || map.graphicAt(x, y)) {
            return null;
        }
        byte[] line = new byte[3 * width];
        source.readRgb(x, y, width, 1, line);
        return line;
    }
}
