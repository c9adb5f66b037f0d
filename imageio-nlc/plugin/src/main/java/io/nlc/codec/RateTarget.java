package io.nlc.codec;

/** What the encoder aims at. */
public sealed interface RateTarget {

    /**
     * A fixed quality: 0 is the lowest trained rate of the pack, 1 the highest, log-linear in between.
     *
     * @param value 0 to 1
     */
    record Quality(double value) implements RateTarget {
        public Quality {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("quality must be 0 to 1, not " + value);
            }
        }
    }

    /**
     * The best quality whose whole file is at most so large.
     *
     * @param value bytes, at least 1
     */
    record Bytes(long value) implements RateTarget {
        public Bytes {
            if (value < 1) {
                throw new IllegalArgumentException("bytes must be at least 1, not " + value);
            }
        }
    }

    /**
     * The best quality whose whole file has at most so many bits per pixel.
     *
     * @param value bits per pixel, above 0
     */
    record BitsPerPixel(double value) implements RateTarget {
        public BitsPerPixel {
            if (!(value > 0 && value < 1e6)) {
                throw new IllegalArgumentException("bits per pixel must be above 0, not " + value);
            }
        }
    }

    /**
     * The lowest quality whose 8-bit RGB PSNR reaches this.
     *
     * @param value decibels, above 0
     */
    record Psnr(double value) implements RateTarget {
        public Psnr {
            if (!(value > 0 && value < 1e3)) {
                throw new IllegalArgumentException("psnr must be above 0 dB, not " + value);
            }
        }
    }
}
