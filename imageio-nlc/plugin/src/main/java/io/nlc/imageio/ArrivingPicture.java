package io.nlc.imageio;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadUpdateListener;

/**
 * A picture that is decoded on a thread of its own, whose first rows can be used while others are still decoded:
 * whoever asks for pixels that are not there waits for them. Closing it gives up what is not decoded by then.
 */
public final class ArrivingPicture implements AutoCloseable {

    /*
     * A reader tells its update listeners of rows when they have their last pixels, but for alpha, which comes over all
     * of them at the end. So with alpha there is nothing before the end.
     */

    private static final long POLL_MILLIS = 50;

    private final NlcImageReader reader;
    private final Thread thread;
    private BufferedImage image; // these five guarded by this
    private int rows;
    private boolean complete;
    private boolean ended;
    private Throwable failure;

    private ArrivingPicture(NlcImageReader reader, NlcImageReadParam param) {
        this.reader = reader;
        this.thread = new Thread(() -> read(param), "nlc-read");
        thread.setDaemon(true);
    }

    /**
     * Starts to read the picture. Until this is closed the reader and its input are for nobody else; its listeners are
     * called on another thread.
     *
     * @param param which asks for no destination; it is set to the picture's last pass alone
     */
    public static ArrivingPicture start(NlcImageReader reader, NlcImageReadParam param) {
        param.setSourceProgressivePasses(1, 1); // a preview would be overwritten while it is used
        ArrivingPicture picture = new ArrivingPicture(reader, param);
        picture.thread.start();
        return picture;
    }

    /**
     * The picture, as soon as it is known that it can be decoded.
     *
     * @return an image whose methods throw {@link java.io.UncheckedIOException} if the rest of it cannot be
     * @throws IOException if it is known that it cannot
     */
    public RenderedImage image() throws IOException {
        synchronized (this) {
            await(0);
        }
        Dimension size = new Dimension(image.getWidth(), image.getHeight());
        Dimension tile = new Dimension(size.width, Math.min(size.height, reader.getTileHeight(0)));
        return new LazyImage(this::part, size, tile, new ImageTypeSpecifier(image), 1, true);
    }

    /**
     * Waits until all of the picture has been read.
     *
     * @throws IOException if it cannot be
     */
    public void finish() throws IOException {
        synchronized (this) {
            await(Integer.MAX_VALUE);
        }
    }

    /** Stops reading, and waits until nothing reads any more. */
    @Override
    public void close() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            reader.abort(); // again and again: a reading that begins clears the wish
            try {
                thread.join(POLL_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Raster part(Rectangle part) throws IOException {
        synchronized (this) {
            await(part.y + part.height);
        }
        return image.getRaster().createChild(part.x, part.y, part.width, part.height, 0, 0, null);
    }

    /** Waits until there are so many rows, or the end; with this locked. */
    private void await(int wanted) throws IOException {
        try {
            while (!ended && (image == null || rows < wanted)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the picture was read");
        }
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    private void read(NlcImageReadParam param) {
        Rows listener = new Rows();
        reader.addIIOReadUpdateListener(listener);
        try {
            BufferedImage whole = reader.read(0, param);
            end(whole, null);
        } catch (IOException | RuntimeException | Error e) {
            end(null, e);
        } finally {
            reader.removeIIOReadUpdateListener(listener);
        }
    }

    private synchronized void end(BufferedImage whole, Throwable why) {
        image = whole == null ? image : whole;
        failure = whole == null || complete ? why : new IOException("reading the picture was stopped");
        ended = true;
        notifyAll();
    }

    private synchronized void arrive(BufferedImage of, int end) {
        image = of;
        rows = of.getColorModel().hasAlpha() ? 0 : Math.max(rows, end);
        notifyAll();
    }

    private synchronized void complete() {
        complete = true;
    }

    private final class Rows implements IIOReadUpdateListener {

        @Override
        public void passStarted(
                ImageReader source,
                BufferedImage of,
                int pass,
                int minPass,
                int maxPass,
                int minX,
                int minY,
                int periodX,
                int periodY,
                int[] bands) {
            arrive(of, 0);
        }

        @Override
        public void imageUpdate(
                ImageReader source,
                BufferedImage of,
                int minX,
                int minY,
                int width,
                int height,
                int periodX,
                int periodY,
                int[] bands) {
            arrive(of, minY + height);
        }

        @Override
        public void passComplete(ImageReader source, BufferedImage of) {
            complete();
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
}
