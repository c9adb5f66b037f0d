package io.nlc.cli;

import io.nlc.imageio.PictureFiles;
import io.nlc.metrics.MsSsim;
import io.nlc.metrics.Psnr;
import io.nlc.metrics.Ssimulacra2;
import java.awt.image.BufferedImage;
import java.io.IOException;

/**
 * How a compressed picture compares with its original.
 *
 * @param width pixels
 * @param height pixels
 * @param bytes size of the file
 * @param bpp bits a pixel
 * @param psnr of the 8-bit sRGB values, dB; infinite if they are equal
 * @param msSsim 0 to 1; NaN if the picture is too small for it
 * @param ssimulacra2 up to 100; NaN if the picture is too small for it
 */
record Measurement(int width, int height, long bytes, double bpp, double psnr, double msSsim, double ssimulacra2) {

    static Measurement of(BufferedImage original, BufferedImage other, long bytes) throws IOException {
        int width = original.getWidth();
        int height = original.getHeight();
        if (other.getWidth() != width || other.getHeight() != height) {
            throw new Failure("the pictures differ in size: " + width + " x " + height + " and " + other.getWidth()
                    + " x " + other.getHeight());
        }
        byte[] a = PictureFiles.rgb(original);
        byte[] b = PictureFiles.rgb(other);
        return new Measurement(
                width,
                height,
                bytes,
                8.0 * bytes / ((double) width * height),
                Psnr.of(a, b),
                MsSsim.of(a, b, width, height),
                Ssimulacra2.of(a, b, width, height));
    }
}
