package io.nlc;

import io.nlc.picture.PixelSink;
import io.nlc.picture.PixelSource;
import java.util.Arrays;

/** A smooth picture with some edges and noise, in memory. */
public record TestPicture(int width, int height, byte[] rgb) implements PixelSource, PixelSink {

    public static TestPicture scene(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        java.util.Random random = new java.util.Random(width * 31L + height);
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double base =
                        120 + 70 * Math.sin(x / 23.0) * Math.cos(y / 31.0) + ((x / 40 + y / 56) % 2 == 0 ? 25 : -25);
                for (int c = 0; c < 3; c++) {
                    rgb[i++] = (byte) Math.max(0, Math.min(255, base + 20 * c - 20 + 4 * random.nextGaussian()));
                }
            }
        }
        return new TestPicture(width, height, rgb);
    }

    public static TestPicture empty(int width, int height) {
        return new TestPicture(width, height, new byte[3 * width * height]);
    }

    @Override
    public void readRgb(int x, int y, int w, int h, byte[] out) {
        for (int r = 0; r < h; r++) {
            System.arraycopy(rgb, 3 * ((y + r) * width + x), out, 3 * r * w, 3 * w);
        }
    }

    @Override
    public void writeRgb(int x, int y, int w, int h, byte[] in) {
        for (int r = 0; r < h; r++) {
            System.arraycopy(in, 3 * r * w, rgb, 3 * ((y + r) * width + x), 3 * w);
        }
    }

    public TestPicture crop(int x, int y, int w, int h) {
        TestPicture out = empty(w, h);
        readRgb(x, y, w, h, out.rgb);
        return out;
    }

    public double psnr(TestPicture other) {
        double sum = 0;
        for (int i = 0; i < rgb.length; i++) {
            double d = (rgb[i] & 255) - (other.rgb[i] & 255);
            sum += d * d;
        }
        return 10 * Math.log10(255.0 * 255 * rgb.length / sum);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof TestPicture p && width == p.width && Arrays.equals(rgb, p.rgb);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rgb);
    }
}
