package io.nlc.codec.content;

import io.nlc.residual.EdgeFilter;
import io.nlc.residual.Layer;
import io.nlc.residual.LayerPainter;
import io.nlc.residual.Mode;
import io.nlc.residual.Parts;
import java.util.Arrays;

/**
 * Chooses how strongly the edges in a layer are softened: each part of its own as brings it nearest to the picture, be
 * that not at all. For encoders.
 *
 * @param rgb of the tile inside the picture, interleaved
 * @param visible which pixels can be seen
 * @param meanError of a part that the filter must not lead to
 */
record Softening(byte[] rgb, boolean[] visible, double meanError) {

    /** What softening may add to the error of a part: an error that lies along edges is seen sooner than another. */
    private static final double WORTH = 1.03;

    /** Squares of finer steps have no edges to see. */
    private static final int COARSE = 18;

    /** Says in a layer how strongly. @param layer complete, and not softened */
    void choose(Layer layer) {
        boolean[] coarse = new boolean[layer.parts().count()];
        boolean any = false;
        for (int part = 0; part < coarse.length; part++) {
            coarse[part] = layer.mode(part) == Mode.OWN && layer.step(part) >= COARSE;
            any |= coarse[part];
        }
        if (!any) {
            return;
        }
        byte[] plain = new byte[rgb.length];
        LayerPainter.paint(layer, plain);
        double[] least = errors(layer, plain, Double.POSITIVE_INFINITY);
        double before = Arrays.stream(least).sum();
        int[] best = new int[least.length];
        for (int part = 0; part < best.length; part++) {
            least[part] *= WORTH;
        }
        byte[] out = new byte[rgb.length];
        for (int strength = 1; strength <= EdgeFilter.STRONGEST; strength++) {
            int now = strength;
            layer.soften(part -> coarse[part] ? now : 0);
            double[] errors = filtered(layer, plain, out);
            boolean better = false;
            for (int part = 0; part < best.length; part++) {
                if (coarse[part] && errors[part] < least[part]) {
                    least[part] = errors[part];
                    best[part] = strength;
                    better = true;
                }
            }
            if (!better) {
                break;
            }
        }
        layer.soften(part -> best[part]);
        // Parts were looked at as if those beside them were softened as much.
        if (Arrays.stream(filtered(layer, plain, out)).sum() >= before) {
            layer.soften(part -> 0);
        }
    }

    private double[] filtered(Layer layer, byte[] plain, byte[] out) {
        System.arraycopy(plain, 0, out, 0, out.length);
        EdgeFilter.apply(layer, out);
        return errors(layer, out, meanError);
    }

    /** Squared errors of what can be seen of own parts, infinite if a mean is off; 0 of other parts. */
    private double[] errors(Layer layer, byte[] out, double mean) {
        double[] errors = new double[layer.parts().count()];
        for (int part = 0; part < errors.length; part++) {
            if (layer.mode(part) == Mode.OWN) {
                errors[part] = error(layer.parts(), part, out, mean);
            }
        }
        return errors;
    }

    private double error(Parts parts, int part, byte[] out, double mean) {
        long squares = 0;
        int seen = 0;
        int[] sums = new int[3];
        for (int y = parts.y(part); y < parts.y(part) + parts.height(part); y++) {
            int pixel = y * parts.width() + parts.x(part);
            for (int x = 0; x < parts.width(part); x++, pixel++) {
                if (visible[pixel]) {
                    seen++;
                    for (int band = 0; band < 3; band++) {
                        int d = (out[3 * pixel + band] & 0xFF) - (rgb[3 * pixel + band] & 0xFF);
                        sums[band] += d;
                        squares += d * d;
                    }
                }
            }
        }
        for (int sum : sums) {
            if (Math.abs(sum) > mean * seen) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return squares;
    }
}
