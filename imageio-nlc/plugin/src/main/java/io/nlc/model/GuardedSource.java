package io.nlc.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A source that may be anybody's code: it has a location, and fails with an {@link IOException} or not at all. */
final class GuardedSource implements PackSource {

    private final PackSource source;
    private final String location;

    /** @throws RuntimeException if the source does not even know where it is */
    GuardedSource(PackSource source) {
        this.source = Objects.requireNonNull(source, "a pack");
        this.location = Objects.requireNonNull(source.location(), "a pack's location");
    }

    private interface Opening {
        InputStream open() throws IOException;
    }

    @Override
    public InputStream open(String file) throws IOException {
        return guarded(file, () -> source.open(file));
    }

    @Override
    public InputStream openSibling(String entropyModel, String file) throws IOException {
        return guarded(file, () -> source.openSibling(entropyModel, file));
    }

    private static InputStream guarded(String file, Opening opening) throws IOException {
        try {
            InputStream in = opening.open();
            if (in == null) {
                throw new IOException(file + " is not there");
            }
            return in;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new IOException(Reason.of(e), e);
        }
    }

    @Override
    public String location() {
        return location;
    }
}
