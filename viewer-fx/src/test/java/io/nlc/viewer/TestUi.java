package io.nlc.viewer;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The thread of a test as that of the view-models: what they want done there is done while the test waits. */
public final class TestUi implements Executor {

    private static final long LIMIT_SECONDS = 120;

    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable command) {
        queue.add(command);
    }

    /** Whether nothing is to be done. */
    public boolean idle() {
        return queue.isEmpty();
    }

    /** Does what is to be done until something has become true; fails after two minutes. */
    public void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try {
            while (!condition.getAsBoolean()) {
                Runnable next = queue.poll(20, TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                } else if (System.nanoTime() > end) {
                    throw new AssertionError("it did not happen within " + LIMIT_SECONDS + " s");
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
