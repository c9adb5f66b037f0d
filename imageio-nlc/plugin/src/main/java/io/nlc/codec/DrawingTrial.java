package io.nlc.codec;

import io.nlc.codec.content.PartMap;
import io.nlc.codec.content.Price;
import io.nlc.codec.tile.TileGrid;
import io.nlc.model.ModelPack;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import io.nlc.residual.Parts;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tells from some places of a picture at which price layers have more bytes and a smaller error than the best of its
 * networks: far more and far smaller, so that what networks make of all of it need not be known. For one thread.
 */
final class DrawingTrial {

    /*
     * Of the cells that are for networks alone, one of five is coded both ways as a picture of its own; at least two,
     * and of large pictures fewer, since MOST tell enough. How much larger and how much better layers are differs from
     * place to place; the mean of few cells is off by more than that of many, hence a margin that shrinks with their
     * number.
     *
     * Just above the quality that networks are good enough for, nothing is far enough off. Steps are made finer there,
     * until it is: to make sure otherwise, all of the picture has to be encoded and decoded by networks, which takes
     * three times as long as encoding it.
     */

    private static final int CELL = 192;
    private static final int STRIDE = 5;
    private static final int FEWEST = 2;
    private static final int MOST = 24;
    private static final double MARGIN = 0.08;
    private static final double MARGIN_OF_FEW = 0.2;

    /** What networks spend on borders of parts that they do not draw is in no cell. */
    private static final double MARGIN_OF_MIXED = 0.15;

    /** Differences of steps from one that is tried to the next. */
    private static final int FINER = 16;

    private final ModelPack pack;
    private final RuntimeSettings settings;
    private final NlcEncoder encoder;
    private final PreparedPicture picture;

    DrawingTrial(ModelPack pack, RuntimeSettings settings, NlcEncoder encoder, PreparedPicture picture) {
        this.pack = pack;
        this.settings = settings;
        this.encoder = encoder;
        this.picture = picture;
    }

    /**
     * A place of the picture.
     *
     * @param encoding of it
     * @param best of its networks
     */
    private record Cell(LayeredEncoding encoding, CodedTiles best) {}

    /** The lowest price at which layers are surely larger and better; empty if that cannot be told. */
    Optional<Price> surelyBeyond(CodecProgress progress) throws IOException {
        List<Cell> cells = cells(progress);
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        double finest = Price.at(1).step();
        for (Price price = Price.firstBeyondNetworks(); price.step() >= finest; price = price.finer(FINER)) {
            if (beyond(cells, price, progress)) {
                return Optional.of(price);
            }
        }
        return Optional.empty();
    }

    private boolean beyond(List<Cell> cells, Price price, CodecProgress progress) throws IOException {
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
        double margin =
                1 + MARGIN + MARGIN_OF_FEW / cells.size() + (picture.map().none() ? 0 : MARGIN_OF_MIXED);
        return bytes > margin * bestBytes && margin * error < bestError;
    }

    private List<Cell> cells(CodecProgress progress) throws IOException {
        List<Region> areas = areas();
        List<Cell> list = new ArrayList<>();
        if (areas.size() < FEWEST) {
            return list;
        }
        TileGrid grid = new TileGrid(CELL, CELL, CELL, CELL);
        for (int i : chosen(areas.size())) {
            LayeredEncoding encoding = new LayeredEncoding(
                    pack,
                    settings,
                    encoder,
                    new PreparedPicture(picture.subject().crop(areas.get(i)), new PartMap(grid), null),
                    progress);
            list.add(new Cell(encoding, encoding.at(Price.NETWORKS_TO, true, new Silent(progress))));
        }
        return list;
    }

    /** Which of so many cells are tried. */
    static int[] chosen(int count) {
        int stride = Math.max(1, Math.max(Math.min(STRIDE, count / FEWEST), (count + MOST - 1) / MOST));
        return IntStream.iterate(Math.min(1, stride - 1), i -> i < count, i -> i + stride)
                .toArray();
    }

    /** Cells that are for networks alone, as many as are found from the top on without overlap. */
    private List<Region> areas() {
        List<Region> areas = new ArrayList<>();
        int columns = picture.subject().width() / Parts.SIDE;
        int[] free = new int[columns]; // the first row that no cell above has
        for (int y = 0; y + CELL <= picture.subject().height(); y += Parts.SIDE) {
            for (int column = 0; column + CELL / Parts.SIDE <= columns; column++) {
                Region area = new Region(column * Parts.SIDE, y, CELL, CELL);
                int[] above = Arrays.copyOfRange(free, column, column + CELL / Parts.SIDE);
                if (Arrays.stream(above).max().orElse(0) <= y && picture.map().forNetworks(area)) {
                    areas.add(area);
                    Arrays.fill(free, column, column + CELL / Parts.SIDE, y + CELL);
                }
            }
        }
        return areas;
    }
}
