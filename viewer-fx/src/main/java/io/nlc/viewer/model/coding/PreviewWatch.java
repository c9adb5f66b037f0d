package io.nlc.viewer.model.coding;

import io.nlc.viewer.model.picture.MemoryPicture;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadUpdateListener;

/** Passes on what a reader has made at the end of each pass but the last. For one reading of one picture. */
final class PreviewWatch implements IIOReadUpdateListener {

    private final Consumer<MemoryPicture> preview;
    private boolean last;

    PreviewWatch(Consumer<MemoryPicture> preview) {
        this.preview = preview;
    }

    @Override
    public void passStarted(
            ImageReader source,
            BufferedImage image,
            int pass,
            int minPass,
            int maxPass,
            int minX,
            int minY,
            int periodX,
            int periodY,
            int[] bands) {
        last = pass == maxPass;
    }

    @Override
    public void imageUpdate(
            ImageReader source,
            BufferedImage image,
            int minX,
            int minY,
            int width,
            int height,
            int periodX,
            int periodY,
            int[] bands) {}

    @Override
    public void passComplete(ImageReader source, BufferedImage image) {
        if (!last) {
            preview.accept(MemoryPicture.of(image));
        }
    }

    @Override
    public void thumbnailPassStarted(
            ImageReader source,
            BufferedImage thumbnail,
            int pass,
            int minPass,
            int maxPass,
            int minX,
            int minY,
            int periodX,
            int periodY,
            int[] bands) {}

    @Override
    public void thumbnailUpdate(
            ImageReader source,
            BufferedImage thumbnail,
            int minX,
            int minY,
            int width,
            int height,
            int periodX,
            int periodY,
            int[] bands) {}

    @Override
    public void thumbnailPassComplete(ImageReader source, BufferedImage thumbnail) {}
}
