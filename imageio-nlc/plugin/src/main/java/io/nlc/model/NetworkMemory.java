package io.nlc.model;

import io.nlc.context.ContextModel;
import io.nlc.runtime.MemoryUse;
import java.util.Map;
import java.util.Set;

/**
 * How much native memory the runs of a pack's networks take: what the manifest says, or else more than any pack that is
 * known.
 *
 * @param bytesPerPixel by file: for each pixel of the picture that a run covers, measured from above
 */
public record NetworkMemory(Map<String, Integer> bytesPerPixel) {

    /** More than any pack that is known takes. */
    static final int TRANSFORM = 1800;

    /** Likewise, of networks that see latents and make latents. */
    static final int LATENT = 400;

    /** Likewise, of what keeps every layer of the synthesis for its way back. */
    static final int DERIVATIVE = 8000;

    /** The most that a manifest may say. */
    static final int MAX = 1 << 20;

    /**
     * Bytes of a loaded network for each byte of its file: weights are stored in 16 bits, become 32, and are copied
     * while the graph is optimised and packed.
     */
    private static final int LOADED = 8;

    private static final Set<String> OF_PIXELS = Set.of(PackFiles.ANALYSIS, PackFiles.ANALYSIS_INT8, PackFiles.INSPECT);
    private static final Set<String> TRANSFORMS = Set.of(
            PackFiles.ANALYSIS,
            PackFiles.ANALYSIS_INT8,
            PackFiles.SYNTHESIS,
            PackFiles.SYNTHESIS_INT8,
            PackFiles.SYNTHESIS_FAST,
            PackFiles.INSPECT);

    public NetworkMemory {
        bytesPerPixel = Map.copyOf(bytesPerPixel);
    }

    /**
     * What a network takes.
     *
     * @param fileBytes size of its file
     * @param stride pixels a position of the latent, in each direction
     */
    MemoryUse use(String file, long fileBytes, int stride) {
        if (file.equals(ContextModel.HEAD_FILE)) {
            return new MemoryUse(LOADED * fileBytes, 0); // runs over blocks of rows, however large the tile is
        }
        int perPixel = bytesPerPixel.getOrDefault(file, unknown(file));
        long perPosition = OF_PIXELS.contains(file) ? perPixel : (long) perPixel * stride * stride;
        return new MemoryUse(LOADED * fileBytes, perPosition);
    }

    private static int unknown(String file) {
        if (file.equals(PackFiles.GRADIENT)) {
            return DERIVATIVE;
        }
        return TRANSFORMS.contains(file) ? TRANSFORM : LATENT;
    }
}
