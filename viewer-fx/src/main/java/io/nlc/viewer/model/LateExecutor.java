package io.nlc.viewer.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Keeps what it is given until there is somebody to run it: results may come before the toolkit is there that shows
 * them.
 */
public final class LateExecutor implements Executor {

    private final List<Runnable> kept = new ArrayList<>();
    private Executor executor;

    /** Makes one that keeps everything. */
    public LateExecutor() {}

    @Override
    public synchronized void execute(Runnable task) {
        if (executor == null) {
            kept.add(task);
        } else {
            executor.execute(task);
        }
    }

    /** Hands over what was kept, in its order, and from now on everything at once. */
    public synchronized void open(Executor to) {
        executor = to;
        kept.forEach(to::execute);
        kept.clear();
    }
}
