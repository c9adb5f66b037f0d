package io.nlc.codec.latent;

import java.util.Arrays;

/**
 * What a row network made of rows that see nothing but zeros, by their one hyper feature, an integer: a row's integers
 * do not depend on anything else. Not for several threads.
 */
final class KnownRows {

    /** Features that are remembered, a power of two; of those that are equal in their low bits the last one. */
    private static final int PLACES = 1 << 15;

    private final int parameters;
    private final float[] features = new float[PLACES];
    private final float[] values;

    /** @param parameters of a row */
    KnownRows(int parameters) {
        this.parameters = parameters;
        this.values = new float[Math.multiplyExact(PLACES, parameters)];
        Arrays.fill(features, Float.NaN);
    }

    private static int place(float feature) {
        return (int) feature & PLACES - 1;
    }

    /** Copies the parameters that belong to a feature; false if they are not known. */
    boolean find(float feature, float[] to, int at) {
        int place = place(feature);
        if (features[place] != feature) {
            return false;
        }
        System.arraycopy(values, place * parameters, to, at, parameters);
        return true;
    }

    /** Remembers the parameters that belong to a feature. */
    void add(float feature, float[] from, int at) {
        int place = place(feature);
        features[place] = feature;
        System.arraycopy(from, at, values, place * parameters, parameters);
    }
}
