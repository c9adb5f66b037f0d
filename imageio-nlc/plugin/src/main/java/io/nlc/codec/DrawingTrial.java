package io.nlc.codec;

import io.nlc.codec.content.PartMap;
import io.nlc.codec.content.Price;
import io.nlc.codec.tile.TileGrid;
import io.nlc.model.ModelPack;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells from some places of a photograph whether layers at a price have more bytes and a smaller error than the best of
 * its networks: far more and far smaller, so that what networks make of all of it need not be known. For one thread.
 */
final class DrawingTrial {

    /*
     * One cell of five is coded both ways as a picture of its own. How much larger and how much better layers are
     * differs from place to place; the mean of few cells is off by more than that of many, hence a margin that shrinks
     * with their number. Just above the quality that networks are good enough for, nothing is far enough off, and the
     * answer is no.
     */

    private static final int CELL = 192;
    private static final int STRIDE = 5;
    private static final int FEWEST = 2;
    private static final double MARGIN = 0.08;
    private static final double MARGIN_OF_FEW = 0.2;

    private final ModelPack pack;
    private final RuntimeSettings settings;
    private final NlcEncoder encoder;
    private final Subject subject;
    private List<Cell> cells;

    DrawingTrial(ModelPack pack, RuntimeSettings settings, NlcEncoder encoder, Subject subject) {
        this.pack = pack;
        this.settings = settings;
        this.encoder = encoder;
        this.subject = subject;
    }

    /**
     * A place of the picture.
     *
     * @param encoding of it
     * @param best of its networks
     */
    private record Cell(LayeredEncoding encoding, CodedTiles best) {}

    /** True if layers are surely larger and better. @param price that asks for more than networks are good for */
    boolean surelyBeyond(Price price, CodecProgress progress) throws IOException {
        if (subject.width() / CELL * (subject.height() / CELL) < FEWEST * STRIDE - 2) {
            return false;
        }
        if (cells == null) {
            cells = cells(progress);
        }
        double bytes = 0;
        double error = 0;
        double bestBytes = 0;
        double bestError = 0;
        for (Cell cell : cells) {
            CodedTiles drawn = cell.encoding.drawn(price, new Silent(progress));
            bytes += drawn.bytes();
            error += drawn.squaredError();
            bestBytes += cell.best.bytes();
            bestError += cell.best.squaredError();
        }
        double margin = 1 + MARGIN + MARGIN_OF_FEW / cells.size();
        return bytes > margin * bestBytes && margin * error < bestError;
    }

    private List<Cell> cells(CodecProgress progress) throws IOException {
        List<Cell> list = new ArrayList<>();
        int columns = subject.width() / CELL;
        int count = columns * (subject.height() / CELL);
        TileGrid grid = new TileGrid(CELL, CELL, CELL, CELL);
        for (int i = 1; i < count; i += STRIDE) {
            Region area = new Region(i % columns * CELL, i / columns * CELL, CELL, CELL);
            Subject place = subject.crop(area);
            LayeredEncoding encoding = new LayeredEncoding(
                    pack, settings, encoder, new PreparedPicture(place, new PartMap(grid), null), progress);
            list.add(new Cell(encoding, encoding.at(Price.NETWORKS_TO, true, new Silent(progress))));
        }
        return list;
    }
}
