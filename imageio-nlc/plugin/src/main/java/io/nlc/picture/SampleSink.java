package io.nlc.picture;

import java.io.IOException;

/** Takes samples that were coded without loss, a rectangle at a time. Called from several threads at once. */
public interface SampleSink {

    /**
     * Writes a rectangle of the picture, of which some pixels may lie outside the region that is decoded.
     *
     * @param x column in the picture
     * @param y row in the picture
     * @param planes {@code width * height} samples each, row by row: gray or R, G, B, then alpha if the picture has it
     * @throws IOException if the samples cannot be taken
     */
    void writeSamples(int x, int y, int width, int height, int[][] planes) throws IOException;
}
