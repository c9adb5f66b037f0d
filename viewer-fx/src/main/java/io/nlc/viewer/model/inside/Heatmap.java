package io.nlc.viewer.model.inside;

import io.nlc.codec.inspect.Inspection.Quantity;
import io.nlc.viewer.model.picture.Colormap;
import io.nlc.viewer.model.picture.MemoryPicture;
import java.util.Arrays;

/** Numbers of a latent channel to colours. */
public final class Heatmap {

    private Heatmap() {}

    /** The colours that suit a quantity. */
    public static Colormap colours(Quantity quantity) {
        return switch (quantity) {
            case SYMBOL, MEAN -> Colormap.SIGNED;
            case SCALE, BITS -> Colormap.HEAT;
        };
    }

    /**
     * Numbers at the two ends of the colours.
     *
     * @param low that of the first colour
     * @param high that of the last one; another than {@code low}
     */
    public record Range(double low, double high) {

        /** Numbers to 0 to 1; those outside are at the ends. */
        public float[] normalized(float[] values) {
            float[] out = new float[values.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = (float) Math.max(0, Math.min(1, (values[i] - low) / (high - low)));
            }
            return out;
        }
    }

    /**
     * What {@link #colours} wants: for signed numbers zero is in the middle and the largest magnitude at an end, others
     * go from zero to the largest.
     */
    public static Range range(Quantity quantity, float[] values) {
        float max = 0;
        for (float v : values) {
            max = Math.max(max, Math.abs(v));
        }
        double top = max == 0 ? 1 : max;
        return new Range(colours(quantity) == Colormap.SIGNED ? -top : 0, top);
    }

    /** For amounts: one in two hundred is at the upper end, so that a few peaks do not darken the rest. */
    public static Range amounts(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        float top = sorted[(int) (0.995 * (sorted.length - 1))];
        top = top > 0 ? top : sorted[sorted.length - 1];
        return new Range(0, top > 0 ? top : 1);
    }

    /**
     * For numbers of any range: the smallest and the largest hundredth are at the ends, for what varies little is to be
     * seen too.
     */
    public static Range stretched(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        float low = sorted[(int) (0.01 * (sorted.length - 1))];
        float high = sorted[(int) (0.99 * (sorted.length - 1))];
        return high > low ? new Range(low, high) : new Range(low - 0.5, low + 0.5);
    }

    /**
     * Numbers to pixels.
     *
     * @param most longest side of the result; larger grids are thinned
     */
    public static MemoryPicture picture(float[] normalized, int columns, int rows, Colormap colours, int most) {
        int step = Math.max(1, (Math.max(columns, rows) + most - 1) / most);
        int w = (columns + step - 1) / step;
        int h = (rows + step - 1) / step;
        int[] argb = new int[w * h];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                argb[y * w + x] = colours.argb(normalized[y * step * columns + x * step]);
            }
        }
        return new MemoryPicture(w, h, argb);
    }
}
