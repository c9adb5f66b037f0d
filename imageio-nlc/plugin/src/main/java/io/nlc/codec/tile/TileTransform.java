package io.nlc.codec.tile;

import io.nlc.codec.latent.Latents;
import io.nlc.picture.Region;
import java.io.IOException;
import java.util.function.IntFunction;

/** Latents of a tile and those around it to pixels of the tile. Thread-safe. */
public sealed interface TileTransform permits Synthesizer, Previewer {

    /** The area whose latents a tile needs. */
    Region seen(int tile);

    /** Whether it wants the latents refined, if the pack predicts what rounding took from them. */
    boolean refined();

    /** The same for tiles whose pixels something is added to. */
    TileTransform ofBases();

    /**
     * The pixels of a tile, as far as it lies inside the picture.
     *
     * @param latents of every tile that {@link #seen} touches
     * @return interleaved 8-bit RGB of {@code grid.tile(tile)} cut to the picture
     */
    byte[] pixels(int tile, IntFunction<Latents> latents) throws IOException;
}
