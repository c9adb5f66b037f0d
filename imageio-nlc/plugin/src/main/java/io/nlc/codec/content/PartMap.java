package io.nlc.codec.content;

import io.nlc.codec.tile.TileGrid;
import io.nlc.picture.Region;
import io.nlc.residual.Parts;

/**
 * Which parts of a picture, 64 x 64 pixels from its corner on, are not for networks. Immutable once it is filled and
 * spread.
 */
public final class PartMap {

    private final TileGrid grid;
    private final int columns;
    private final boolean[] graphic;
    private final int[] means;
    private final double[] sharpness;

    /** No part is. */
    public PartMap(TileGrid grid) {
        this.grid = grid;
        this.columns = (grid.width() + Parts.SIDE - 1) / Parts.SIDE;
        int count = columns * ((grid.height() + Parts.SIDE - 1) / Parts.SIDE);
        this.graphic = new boolean[count];
        this.means = new int[count];
        this.sharpness = new double[count];
    }

    /** How the picture is cut into tiles. */
    public TileGrid grid() {
        return grid;
    }

    /** The parts of a tile. */
    public Parts parts(int tile) {
        Region area = area(tile);
        return new Parts(area.width(), area.height());
    }

    /** A tile inside the picture. */
    public Region area(int tile) {
        return grid.tile(tile).intersection(grid.picture());
    }

    private int index(int tile, int part) {
        Region area = grid.tile(tile);
        Parts parts = parts(tile);
        return (area.y() + parts.y(part)) / Parts.SIDE * columns + (area.x() + parts.x(part)) / Parts.SIDE;
    }

    /** @param mean colour of the part, 0xRRGGBB */
    void setGraphic(int tile, int part, int mean) {
        graphic[index(tile, part)] = true;
        means[index(tile, part)] = mean;
    }

    /**
     * Says that a part which is not for networks need not be left to layers. @param sharp how little it suits networks
     */
    void setSoft(int tile, int part, double sharp) {
        sharpness[index(tile, part)] = sharp;
    }

    /**
     * Gives soft parts back to networks, from parts that these have on: the sharper a part, the more of those that
     * touch it must be for networks.
     *
     * @param limit sharpness of a part with one such neighbour; each more doubles it
     */
    void spread(double limit) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < graphic.length; i++) {
                int beside = neighbours(i);
                if (graphic[i] && sharpness[i] > 0 && beside > 0 && sharpness[i] < limit * (1 << beside - 1)) {
                    graphic[i] = false;
                    changed = true;
                }
            }
        }
    }

    /** How many of the four parts around one are for networks. */
    private int neighbours(int i) {
        int n = i % columns > 0 && !graphic[i - 1] ? 1 : 0;
        n += i % columns < columns - 1 && !graphic[i + 1] ? 1 : 0;
        n += i >= columns && !graphic[i - columns] ? 1 : 0;
        n += i + columns < graphic.length && !graphic[i + columns] ? 1 : 0;
        return n;
    }

    /** Whether a part is not for networks. */
    public boolean graphic(int tile, int part) {
        return graphic[index(tile, part)];
    }

    boolean graphicAt(int x, int y) {
        return graphic[y / Parts.SIDE * columns + x / Parts.SIDE];
    }

    int meanAt(int x, int y) {
        return means[y / Parts.SIDE * columns + x / Parts.SIDE];
    }

    /** Whether no part of the picture is for networks. */
    public boolean all() {
        return count() == graphic.length;
    }

    /** Whether every part of the picture is for networks. */
    public boolean none() {
        return count() == 0;
    }

    /** Whether every part that an area inside the picture touches is for networks. */
    public boolean forNetworks(Region area) {
        for (int y = area.y() / Parts.SIDE; y * Parts.SIDE < area.y() + area.height(); y++) {
            for (int x = area.x() / Parts.SIDE; x * Parts.SIDE < area.x() + area.width(); x++) {
                if (graphic[y * columns + x]) {
                    return false;
                }
            }
        }
        return true;
    }

    private int count() {
        int n = 0;
        for (boolean g : graphic) {
            n += g ? 1 : 0;
        }
        return n;
    }

    /** Whether some part of a tile is not for networks. */
    public boolean anyIn(int tile) {
        return countIn(tile) > 0;
    }

    /** Whether a tile needs latents: for itself, or because the synthesis of one beside it sees them. */
    public boolean needsLatents(int tile) {
        int row = tile / grid.columns();
        int column = tile % grid.columns();
        for (int r = Math.max(0, row - 1); r <= Math.min(grid.rows() - 1, row + 1); r++) {
            for (int c = Math.max(0, column - 1); c <= Math.min(grid.columns() - 1, column + 1); c++) {
                int other = r * grid.columns() + c;
                if (countIn(other) < parts(other).count()) {
                    return true;
                }
            }
        }
        return false;
    }

    private int countIn(int tile) {
        int n = 0;
        for (int part = 0; part < parts(tile).count(); part++) {
            n += graphic(tile, part) ? 1 : 0;
        }
        return n;
    }
}
