package io.nlc.viewer.model.inside;

import io.nlc.codec.inspect.AttentionMap;
import io.nlc.codec.inspect.Inspection;
import io.nlc.codec.inspect.Inspection.Quantity;
import io.nlc.viewer.model.picture.Colormap;
import io.nlc.viewer.model.picture.Overlay;
import java.util.stream.IntStream;

/** What is inside an encoding, to be laid over its picture. */
public final class Overlays {

    private static final double OPACITY = 0.72;
    private static final double ORDER_OPACITY = 0.8;

    private Overlays() {}

    /** Where the bits go. */
    public static Overlay bits(Inspection inspection) {
        return new Overlay(grid(inspection), Heatmap.amounts(inspection.bitsPerPosition()), Colormap.HEAT, OPACITY);
    }

    /** A channel. */
    public static Overlay channel(Inspection inspection, Quantity quantity, int channel) {
        float[] values = Heatmap.normalized(quantity, inspection.plane(quantity, channel));
        return new Overlay(grid(inspection), values, Heatmap.colours(quantity), OPACITY);
    }

    /** How far decoding is: what is decoded shows the picture, what is decoded in this step glows, the rest is dark. */
    public static Overlay order(Inspection inspection, int channel, int step) {
        float[] values = new float[inspection.width() * inspection.height()];
        IntStream.range(0, inspection.height()).parallel().forEach(row -> {
            for (int column = 0; column < inspection.width(); column++) {
                int at = inspection.order().step(channel, row, column);
                values[row * inspection.width() + column] = at < step ? Float.NaN : at == step ? 0.85f : 0.06f;
            }
        });
        return new Overlay(grid(inspection), values, Colormap.HEAT, ORDER_OPACITY);
    }

    /** What the encoder looks at. */
    public static Overlay attention(AttentionMap map) {
        Overlay.Grid grid = new Overlay.Grid(
                map.width(), map.height(), map.region().x(), map.region().y(), map.stride());
        return new Overlay(grid, Heatmap.stretched(map.values()), Colormap.HEAT, OPACITY);
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
