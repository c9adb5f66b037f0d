package io.nlc.viewer.model.coding;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOWriteProgressListener;

/**
 * Passes on how far a reader or writer is, 0 to 1, and aborts it at its next sign of life once nobody wants the result.
 */
public record CodecWatch(BooleanSupplier cancelled, DoubleConsumer progress)
        implements IIOReadProgressListener, IIOWriteProgressListener {

    private static final double PERCENT = 100;

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {
        imageProgress(source, 0);
    }

    @Override
    public void imageStarted(ImageWriter source, int imageIndex) {
        imageProgress(source, 0);
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
        if (cancelled.getAsBoolean()) {
            source.abort();
        }
        progress.accept(percentageDone / PERCENT);
    }

    @Override
    public void imageProgress(ImageWriter source, float percentageDone) {
        if (cancelled.getAsBoolean()) {
            source.abort();
        }
        progress.accept(percentageDone / PERCENT);
    }

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void imageComplete(ImageWriter source) {}

    @Override
    public void readAborted(ImageReader source) {}

    @Override
    public void writeAborted(ImageWriter source) {}

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailStarted(ImageWriter source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailProgress(ImageWriter source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}

    @Override
    public void thumbnailComplete(ImageWriter source) {}
}
