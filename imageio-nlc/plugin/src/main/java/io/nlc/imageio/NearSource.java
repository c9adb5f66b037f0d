package io.nlc.imageio;

import io.nlc.picture.SampleSource;
import java.io.IOException;

/**
 * Samples for the lossless coder that are allowed to be off: the nearest multiples of 2 n + 1, which are ranks without
 * gaps to that coder (its value map).
 *
 * @param source of the samples
 * @param maxError n, at least 1
 * @param colours planes that this is about; alpha, which comes after them, stays
 * @param max the largest sample
 */
record NearSource(SampleSource source, int maxError, int colours, int max) implements SampleSource {

    @Override
    public void readSamples(int x, int y, int width, int height, int[][] planes) throws IOException {
        source.readSamples(x, y, width, height, planes);
        int step = 2 * maxError + 1;
        for (int p = 0; p < colours; p++) {
            for (int i = 0; i < planes[p].length; i++) {
                planes[p][i] = Math.min(max, (planes[p][i] + maxError) / step * step);
            }
        }
    }
}
