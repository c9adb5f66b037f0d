package io.nlc.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Remembers what went wrong, which those who write through it may keep to themselves. */
final class WatchedStream extends FilterOutputStream {

    private IOException failure;

    WatchedStream(OutputStream out) {
        super(out);
    }

    /** The first failure; null if all went well. */
    IOException failure() {
        return failure;
    }

    private interface Work {
        void run() throws IOException;
    }

    private void watch(Work work) throws IOException {
        try {
            work.run();
        } catch (IOException e) {
            if (failure == null) {
                failure = e;
            }
            throw e;
        }
    }

    @Override
    public void write(int b) throws IOException {
        watch(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        watch(() -> out.write(bytes, from, length));
    }

    @Override
    public void flush() throws IOException {
        watch(out::flush);
    }
}
