package io.nlc.residual;

import java.util.ArrayList;
import java.util.List;

/**
 * One part of a picture on its way into a layer: transformed once, then cut into squares and quantised with any step.
 * For encoders; not for use by several threads.
 */
public final class PartTransform {

    /*
     * Errors are those of coefficients, which the orthonormal transforms make those of samples, before these are
     * rounded and limited. Bits are a guess from the coefficients alone: what really is coded depends on all that was
     * coded before, and would make a part's choice depend on other choices.
     *
     * How a part is cut is decided by the sum of the logarithms of its coefficients, counted from a fraction of a step:
     * what they need in bits at high rates, up to what all ways of cutting have in common.
     */

    private static final double FRACTION = 50;
    private static final double EMPTY_SQUARE = 0.1;
    private static final double SQUARE = 4;
    private static final double MEAN = 8;

    private final Parts parts;
    private final int part;
    private final Mode mode;
    private final int planes;
    private final float[][][] coefficients;
    private final LevelSearch search = new LevelSearch();
    private final double rounding;

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
        this.coefficients = new float[3][planes][Parts.SIDE * Parts.SIDE];
        float[] samples = new float[Parts.SIDE * Parts.SIDE];
        for (int plane = 0; plane < planes; plane++) {
            read(plane, rgb, base, samples);
            for (int size = 0; size < coefficients.length; size++) {
                transform(samples, Squares.SMALLEST << size, coefficients[size][plane]);
            }
        }
        this.rounding = parts.width(part) * parts.height(part) * planes / 12.0;
    }

    private static void transform(float[] samples, int side, float[] to) {
        float[] square = new float[side * side];
        float[] out = new float[side * side];
        for (int at = 0; at < samples.length; at += side) {
            if (at / Parts.SIDE % side == 0) {
                for (int r = 0; r < side; r++) {
                    System.arraycopy(samples, at + r * Parts.SIDE, square, r * side, side);
                }
                SquareTransform.of(side).forward(square, out);
                for (int r = 0; r < side; r++) {
                    System.arraycopy(out, r * side, to, at + r * Parts.SIDE, side);
                }
            }
        }
    }

    /** Beyond the tile its last column and row go on. */
    private void read(int plane, byte[] rgb, byte[] base, float[] samples) {
        for (int i = 0; i < samples.length; i++) {
            int x = Math.min(parts.x(part) + i % Parts.SIDE, parts.width() - 1);
            int y = Math.min(parts.y(part) + i / Parts.SIDE, parts.height() - 1);
            int at = 3 * (y * parts.width() + x);
            if (planes == 1) {
                samples[i] = (rgb[at] & 0xFF) - (mode == Mode.OWN ? 128 : LayerPainter.gray(base, at));
            } else {
                samples[i] = (float) ColourAxes.along(
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
        double[] means = new double[planes];
        for (Square s : cut(step)) {
            for (int plane = 0; plane < planes; plane++) {
                LevelSearch.Levels levels = levels(s, plane, step);
                error += levels.error() * share(s);
                bits += levels.bits() == 0 ? EMPTY_SQUARE : levels.bits() + SQUARE;
                if (mode == Mode.OWN) {
                    double mean = levels.values()[0] / (double) s.side;
                    bits += 1 + 2 * log2(1 + Math.abs(mean - means[plane]) * s.side);
                    means[plane] = mean;
                }
            }
        }
        return new Outcome(bits, planes == 1 ? 3 * error : error);
    }

    /** Writes the part into a layer. */
    public void store(Layer layer, int step) {
        layer.set(part, mode, step);
        Squares squares = layer.squares();
        for (Square s : cut(step)) {
            int x = parts.x(part) + s.x;
            int y = parts.y(part) + s.y;
            squares.set(x, y, s.side);
            for (int plane = 0; plane < planes; plane++) {
                short[] values = levels(s, plane, step).values();
                for (int r = 0; r < s.side; r++) {
                    System.arraycopy(values, r * s.side, squares.levels(plane), squares.at(x, y + r), s.side);
                }
            }
        }
    }

    private LevelSearch.Levels levels(Square s, int plane, int step) {
        double size = Steps.of(step);
        double first = Steps.size(step, mode, 0) / (double) (1 << Steps.FRACTION);
        return search.find(
                new LevelSearch.Block(
                        coefficients[s.size()][plane], s.y * Parts.SIDE + s.x, Parts.SIDE, s.side, mode == Mode.OWN),
                size,
                first);
    }

    /** How much of a square's error is of samples that there are. */
    private double share(Square s) {
        double width = Math.min(s.side, parts.width(part) - s.x);
        double height = Math.min(s.side, parts.height(part) - s.y);
        return width * height / (s.side * s.side);
    }

    /** A square of the part; its corner is counted from that of the part. */
    private record Square(int x, int y, int side) {

        int size() {
            return Integer.numberOfTrailingZeros(side) - 3;
        }
    }

    private List<Square> cut(int step) {
        List<Square> squares = new ArrayList<>();
        for (int y = 0; y < parts.height(part); y += Squares.LARGEST) {
            for (int x = 0; x < parts.width(part); x += Squares.LARGEST) {
                cut(new Square(x, y, Squares.LARGEST), Steps.of(step), squares);
            }
        }
        return squares;
    }

    /** Adds the squares that one is best cut into. @return their cost */
    private double cut(Square s, double step, List<Square> to) {
        if (s.x >= parts.width(part) || s.y >= parts.height(part)) {
            return 0;
        }
        double whole = cost(s, step);
        if (s.side == Squares.SMALLEST) {
            to.add(s);
            return whole;
        }
        int before = to.size();
        int half = s.side / 2;
        double quarters = 0;
        for (int i = 0; i < 4; i++) {
            quarters += cut(new Square(s.x + i % 2 * half, s.y + i / 2 * half, half), step, to);
        }
        if (quarters < whole) {
            return quarters;
        }
        to.subList(before, to.size()).clear();
        to.add(s);
        return whole;
    }

    private double cost(Square s, double step) {
        double factor = FRACTION / (step * step);
        double bits = 0;
        for (int plane = 0; plane < planes; plane++) {
            float[] c = coefficients[s.size()][plane];
            double product = 1;
            for (int r = 0; r < s.side; r++) {
                int at = (s.y + r) * Parts.SIDE + s.x;
                for (int i = r == 0 ? 1 : 0; i < s.side; i++) {
                    product *= 1 + factor * c[at + i] * c[at + i];
                    if (product > 1e200) {
                        bits += log2(product);
                        product = 1;
                    }
                }
            }
            // A mean takes about as much whatever the square.
            bits += log2(product) + 2 * MEAN;
        }
        return bits / 2;
    }

    private static double log2(double v) {
        return Math.log(v) / Math.log(2);
    }
}
