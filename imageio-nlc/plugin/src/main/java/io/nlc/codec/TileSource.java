package io.nlc.codec;

import io.nlc.container.NlcReader;
import java.io.IOException;

/** Gives the payloads of a file to the decoder, which never calls it from two threads at once. */
public interface TileSource {

    /**
     * The payload of a tile.
     *
     * @param index row-major number of the tile
     * @throws IOException if it is missing or damaged
     */
    byte[] tile(int index) throws IOException;

    /**
     * The payload of the quality map, null if there is none.
     *
     * @throws IOException if it is missing or damaged
     */
    default byte[] qualityMap() throws IOException {
        return null;
    }

    /** All of a file. */
    static TileSource of(NlcReader reader) {
        return new TileSource() {
            @Override
            public byte[] tile(int index) throws IOException {
                return reader.tile(index);
            }

            @Override
            public byte[] qualityMap() throws IOException {
                return reader.qualityMap();
            }
        };
    }
}
