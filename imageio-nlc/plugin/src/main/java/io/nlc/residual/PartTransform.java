package io.nlc.residual;

/**
 * One part of a picture on its way into a layer: transformed once, then quantised with any step. For encoders; not for
 * use by several threads.
 */
public final class PartTransform {

    /*
     * Errors are those of coefficients, which the orthonormal transforms make those of samples, before these are
     * rounded and limited. Bits are a guess from the coefficients alone: what really is coded depends on all that was
     * coded before, and would make a part's choice depend on other choices.
     */

    /** What is left of a step before a coefficient becomes one more: rounding to nearest would be a half. */
    private static final double DEAD_ZONE = 0.38;

    private static final double EMPTY_BLOCK = 0.12;
    private static final double BLOCK = 3.5;
    private static final double ZERO = 0.45;
    private static final double NONZERO = 2.6;
    private static final double OCTAVE = 1.7;

    private final Parts parts;
    private final int part;
    private final Mode mode;
    private final int planes;
    private final int[] blocks;
    private final double[][] coefficients;
    private double rounding;

    /**
     * Transforms a part.
     *
     * @param mode {@link Mode#RESIDUAL} or {@link Mode#OWN}
     * @param planes 1 for gray, 3 for RGB
     * @param rgb of the tile inside the picture, interleaved
     * @param base what the networks make of it, likewise; not looked at for {@code OWN}
     */
    public PartTransform(Parts parts, int part, Mode mode, int planes, byte[] rgb, byte[] base) {
        this.parts = parts;
        this.part = part;
        this.mode = mode;
        this.planes = planes;
        this.blocks = parts.blocks(part);
        this.coefficients = new double[planes][blocks.length * BlockTransform.SIZE];
        double[] samples = new double[BlockTransform.SIZE];
        double[] out = new double[BlockTransform.SIZE];
        for (int i = 0; i < blocks.length; i++) {
            for (int plane = 0; plane < planes; plane++) {
                read(blocks[i], plane, rgb, base, samples);
                BlockTransform.forward(samples, out);
                System.arraycopy(out, 0, coefficients[plane], i * BlockTransform.SIZE, BlockTransform.SIZE);
            }
        }
        this.rounding = parts.width(part) * parts.height(part) * planes / 12.0;
    }

    /** Beyond the tile its last column and row go on. */
    private void read(int block, int plane, byte[] rgb, byte[] base, double[] samples) {
        int left = block % parts.blockColumns() * Parts.BLOCK;
        int top = block / parts.blockColumns() * Parts.BLOCK;
        for (int i = 0; i < samples.length; i++) {
            int x = Math.min(left + i % Parts.BLOCK, parts.width() - 1);
            int y = Math.min(top + i / Parts.BLOCK, parts.height() - 1);
            int at = 3 * (y * parts.width() + x);
            if (planes == 1) {
                samples[i] = (rgb[at] & 0xFF) - (mode == Mode.OWN ? 128 : LayerPainter.gray(base, at));
            } else {
                samples[i] = ColourAxes.along(
                        plane, difference(rgb, base, at), difference(rgb, base, at + 1), difference(rgb, base, at + 2));
            }
        }
    }

    private int difference(byte[] rgb, byte[] base, int at) {
        return (rgb[at] & 0xFF) - (mode == Mode.OWN ? 128 : base[at] & 0xFF);
    }

    /**
     * What a step leads to.
     *
     * @param bits about
     * @param error squared, of the samples of the part; with gray counted three times
     */
    public record Outcome(double bits, double error) {}

    /** What a step would lead to. */
    public Outcome outcome(int step) {
        double bits = 0;
        double error = rounding;
        for (int plane = 0; plane < planes; plane++) {
            double[] c = coefficients[plane];
            for (int block = 0; block < c.length; block += BlockTransform.SIZE) {
                int run = 0;
                double blockBits = 0;
                for (int i = 0; i < BlockTransform.SIZE; i++) {
                    int q = quantised(c[block + i], step, i);
                    double miss = Math.abs(c[block + i]) - q * size(step, i);
                    error += miss * miss;
                    if (i == 0 && mode == Mode.OWN) {
                        int before = block == 0 ? 0 : quantised(c[block - BlockTransform.SIZE], step, 0);
                        double change = Math.abs(Math.copySign(q, c[block])
                                - (block == 0 ? 0 : Math.copySign(before, c[block - BlockTransform.SIZE])));
                        blockBits += change == 0 ? 0.5 : NONZERO + OCTAVE * log2(change);
                    } else if (q == 0) {
                        run++;
                    } else {
                        blockBits += run * ZERO + NONZERO + OCTAVE * log2(q);
                        run = 0;
                    }
                }
                bits += blockBits == 0 ? EMPTY_BLOCK : blockBits + BLOCK;
            }
        }
        return new Outcome(bits, planes == 1 ? 3 * error : error);
    }

    /** Writes the part into a layer. */
    public void store(Layer layer, int step) {
        layer.set(part, mode, step);
        for (int plane = 0; plane < planes; plane++) {
            short[] to = layer.coefficients(plane);
            for (int b = 0; b < blocks.length; b++) {
                for (int i = 0; i < BlockTransform.SIZE; i++) {
                    double c = coefficients[plane][b * BlockTransform.SIZE + i];
                    int q = quantised(c, step, i);
                    to[blocks[b] * BlockTransform.SIZE + i] = (short) (c < 0 ? -q : q);
                }
            }
        }
    }

    private int quantised(double c, int step, int i) {
        double keep = i == 0 && mode == Mode.OWN ? 0.5 : DEAD_ZONE;
        return (int) (Math.abs(c) / size(step, i) + keep);
    }

    private double size(int step, int i) {
        return Steps.size(step, mode, i) / (double) (1 << Steps.FRACTION);
    }

    private static double log2(double v) {
        return Math.log(v) / Math.log(2);
    }
}
