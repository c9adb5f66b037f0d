package io.nlc.codec.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.EncodedPicture;
import io.nlc.codec.NlcEncoder;
import io.nlc.codec.RateTarget;
import io.nlc.codec.TileSource;
import io.nlc.codec.inspect.Inspection.Quantity;
import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.Latents;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.context.CodingOrder;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NlcInspectorTest {

    static Stream<String> packs() {
        return TestPacks.contexts();
    }

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    /** A picture encoded with a tiny pack. */
    private record File(ModelPack pack, NlcHeader header, List<byte[]> tiles) {

        static File of(String pack, int width, int height, double quality) throws IOException {
            ModelPack p = TestPacks.tiny(pack);
            EncodedPicture e = new NlcEncoder(p, TestPacks.CPU)
                    .encode(
                            width,
                            height,
                            TestPicture.scene(width, height),
                            new RateTarget.Quality(quality),
                            0,
                            CodecProgress.NONE);
            return new File(
                    p,
                    new NlcHeader(
                            width,
                            height,
                            Colour.RGB,
                            false,
                            e.quality(),
                            e.tileWidth(),
                            e.tileHeight(),
                            p.name(),
                            p.fileDigest()),
                    e.tiles());
        }

        Inspection inspect(Region region) throws IOException {
            return new NlcInspector(pack, TestPacks.CPU).inspect(header, tiles::get, region, CodecProgress.NONE);
        }

        Latents latents(int tile, int height, int width) throws IOException {
            try (PackSessions sessions = PackSessions.acquire(pack, TestPacks.CPU)) {
                return new LatentCoder(sessions).decode(tiles.get(tile), height, width);
            }
        }
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("packs")
    void inspect_symbolsAreTheDecoders(String pack) throws IOException {
        File file = File.of(pack, 200, 130, 0.6);
        Inspection seen = file.inspect(null);
        assertThat(seen.region()).isEqualTo(new Region(0, 0, 256, 192));
        assertThat(seen.stride()).isEqualTo(16);
        assertThat(seen.height()).isEqualTo(12);
        assertThat(seen.width()).isEqualTo(16);
        assertThat(seen.channels()).isEqualTo(file.pack().manifest().latent().channels());
        short[] y = file.latents(0, 12, 16).y();
        for (int c = 0; c < seen.channels(); c++) {
            float[] plane = seen.plane(Quantity.SYMBOL, c);
            double squares = 0;
            for (int i = 0; i < plane.length; i++) {
                assertThat((int) plane[i]).isEqualTo(y[c * plane.length + i]);
                assertThat(seen.value(Quantity.SYMBOL, c, i / 16, i % 16)).isEqualTo(plane[i]);
                squares += plane[i] * plane[i];
            }
            assertThat(seen.energy(c)).isCloseTo(squares / plane.length, within(1e-9));
        }
        assertThat(seen.entropyTime()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("packs")
    void inspect_bitsAreThoseOfTheFile(String pack) throws IOException {
        for (double quality : new double[] {0, 0.5, 1}) {
            File file = File.of(pack, 300, 260, quality);
            Inspection seen = file.inspect(null);
            double bytes = (seen.latentBits() + seen.hyperBits()) / 8;
            assertThat(bytes).isCloseTo(file.tiles().get(0).length - 4, within(0.01 * bytes + 6));
            assertThat(sum(seen.bitsPerPosition())).isCloseTo(8 * bytes, within(1e-5 * 8 * bytes));
            double channels = 0;
            for (int c = 0; c < seen.channels(); c++) {
                assertThat(sum(seen.plane(Quantity.BITS, c)))
                        .isCloseTo(seen.bits(c), within(1e-3 + 1e-5 * seen.bits(c)));
                channels += seen.bits(c);
            }
            assertThat(channels).isCloseTo(seen.latentBits(), within(1e-6));
            assertThat(seen.hyperBits()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void histogram_countsAndExpectsEveryPosition(String pack) throws IOException {
        Inspection seen = File.of(pack, 300, 260, 0.7).inspect(null);
        int positions = seen.height() * seen.width();
        for (int c = 0; c < seen.channels(); c++) {
            Histogram h = seen.histogram(c);
            assertThat(Arrays.stream(h.counts()).sum()).isEqualTo(positions);
            assertThat(Arrays.stream(h.expected()).sum()).isCloseTo(positions, within(1e-6));
            long[] counts = new long[h.counts().length];
            for (float v : seen.plane(Quantity.SYMBOL, c)) {
                counts[(int) Math.max(0, Math.min(counts.length - 1, v - h.first()))]++;
            }
            assertThat(h.counts()).isEqualTo(counts);
            assertThat(h.first()).isBetween(-Histogram.REACH, Histogram.REACH);
        }
    }

    // Where symbols are small steps of a wide Gaussian, its density says what they cost.
    @ParameterizedTest
    @ValueSource(strings = {"tiny-none", "tiny-3d", "tiny-slices-local"})
    void inspect_meanAndScaleExplainTheBits(String pack) throws IOException {
        Inspection seen = File.of(pack, 300, 260, 1).inspect(null);
        int wide = 0;
        for (int c = 0; c < seen.channels(); c++) {
            float[] scales = seen.plane(Quantity.SCALE, c);
            float[] means = seen.plane(Quantity.MEAN, c);
            for (int i = 0; i < scales.length; i++) {
                double z = (seen.plane(Quantity.SYMBOL, c)[i] - means[i]) / scales[i];
                if (scales[i] > 2 && Math.abs(z) < 3) {
                    double bits =
                            Math.log(scales[i] * Math.sqrt(2 * Math.PI)) / Math.log(2) + z * z / (2 * Math.log(2));
                    assertThat((double) seen.plane(Quantity.BITS, c)[i]).isCloseTo(bits, within(0.2));
                    wide++;
                }
            }
        }
        assertThat(wide).isGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("packs")
    void order_isThatOfThePack(String pack) throws IOException {
        File file = File.of(pack, 300, 260, 0.2);
        Inspection seen = file.inspect(null);
        PackManifest m = file.pack().manifest();
        CodingOrder order = m.context().order();
        DecodeSteps steps = seen.order();
        assertThat(steps.steps()).isEqualTo((int) CodingSteps.of(m, 300, 260));
        assertThat(steps.byChannel()).isEqualTo(order.byChannel());
        Set<Integer> all = new TreeSet<>();
        for (int c = 0; c < seen.channels(); c++) {
            for (int i = 0; i < seen.height() * seen.width(); i++) {
                all.add(steps.step(c, i / seen.width(), i % seen.width()));
            }
        }
        assertThat(all).hasSize(steps.steps()).contains(0, steps.steps() - 1);
    }

    @Test
    void inspect_tilesAndRegions() throws IOException {
        File file = File.of("tiny-serial", 1100, 700, 0.5); // 3 x 2 tiles of which the last column and row are smaller
        assertThat(file.tiles()).hasSize(6);
        Inspection whole = file.inspect(null);
        assertThat(whole.region()).isEqualTo(new Region(0, 0, 1152, 704));
        double bytes = file.tiles().stream().mapToInt(t -> t.length - 4).sum();
        assertThat((whole.latentBits() + whole.hyperBits()) / 8).isCloseTo(bytes, within(0.01 * bytes + 36));
        assertThat(sum(whole.bitsPerPosition())).isCloseTo(whole.latentBits() + whole.hyperBits(), within(1.0));
        assertThat(whole.order().steps()).isEqualTo(32 + 3 * 31);
        assertThat(whole.order().step(0, 0, 32)).isZero(); // the first position of the second tile
        assertThat(whole.order().step(3, 43, 71)).isEqualTo(7 + 3 * 11);

        List<Integer> read = new ArrayList<>();
        Inspection part = new NlcInspector(file.pack(), TestPacks.CPU)
                .inspect(
                        file.header(),
                        i -> {
                            read.add(i);
                            return file.tiles().get(i);
                        },
                        new Region(1000, 500, 100, 30),
                        CodecProgress.NONE);
        assertThat(read).containsExactly(1, 2, 4, 5);
        assertThat(part.region()).isEqualTo(new Region(512, 0, 640, 704));
        for (Quantity q : Quantity.values()) {
            for (int i = 0; i < part.height() * part.width(); i++) {
                int row = i / part.width();
                int column = i % part.width();
                assertThat(part.value(q, 5, row, column)).isEqualTo(whole.value(q, 5, row, column + 32));
            }
        }
        for (int i = 0; i < part.height() * part.width(); i++) {
            assertThat(part.bitsPerPosition()[i])
                    .isEqualTo(whole.bitsPerPosition()[i / part.width() * whole.width() + i % part.width() + 32]);
        }
        Latents last = file.latents(5, 12, 8);
        assertThat(part.value(Quantity.SYMBOL, 2, 32 + 7, 32 + 3)).isEqualTo(last.y()[2 * 96 + 7 * 8 + 3]);
    }

    @Test
    void region_tooLargeOrOutsideIsRefused() throws IOException {
        ModelPack pack = TestPacks.tiny();
        NlcHeader header = new NlcHeader(4000, 4000, Colour.RGB, false, 0, 512, 512, pack.name(), pack.fileDigest());
        NlcInspector inspector = new NlcInspector(pack, TestPacks.CPU);
        TileSource none = t -> {
            throw new AssertionError("no tile is asked for");
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inspector.inspect(header, none, null, CodecProgress.NONE))
                .withMessageContaining("region")
                .withMessageContaining(String.valueOf(NlcInspector.MAX_PIXELS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inspector.inspect(header, none, new Region(500, 0, 3600, 10), CodecProgress.NONE))
                .withMessageContaining("region")
                .withMessageContaining("4000x4000");
    }

    @Test
    void damagedTile_isNamed() throws IOException {
        File file = File.of("tiny", 900, 700, 0.1);
        assertThatThrownBy(() -> new NlcInspector(file.pack(), TestPacks.CPU)
                        .inspect(
                                file.header(),
                                t -> t == 1 ? new byte[5] : file.tiles().get(t),
                                null,
                                CodecProgress.NONE))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("tile 1 of 4");
    }

    @Test
    void progress_risesToOneAndCancels() throws IOException {
        File file = File.of("tiny", 900, 700, 0.1);
        List<Float> seen = new ArrayList<>();
        new NlcInspector(file.pack(), TestPacks.CPU)
                .inspect(file.header(), file.tiles()::get, null, stopAfter(99, seen));
        assertThat(seen).isSorted().hasSize(8).endsWith(1f);
        seen.clear();
        assertThatThrownBy(() -> new NlcInspector(file.pack(), TestPacks.CPU)
                        .inspect(file.header(), file.tiles()::get, null, stopAfter(3, seen)))
                .isInstanceOf(CancellationException.class);
        assertThat(seen).hasSize(3);
    }

    private static CodecProgress stopAfter(int calls, List<Float> seen) {
        return new CodecProgress() {
            @Override
            public void progress(float fraction) {
                seen.add(fraction);
            }

            @Override
            public boolean cancelled() {
                return seen.size() >= calls;
            }
        };
    }

    @Test
    void value_outsideIsNamed() throws IOException {
        Inspection seen = File.of("tiny", 64, 64, 0).inspect(null);
        assertThatThrownBy(() -> seen.value(Quantity.BITS, 0, 4, 0))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("row");
        assertThatThrownBy(() -> seen.plane(Quantity.BITS, 16))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("channel");
        assertThatThrownBy(() -> seen.order().step(0, 0, -1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("column");
    }
}
