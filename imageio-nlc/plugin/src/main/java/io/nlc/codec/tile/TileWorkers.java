package io.nlc.codec.tile;

import io.nlc.codec.latent.LatentCoder;
import io.nlc.model.PackSessions;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Works on tiles in parallel. */
public final class TileWorkers extends TilePool {

    /*
     * A network run already uses every core, so more than a few transforms at once would only take memory; entropy
     * coding, which is one thread a tile, fills the gaps on the other workers. How many of them there is memory for is
     * for the networks to say, which wait for it.
     */

    private final Semaphore transforms;
    private final PackSessions sessions;
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
     * Starts no thread yet.
     *
     * @param sessions must stay open longer
     * @param tiles how many there will be to work on, at most
     */
    public TileWorkers(PackSessions sessions, int tiles) {
        super(sessions.settings().threads(), tiles);
        this.sessions = sessions;
        this.transforms = new Semaphore(Math.max(1, sessions.settings().threads() / 8));
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
            coder = new LatentCoder(sessions, this::checkStopped);
        }
        try {
            return work.run(coder);
        } finally {
            coders.add(coder);
        }
    }
}
