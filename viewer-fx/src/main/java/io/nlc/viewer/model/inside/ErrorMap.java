package io.nlc.viewer.model.inside;

import io.nlc.viewer.model.inside.ErrorMeasure.Block;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * How far a picture is from its original, block by block.
 *
 * @param measure what the numbers are
 * @param columns blocks in a row
 * @param rows of blocks
 * @param values row by row
 */
public record ErrorMap(ErrorMeasure measure, int columns, int rows, float[] values) {

    /** Pixels of a block each way; at the right and lower edges there may be fewer. */
    public static final int BLOCK = 8;

    /**
     * Measures all blocks.
     *
     * @param original 8-bit samples, R, G, B
     * @param decoded as many
     * @throws CancellationException if that is asked for
     */
    public static ErrorMap of(
            ErrorMeasure measure, byte[] original, byte[] decoded, int width, int height, BooleanSupplier cancelled) {
        if (original.length != 3 * width * height || decoded.length != original.length) {
            throw new IllegalArgumentException("there are " + original.length + " and " + decoded.length
                    + " samples, not those of " + width + " x " + height);
        }
        int columns = (width + BLOCK - 1) / BLOCK;
        int rows = (height + BLOCK - 1) / BLOCK;
        float[] values = new float[columns * rows];
        IntStream.range(0, rows).parallel().forEach(row -> {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("nobody wants the errors any more");
            }
            int y = row * BLOCK;
            for (int column = 0; column < columns; column++) {
                int x = column * BLOCK;
                values[row * columns + column] = (float) measure.of(new Block(
                        original, decoded, width, x, y, Math.min(BLOCK, width - x), Math.min(BLOCK, height - y)));
            }
        });
        return new ErrorMap(measure, columns, rows, values);
    }
}
