package io.nlc.codec.latent;

import io.nlc.model.GainTables;
import io.nlc.model.Matrix;
import io.nlc.model.PackManifest;
import io.nlc.runtime.FloatTensor;
import java.util.List;

/** Quality to per-channel gains: log-linear between the pack's levels (Cui et al. 2021, gain units). */
public final class Gains {

    /** Units of the stored quality in a level. */
    public static final int TICKS = GainTables.TICKS;

    private Gains() {}

    /** The largest quality that a file of the pack can have. */
    public static int maxQuality(PackManifest manifest) {
        return TICKS * (manifest.gains().levels() - 1);
    }

    /** Quality 0..1 in units of 1/256 level. */
    public static int quality(PackManifest manifest, double value) {
        return (int) Math.round(value * maxQuality(manifest));
    }

    /** Gain of each channel. */
    public static float[] gain(PackManifest manifest, int quality) {
        return interpolate(manifest.gains().logGain(), quality);
    }

    /**
     * A latent times its gain.
     *
     * @param latent M x area
     * @param gain of each channel
     */
    public static float[] times(float[] latent, float[] gain, int area) {
        float[] y = new float[latent.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = latent[i] * gain[i / area];
        }
        return y;
    }

    /** Inverse gain of each channel. */
    public static float[] inverseGain(PackManifest manifest, int quality) {
        return interpolate(manifest.gains().logInverseGain(), quality);
    }

    /** Inverse gain of each channel, 1 x M x 1 x 1. */
    public static FloatTensor inverse(PackManifest manifest, int quality) {
        return new FloatTensor(1, manifest.latent().channels(), 1, 1).put(inverseGain(manifest, quality));
    }

    /** Weight of the squared error of 8-bit samples at a quality in training, in bits a pixel: log-linear likewise. */
    public static double lambda(PackManifest manifest, int quality) {
        List<Double> lambdas = manifest.gains().lambdas();
        int level = Math.min(quality / TICKS, lambdas.size() - 2);
        double t = (double) quality / TICKS - level;
        return Math.exp((1 - t) * Math.log(lambdas.get(level)) + t * Math.log(lambdas.get(level + 1)));
    }

    private static float[] interpolate(Matrix rows, int quality) {
        int level = Math.min(quality / TICKS, rows.rows() - 2);
        double t = (double) quality / TICKS - level;
        float[] out = new float[rows.columns()];
        for (int c = 0; c < out.length; c++) {
            out[c] = (float) Math.exp((1 - t) * rows.at(level, c) + t * rows.at(level + 1, c));
        }
        return out;
    }
}
