package io.nlc.codec.tile;

import io.nlc.codec.latent.LatentCoder;
import io.nlc.model.PackSessions;
import io.nlc.runtime.MemoryBudget;
import io.nlc.runtime.MemoryUse;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Works on tiles in parallel. */
public final class TileWorkers extends TilePool {

    /*
     * A run of a network on several threads waits for the slowest of them at every operation, which costs a tenth of
     * the time of two threads. So of pictures of many tiles each transform runs on few threads, or one, and as many
     * tiles at once as there is memory for. Of others, a run uses every core; more than a few at once would only take
     * memory then, and entropy coding, which is one thread a tile, fills the gaps on the other workers.
     */

    /** Most transforms at once. */
    private static final int MOST = 8;

    /** Bytes that they may take together: four of tiles of 512 pixels, or three. More would save next to no time. */
    private static final long ROOM = 1L << 30;

    /** Tiles that each of them should have at least: else the last ones are alone for too long. */
    private static final int TILES = 2;

    private final Semaphore transforms;
    private final PackSessions sessions;
    private final boolean correcting;
    private final ConcurrentLinkedQueue<LatentCoder> coders = new ConcurrentLinkedQueue<>();

    /** What is done while few others do the like. */
    public interface Work<T> {
        T run() throws IOException;
    }

    /** What is done with a coder. */
    public interface CoderWork<T> {
        T run(LatentCoder coder) throws IOException;
    }

    /**
     * Starts no thread yet. Coders take the networks' probabilities as they are.
     *
     * @param sessions must stay open longer
     * @param tiles how many there will be to work on, at most
     */
    public TileWorkers(PackSessions sessions, int tiles) {
        this(sessions, tiles, false);
    }

    /**
     * Starts no thread yet.
     *
     * @param sessions must stay open longer
     * @param tiles how many there will be to work on, at most
     * @param correcting whether probabilities are corrected by what was seen of a tile
     */
    public TileWorkers(PackSessions sessions, int tiles, boolean correcting) {
        super(sessions.settings().threads(), tiles);
        this.correcting = correcting;
        this.sessions = sessions;
        RuntimeSettings settings = sessions.settings();
        this.transforms = new Semaphore(Math.max(settings.together(), settings.threads() / MOST));
    }

    /**
     * How the networks of a picture are best run.
     *
     * @param tiles that are to be worked on
     * @param use memory of the transform
     * @param positions that it sees of a tile, at most
     * @return settings whose threads are shared by as many transforms as are worth it
     */
    public static RuntimeSettings sharing(RuntimeSettings settings, int tiles, MemoryUse use, long positions) {
        int most = Math.min(settings.threads(), MOST);
        if (tiles < TILES * most || !settings.surelyOnCpu()) {
            return settings;
        }
        MemoryBudget room = new MemoryBudget(Math.min(ROOM, settings.budget().bytes()));
        int together = (int) Math.max(1, Math.min(most, room.runs(use, positions)));
        return settings.often().withTogether(together); // so many runs are worth a while of optimising
    }

    /**
     * Runs a transform when few others run.
     *
     * @throws java.util.concurrent.CancellationException if the caller wants to stop by then
     */
    public <T> T transform(Work<T> work) throws IOException {
        transforms.acquireUninterruptibly();
        try {
            checkStopped();
            return work.run();
        } finally {
            transforms.release();
        }
    }

    /** Lends a coder. */
    public <T> T withCoder(CoderWork<T> work) throws IOException {
        LatentCoder coder = coders.poll();
        if (coder == null) {
            coder = new LatentCoder(sessions, correcting, this::checkStopped);
        }
        try {
            return work.run(coder);
        } finally {
            coders.add(coder);
        }
    }
}
