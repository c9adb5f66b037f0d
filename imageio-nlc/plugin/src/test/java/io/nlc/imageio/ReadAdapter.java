package io.nlc.imageio;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/** Hears nothing but what those who implement it ask for. */
interface ReadAdapter extends IIOReadProgressListener {
    @Override
    default void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    default void sequenceComplete(ImageReader source) {}

    @Override
    default void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    default void imageProgress(ImageReader source, float percentageDone) {}

    @Override
    default void imageComplete(ImageReader source) {}

    @Override
    default void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    default void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    default void thumbnailComplete(ImageReader source) {}

    @Override
    default void readAborted(ImageReader source) {}
}
