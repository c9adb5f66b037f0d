package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.container.Layers;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.container.TilePayload;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntBinaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOWriteProgressListener;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of pictures that are no photographs, and of what networks cannot give. */
@ExtendWith(TinyPack.class)
class AnyPictureTest {

    private static final float[] QUALITIES = {0, 0.25f, 0.5f, 0.75f, 0.9f, 0.95f, 1};

    /** Pictures of all kinds that networks ruin. */
    enum Drawn {
        CHECKS((x, y) -> (x + y) % 2 == 0 ? 0xE0E0E0 : 0x202020),
        FAINT_CHECKS((x, y) -> (x / 2 + y / 2) % 2 == 0 ? 0x848484 : 0x7C7C7C),
        ROWS((x, y) -> y % 3 == 0 ? 0xFFFFFF : 0x000000),
        GREEN((x, y) -> 0x00FF00),
        RAMP((x, y) -> x << 16 | y << 8),
        NOISE((x, y) -> new Random(x * 7919L + y).nextInt(1 << 24)),
        SATURATED_NOISE((x, y) -> new Random(x * 7919L + y).nextInt(60) | 0xFF00),
        HALFTONE((x, y) -> x % 4 * 37 + y % 4 * 53 & 127) {
            @Override
            int colour(int x, int y) {
                return pattern.applyAsInt(x, y) < x / 2 ? 0xFFFFFF : 0;
            }
        },
        CHART((x, y) -> 0) {
            @Override
            BufferedImage image() {
                BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
                Graphics2D g = image.createGraphics();
                g.setColor(Color.WHITE);
                g.fillRect(0, 0, SIZE, SIZE);
                for (int i = 0; i < 24; i++) {
                    g.setColor(Color.getHSBColor(i / 24f, 0.9f, 0.8f));
                    g.fillRect(8 + 9 * i, 200 - 7 * i, 6, 7 * i);
                    g.setColor(Color.BLACK);
                    g.drawLine(0, 10 * i, SIZE, 9 * i + 7);
                }
                g.dispose();
                return image;
            }
        };

        static final int SIZE = 230;
        final IntBinaryOperator pattern;

        Drawn(IntBinaryOperator pattern) {
            this.pattern = pattern;
        }

        int colour(int x, int y) {
            return pattern.applyAsInt(x, y);
        }

        BufferedImage image() {
            BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < SIZE; y++) {
                for (int x = 0; x < SIZE; x++) {
                    image.setRGB(x, y, colour(x, y));
                }
            }
            return image;
        }
    }

    private static byte[] write(BufferedImage image, Consumer<NlcImageWriteParam> settings) throws IOException {
        return Pictures.write(image, param -> {
            param.setNetworksOnly(false);
            settings.accept(param);
        });
    }

    private static NlcReader open(byte[] file) throws IOException {
        return new NlcReader(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
    }

    private static int[] kinds(byte[] file) throws IOException {
        NlcReader reader = open(file);
        int[] kinds = new int[5];
        for (int i = 0; i < reader.header().tiles(); i++) {
            kinds[TilePayload.parse(reader.tile(i)).kind()]++;
        }
        return kinds;
    }

    private static int layered(byte[] file) throws IOException {
        return kinds(file)[TilePayload.LAYERED_SQUARES] + kinds(file)[TilePayload.SOFTENED_SQUARES];
    }

    private static double squaredError(byte[] a, byte[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            int d = (a[i] & 255) - (b[i] & 255);
            sum += d * d;
        }
        return sum;
    }

    private static double psnr(byte[] a, byte[] b) {
        return 10 * Math.log10(255.0 * 255 * a.length / Math.max(1e-9, squaredError(a, b)));
    }

    /** Squared error of the mean colour of each block of 64 x 64. */
    private static double flatError(BufferedImage image) throws IOException {
        double error = 0;
        for (int y = 0; y < image.getHeight(); y += 64) {
            for (int x = 0; x < image.getWidth(); x += 64) {
                byte[] rgb = Pictures.rgb(image.getSubimage(
                        x, y, Math.min(64, image.getWidth() - x), Math.min(64, image.getHeight() - y)));
                for (int band = 0; band < 3; band++) {
                    double mean = mean(rgb, band);
                    for (int i = band; i < rgb.length; i += 3) {
                        error += Math.pow((rgb[i] & 255) - mean, 2);
                    }
                }
            }
        }
        return error;
    }

    private static double mean(byte[] rgb, int band) {
        double sum = 0;
        for (int i = band; i < rgb.length; i += 3) {
            sum += rgb[i] & 255;
        }
        return 3 * sum / rgb.length;
    }

    @ParameterizedTest
    @EnumSource
    void drawnPictures_areNeverWorseThanFlatColours_andEndAboveFortyDecibels(Drawn drawn) throws IOException {
        BufferedImage image = drawn.image();
        byte[] rgb = Pictures.rgb(image);
        double lastError = Double.POSITIVE_INFINITY;
        int lastBytes = 0;
        for (float quality : QUALITIES) {
            byte[] file = write(image, p -> p.setCompressionQuality(quality));
            byte[] read = Pictures.rgb(Pictures.read(file));
            double error = squaredError(rgb, read);
            assertThat(error).as("quality " + quality).isLessThanOrEqualTo(Math.min(lastError, flatError(image)));
            assertThat(file.length).as("bytes at " + quality).isGreaterThanOrEqualTo(lastBytes);
            if (quality >= 0.5) {
                for (int band = 0; band < 3; band++) {
                    assertThat(mean(read, band)).isCloseTo(mean(rgb, band), within(1.5));
                }
            }
            lastError = error;
            lastBytes = file.length;
        }
        assertThat(10 * Math.log10(255.0 * 255 * rgb.length / Math.max(1e-9, lastError)))
                .isGreaterThan(40);
        assertThat(open(write(image, p -> {})).header().learned()).isFalse();
    }

    /** The tiny pack is hardly trained, which makes it a hard case. */
    @Test
    void photographs_haveFortyDecibelsAtQualityOne() throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
            BufferedImage image = Pictures.of(200, 150, type);
            byte[] file = write(image, p -> p.setCompressionQuality(1));
            assertThat(psnr(Pictures.rgb(image), Pictures.rgb(Pictures.read(file))))
                    .isGreaterThan(40);
            NlcHeader header = open(file).header();
            assertThat(header.layers()).isEqualTo(Layers.EXACT);
            assertThat(header.learned()).isFalse();
            assertThat(layered(file)).isEqualTo(1);
        }
    }

    @Test
    void upToQualityNineTenths_aPhotographIsWhatNetworksMakeOfIt() throws IOException {
        BufferedImage image = Pictures.of(200, 150, BufferedImage.TYPE_INT_RGB);
        for (float quality : new float[] {0, 0.5f, 0.9f}) {
            byte[] any = write(image, p -> p.setCompressionQuality(quality));
            assertThat(any).isEqualTo(Pictures.write(image, p -> p.setCompressionQuality(quality)));
            assertThat(kinds(any)).containsExactly(1, 0, 0, 0, 0);
        }
    }

    /** Where networks end, neither size nor error goes back; nor does it anywhere above. */
    @Test
    void photographs_growWithoutLeapsBack_aboveNineTenths() throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
            BufferedImage image = Pictures.of(200, 150, type);
            byte[] rgb = Pictures.rgb(image);
            double lastError = Double.POSITIVE_INFINITY;
            int lastBytes = 0;
            for (float quality : new float[] {0.9f, 0.901f, 0.92f, 0.95f, 0.98f, 0.99f, 1}) {
                byte[] file = write(image, p -> p.setCompressionQuality(quality));
                double error = squaredError(rgb, Pictures.rgb(Pictures.read(file)));
                assertThat(error).as("error at " + quality).isLessThanOrEqualTo(lastError);
                assertThat(file.length).as("bytes at " + quality).isGreaterThanOrEqualTo(lastBytes);
                lastError = error;
                lastBytes = file.length;
            }
        }
    }

    /** A photograph in a drawn page, of several tiles. */
    private static BufferedImage page() {
        BufferedImage image = new BufferedImage(1100, 700, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, 1100, 700);
        g.setColor(Color.BLUE);
        for (int i = 0; i < 60; i++) {
            g.drawLine(3 * i, 690 - 11 * i, 1090 - 5 * i, 11 * i + 3);
            g.fillRect(17 * i, 11 * i % 640, 9, 5);
        }
        g.drawImage(Pictures.of(400, 320, BufferedImage.TYPE_INT_RGB), 192, 128, null);
        g.dispose();
        return image;
    }

    @Test
    void pages_haveTilesOfAllKinds_andRegionsOfThemAreCrops() throws IOException {
        BufferedImage image = page();
        byte[] file = write(image, p -> p.setCompressionQuality(0.6f));
        NlcReader reader = open(file);
        assertThat(reader.header().learned()).isTrue();
        assertThat(layered(file)).isPositive();
        BufferedImage all = Pictures.read(file);
        // What is drawn and far from the photograph is as it was.
        for (int x = 700; x < 1100; x += 7) {
            assertThat(all.getRGB(x, 650)).isEqualTo(image.getRGB(x, 650));
        }
        for (Rectangle r : new Rectangle[] {new Rectangle(100, 90, 300, 200), new Rectangle(900, 500, 200, 200)}) {
            BufferedImage part = Pictures.read(file, p -> p.setSourceRegion(r));
            assertThat(Pictures.rgb(part)).isEqualTo(Pictures.rgb(all.getSubimage(r.x, r.y, r.width, r.height)));
        }
    }

    /** A ramp of two colours with a line of text's strokes: soft, and yet not for networks. */
    private static BufferedImage ramp() {
        BufferedImage image = new BufferedImage(600, 200, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 600; x++) {
                boolean stroke = y >= 128 && y < 192 && (x / 3 + y / 12) % 3 == 0;
                image.setRGB(x, y, stroke ? 0x101010 : 60 + x / 6 << 16 | 90 + y / 3 << 8 | 200 - x / 9);
            }
        }
        return image;
    }

    /** Strokes that were held to cost a share of what ramps cost too were exact at any quality. */
    @Test
    void strokesBesideRamps_costWhatTheyDoAlone() throws IOException {
        int little = write(ramp(), p -> p.setCompressionQuality(0.05f)).length;
        int much = write(ramp(), p -> p.setCompressionQuality(0.5f)).length;
        assertThat(little).isLessThan(much * 3 / 4);
    }

    @Test
    void softRamps_haveNoEdgesOfSquares_andRegionsOfThemAreCrops() throws IOException {
        BufferedImage image = ramp();
        byte[] rgb = Pictures.rgb(image);
        double lastError = Double.POSITIVE_INFINITY;
        for (float quality : new float[] {0.1f, 0.3f, 0.5f, 0.7f}) {
            byte[] file = write(image, p -> p.setCompressionQuality(quality));
            assertThat(kinds(file)[TilePayload.SOFTENED_SQUARES]).isEqualTo(1);
            BufferedImage all = Pictures.read(file);
            double error = squaredError(rgb, Pictures.rgb(all));
            assertThat(error).isLessThanOrEqualTo(lastError);
            lastError = error;
            int most = 0;
            // Softening the edge of the strokes, at 128, reaches 16 rows into the ramp.
            for (int y = 4; y < 112; y += 3) {
                for (int x = 8; x < 592; x += 8) {
                    most = Math.max(most, Math.abs((all.getRGB(x, y) & 255) - (all.getRGB(x - 1, y) & 255)));
                }
            }
            assertThat(most).as("leap at quality %s", quality).isLessThanOrEqualTo(2);
            for (Rectangle r : new Rectangle[] {new Rectangle(37, 21, 300, 100), new Rectangle(250, 60, 9, 140)}) {
                BufferedImage part = Pictures.read(file, p -> p.setSourceRegion(r));
                assertThat(Pictures.rgb(part)).isEqualTo(Pictures.rgb(all.getSubimage(r.x, r.y, r.width, r.height)));
            }
        }
    }

    @Test
    void targets_areMetBeyondWhatNetworksGive() throws IOException {
        for (BufferedImage image : new BufferedImage[] {
            Pictures.of(200, 150, BufferedImage.TYPE_INT_RGB),
            page().getSubimage(150, 90, 300, 260),
            Drawn.NOISE.image()
        }) {
            byte[] rgb = Pictures.rgb(image);
            int last = 0;
            for (double decibels : new double[] {35, 42, 48}) {
                byte[] file = write(image, p -> p.setTargetPsnr(decibels));
                double reached = psnr(rgb, Pictures.rgb(Pictures.read(file)));
                assertThat(reached).isGreaterThan(decibels - 0.01);
                // Networks that are hardly trained may take more than what draws without them and is not asked.
                assertThat(file.length).isGreaterThanOrEqualTo(last * 99 / 100);
                last = file.length;
            }
            int bytes = last;
            byte[] file = write(image, p -> p.setTargetBytes(bytes));
            assertThat(file.length).isBetween(bytes * 4 / 5, bytes); // where exact samples begin there is a gap
            byte[] lossless = write(image, p -> p.setTargetPsnr(120));
            assertThat(psnr(rgb, Pictures.rgb(Pictures.read(lossless)))).isGreaterThan(99);
        }
    }

    @Test
    void maxError_isKept() throws IOException {
        BufferedImage image = Pictures.of(150, 90, BufferedImage.TYPE_4BYTE_ABGR);
        int last = Integer.MAX_VALUE;
        for (int n : new int[] {0, 1, 2, 5, 60}) {
            byte[] file = write(image, p -> p.setMaxError(n));
            BufferedImage read = Pictures.read(file);
            for (int y = 0; y < 90; y++) {
                for (int x = 0; x < 150; x++) {
                    for (int shift = 0; shift < 24; shift += 8) {
                        int d = (read.getRGB(x, y) >> shift & 255) - (image.getRGB(x, y) >> shift & 255);
                        assertThat(Math.abs(d)).isLessThanOrEqualTo(n);
                    }
                    assertThat(read.getRGB(x, y) >>> 24).isEqualTo(image.getRGB(x, y) >>> 24);
                }
            }
            assertThat(file.length).isLessThan(last);
            last = file.length;
        }
    }

    @Test
    void coloursThatNobodySees_areKeptIfAskedFor() throws IOException {
        BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_ARGB);
        Random random = new Random(3);
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 200; x++) {
                image.setRGB(x, y, x < 140 ? random.nextInt(1 << 24) : 0xFF000000 | (x & 7) * 0x202020);
            }
        }
        byte[] free = write(image, p -> p.setCompressionQuality(1));
        byte[] exact = write(image, p -> {
            p.setCompressionQuality(1);
            p.setExact(true);
        });
        assertThat(free.length).isLessThan(exact.length / 4);
        BufferedImage read = Pictures.read(free);
        for (int x = 140; x < 200; x++) {
            assertThat(read.getRGB(x, 50)).isEqualTo(image.getRGB(x, 50));
        }
        assertThat(read.getRGB(10, 10) >>> 24).isZero();
        BufferedImage kept = Pictures.read(exact);
        double error = 0;
        for (int x = 0; x < 140; x++) {
            error += Math.abs((kept.getRGB(x, 9) & 255) - (image.getRGB(x, 9) & 255)) / 140.0;
        }
        assertThat(error).isLessThan(5);
    }

    /** What is invisible must not make up for what is visible. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 12, 16, 31})
    void meanOfWhatIsVisible_stays(int share) throws IOException {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                int alpha = (x + y * 3) % 32 < share ? 0xFF000000 : 0;
                image.setRGB(x, y, alpha | (x + y) * 4 << 16 | x * 8 << 8 | 255 - y * 8);
            }
        }
        for (float quality : new float[] {0.5f, 0.6f, 0.75f, 1}) {
            BufferedImage read = Pictures.read(write(image, p -> p.setCompressionQuality(quality)));
            int[] sums = new int[3];
            for (int i = 0; i < 32 * 32; i++) {
                int before = image.getRGB(i % 32, i / 32);
                for (int band = 0; band < 3 && before >>> 24 != 0; band++) {
                    sums[band] += (read.getRGB(i % 32, i / 32) >> 8 * band & 0xFF) - (before >> 8 * band & 0xFF);
                }
            }
            for (int sum : sums) {
                assertThat(Math.abs(sum) / (32.0 * share))
                        .as("quality %s", quality)
                        .isLessThan(1.5);
            }
        }
    }

    /** A bar that goes back, or stands at its end while the search goes on, tells nothing. */
    @Test
    void progressOfASearch_neverFalls_andEndsOnce() throws IOException {
        for (BufferedImage image : new BufferedImage[] {
            Pictures.of(200, 150, BufferedImage.TYPE_INT_RGB), page().getSubimage(150, 90, 300, 260)
        }) {
            List<Float> seen = new ArrayList<>();
            NlcImageWriter writer = PictureFiles.writer();
            writer.addIIOWriteProgressListener(new ProgressSeen(seen));
            NlcImageWriteParam param = writer.getDefaultWriteParam();
            param.setModel(TinyPack.NAME);
            param.setDevice("cpu");
            param.setTargetPsnr(42);
            writer.setOutput(new MemoryCacheImageOutputStream(new ByteArrayOutputStream()));
            writer.write(null, new IIOImage(image, null, null), param);
            assertThat(seen).isSorted().endsWith(100f);
            assertThat(seen.indexOf(100f)).isGreaterThanOrEqualTo(seen.size() - 2);
        }
    }

    private record ProgressSeen(List<Float> seen) implements IIOWriteProgressListener {

        @Override
        public void imageProgress(ImageWriter source, float percentage) {
            seen.add(percentage);
        }

        @Override
        public void imageStarted(ImageWriter source, int index) {}

        @Override
        public void imageComplete(ImageWriter source) {}

        @Override
        public void thumbnailStarted(ImageWriter source, int index, int thumbnail) {}

        @Override
        public void thumbnailProgress(ImageWriter source, float percentage) {}

        @Override
        public void thumbnailComplete(ImageWriter source) {}

        @Override
        public void writeAborted(ImageWriter source) {}
    }
}
