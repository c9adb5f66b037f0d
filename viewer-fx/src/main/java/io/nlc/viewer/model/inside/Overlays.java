package io.nlc.viewer.model.inside;

import io.nlc.codec.inspect.AttentionMap;
import io.nlc.codec.inspect.Inspection;
import io.nlc.codec.inspect.Inspection.Quantity;
import io.nlc.viewer.model.inside.Heatmap.Range;
import io.nlc.viewer.model.picture.Colormap;
import io.nlc.viewer.model.picture.Overlay;
import io.nlc.viewer.model.picture.Overlay.Meaning;
import java.util.stream.IntStream;

/** What is inside an encoding, or how far it is from its original, to be laid over its picture. */
public final class Overlays {

    /** How much of the picture is covered unless somebody wants it otherwise. */
    public static final double OPACITY = 0.72;

    private static final float NOW = 0.85f;
    private static final float LATER = 0.06f;

    private Overlays() {}

    /** Where the bits go. */
    public static Overlay bits(Inspection inspection) {
        float[] bits = inspection.bitsPerPosition();
        return of(grid(inspection), Meaning.POSITION_BITS, bits, Heatmap.amounts(bits), Colormap.HEAT);
    }

    /** A channel. */
    public static Overlay channel(Inspection inspection, Quantity quantity, int channel) {
        float[] plane = inspection.plane(quantity, channel);
        return of(
                grid(inspection), meaning(quantity), plane, Heatmap.range(quantity, plane), Heatmap.colours(quantity));
    }

    private static Meaning meaning(Quantity quantity) {
        return switch (quantity) {
            case SYMBOL -> Meaning.SYMBOL;
            case MEAN -> Meaning.MEAN;
            case SCALE -> Meaning.SCALE;
            case BITS -> Meaning.SYMBOL_BITS;
        };
    }

    /** How far decoding is: what is decoded shows the picture, what is decoded in this step glows, the rest is dark. */
    public static Overlay order(Inspection inspection, int channel, int step) {
        int width = inspection.width();
        float[] values = new float[width * inspection.height()];
        float[] steps = new float[values.length];
        IntStream.range(0, inspection.height()).parallel().forEach(row -> {
            for (int column = 0; column < width; column++) {
                int at = inspection.order().step(channel, row, column);
                steps[row * width + column] = at;
                values[row * width + column] = at < step ? Float.NaN : at == step ? NOW : LATER;
            }
        });
        Overlay.Scale scale =
                new Overlay.Scale(Meaning.STEP, steps, 0, inspection.order().steps());
        return new Overlay(grid(inspection), values, Colormap.HEAT, OPACITY, scale);
    }

    /** Colour of what is decoded now, opaque ARGB. */
    public static int now() {
        return Colormap.HEAT.argb(NOW);
    }

    /** Colour of what is decoded later, opaque ARGB. */
    public static int later() {
        return Colormap.HEAT.argb(LATER);
    }

    /** What the encoder looks at. */
    public static Overlay attention(AttentionMap map) {
        Overlay.Grid grid = new Overlay.Grid(
                map.width(), map.height(), map.region().x(), map.region().y(), map.stride());
        return of(grid, Meaning.ATTENTION, map.values(), Heatmap.stretched(map.values()), Colormap.HEAT);
    }

    /** How far blocks are from the original; what is far glows. */
    public static Overlay errors(ErrorMap map) {
        Overlay.Grid grid = new Overlay.Grid(map.columns(), map.rows(), 0, 0, ErrorMap.BLOCK);
        float[] values = map.values();
        return switch (map.measure()) {
            case SQUARED_ERROR -> of(grid, Meaning.SQUARED_ERROR, values, Heatmap.amounts(values), Colormap.HEAT);
            case SSIM -> of(grid, Meaning.SSIM, values, new Range(1, lowest(values)), Colormap.HEAT);
            case COLOUR_DIFFERENCE ->
                of(grid, Meaning.COLOUR_DIFFERENCE, values, Heatmap.amounts(values), Colormap.HEAT);
        };
    }

    private static double lowest(float[] ssim) {
        float[] lost = new float[ssim.length];
        for (int i = 0; i < lost.length; i++) {
            lost[i] = 1 - ssim[i];
        }
        return 1 - Heatmap.amounts(lost).high();
    }

    private static Overlay of(Overlay.Grid grid, Meaning meaning, float[] numbers, Range range, Colormap colours) {
        Overlay.Scale scale = new Overlay.Scale(meaning, numbers, range.low(), range.high());
        return new Overlay(grid, range.normalized(numbers), colours, OPACITY, scale);
    }

    private static Overlay.Grid grid(Inspection inspection) {
        return new Overlay.Grid(
                inspection.width(),
                inspection.height(),
                inspection.region().x(),
                inspection.region().y(),
                inspection.stride());
    }
}
