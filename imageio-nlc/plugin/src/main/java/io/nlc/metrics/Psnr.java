package io.nlc.metrics;

/** Peak signal-to-noise ratio of 8-bit pictures. */
public final class Psnr {
    private Psnr() {}

    /**
     * PSNR over all samples together, as the compression literature reports it for RGB.
     *
     * @param a samples 0..255 in any order, for instance interleaved RGB
     * @param b as many in the same order
     * @return decibels, positive infinity for equal pictures
     * @throws IllegalArgumentException if the lengths differ or are 0
     */
    public static double of(byte[] a, byte[] b) {
        return ofMse(mse(a, b));
    }

    /** Mean squared error of 8-bit samples, 0..65025; arguments as for {@link #of}. */
    public static double mse(byte[] a, byte[] b) {
        if (a.length != b.length || a.length == 0) {
            throw new IllegalArgumentException(
                    "pictures of " + a.length + " and " + b.length + " samples cannot be compared");
        }
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            int d = (a[i] & 0xFF) - (b[i] & 0xFF);
            sum += d * d;
        }
        return (double) sum / a.length;
    }

    /** PSNR in decibels of a mean squared error of 8-bit samples; positive infinity for 0. */
    public static double ofMse(double mse) {
        return 10 * Math.log10(255.0 * 255.0 / mse);
    }
}
