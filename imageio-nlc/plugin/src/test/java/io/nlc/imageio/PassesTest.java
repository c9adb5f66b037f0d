package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.TestPacks;
import io.nlc.metrics.Psnr;
import io.nlc.model.PackSessions;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOReadUpdateListener;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

/** A preview is the first of two passes, as in a progressive format. */
@ExtendWith(TinyPack.class)
class PassesTest {

    private final List<String> heard = new ArrayList<>();
    private final List<byte[]> pictures = new ArrayList<>();
    private Runnable passed = () -> {};

    private IIOReadUpdateListener listener() {
        return (IIOReadUpdateListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {IIOReadUpdateListener.class}, (proxy, method, args) -> {
                    heard.add(method.getName()
                            + (method.getName().equals("passStarted")
                                    ? " " + args[2] + " of " + args[3] + ".." + args[4]
                                    : ""));
                    if (method.getName().equals("passComplete")) {
                        pictures.add(Pictures.rgb((BufferedImage) args[1]));
                        passed.run();
                    }
                    return null;
                });
    }

    private BufferedImage read(
            byte[] file, boolean listening, Consumer<ImageReadParam> settings, Consumer<NlcImageReader> more)
            throws IOException {
        NlcImageReader reader = (NlcImageReader) new NlcImageReaderSpi().createReaderInstance(null);
        NlcImageReadParam param = reader.getDefaultReadParam();
        param.setDevice("cpu");
        settings.accept(param);
        if (listening) {
            reader.addIIOReadUpdateListener(listener());
        }
        more.accept(reader);
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in);
            return reader.read(0, param);
        } finally {
            reader.dispose();
        }
    }

    private byte[] preview(byte[] file, Consumer<ImageReadParam> settings) throws IOException {
        return Pictures.rgb(read(
                file,
                false,
                p -> {
                    p.setSourceProgressivePasses(0, 1);
                    settings.accept(p);
                },
                r -> {}));
    }

    @Test
    void listener_hearsOfThePreview_thenOfThePicture() throws IOException {
        byte[] file =
                Pictures.write(Pictures.of(200, 150, BufferedImage.TYPE_3BYTE_BGR), p -> p.setCompressionQuality(1));
        byte[] picture = Pictures.rgb(read(file, true, p -> {}, r -> {}));
        assertThat(heard)
                .containsExactly(
                        "passStarted 0 of 0..1",
                        "imageUpdate",
                        "passComplete",
                        "passStarted 1 of 0..1",
                        "imageUpdate",
                        "passComplete");
        assertThat(pictures.get(1)).isEqualTo(picture).isEqualTo(Pictures.rgb(Pictures.read(file)));
        assertThat(pictures.get(0)).isNotEqualTo(picture).isEqualTo(preview(file, p -> {}));
    }

    private IIOReadUpdateListener updates(List<Rectangle> areas, List<byte[]> pixels) {
        return (IIOReadUpdateListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {IIOReadUpdateListener.class}, (proxy, method, args) -> {
                    if (method.getName().equals("imageUpdate")) {
                        Rectangle area = new Rectangle((int) args[2], (int) args[3], (int) args[4], (int) args[5]);
                        areas.add(area);
                        BufferedImage image = (BufferedImage) args[1];
                        pixels.add(Pictures.rgb(image.getSubimage(area.x, area.y, area.width, area.height)));
                    }
                    return null;
                });
    }

    /** What it hears of has its last pixels. */
    @Test
    void listener_hearsOfEachRowOfTiles() throws IOException {
        byte[] file = Pictures.write(Pictures.of(600, 1100, BufferedImage.TYPE_3BYTE_BGR));
        BufferedImage whole = Pictures.read(file);
        List<Rectangle> updates = new ArrayList<>();
        List<byte[]> pixels = new ArrayList<>();
        IIOReadUpdateListener rows = updates(updates, pixels);
        read(file, false, p -> p.setSourceProgressivePasses(1, 1), r -> r.addIIOReadUpdateListener(rows));
        assertThat(updates)
                .containsExactly(
                        new Rectangle(0, 0, 600, 512), new Rectangle(0, 512, 600, 512), new Rectangle(0, 0, 600, 1100));
        for (int i = 0; i < updates.size(); i++) {
            Rectangle area = updates.get(i);
            assertThat(pixels.get(i))
                    .isEqualTo(Pictures.rgb(whole.getSubimage(area.x, area.y, area.width, area.height)));
        }
        updates.clear();
        BufferedImage large = new BufferedImage(700, 700, BufferedImage.TYPE_3BYTE_BGR);
        read(
                file,
                false,
                p -> {
                    p.setSourceProgressivePasses(1, 1);
                    p.setSourceRegion(new Rectangle(10, 500, 300, 600));
                    p.setDestination(large);
                    p.setDestinationOffset(new Point(50, 20));
                },
                r -> r.addIIOReadUpdateListener(rows));
        assertThat(updates)
                .containsExactly(
                        new Rectangle(50, 20, 300, 12),
                        new Rectangle(50, 32, 300, 512),
                        new Rectangle(50, 20, 300, 600));
    }

    @Test
    void preview_looksLikeThePicture() throws IOException {
        BufferedImage image = Pictures.of(300, 200, BufferedImage.TYPE_3BYTE_BGR);
        byte[] file = Pictures.write(image, p -> p.setCompressionQuality(1));
        byte[] rgb = Pictures.rgb(image);
        byte[] flat = new byte[rgb.length];
        Arrays.fill(flat, (byte) 115);
        assertThat(Psnr.of(rgb, preview(file, p -> {}))).isGreaterThan(Psnr.of(rgb, flat) + 5);
    }

    @Test
    void nobodyListens_onePass() throws IOException {
        byte[] file = Pictures.write(Pictures.of(90, 70, BufferedImage.TYPE_3BYTE_BGR));
        byte[] picture = Pictures.rgb(Pictures.read(file));
        assertThat(Pictures.rgb(read(file, false, p -> p.setSourceProgressivePasses(1, 1), r -> {})))
                .isEqualTo(picture);
        assertThat(Pictures.rgb(read(file, false, p -> p.setSourceProgressivePasses(7, 2), r -> {})))
                .isEqualTo(picture);
        assertThat(Pictures.rgb(read(file, true, p -> p.setSourceProgressivePasses(1, 5), r -> {})))
                .isEqualTo(picture);
        assertThat(heard).containsExactly("passStarted 1 of 1..1", "imageUpdate", "passComplete");
    }

    @Test
    void packWithoutPreview_hasOnePass() throws IOException {
        byte[] file =
                Pictures.write(Pictures.of(90, 70, BufferedImage.TYPE_3BYTE_BGR), p -> p.setModel("test/tiny-serial"));
        byte[] picture = Pictures.rgb(read(file, true, p -> p.setSourceProgressivePasses(0, 1), r -> {}));
        assertThat(heard).containsExactly("passStarted 0 of 0..0", "imageUpdate", "passComplete");
        assertThat(picture).isEqualTo(Pictures.rgb(Pictures.read(file)));
    }

    /** Across the seams of tiles, where a preview sees the latents beyond. */
    @Test
    void partOfThePreview_isCropOfTheWhole() throws IOException {
        byte[] file = Pictures.write(Pictures.of(1100, 700, BufferedImage.TYPE_3BYTE_BGR));
        BufferedImage whole = read(file, false, p -> p.setSourceProgressivePasses(0, 1), r -> {});
        Rectangle area = new Rectangle(333, 201, 500, 411);
        byte[] part = preview(file, p -> p.setSourceRegion(area));
        assertThat(part).isEqualTo(Pictures.rgb(whole.getSubimage(area.x, area.y, area.width, area.height)));
        byte[] sparse = preview(file, p -> p.setSourceSubsampling(4, 4, 0, 0));
        assertThat(sparse).hasSize(3 * 275 * 175);
        assertThat(new int[] {sparse[0] & 0xFF, sparse[1] & 0xFF, sparse[2] & 0xFF})
                .isEqualTo(whole.getRaster().getPixel(0, 0, (int[]) null));
    }

    @Test
    void alpha_isExactInThePreview() throws IOException {
        BufferedImage image = Pictures.of(91, 33, BufferedImage.TYPE_4BYTE_ABGR);
        BufferedImage soft = read(Pictures.write(image), false, p -> p.setSourceProgressivePasses(0, 1), r -> {});
        assertThat(soft.getAlphaRaster().getSamples(0, 0, 91, 33, 0, (int[]) null))
                .isEqualTo(image.getAlphaRaster().getSamples(0, 0, 91, 33, 0, (int[]) null));
    }

    @Test
    void progress_endsAtAHundred_alsoOfAPreview() throws IOException {
        byte[] file = Pictures.write(Pictures.of(1100, 700, BufferedImage.TYPE_3BYTE_BGR));
        for (int passes : new int[] {1, 2}) {
            List<Float> percent = new ArrayList<>();
            read(file, true, p -> p.setSourceProgressivePasses(0, passes), r -> {
                IIOReadProgressListener progress = Mockito.mock(IIOReadProgressListener.class);
                Mockito.doAnswer(call -> percent.add(call.getArgument(1)))
                        .when(progress)
                        .imageProgress(Mockito.any(), Mockito.anyFloat());
                r.addIIOReadProgressListener(progress);
            });
            assertThat(percent).isSorted().endsWith(100f);
            assertThat(percent).hasSizeLessThan(20);
        }
    }

    @Test
    void abortAfterThePreview_leavesIt() throws IOException {
        byte[] file = Pictures.write(Pictures.of(200, 150, BufferedImage.TYPE_3BYTE_BGR));
        NlcImageReader[] used = new NlcImageReader[1];
        passed = () -> used[0].abort();
        IIOReadProgressListener progress = Mockito.mock(IIOReadProgressListener.class);
        BufferedImage left = read(file, true, p -> {}, r -> {
            used[0] = r;
            r.addIIOReadProgressListener(progress);
        });
        assertThat(pictures).hasSize(1);
        assertThat(Pictures.rgb(left)).isEqualTo(pictures.get(0));
        Mockito.verify(progress).readAborted(used[0]);
    }

    @Test
    void brokenPreviewOfAPack_costsNoPicture(@TempDir Path folder) throws IOException {
        byte[] file = Pictures.write(Pictures.of(90, 70, BufferedImage.TYPE_3BYTE_BGR));
        byte[] picture = Pictures.rgb(Pictures.read(file));
        Path tiny = Files.createDirectories(folder.resolve(TinyPack.NAME));
        try (Stream<Path> files = Files.list(TestPacks.directory().resolve(TinyPack.NAME))) {
            for (Path f : files.toList()) {
                Files.copy(f, tiny.resolve(f.getFileName().toString()));
            }
        }
        Files.write(tiny.resolve("preview.onnx"), new byte[55_000]);
        PackSessions.closeIdle(); // or the whole one, which is loaded already, would do
        String before = System.setProperty("nlc.models", folder.toString());
        try {
            List<String> warnings = new ArrayList<>();
            byte[] read = Pictures.rgb(read(
                    file, true, p -> {}, r -> r.addIIOReadWarningListener((source, warning) -> warnings.add(warning))));
            assertThat(read).isEqualTo(picture);
            assertThat(warnings).singleElement().asString().contains("preview");
            assertThatThrownBy(() -> preview(file, p -> {}))
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("preview.onnx");
        } finally {
            System.setProperty("nlc.models", before);
        }
    }

    @Test
    void damagedTile_isToldOnce() throws IOException {
        byte[] file = Pictures.write(Pictures.of(1100, 700, BufferedImage.TYPE_3BYTE_BGR));
        file[file.length - 30] ^= 1;
        List<String> warnings = new ArrayList<>();
        read(
                file,
                true,
                p -> ((NlcImageReadParam) p).setDamagedTiles(NlcImageReadParam.DamagedTiles.CONCEAL),
                r -> r.addIIOReadWarningListener((source, warning) -> warnings.add(warning)));
        assertThat(pictures).hasSize(2);
        assertThat(warnings).hasSize(1);
        heard.clear();
        assertThatThrownBy(() -> read(file, true, p -> {}, r -> {}))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("tile 5 of 6");
    }
}
