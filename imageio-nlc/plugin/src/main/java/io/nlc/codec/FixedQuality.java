package io.nlc.codec;

import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.tile.PictureTask;
import java.io.IOException;
import java.util.Arrays;

/** Encodes every tile once, at the quality that was asked for; nothing stays of a tile but its bits. */
final class FixedQuality {

    private final PictureTask task;
    private int done;

    FixedQuality(PictureTask task) {
        this.task = task;
    }

    /** Encodes one tile. */
    interface Coding {
        LatentCoder.Encoded encode(int tile) throws IOException;
    }

    /** @param quality for the header, which the coding must know already */
    EncodedPicture encode(int quality, Coding coding) throws IOException {
        byte[][] payloads = new byte[task.grid().tiles()][];
        task.forEachTile(
                tile -> payloads[tile] = coding.encode(tile).payload(),
                () -> task.progress().progress(++done / (float) payloads.length));
        return new EncodedPicture(
                quality, task.grid().tileWidth(), task.grid().tileHeight(), Arrays.asList(payloads), true, Double.NaN);
    }
}
