package io.nlc.viewer.model.coding;

import io.nlc.picture.CodecProgress;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * Stops the codec, and passes on how far it is.
 *
 * @param stop true as soon as it shall stop
 * @param done takes how much is done, 0 to 1
 */
public record StopWhen(BooleanSupplier stop, DoubleConsumer done) implements CodecProgress {

    /** Stops it, and does not care how far it is. */
    public StopWhen(BooleanSupplier stop) {
        this(stop, fraction -> {});
    }

    @Override
    public void progress(float fraction) {
        done.accept(fraction);
    }

    @Override
    public boolean cancelled() {
        return stop.getAsBoolean();
    }
}
