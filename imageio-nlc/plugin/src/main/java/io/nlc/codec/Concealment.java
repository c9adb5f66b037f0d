package io.nlc.codec;

import io.nlc.codec.latent.Latents;
import java.util.Arrays;
import java.util.List;

/** Stands in for the latents of a tile that cannot be decoded. */
final class Concealment {

    private Concealment() {}

    /** Gives every channel of a tile the mean of that channel in the tiles around it, or zero if there is none. */
    static void fill(Latents target, List<Latents> around) {
        int area = target.height() * target.width();
        int channels = target.y().length / area;
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            long n = 0;
            for (Latents l : around) {
                int size = l.height() * l.width();
                for (int i = 0; i < size; i++) {
                    sum += l.y()[c * size + i];
                }
                n += size;
            }
            Arrays.fill(target.y(), c * area, (c + 1) * area, (short) Math.rint(n == 0 ? 0 : sum / n));
        }
    }
}
