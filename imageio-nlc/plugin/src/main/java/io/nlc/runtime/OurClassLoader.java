package io.nlc.runtime;

/**
 * While it is open, this thread's context class loader is ours. DJL looks for its parts through that one, and the one
 * of a thread of the common pool, for example, does not see them in a jar of jars.
 */
final class OurClassLoader implements AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private final ClassLoader before = thread.getContextClassLoader();

    OurClassLoader() {
        thread.setContextClassLoader(OurClassLoader.class.getClassLoader());
    }

    @Override
    public void close() {
        thread.setContextClassLoader(before);
    }
}
