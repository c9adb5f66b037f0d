package io.nlc.viewer.model.coding;

import io.nlc.picture.CodecProgress;
import java.util.function.BooleanSupplier;

/**
 * Stops the codec, and does not care how far it is.
 *
 * @param stop true as soon as it shall stop
 */
public record StopWhen(BooleanSupplier stop) implements CodecProgress {

    @Override
    public void progress(float fraction) {}

    @Override
    public boolean cancelled() {
        return stop.getAsBoolean();
    }
}
