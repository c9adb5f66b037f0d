package io.nlc.cli;

import io.nlc.container.NlcReader;
import io.nlc.container.TilePayload;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How many tiles of a file are of which kind. */
record TileKinds(int learned, int layered, int lossless, int damaged) {

    private static final int DAMAGED = TilePayload.SOFTENED_SQUARES + 1;

    /** Reads them; a tile that cannot be read is counted as damaged. */
    static TileKinds of(NlcReader reader) throws IOException {
        int[] counts = new int[DAMAGED + 1];
        for (int i = 0; i < reader.header().tiles(); i++) {
            counts[kind(reader, i)]++;
        }
        return new TileKinds(
                counts[TilePayload.LEARNED],
                counts[TilePayload.LAYERED]
                        + counts[TilePayload.LAYERED_SQUARES]
                        + counts[TilePayload.SOFTENED_SQUARES],
                counts[TilePayload.LOSSLESS],
                counts[DAMAGED]);
    }

    private static int kind(NlcReader reader, int index) throws IOException {
        try {
            byte[] payload = reader.tile(index);
            return reader.header().version() == 1
                    ? TilePayload.LEARNED
                    : TilePayload.parse(payload).kind();
        } catch (NlcException e) {
            return DAMAGED;
        }
    }

    /** For a program. */
    Map<String, Object> toJson() {
        return Json.object("learned", learned, "layered", layered, "lossless", lossless, "damaged", damaged);
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        add(parts, learned, "learned");
        add(parts, layered, "layered");
        add(parts, lossless, "lossless");
        add(parts, damaged, "damaged");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, int count, String name) {
        if (count > 0) {
            parts.add(count + " " + name);
        }
    }
}
