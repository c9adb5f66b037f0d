package io.nlc.container;

import io.nlc.failure.NlcException;
import java.util.List;

/**
 * What stands before the tiles, and where these are.
 *
 * @param ancillary the chunks that accompany the picture, as far as they are intact
 * @param problems what is wrong with the others
 * @param qualityMap null if there is none
 * @param alpha null if there is none
 * @param lengths of the tiles' payloads, as {@code TIDX} has them, or without it as the only tile has it
 * @param offsets of the tiles, if nothing stands between them; one more than there are tiles
 */
record Layout(
        List<Chunk> ancillary,
        List<NlcException> problems,
        Place qualityMap,
        Place alpha,
        int[] lengths,
        long[] offsets) {}
