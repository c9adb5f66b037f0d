package io.nlc.viewer.model.document;

import io.nlc.viewer.model.picture.MemoryPicture;
import io.nlc.viewer.model.picture.PictureSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;

/** The squares of a large picture that are there. Thread-safe. */
final class TileStore {

    /*
     * Levels from COARSE on take 1/192 of the picture's memory in all and stay for good, so that wherever one goes
     * something is there already; finer ones leave, least recently used first, when they exceed the capacity.
     */

    private static final int SHIFT = 9;

    /** Pixels of a square at level 0, each way. */
    static final int SIZE = 1 << SHIFT;

    static final int LEVELS = 7;
    private static final int COARSE = 4;

    /** A square at one of the levels. */
    record Tile(int level, int column, int row) {}

    private final int width;
    private final int columns;
    private final long capacity;
    private final List<AtomicReferenceArray<int[]>> levels = new ArrayList<>();
    private final Set<Tile> soft = new HashSet<>();
    private final Map<Tile, Integer> fine = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * Nothing is there.
     *
     * @param width columns of the picture
     * @param height its rows
     * @param capacity bytes for squares of the fine levels
     */
    TileStore(int width, int height, long capacity) {
        this.width = width;
        this.columns = squares(width);
        this.capacity = capacity;
        for (int level = 0; level < LEVELS; level++) {
            levels.add(new AtomicReferenceArray<>(columns * squares(height)));
        }
    }

    /** How many squares cover a side. */
    static int squares(int side) {
        return (side + SIZE - 1) / SIZE;
    }

    /** A pixel as of {@link PictureSource#argb}. */
    int argb(int level, int x, int y) {
        int shift = SHIFT - level;
        int index = (y >> shift) * columns + (x >> shift);
        for (int k = level; k < LEVELS; k++) { // what is not there yet is shown blurred, if a coarser level is
            int[] square = levels.get(k).get(index);
            if (square != null) {
                int mask = (SIZE >> k) - 1;
                int side = PictureSource.shrunk(Math.min(SIZE, width - (x >> shift) * SIZE), k);
                int down = k - level;
                return square[((y >> down) & mask) * side + ((x >> down) & mask)];
            }
        }
        return PictureSource.MISSING;
    }

    /** Whether a square is there, be it softly. */
    boolean has(Tile tile) {
        return levels.get(tile.level).get(index(tile)) != null;
    }

    /** Whether a square is there softly only. */
    synchronized boolean soft(Tile tile) {
        return soft.contains(tile);
    }

    /** Marks a square as used. */
    synchronized void use(Tile tile) {
        fine.get(tile);
    }

    /** Bytes that squares of fine levels take. */
    synchronized long bytes() {
        return bytes;
    }

    private int index(Tile tile) {
        return tile.row * columns + tile.column;
    }

    /** The part of the picture that a square covers has been decoded: keeps it at its level and all smaller ones. */
    void put(Tile tile, MemoryPicture square, boolean softly, Predicate<Tile> needed) {
        for (int level = tile.level; level < LEVELS; level++) {
            Tile smaller = new Tile(level, tile.column, tile.row);
            if (!softly || !has(smaller)) { // or it is there as it is
                keep(smaller, pixels(square, level), softly, needed);
            }
        }
    }

    private static int[] pixels(MemoryPicture square, int level) {
        int k = Math.min(level, square.levels() - 1);
        if (k < level) { // a sliver at the edge that has fewer levels: no level may lack it
            int[] sliver =
                    new int[PictureSource.shrunk(square.width(), level) * PictureSource.shrunk(square.height(), level)];
            Arrays.fill(sliver, square.argb(k, 0, 0));
            return sliver;
        }
        int w = square.width(k);
        int h = square.height(k);
        int[] pixels = new int[w * h];
        for (int y = 0, i = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                pixels[i++] = square.argb(k, x, y);
            }
        }
        return pixels;
    }

    private synchronized void keep(Tile tile, int[] pixels, boolean softly, Predicate<Tile> needed) {
        levels.get(tile.level).set(index(tile), pixels);
        if (softly) {
            soft.add(tile);
        } else {
            soft.remove(tile);
        }
        if (tile.level < COARSE && fine.put(tile, pixels.length) == null) {
            bytes += 4L * pixels.length;
            evict(needed);
        }
    }

    private void evict(Predicate<Tile> needed) {
        var eldest = fine.entrySet().iterator();
        while (bytes > capacity && eldest.hasNext()) {
            Map.Entry<Tile, Integer> gone = eldest.next();
            Tile tile = gone.getKey();
            if (needed.test(tile)) {
                continue; // or it would be decoded again at once
            }
            eldest.remove();
            soft.remove(tile);
            bytes -= 4L * gone.getValue();
            levels.get(tile.level).set(index(tile), null);
        }
    }
}
