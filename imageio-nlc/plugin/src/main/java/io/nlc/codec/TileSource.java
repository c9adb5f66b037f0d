package io.nlc.codec;

import java.io.IOException;

/** Gives the payloads of tiles to the decoder, which never calls it from two threads at once. */
public interface TileSource {

    /**
     * The payload of a tile.
     *
     * @param index row-major number of the tile
     * @throws IOException if it is missing or damaged
     */
    byte[] tile(int index) throws IOException;
}
