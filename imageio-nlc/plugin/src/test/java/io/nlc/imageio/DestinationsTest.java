package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Point;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOReadUpdateListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

/** Images that the caller made, bands that the caller chose, and listeners that throw. */
@ExtendWith(TinyPack.class)
class DestinationsTest {

    private static final int WIDTH = 75;
    private static final int HEIGHT = 41;

    private static byte[] file(boolean lossless, int type) throws IOException {
        return Pictures.write(Pictures.of(WIDTH, HEIGHT, type), p -> p.setLossless(lossless));
    }

    private static BufferedImage component(int dataType, boolean alpha, int... offsets) {
        return ImageTypeSpecifier.createInterleaved(
                        ColorSpace.getInstance(offsets.length < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
                        offsets,
                        dataType,
                        alpha,
                        false)
                .createBufferedImage(WIDTH, HEIGHT);
    }

    static Stream<BufferedImage> destinations() {
        return Stream.of(
                component(DataBuffer.TYPE_BYTE, false, 0, 1, 2),
                component(DataBuffer.TYPE_BYTE, false, 1, 2, 0),
                component(DataBuffer.TYPE_USHORT, false, 2, 1, 0),
                component(DataBuffer.TYPE_BYTE, true, 0, 1, 2, 3),
                component(DataBuffer.TYPE_USHORT, true, 3, 0, 1, 2),
                ImageTypeSpecifier.createBanded(
                                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                                new int[] {2, 0, 1},
                                new int[3],
                                DataBuffer.TYPE_BYTE,
                                false,
                                false)
                        .createBufferedImage(WIDTH, HEIGHT),
                ImageTypeSpecifier.createPacked(
                                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                                0xFF,
                                0xFF00,
                                0xFF0000,
                                0xFF000000,
                                DataBuffer.TYPE_INT,
                                false)
                        .createBufferedImage(WIDTH, HEIGHT));
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void anyOrderAndDepth_getsThePixels(BufferedImage destination) throws IOException {
        for (boolean lossless : new boolean[] {false, true}) {
            byte[] file = file(lossless, BufferedImage.TYPE_3BYTE_BGR);
            BufferedImage expected = Pictures.read(file);
            BufferedImage read = Pictures.read(file, p -> p.setDestination(destination));
            assertThat(read).isSameAs(destination);
            assertThat(argb(read)).as("lossless " + lossless).isEqualTo(argb(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_USHORT_565_RGB, BufferedImage.TYPE_USHORT_555_RGB})
    void fewBits_areRounded(int type) throws IOException {
        for (boolean lossless : new boolean[] {false, true}) {
            byte[] file = file(lossless, BufferedImage.TYPE_3BYTE_BGR);
            int[] full = Pictures.read(file).getRaster().getPixels(0, 0, WIDTH, HEIGHT, (int[]) null);
            BufferedImage read = Pictures.read(file, p -> p.setDestination(new BufferedImage(WIDTH, HEIGHT, type)));
            int[] few = read.getRaster().getPixels(0, 0, WIDTH, HEIGHT, (int[]) null);
            for (int i = 0; i < full.length; i++) {
                int max = i % 3 == 1 && type == BufferedImage.TYPE_USHORT_565_RGB ? 63 : 31;
                assertThat(few[i]).isEqualTo(Math.round(full[i] * max / 255f));
            }
        }
    }

    @Test
    void grayIntoDeeperGray_fillsItsRange() throws IOException {
        for (boolean lossless : new boolean[] {false, true}) {
            byte[] file = file(lossless, BufferedImage.TYPE_BYTE_GRAY);
            int[] full = Pictures.read(file).getRaster().getPixels(0, 0, WIDTH, HEIGHT, (int[]) null);
            BufferedImage deep = Pictures.read(
                    file, p -> p.setDestination(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY)));
            int[] samples = deep.getRaster().getPixels(0, 0, WIDTH, HEIGHT, (int[]) null);
            for (int i = 0; i < full.length; i++) {
                assertThat(samples[i]).isEqualTo(257 * full[i]);
            }
        }
    }

    @Test
    void oneBand_intoGray_orIntoAnotherBand() throws IOException {
        for (boolean lossless : new boolean[] {false, true}) {
            byte[] file = file(lossless, BufferedImage.TYPE_3BYTE_BGR);
            BufferedImage all = Pictures.read(file);
            BufferedImage one = Pictures.read(file, p -> {
                p.setSourceBands(new int[] {1});
                p.setDestination(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY));
            });
            assertThat(one.getRaster().getSample(31, 17, 0))
                    .isEqualTo(all.getRaster().getSample(31, 17, 1));
            BufferedImage moved = Pictures.read(file, p -> {
                p.setSourceBands(new int[] {0});
                p.setDestinationBands(new int[] {2});
            });
            assertThat(moved.getRaster().getPixel(31, 17, (int[]) null))
                    .containsExactly(0, 0, all.getRaster().getSample(31, 17, 0));
        }
    }

    @Test
    void regionsWithoutPixels_areIllegalArguments() throws IOException {
        byte[] file = file(true, BufferedImage.TYPE_3BYTE_BGR);
        List<java.util.function.Consumer<ImageReadParam>> wrong = List.of(
                p -> p.setSourceRegion(new Rectangle(WIDTH, 0, 5, 5)),
                p -> p.setSourceRegion(new Rectangle(0, 9999, 5, 5)),
                p -> p.setSourceSubsampling(200, 1, 199, 0),
                p -> p.setDestinationOffset(new Point(-WIDTH, 0)));
        for (var settings : wrong) {
            assertThatThrownBy(() -> Pictures.read(file, settings::accept))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        BufferedImage image = Pictures.of(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        assertThatThrownBy(() -> Pictures.write(image, p -> p.setSourceRegion(new Rectangle(WIDTH, 0, 5, 5))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final class Odd extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void whatListenersThrow_isThrownUnchanged() throws IOException {
        for (boolean lossless : new boolean[] {false, true}) {
            byte[] file = file(lossless, BufferedImage.TYPE_3BYTE_BGR);
            for (Throwable thrown : List.of(
                    new Odd(),
                    new OutOfMemoryError("of the listener"),
                    new java.util.concurrent.CancellationException("of the listener"),
                    new java.io.UncheckedIOException(new IOException()),
                    new NoClassDefFoundError("of the listener"))) {
                for (int when = 0; when < 5; when++) {
                    NlcImageReader reader = (NlcImageReader) new NlcImageReaderSpi().createReaderInstance(null);
                    IIOReadProgressListener progress = Mockito.mock(IIOReadProgressListener.class);
                    IIOReadUpdateListener update = Mockito.mock(IIOReadUpdateListener.class);
                    var throwing = Mockito.doThrow(thrown);
                    switch (when) {
                        case 0 -> throwing.when(progress).imageStarted(Mockito.any(), Mockito.anyInt());
                        case 1 -> throwing.when(progress).imageProgress(Mockito.any(), Mockito.anyFloat());
                        case 2 -> throwing.when(progress).imageComplete(Mockito.any());
                        case 3 -> throwing.when(update).passComplete(Mockito.any(), Mockito.any());
                        default ->
                            throwing.when(update)
                                    .imageUpdate(
                                            Mockito.any(),
                                            Mockito.any(),
                                            Mockito.anyInt(),
                                            Mockito.anyInt(),
                                            Mockito.anyInt(),
                                            Mockito.anyInt(),
                                            Mockito.anyInt(),
                                            Mockito.anyInt(),
                                            Mockito.any());
                    }
                    reader.addIIOReadProgressListener(progress);
                    reader.addIIOReadUpdateListener(update);
                    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)));
                    assertThatThrownBy(() -> reader.read(0)).isSameAs(thrown);
                    reader.removeAllIIOReadProgressListeners();
                    reader.removeAllIIOReadUpdateListeners();
                    assertThat(reader.read(0).getWidth()).as("works again").isEqualTo(WIDTH);
                }
            }
        }
    }

    @Test
    void sourceBandsOfTheWriter_areWritten() throws IOException {
        BufferedImage image = Pictures.of(WIDTH, HEIGHT, BufferedImage.TYPE_4BYTE_ABGR);
        int[][] choices = {{0}, {2, 1, 0}, {2, 3}, {0, 1, 2}, {3, 2, 1, 0}, {0, 1, 2, 3}};
        for (int[] bands : choices) {
            BufferedImage back = Pictures.read(Pictures.write(image, p -> {
                p.setLossless(true);
                p.setSourceBands(bands);
                p.setSourceRegion(new Rectangle(3, 2, 50, 30));
            }));
            assertThat(back.getWidth()).isEqualTo(50);
            assertThat(back.getRaster().getNumBands()).isEqualTo(bands.length);
            for (int b = 0; b < bands.length; b++) {
                assertThat(back.getRaster().getSamples(0, 0, 50, 30, b, (int[]) null))
                        .isEqualTo(image.getRaster().getSamples(3, 2, 50, 30, bands[b], (int[]) null));
            }
        }
        BufferedImage few = Pictures.of(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_565_RGB);
        BufferedImage back = Pictures.read(Pictures.write(few, p -> {
            p.setLossless(true);
            p.setSourceBands(new int[] {1});
        }));
        assertThat(back.getRaster().getSample(40, 20, 0))
                .isEqualTo(Math.round(few.getRaster().getSample(40, 20, 1) * 255 / 63f));
        assertThatThrownBy(() -> Pictures.write(few, p -> p.setSourceBands(new int[] {3})))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Pictures.read(Pictures.write(image, p -> p.setSourceBands(new int[] {1})))
                        .getType())
                .isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    }

    private static int[] argb(BufferedImage image) {
        return image.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH);
    }
}
