package io.nlc.imageio.metadata;

import java.util.ArrayList;
import java.util.List;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Element;

/** The density of pixels as the standard format has it: sides of a pixel in millimetres. */
final class StandardDensity {

    private static final double METRES = 1000; // millimetres in one
    private static final int PARTS = 1000;

    private StandardDensity() {}

    /** The value of an element, 0 if it is not a number above 0. */
    static double number(Element e) {
        try {
            double value = Double.parseDouble(e.getAttribute("value"));
            return value > 0 && value < Double.POSITIVE_INFINITY ? value : 0;
        } catch (NumberFormatException notOne) {
            return 0;
        }
    }

    /**
     * From the sides of a pixel.
     *
     * @param x width in millimetres, 0 if it is not known
     * @param y height likewise
     * @param aspect width by height, 0 if it is not known
     * @return null if nothing is known
     */
    static Density of(double x, double y, double aspect) {
        double width = x > 0 ? x : y > 0 && aspect > 0 ? y * aspect : y;
        double height = y > 0 ? y : x > 0 && aspect > 0 ? x / aspect : x;
        if (width > 0 && height > 0) {
            long perMetreX = Math.round(METRES / width);
            long perMetreY = Math.round(METRES / height);
            return fits(perMetreX) && fits(perMetreY) ? Density.of(perMetreX, perMetreY, Density.Unit.METRE) : null;
        }
        // Few pixels across to many down are wide ones.
        long ratio = Math.round(PARTS * aspect);
        return fits(ratio) && ratio != PARTS ? Density.of(PARTS, ratio, Density.Unit.RATIO) : null;
    }

    private static boolean fits(long n) {
        return n >= 1 && n <= 0xFFFF_FFFFL;
    }

    /** The elements of {@code Dimension} that say it. @param density null if it is not known */
    static List<IIOMetadataNode> elements(Density density) {
        List<IIOMetadataNode> elements = new ArrayList<>();
        double aspect = density == null ? 1 : density.vertical(density.unit()) / density.horizontal(density.unit());
        elements.add(Nodes.node("PixelAspectRatio", "value", (float) aspect));
        elements.add(Nodes.node("ImageOrientation", "value", "Normal"));
        if (density != null && density.unit() != Density.Unit.RATIO) {
            elements.add(Nodes.node(
                    "HorizontalPixelSize", "value", (float) (METRES / density.horizontal(Density.Unit.METRE))));
            elements.add(
                    Nodes.node("VerticalPixelSize", "value", (float) (METRES / density.vertical(Density.Unit.METRE))));
        }
        return elements;
    }
}
