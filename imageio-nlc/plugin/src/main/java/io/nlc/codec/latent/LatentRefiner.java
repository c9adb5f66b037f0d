package io.nlc.codec.latent;

import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.TransformNetwork;
import java.io.IOException;
import java.util.Map;

/**
 * Predicts what rounding took from a tile's latents: the latent residual prediction of MLIC (Jiang et al. 2023, section
 * 3.4), after Minnen and Singh 2020. Thread-safe.
 */
public final class LatentRefiner {

    /*
     * The prediction is a float network's and may differ in its last bits from machine to machine, so it must stay
     * out of everything that a probability or a check value depends on. Therefore it is no part of LatentCoder: it
     * looks at latents that are decoded to the end, and only Synthesizer reads what it adds. In MLIC a slice's
     * prediction also feeds the contexts of later slices; here contexts see integers, and one run over the whole tile
     * serves all slices.
     */

    private final PackSessions sessions;
    private final PackManifest manifest;

    public LatentRefiner(PackSessions sessions) {
        this.sessions = sessions;
        this.manifest = sessions.pack().manifest();
    }

    /** The latents with the residual that their synthesis adds; themselves if the pack predicts none. */
    public Latents refine(Latents latents) throws IOException {
        if (!manifest.networks().hasResidual()) {
            return latents;
        }
        TransformNetwork network = sessions.residual().orElseThrow();
        int height = latents.height();
        int width = latents.width();
        int ratio = manifest.latent().hyperStride() / manifest.latent().stride();
        FloatTensor z = integers(latents.z(), 1, manifest.latent().hyperChannels(), height / ratio, width / ratio);
        FloatTensor hyper = new FloatTensor(1, manifest.latent().hyperFeatures(), height, width);
        sessions.hyperSynthesis().run(Map.of("z", z), hyper);
        return latents.withResidual(network.run(
                latents.y().length,
                hyper,
                integers(latents.y(), 1, manifest.latent().channels(), height, width)));
    }

    private static FloatTensor integers(short[] values, long... shape) {
        FloatTensor t = new FloatTensor(shape);
        for (int i = 0; i < values.length; i++) {
            t.set(i, values[i]);
        }
        return t;
    }
}
