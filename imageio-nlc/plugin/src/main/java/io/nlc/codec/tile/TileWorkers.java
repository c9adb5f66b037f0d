package io.nlc.codec.tile;

import io.nlc.codec.latent.LatentCoder;
import io.nlc.model.PackSessions;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Works on tiles in parallel, with memory for a few of them at a time. */
public final class TileWorkers extends TilePool {

    /*
     * A network run already uses every core, and its activations are by far the largest memory; so few transforms run
     * at once, while entropy coding, which is one thread a tile, fills the gaps on the other workers.
     */

    private final Semaphore transforms;
    private final PackSessions sessions;
    private final ConcurrentLinkedQueue<LatentCoder> coders = new ConcurrentLinkedQueue<>();

    /** What is done while memory for it is free. */
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

    /** Runs a transform when memory for one more is free. */
    public <T> T transform(Work<T> work) throws IOException {
        transforms.acquireUninterruptibly();
        try {
            return work.run();
        } finally {
            transforms.release();
        }
    }

    /** Lends a coder. */
    public <T> T withCoder(CoderWork<T> work) throws IOException {
        LatentCoder coder = coders.poll();
        if (coder == null) {
            coder = new LatentCoder(sessions);
        }
        try {
            return work.run(coder);
        } finally {
            coders.add(coder);
        }
    }
}
