package io.nlc.viewer.model.document;

import io.nlc.imageio.NlcImageReadParam;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.viewer.model.Jobs;
import io.nlc.viewer.model.coding.NlcFile;
import io.nlc.viewer.model.document.TileStore.Tile;
import io.nlc.viewer.model.picture.MemoryPicture;
import io.nlc.viewer.model.picture.PictureSource;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.imageio.stream.FileImageInputStream;

/** A large {@code .nlc} file, of which the parts are decoded that are looked at. */
public final class TiledPicture implements PictureSource, AutoCloseable {

    /*
     * The picture is kept as squares, each at any of the levels. A need makes a list of the squares that are missing,
     * those nearest to the middle of the view first; one thread decodes them in blocks of BLOCK x BLOCK squares,
     * because the decoder needs the latents around what it decodes and single squares would cost each of them nine
     * times. From a decoded block the level asked for and all smaller ones are kept.
     *
     * If the pack has a preview, all that is needed comes softly first, in a small part of the time, and then once
     * more as it is.
     */

    private static final int SIZE = TileStore.SIZE;
    private static final int BLOCK = 4;

    /** The squares of a level that are looked at, the last ones included. */
    private record Need(int level, int left, int top, int right, int bottom) {

        boolean empty() {
            return left > right || top > bottom;
        }

        boolean has(Tile tile) {
            return tile.level() == level
                    && tile.column() >= left
                    && tile.column() <= right
                    && tile.row() >= top
                    && tile.row() <= bottom;
        }

        List<Tile> tiles() {
            List<Tile> tiles = new ArrayList<>();
            for (int row = top; row <= bottom; row++) {
                for (int column = left; column <= right; column++) {
                    tiles.add(new Tile(level, column, row));
                }
            }
            return tiles;
        }

        double distance(Tile tile) {
            return Math.hypot(
                    tile.column() + 0.5 - (left + right + 1) / 2.0, tile.row() + 0.5 - (top + bottom + 1) / 2.0);
        }
    }

    /** What to decode next: a block of squares, in squares, for a level; of its preview or as it is. */
    private record Task(Rectangle block, int level, boolean preview) {}

    private final Path file;
    private final NlcSettings codecSettings;
    private final int width;
    private final int height;
    private final boolean previews;
    private final TileStore store;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Need need;
    private final Jobs jobs;
    private boolean alive;
    private boolean closed;
    private volatile Throwable problem;

    /**
     * Opens nothing yet.
     *
     * @param file the file
     * @param nlc its header
     * @param codecSettings how NLC is run
     * @param capacity bytes for squares of the fine levels
     * @param jobs start the thread that decodes
     */
    public TiledPicture(Path file, NlcFile nlc, NlcSettings codecSettings, long capacity, Jobs jobs) {
        this.jobs = jobs;
        this.file = file;
        this.codecSettings = codecSettings;
        this.width = nlc.header().width();
        this.height = nlc.header().height();
        this.previews = nlc.pack().manifest().networks().hasPreview();
        this.store = new TileStore(width, height, capacity);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int levels() {
        return TileStore.LEVELS;
    }

    /** What went wrong while decoding, or null. */
    public Throwable problem() {
        return problem;
    }

    @Override
    public int argb(int level, int x, int y) {
        return store.argb(level, x, y);
    }

    @Override
    public void need(int level, int left, int top, int right, int bottom) {
        int side = SIZE >> level;
        Need wanted = new Need(
                level,
                Math.max(0, left / side),
                Math.max(0, top / side),
                Math.min(TileStore.squares(width) - 1, (right - 1) / side),
                Math.min(TileStore.squares(height) - 1, (bottom - 1) / side));
        synchronized (this) {
            if (wanted.equals(need) || closed || wanted.empty()) {
                return;
            }
            need = wanted;
            wanted.tiles().forEach(store::use);
            if (!alive && missing() != null) {
                alive = jobs.start("nlc-tiles", this::decodeAll);
            }
        }
    }

    @Override
    public void whenChanged(Runnable listener) {
        listeners.add(listener);
    }

    /** Whether something that is needed is being decoded. */
    public synchronized boolean busy() {
        return alive;
    }

    /** Bytes that squares of fine levels take. */
    long bytes() {
        return store.bytes();
    }

    /** What to decode next, or null. */
    private synchronized Task missing() {
        if (closed || need == null || jobs.ending()) {
            return null;
        }
        List<Tile> tiles = needed(tile -> !store.has(tile));
        boolean preview = previews && !tiles.isEmpty();
        if (tiles.isEmpty()) {
            tiles = needed(store::soft);
        }
        return tiles.isEmpty() ? null : new Task(nearest(tiles), need.level, preview);
    }

    private List<Tile> needed(Predicate<Tile> which) {
        return need.tiles().stream().filter(which).toList();
    }

    // Of the squares that lie in a block with the one nearest to the middle of the view, the smallest rectangle.
    private Rectangle nearest(List<Tile> tiles) {
        Tile first =
                tiles.stream().min(Comparator.comparingDouble(need::distance)).orElseThrow();
        return tiles.stream()
                .filter(tile ->
                        tile.column() / BLOCK == first.column() / BLOCK && tile.row() / BLOCK == first.row() / BLOCK)
                .map(tile -> new Rectangle(tile.column(), tile.row(), 1, 1))
                .reduce(Rectangle::union)
                .orElseThrow();
    }

    private synchronized Task next() {
        Task task = missing();
        if (task == null) {
            alive = false;
        }
        return task;
    }

    private void decodeAll() {
        NlcImageReader reader = PictureFiles.reader(codecSettings);
        try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
            reader.setInput(in);
            for (Task task = next(); task != null; task = next()) {
                Rectangle block = task.block;
                Rectangle pixels = new Rectangle(
                                block.x * SIZE, block.y * SIZE, block.width * SIZE, block.height * SIZE)
                        .intersection(new Rectangle(width, height));
                keep(decode(reader, pixels, task.preview), task);
                listeners.forEach(Runnable::run);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            System.getLogger(TiledPicture.class.getName()).log(Level.WARNING, file + " cannot be decoded", e);
            problem = e;
            synchronized (this) {
                closed = true; // asking again would only fail again
                alive = false;
            }
            listeners.forEach(Runnable::run);
        } finally {
            reader.dispose();
        }
    }

    private BufferedImage decode(NlcImageReader reader, Rectangle pixels, boolean preview) throws IOException {
        NlcImageReadParam param = reader.getDefaultReadParam();
        if (preview) {
            param.setSourceProgressivePasses(0, 1);
        }
        param.setSourceRegion(pixels);
        return PictureFiles.srgb(reader.read(0, param));
    }

    private void keep(BufferedImage image, Task task) {
        Rectangle block = task.block;
        for (int row = block.y; row < block.y + block.height; row++) {
            for (int column = block.x; column < block.x + block.width; column++) {
                int x = (column - block.x) * SIZE;
                int y = (row - block.y) * SIZE;
                int w = Math.min(SIZE, width - column * SIZE);
                int h = Math.min(SIZE, height - row * SIZE);
                MemoryPicture square = MemoryPicture.of(image.getSubimage(x, y, w, h));
                store.put(new Tile(task.level, column, row), square, task.preview, this::needed);
            }
        }
    }

    private boolean needed(Tile tile) {
        Need now = need;
        return now != null && now.has(tile);
    }

    /** Decodes nothing more. */
    @Override
    public synchronized void close() {
        closed = true;
        need = null;
    }
}
