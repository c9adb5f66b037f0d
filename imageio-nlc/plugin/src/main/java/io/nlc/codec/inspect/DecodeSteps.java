package io.nlc.codec.inspect;

import io.nlc.context.CodingOrder;

/**
 * When each symbol of some tiles is decoded. Tiles do not wait for one another, so each counts from its own first step;
 * the symbols of a step are decoded together, and a step is one network run that waits for the one before. Immutable.
 */
public final class DecodeSteps {

    private final CodingOrder order;
    private final int channels;
    private final int height;
    private final int width;
    private final int tileHeight;
    private final int tileWidth;
    private final int steps;

    /**
     * For tiles in rows and columns, of which the last may be smaller.
     *
     * @param height of all tiles together, in latent positions, as are the others
     */
    DecodeSteps(CodingOrder order, int channels, int height, int width, int tileHeight, int tileWidth) {
        this.order = order;
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.tileHeight = tileHeight;
        this.tileWidth = tileWidth;
        this.steps = order.steps(
                channels, Math.min(tileHeight, height), Math.min(tileWidth, width)); // no tile is larger than the first
    }

    /** Steps of the tile that takes most. */
    public int steps() {
        return steps;
    }

    /** Whether the symbols of one position may belong to different steps; if not, channel 0 stands for all. */
    public boolean byChannel() {
        return order.byChannel();
    }

    /**
     * The step of a symbol in its own tile, 0 to {@code steps() - 1}.
     *
     * @throws IndexOutOfBoundsException naming the parameter, if there is no such symbol
     */
    public int step(int channel, int row, int column) {
        Inspection.check("channel", channel, channels);
        Inspection.check("row", row, height);
        Inspection.check("column", column, width);
        int r = row % tileHeight;
        int c = column % tileWidth;
        return order.step(
                channel, r, c, Math.min(tileHeight, height - row + r), Math.min(tileWidth, width - column + c));
    }
}
