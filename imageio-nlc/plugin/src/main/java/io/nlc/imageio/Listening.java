package io.nlc.imageio;

/**
 * Tells listeners, and keeps what one of them throws, so that it reaches the caller as it is: whatever lies between may
 * take it for a failure of the picture, or of a worker. For one read or write; may be used by several threads.
 */
final class Listening {

    private volatile Throwable thrown;

    /** Tells them. */
    void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException | Error e) {
            if (thrown == null) {
                thrown = e;
            }
            throw e;
        }
    }

    /** Throws what a listener has thrown, if one has. */
    void rethrow() {
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
    }
}
