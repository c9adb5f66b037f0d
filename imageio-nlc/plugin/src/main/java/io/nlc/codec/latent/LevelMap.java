package io.nlc.codec.latent;

import java.util.Arrays;

/**
 * By how many levels the quality of the areas of a picture differs from the file's ({@code docs/format.md}, "QMAP").
 * Immutable.
 */
public final class LevelMap {

    /** No map: the quality is the same everywhere. */
    public static final LevelMap NONE = new LevelMap(0, 0, new int[0]);

    /** Pixels along a side of an area. */
    public static final int SIDE = 64;

    /** The sample of an area that has the file's quality. */
    public static final int NEUTRAL = 128;

    /** Samples a level. */
    public static final int PER_LEVEL = 16;

    /** Values of a sample. */
    public static final int VALUES = 256;

    private final int columns;
    private final int rows;
    private final int[] samples;

    /** @param samples 0..255, row by row */
    public LevelMap(int columns, int rows, int[] samples) {
        this.columns = columns;
        this.rows = rows;
        this.samples = samples.clone();
    }

    /** The sample nearest to a difference in levels. */
    public static int sample(double levels) {
        return (int) Math.max(0, Math.min(VALUES - 1, NEUTRAL + Math.rint(PER_LEVEL * levels)));
    }

    /** Whether some area may have another quality than the file. */
    public boolean present() {
        return samples.length > 0;
    }

    /** Columns of areas, 0 of no map. */
    public int columns() {
        return columns;
    }

    /** Rows of areas, 0 of no map. */
    public int rows() {
        return rows;
    }

    /** Of an area. */
    public int at(int column, int row) {
        return samples[row * columns + column];
    }

    /** All samples, row by row; a copy. */
    public int[] samples() {
        return samples.clone();
    }

    /** The samples that occur, each once. */
    public int[] values() {
        return Arrays.stream(samples).distinct().toArray();
    }

    /**
     * The quality of an area.
     *
     * @param quality of the file, in units of 1/256 level
     * @param sample of the area
     * @param highest quality of the pack
     */
    public static int quality(int quality, int sample, int highest) {
        return Math.min(highest, Math.max(0, quality + Gains.TICKS / PER_LEVEL * (sample - NEUTRAL)));
    }
}
