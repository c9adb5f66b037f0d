package io.nlc.codec;

import io.nlc.codec.content.ContentCoder;
import io.nlc.codec.latent.LevelMap;
import io.nlc.container.NlcHeader;
import io.nlc.container.QualityMapPayload;
import io.nlc.container.TilePayload;
import io.nlc.failure.NlcException;
import io.nlc.lossless.Samples;
import io.nlc.model.PackManifest;
import io.nlc.picture.QualityOffsets;
import java.util.Arrays;

/** Quality maps of pictures and files (docs/format.md, "QMAP"). */
public final class QualityMaps {

    private static final int DEPTH = 8;

    private QualityMaps() {}

    /**
     * By how many levels the quality of each area, 64 x 64 pixels from the picture's corner on, differs from the
     * file's; before it is limited to what the pack has.
     *
     * @param payload of {@code QMAP}
     * @return row by row, in steps of 1/16
     * @throws NlcException if the payload is damaged
     */
    public static double[] levels(NlcHeader header, byte[] payload) throws NlcException {
        return Arrays.stream(decode(header, payload).samples())
                .mapToDouble(v -> (v - LevelMap.NEUTRAL) / (double) LevelMap.PER_LEVEL)
                .toArray();
    }

    static LevelMap decode(NlcHeader header, byte[] payload) throws NlcException {
        int columns = QualityMapPayload.areas(header.width());
        int rows = QualityMapPayload.areas(header.height());
        TilePayload tile = QualityMapPayload.parse(header, payload);
        try {
            return new LevelMap(
                    columns,
                    rows,
                    ContentCoder.samples(tile, columns, rows, 1, DEPTH).planes()[0]);
        } catch (NlcException e) {
            throw NlcException.about("QMAP", e);
        }
    }

    /** The map of a picture, none if all areas have the same quality in the end. @param offsets null for none */
    static LevelMap of(PackManifest manifest, QualityOffsets offsets) {
        if (offsets == null) {
            return LevelMap.NONE;
        }
        int scale = manifest.gains().levels() - 1;
        int[] samples = new int[offsets.columns() * offsets.rows()];
        Arrays.setAll(samples, i -> LevelMap.sample(scale * offsets.at(i % offsets.columns(), i / offsets.columns())));
        return Arrays.stream(samples).allMatch(v -> v == LevelMap.NEUTRAL)
                ? LevelMap.NONE
                : new LevelMap(offsets.columns(), offsets.rows(), samples);
    }

    /** The map as a tile without its place; null for none. */
    static TilePayload encode(LevelMap map) {
        return map.present()
                ? ContentCoder.encode(new Samples(map.columns(), map.rows(), DEPTH, new int[][] {map.samples()}))
                : null;
    }
}
