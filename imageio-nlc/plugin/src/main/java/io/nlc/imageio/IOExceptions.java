package io.nlc.imageio;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.IOException;
import javax.imageio.IIOException;

/**
 * ImageIO's users catch one exception. The one that this package throws has the {@link NlcException} as its cause,
 * which says what kind of failure it is.
 */
final class IOExceptions {

    private IOExceptions() {}

    /** The same failure, for users of ImageIO. */
    static IIOException iio(IOException e) {
        return e instanceof IIOException iio
                ? iio
                : new IIOException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }

    /** What may go wrong below this package. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** Does something, and throws what users of ImageIO catch if it fails of itself; the stream's own failures stay. */
    static <T> T guarded(Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (NlcException e) {
            throw iio(e);
        } catch (OutOfMemoryError e) {
            throw iio(memory(e));
        }
    }

    /** The failure that memory is short, wherever that was. */
    static NlcException memory(OutOfMemoryError e) {
        return new NlcException(FailureKind.MEMORY, "not enough memory: " + e.getMessage(), e);
    }
}
