package io.nlc.imageio;

import java.io.IOException;
import javax.imageio.IIOException;

/** ImageIO's users catch one exception. */
final class IOExceptions {

    private IOExceptions() {}

    static IIOException wrap(IOException e) {
        return e instanceof IIOException iio
                ? iio
                : new IIOException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
}
