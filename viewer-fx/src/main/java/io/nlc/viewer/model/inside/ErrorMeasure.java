package io.nlc.viewer.model.inside;

/** How far a block is from its original. */
public enum ErrorMeasure {
    /** Mean of the squared differences of all samples: what the PSNR is made of. */
    SQUARED_ERROR {
        @Override
        double of(Block block) {
            double sum = 0;
            for (int row = 0; row < block.height(); row++) {
                int from = 3 * block.index(row);
                for (int i = from; i < from + 3 * block.width(); i++) {
                    int d = (block.original()[i] & 0xFF) - (block.decoded()[i] & 0xFF);
                    sum += d * d;
                }
            }
            return sum / (3.0 * block.width() * block.height());
        }
    },

    /** Structural similarity of the luma: 1 if nothing differs, less where structure is lost. */
    SSIM {
        @Override
        double of(Block block) {
            double n = (double) block.width() * block.height();
            double a = 0;
            double b = 0;
            double aa = 0;
            double bb = 0;
            double ab = 0;
            for (int row = 0; row < block.height(); row++) {
                for (int i = 3 * block.index(row), end = i + 3 * block.width(); i < end; i += 3) {
                    double x = luma(block.original(), i);
                    double y = luma(block.decoded(), i);
                    a += x;
                    b += y;
                    aa += x * x;
                    bb += y * y;
                    ab += x * y;
                }
            }
            a /= n;
            b /= n;
            double variances = aa / n - a * a + bb / n - b * b;
            return (2 * a * b + C1) * (2 * (ab / n - a * b) + C2) / ((a * a + b * b + C1) * (variances + C2));
        }
    },

    /** Mean CIEDE2000 of the pixels: 1 is about what the eye can just tell. */
    COLOUR_DIFFERENCE {
        @Override
        double of(Block block) {
            double sum = 0;
            double[] a = new double[3];
            double[] b = new double[3];
            for (int row = 0; row < block.height(); row++) {
                for (int i = 3 * block.index(row), end = i + 3 * block.width(); i < end; i += 3) {
                    if (differ(block, i)) {
                        Lab.of(block.original(), i, a);
                        Lab.of(block.decoded(), i, b);
                        sum += Lab.difference(a, b);
                    }
                }
            }
            return sum / ((double) block.width() * block.height());
        }
    };

    // What the authors of SSIM have for 8 bits.
    private static final double C1 = 0.01 * 255 * 0.01 * 255;
    private static final double C2 = 0.03 * 255 * 0.03 * 255;

    /**
     * A block of two pictures of 8-bit samples, R, G, B.
     *
     * @param columns of the pictures
     * @param x first column of the block
     * @param y first row of it
     */
    record Block(byte[] original, byte[] decoded, int columns, int x, int y, int width, int height) {

        /** Index of the block's first pixel in one of its rows. */
        int index(int row) {
            return (y + row) * columns + x;
        }
    }

    abstract double of(Block block);

    private static double luma(byte[] rgb, int at) {
        return 0.299 * (rgb[at] & 0xFF) + 0.587 * (rgb[at + 1] & 0xFF) + 0.114 * (rgb[at + 2] & 0xFF);
    }

    private static boolean differ(Block block, int at) {
        byte[] a = block.original;
        byte[] b = block.decoded;
        return a[at] != b[at] || a[at + 1] != b[at + 1] || a[at + 2] != b[at + 2];
    }
}
