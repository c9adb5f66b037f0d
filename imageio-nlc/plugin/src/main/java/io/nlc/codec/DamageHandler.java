package io.nlc.codec;

import java.io.IOException;

/** Decides what becomes of a tile that cannot be decoded. */
public interface DamageHandler {

    /** Gives up: the problem goes to the caller. */
    DamageHandler FAIL = (tile, problem) -> {
        throw problem;
    };

    /**
     * Hears of a damaged tile. Returning normally conceals it: the tile is filled with the mean of the latents around
     * it.
     *
     * @throws IOException to give up
     */
    void damaged(int tile, IOException problem) throws IOException;
}
