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
     * Numbers to what {@link #colours} wants, 0 to 1: signed ones so that zero is in the middle and the largest
     * magnitude at an end, others from zero to the largest.
     */
    public static float[] normalized(Quantity quantity, float[] values) {
        boolean signed = colours(quantity) == Colormap.SIGNED;
        float max = 0;
        for (float v : values) {
            max = Math.max(max, Math.abs(v));
        }
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            float v = max == 0 ? 0 : values[i] / max;
            out[i] = signed ? 0.5f + 0.5f * v : v;
        }
        return out;
    }

    /** Amounts to 0 to 1, so that one in two hundred is at the upper end and a few peaks do not darken the rest. */
    public static float[] amounts(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        float top = sorted[(int) (0.995 * (sorted.length - 1))];
        top = top > 0 ? top : sorted[sorted.length - 1];
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = top > 0 ? Math.min(1, values[i] / top) : 0;
        }
        return out;
    }

    /**
     * Numbers of any range to 0 to 1, so that the smallest and the largest hundredth are at the ends: what varies
     * little is to be seen too.
     */
    public static float[] stretched(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        float low = sorted[(int) (0.01 * (sorted.length - 1))];
        float high = sorted[(int) (0.99 * (sorted.length - 1))];
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = high > low ? Math.max(0, Math.min(1, (values[i] - low) / (high - low))) : 0.5f;
        }
        return out;
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
