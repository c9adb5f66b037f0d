package io.nlc.cli;

import io.nlc.codec.QualityMaps;
import io.nlc.container.NlcReader;
import io.nlc.container.QualityMapPayload;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** What {@code info} says of a quality map. */
final class MapRange {

    private MapRange() {}

    static String text(NlcReader reader) {
        try {
            double[] levels = levels(reader);
            return String.format(
                    Locale.ROOT,
                    "%d x %d areas, levels %+.2f to %+.2f",
                    columns(reader),
                    levels.length / columns(reader),
                    lowest(levels),
                    highest(levels));
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    static Map<String, Object> json(NlcReader reader) {
        try {
            double[] levels = levels(reader);
            return Json.object(
                    "columns",
                    columns(reader),
                    "rows",
                    levels.length / columns(reader),
                    "lowest",
                    lowest(levels),
                    "highest",
                    highest(levels));
        } catch (IOException e) {
            return Json.object("problem", e.getMessage());
        }
    }

    private static double[] levels(NlcReader reader) throws IOException {
        return QualityMaps.levels(reader.header(), reader.qualityMap());
    }

    private static int columns(NlcReader reader) {
        return QualityMapPayload.areas(reader.header().width());
    }

    private static double lowest(double[] levels) {
        return Arrays.stream(levels).min().orElseThrow();
    }

    private static double highest(double[] levels) {
        return Arrays.stream(levels).max().orElseThrow();
    }
}
