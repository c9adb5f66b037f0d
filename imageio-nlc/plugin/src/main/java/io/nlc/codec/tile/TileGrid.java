package io.nlc.codec.tile;

import io.nlc.picture.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * How a picture is cut into tiles ({@code docs/format.md}, "TILE"): padded to multiples of the hyper stride on the
 * right and at the bottom, then cut into equal tiles, of which the last column and row may be smaller.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param tileWidth multiple of 64
 * @param tileHeight multiple of 64
 */
public record TileGrid(int width, int height, int tileWidth, int tileHeight) {

    /** Tiles are aligned to this many pixels. */
    private static final int ALIGN = 64;

    /** Larger pictures than one tile can hold are cut into tiles of this side, or half of it, and so on. */
    private static final int TILE = 512;

    public TileGrid {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("size must be at least 1x1, not " + width + "x" + height);
        }
        if (tileWidth < ALIGN || tileHeight < ALIGN || tileWidth % ALIGN != 0 || tileHeight % ALIGN != 0) {
            throw new IllegalArgumentException(
                    "tile size must be multiples of " + ALIGN + ", not " + tileWidth + "x" + tileHeight);
        }
    }

    /**
     * The grid an encoder chooses: one tile, or tiles of 512 x 512.
     *
     * @param maxTile largest tile in pixels that the pack takes, at least 512 x 512
     */
    public static TileGrid forPicture(int width, int height, int maxTile) {
        return forPicture(width, height, maxTile, 0, Long.MAX_VALUE);
    }

    /**
     * The grid an encoder chooses where memory may be short: then smaller tiles, down to 64 x 64.
     *
     * @param maxTile largest tile in pixels that the pack takes
     * @param halo pixels that are seen around a tile
     * @param maxSeen most pixels that a tile and its halo may have
     */
    public static TileGrid forPicture(int width, int height, int maxTile, int halo, long maxSeen) {
        long w = pad(width);
        long h = pad(height);
        if (w * h <= Math.min(maxTile, maxSeen)) {
            return new TileGrid(width, height, (int) w, (int) h);
        }
        int side = TILE;
        while (side > ALIGN && seen(w, side, halo) * seen(h, side, halo) > maxSeen) {
            side /= 2;
        }
        return new TileGrid(width, height, side, side);
    }

    private static long seen(long whole, int side, int halo) {
        return Math.min(whole, side + 2L * halo);
    }

    /** Most pixels that a tile and its halo have in this grid. */
    public long largest(int halo) {
        return seen(pad(width), tileWidth, halo) * seen(pad(height), tileHeight, halo);
    }

    private static int pad(int n) {
        return Math.toIntExact((n + ALIGN - 1L) / ALIGN * ALIGN);
    }

    /** The padded picture. */
    public Region padded() {
        return new Region(0, 0, pad(width), pad(height));
    }

    /** The picture. */
    public Region picture() {
        return new Region(0, 0, width, height);
    }

    /**
     * A region, or all of the picture if it is null.
     *
     * @throws IllegalArgumentException if it does not lie in the picture
     */
    public Region inPicture(Region region) {
        if (region != null && (region.right() > width || region.bottom() > height)) {
            throw new IllegalArgumentException("region must lie in the picture of " + width + "x" + height + ", not at "
                    + region.x() + "," + region.y() + " with size " + region.width() + "x" + region.height());
        }
        return region == null ? picture() : region;
    }

    /** Tiles in a row. */
    public int columns() {
        return (pad(width) + tileWidth - 1) / tileWidth;
    }

    /** Tiles in a column. */
    public int rows() {
        return (pad(height) + tileHeight - 1) / tileHeight;
    }

    /** Number of tiles. */
    public int tiles() {
        return Math.multiplyExact(columns(), rows());
    }

    /** Area of a tile in the padded picture. */
    public Region tile(int index) {
        int x = index % columns() * tileWidth;
        int y = index / columns() * tileHeight;
        return new Region(x, y, Math.min(tileWidth, pad(width) - x), Math.min(tileHeight, pad(height) - y));
    }

    /** A tile and so many pixels around it, as far as the padded picture reaches. */
    public Region withHalo(Region tile, int halo) {
        int left = Math.max(0, tile.x() - halo);
        int top = Math.max(0, tile.y() - halo);
        return new Region(
                left,
                top,
                Math.min(pad(width), tile.right() + halo) - left,
                Math.min(pad(height), tile.bottom() + halo) - top);
    }

    /** The tiles that have a side in common with a tile. */
    public List<Integer> neighbours(int tile) {
        int row = tile / columns();
        int column = tile % columns();
        List<Integer> out = new ArrayList<>();
        if (row > 0) {
            out.add(tile - columns());
        }
        if (row + 1 < rows()) {
            out.add(tile + columns());
        }
        if (column > 0) {
            out.add(tile - 1);
        }
        if (column + 1 < columns()) {
            out.add(tile + 1);
        }
        return out;
    }

    /** The tiles that a region of the padded picture touches. */
    public TileRange touched(Region r) {
        return new TileRange(
                this,
                r.x() / tileWidth,
                r.y() / tileHeight,
                (r.right() - 1) / tileWidth,
                (r.bottom() - 1) / tileHeight);
    }
}
