package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pictures of two rows of tiles. */
@ExtendWith(TinyPack.class)
class ArrivingPictureTest {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 1000;
    private static final int TILE = 512;

    private static byte[] file(int type) throws IOException {
        return Pictures.write(Pictures.of(WIDTH, HEIGHT, type));
    }

    private static NlcImageReader reader(byte[] file) {
        NlcImageReader reader = PictureFiles.reader();
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        return reader;
    }

    private static int[] pixels(Raster raster) {
        return raster.getPixels(
                raster.getMinX(), raster.getMinY(), raster.getWidth(), raster.getHeight(), (int[]) null);
    }

    @Test
    void itsPixels_areThoseOfTheFile() throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR}) {
            byte[] file = file(type);
            BufferedImage whole = reader(file).read(0);
            NlcImageReader reader = reader(file);
            try (ArrivingPicture picture = ArrivingPicture.start(reader, reader.getDefaultReadParam())) {
                RenderedImage image = picture.image();
                assertThat(image.getColorModel()).isEqualTo(whole.getColorModel());
                for (int y = 0; y < HEIGHT; y += 100) {
                    Rectangle rows = new Rectangle(0, y, WIDTH, 100);
                    assertThat(pixels(image.getData(rows))).isEqualTo(pixels(whole.getData(rows)));
                }
                picture.finish();
            }
        }
    }

    /** The second row of tiles is held up until the first has been used. */
    @Test
    void firstRows_areThereBeforeTheLast() throws IOException {
        byte[] file = file(BufferedImage.TYPE_3BYTE_BGR);
        BufferedImage whole = reader(file).read(0);
        NlcImageReader reader = reader(file);
        CountDownLatch used = new CountDownLatch(1);
        AtomicInteger tiles = new AtomicInteger();
        reader.addIIOReadProgressListener(new ReadAdapter() {
            @Override
            public void imageProgress(ImageReader source, float percentageDone) {
                if (tiles.incrementAndGet() == 3) { // of four
                    await(used);
                }
            }
        });
        try (ArrivingPicture picture = ArrivingPicture.start(reader, reader.getDefaultReadParam())) {
            Rectangle first = new Rectangle(0, 0, WIDTH, TILE);
            assertThat(pixels(picture.image().getData(first))).isEqualTo(pixels(whole.getData(first)));
            used.countDown();
            Rectangle last = new Rectangle(0, TILE, WIDTH, HEIGHT - TILE);
            assertThat(pixels(picture.image().getData(last))).isEqualTo(pixels(whole.getData(last)));
        }
        assertThat(tiles).hasValue(4);
    }

    @Test
    void fileThatIsNone_failsAtOnce() throws IOException {
        NlcImageReader reader = reader(new byte[100]);
        try (ArrivingPicture picture = ArrivingPicture.start(reader, reader.getDefaultReadParam())) {
            assertThatThrownBy(picture::image).isInstanceOf(IIOException.class);
        }
    }

    @Test
    void failureOnTheWay_isThrownWherePixelsAreAskedFor() throws IOException {
        NlcImageReader reader = reader(file(BufferedImage.TYPE_3BYTE_BGR));
        AtomicInteger tiles = new AtomicInteger();
        reader.addIIOReadProgressListener(new ReadAdapter() {
            @Override
            public void imageProgress(ImageReader source, float percentageDone) {
                if (tiles.incrementAndGet() == 3) {
                    source.abort(); // which leaves the rest as it is
                }
            }
        });
        NlcImageReadParam param = reader.getDefaultReadParam();
        try (ArrivingPicture picture = ArrivingPicture.start(reader, param)) {
            RenderedImage image = picture.image();
            assertThatThrownBy(() -> image.getData())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("stopped");
        }
    }

    @Test
    void close_stopsReading() throws IOException {
        NlcImageReader reader = reader(file(BufferedImage.TYPE_3BYTE_BGR));
        AtomicInteger ends = new AtomicInteger();
        reader.addIIOReadProgressListener(new ReadAdapter() {
            @Override
            public void readAborted(ImageReader source) {
                ends.incrementAndGet();
            }
        });
        Thread closing = Thread.currentThread();
        AtomicInteger tiles = new AtomicInteger();
        reader.addIIOReadProgressListener(new ReadAdapter() {
            @Override
            public void imageProgress(ImageReader source, float percentageDone) {
                tiles.incrementAndGet();
                while (closing.getState() != Thread.State.TIMED_WAITING) { // for this thread to end
                    Thread.onSpinWait();
                }
            }
        });
        try (ArrivingPicture picture = ArrivingPicture.start(reader, reader.getDefaultReadParam())) {
            picture.image();
        }
        assertThat(ends).hasValue(1);
        assertThat(tiles.get()).isLessThan(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
