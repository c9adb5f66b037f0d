package io.nlc.viewer.model;

import io.nlc.imageio.NlcImageReadParam;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.PictureFiles;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.imageio.stream.FileImageInputStream;

/** A large {@code .nlc} file, of which the parts are decoded that are looked at. */
public final class TiledPicture implements PictureSource, AutoCloseable {

    /*
     * The picture is kept as squares of SIZE pixels, each at any of the levels. A need makes a list of the squares
     * that are missing, those nearest to the middle of the view first; one thread decodes them in blocks of BLOCK x
     * BLOCK squares, because the decoder needs the latents around what it decodes and single squares would cost each
     * of them nine times. From a decoded block the level asked for and all smaller ones are kept. Levels from COARSE
     * on take 1/192 of the picture's memory in all and stay for good, so that wherever one goes something is there
     * already; finer ones leave, least recently needed first, when they exceed the capacity.
     *
     * If the pack has a preview, all that is needed comes softly first, in a small part of the time, and then once
     * more as it is.
     */

    static final int SIZE = 512;
    private static final int BLOCK = 4;
    private static final int LEVELS = 7;
    private static final int COARSE = 4;

    private record Key(int level, int index) {}

    private record Need(int level, int left, int top, int right, int bottom) {
        double distance(int column, int row) {
            return Math.hypot(column + 0.5 - (left + right + 1) / 2.0, row + 0.5 - (top + bottom + 1) / 2.0);
        }
    }

    private final Path file;
    private final String device;
    private final int width;
    private final int height;
    private final int columns;
    private final int rows;
    private final long capacity;
    private final List<AtomicReferenceArray<int[]>> levels = new ArrayList<>();
    private final Set<Key> soft = new HashSet<>();
    private final boolean previews;
    private final Map<Key, Integer> fine = new LinkedHashMap<>(16, 0.75f, true);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long bytes;
    private Need need;
    private Thread thread;
    private boolean closed;
    private volatile Throwable problem;

    /**
     * Opens nothing yet.
     *
     * @param file the file
     * @param nlc its header
     * @param device where networks run
     * @param capacity bytes for squares of the fine levels
     */
    public TiledPicture(Path file, NlcFile nlc, String device, long capacity) {
        this.file = file;
        this.device = device;
        this.width = nlc.header().width();
        this.height = nlc.header().height();
        this.columns = (width + SIZE - 1) / SIZE;
        this.rows = (height + SIZE - 1) / SIZE;
        this.capacity = capacity;
        this.previews = nlc.pack().manifest().networks().hasPreview();
        for (int level = 0; level < LEVELS; level++) {
            levels.add(new AtomicReferenceArray<>(columns * rows));
        }
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
        return LEVELS;
    }

    /** What went wrong while decoding, or null. */
    public Throwable problem() {
        return problem;
    }

    @Override
    public int argb(int level, int x, int y) {
        int shift = 9 - level;
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
        return MISSING;
    }

    @Override
    public void need(int level, int left, int top, int right, int bottom) {
        int side = SIZE >> level;
        Need wanted = new Need(
                level,
                Math.max(0, left / side),
                Math.max(0, top / side),
                Math.min(columns - 1, (right - 1) / side),
                Math.min(rows - 1, (bottom - 1) / side));
        synchronized (this) {
            if (wanted.equals(need) || closed || wanted.left > wanted.right || wanted.top > wanted.bottom) {
                return;
            }
            need = wanted;
            for (int row = wanted.top; row <= wanted.bottom; row++) {
                for (int column = wanted.left; column <= wanted.right; column++) {
                    fine.get(new Key(level, row * columns + column)); // marks it as used
                }
            }
            if (thread == null && missing() != null) {
                thread = new Thread(this::decodeAll, "nlc-tiles");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    @Override
    public void whenChanged(Runnable listener) {
        listeners.add(listener);
    }

    /** Whether something that is needed is being decoded. */
    public synchronized boolean busy() {
        return thread != null;
    }

    /** Bytes that squares of fine levels take. */
    synchronized long bytes() {
        return bytes;
    }

    /** What to decode next: a block of squares, in squares, for a level; of its preview or as it is. */
    private record Task(Rectangle block, int level, boolean preview) {}

    /** What to decode next, or null. */
    private synchronized Task missing() {
        if (closed || need == null) {
            return null;
        }
        List<int[]> squares = needed(false);
        boolean preview = previews && !squares.isEmpty();
        if (squares.isEmpty()) {
            squares = needed(true);
        }
        if (squares.isEmpty()) {
            return null;
        }
        return new Task(nearest(squares), need.level, preview);
    }

    // The squares in need that are not there, or are there only softly.
    private List<int[]> needed(boolean softly) {
        List<int[]> squares = new ArrayList<>();
        for (int row = need.top; row <= need.bottom; row++) {
            for (int column = need.left; column <= need.right; column++) {
                int index = row * columns + column;
                if (softly
                        ? soft.contains(new Key(need.level, index))
                        : levels.get(need.level).get(index) == null) {
                    squares.add(new int[] {column, row});
                }
            }
        }
        return squares;
    }

    // Of the squares that lie in a block with the one nearest to the middle of the view, the smallest rectangle.
    private Rectangle nearest(List<int[]> squares) {
        Need n = need;
        int[] first = squares.stream()
                .min(Comparator.comparingDouble(s -> n.distance(s[0], s[1])))
                .orElseThrow();
        Rectangle block = null;
        for (int[] s : squares) {
            if (s[0] / BLOCK == first[0] / BLOCK && s[1] / BLOCK == first[1] / BLOCK) {
                Rectangle square = new Rectangle(s[0], s[1], 1, 1);
                block = block == null ? square : block.union(square);
            }
        }
        return block;
    }

    private synchronized Task next() {
        Task task = missing();
        if (task == null) {
            thread = null;
        }
        return task;
    }

    private void decodeAll() {
        NlcImageReader reader = PictureFiles.reader();
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
                thread = null;
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
        param.setDevice(device);
        return reader.read(0, param);
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
                for (int k = task.level; k < LEVELS; k++) {
                    put(k, row * columns + column, square, task.preview);
                }
            }
        }
    }

    private void put(int level, int index, MemoryPicture square, boolean softly) {
        if (softly && levels.get(level).get(index) != null) {
            return; // as it is
        }
        int k = Math.min(level, square.levels() - 1);
        int w = square.width(k);
        int h = square.height(k);
        int[] pixels = new int[w * h];
        for (int y = 0, i = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                pixels[i++] = square.argb(k, x, y);
            }
        }
        if (k < level) { // a sliver at the edge that has fewer levels: no level may lack it
            pixels =
                    new int[PictureSource.shrunk(square.width(), level) * PictureSource.shrunk(square.height(), level)];
            Arrays.fill(pixels, square.argb(k, 0, 0));
        }
        synchronized (this) {
            levels.get(level).set(index, pixels);
            if (softly) {
                soft.add(new Key(level, index));
            } else {
                soft.remove(new Key(level, index));
            }
            if (level < COARSE && fine.put(new Key(level, index), pixels.length) == null) {
                bytes += 4L * pixels.length;
                evict();
            }
        }
    }

    private void evict() {
        var eldest = fine.entrySet().iterator();
        while (bytes > capacity && eldest.hasNext()) {
            Map.Entry<Key, Integer> gone = eldest.next();
            if (needed(gone.getKey())) {
                continue; // or it would be decoded again at once
            }
            eldest.remove();
            soft.remove(gone.getKey());
            bytes -= 4L * gone.getValue();
            levels.get(gone.getKey().level).set(gone.getKey().index, null);
        }
    }

    private boolean needed(Key key) {
        int column = key.index % columns;
        int row = key.index / columns;
        return need != null
                && key.level == need.level
                && column >= need.left
                && column <= need.right
                && row >= need.top
                && row <= need.bottom;
    }

    /** Decodes nothing more. */
    @Override
    public synchronized void close() {
        closed = true;
        need = null;
    }
}
