package io.nlc.picture;

import java.io.IOException;

/** Gives samples to the lossless encoder, a rectangle at a time. Called from several threads at once. */
public interface SampleSource {

    /**
     * Reads a rectangle inside the picture.
     *
     * @param planes receive {@code width * height} samples each, row by row: gray or R, G, B, then alpha if the picture
     *     has it
     * @throws IOException if the picture cannot be read
     */
    void readSamples(int x, int y, int width, int height, int[][] planes) throws IOException;
}
