package io.nlc.cli;

import io.nlc.imageio.PictureFiles;
import io.nlc.metrics.Psnr;
import java.awt.image.BufferedImage;
import java.io.IOException;

/** Colours of a picture's pixels whose alpha is above 0, by which others are compared with it. */
final class VisiblePixels {

    private static final int BLOCK = 64;

    private final int width;
    private final int height;
    private final byte[] rgb;
    private final boolean[] visible;
    private final int count;

    VisiblePixels(BufferedImage image) throws IOException {
        this.width = image.getWidth();
        this.height = image.getHeight();
        this.rgb = PictureFiles.rgb(image);
        this.visible = new boolean[width * height];
        boolean alpha = image.getColorModel().hasAlpha();
        int seen = 0;
        for (int i = 0; i < visible.length; i++) {
            visible[i] = !alpha || image.getRGB(i % width, i / width) >>> 24 != 0;
            seen += visible[i] ? 1 : 0;
        }
        this.count = seen;
    }

    /** dB; infinite for equal pictures, and if nothing is visible. */
    double psnr(BufferedImage other) throws IOException {
        return psnr(PictureFiles.rgb(other));
    }

    /** dB of the picture that has in each block of 64 x 64 the mean of its visible colours. */
    double flatPsnr() {
        byte[] flat = rgb.clone();
        for (int y = 0; y < height; y += BLOCK) {
            for (int x = 0; x < width; x += BLOCK) {
                for (int band = 0; band < 3; band++) {
                    fill(flat, x, y, band);
                }
            }
        }
        return psnr(flat);
    }

    private void fill(byte[] flat, int left, int top, int band) {
        int right = Math.min(width, left + BLOCK);
        int bottom = Math.min(height, top + BLOCK);
        long sum = 0;
        int n = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                if (visible[y * width + x]) {
                    sum += rgb[3 * (y * width + x) + band] & 0xFF;
                    n++;
                }
            }
        }
        byte mean = (byte) (n == 0 ? 0 : (sum + n / 2) / n);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                flat[3 * (y * width + x) + band] = mean;
            }
        }
    }

    private double psnr(byte[] other) {
        long sum = 0;
        for (int i = 0; i < rgb.length; i++) {
            int d = visible[i / 3] ? (rgb[i] & 0xFF) - (other[i] & 0xFF) : 0;
            sum += d * d;
        }
        return Psnr.ofMse(sum / Math.max(1, 3.0 * count));
    }

    /** How far the mean colour of another picture is off, of 255: the largest of the three bands. */
    double meanShift(BufferedImage image) throws IOException {
        byte[] other = PictureFiles.rgb(image);
        long[] sums = new long[3];
        for (int i = 0; i < rgb.length; i++) {
            sums[i % 3] += visible[i / 3] ? (other[i] & 0xFF) - (rgb[i] & 0xFF) : 0;
        }
        double most = 0;
        for (long sum : sums) {
            most = Math.max(most, Math.abs(sum) / Math.max(1.0, count));
        }
        return most;
    }
}
