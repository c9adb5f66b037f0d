package io.nlc.residual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nlc.failure.NlcException;
import io.nlc.lossless.Samples;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerCoderTest {

    private static byte[] noise(int width, int height, long seed) {
        byte[] rgb = new byte[3 * width * height];
        Random random = new Random(seed);
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / 3;
            rgb[i] = (byte) Math.max(
                    0, Math.min(255, 128 + 100 * Math.sin(pixel % width / 9.0 + i % 3) + 20 * random.nextGaussian()));
        }
        return rgb;
    }

    private static int check(Layer layer) {
        CRC32C crc = new CRC32C();
        LayerCoder.check(layer, crc);
        return (int) crc.getValue();
    }

    /** Every mode, every step, extreme coefficients. */
    private static Layer any(int width, int height, int planes, Form form, long seed) {
        Random random = new Random(seed);
        Parts parts = new Parts(width, height);
        Layer layer = new Layer(parts, planes, form);
        for (int part = 0; part < parts.count(); part++) {
            Mode mode = Mode.values()[random.nextInt(4)];
            layer.set(part, mode, random.nextInt(Steps.COUNT));
            if (!mode.transformed()) {
                continue;
            }
            if (form == Form.SOFTENED) {
                layer.setSoftening(part, random.nextInt(EdgeFilter.STRONGEST + 1));
            }
            if (form != Form.BLOCKS) {
                for (int y = parts.y(part); y < parts.y(part) + parts.height(part); y += 32) {
                    for (int x = parts.x(part); x < parts.x(part) + parts.width(part); x += 32) {
                        cut(layer, x, y, 32, random);
                    }
                }
                continue;
            }
            for (int block : parts.blocks(part)) {
                for (int plane = 0; plane < planes; plane++) {
                    short[] values = layer.coefficients(plane);
                    int count = random.nextInt(3) == 0 ? 0 : random.nextInt(65);
                    for (int i = 0; i < count; i++) {
                        int bits = 1 + random.nextInt(random.nextInt(20) == 0 ? 16 : 3);
                        values[block * 64 + i] = (short) (random.nextInt(1 << bits) - (1 << bits - 1));
                    }
                }
            }
        }
        Samples strip = LayerCoder.strip(layer);
        if (strip != null) {
            for (int[] plane : strip.planes()) {
                Arrays.setAll(plane, i -> random.nextInt(256));
            }
            layer.setExact(strip);
        }
        return layer;
    }

    private static void cut(Layer layer, int x, int y, int side, Random random) {
        Squares squares = layer.squares();
        if (x >= layer.parts().width() || y >= layer.parts().height()) {
            return;
        }
        if (side > 8 && random.nextBoolean()) {
            for (int i = 0; i < 4; i++) {
                cut(layer, x + i % 2 * side / 2, y + i / 2 * side / 2, side / 2, random);
            }
            return;
        }
        squares.set(x, y, side);
        for (int plane = 0; plane < layer.planes(); plane++) {
            int end = random.nextInt(3) == 0 ? 0 : random.nextInt(2 * side);
            for (int i = 0; i < side * side; i++) {
                if (i / side + i % side < end) {
                    int bits = 1 + random.nextInt(random.nextInt(20) == 0 ? 16 : 3);
                    squares.levels(plane)[squares.at(x + i % side, y + i / side)] =
                            (short) (random.nextInt(1 << bits) - (1 << bits - 1));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 9", "64, 64", "65, 64", "64, 65", "130, 190", "200, 70"})
    void layers_comeBackAsTheyWere(int width, int height) throws NlcException {
        for (long seed = 0; seed < 12; seed++) {
            for (Form form : Form.values()) {
                int planes = seed % 2 == 0 ? 1 : 3;
                Layer layer = any(width, height, planes, form, seed);
                byte[] coded = LayerCoder.encode(layer);
                Layer back = LayerCoder.decode(ByteBuffer.wrap(coded), layer.parts(), planes, form);
                assertThat(check(back)).isEqualTo(check(layer));
                for (int plane = 0; plane < planes; plane++) {
                    assertThat(back.coefficients(plane)).isEqualTo(layer.coefficients(plane));
                    if (form != Form.BLOCKS) {
                        assertThat(back.squares().levels(plane))
                                .isEqualTo(layer.squares().levels(plane));
                    }
                }
                byte[] a = noise(width, height, seed);
                byte[] b = a.clone();
                LayerPainter.paint(layer, a);
                LayerPainter.paint(back, b);
                assertThat(b).isEqualTo(a);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void damagedLayers_areFoundOrDecodeToSomethingElse(Form form) {
        byte[] coded = LayerCoder.encode(any(130, 70, 3, form, 3));
        Random random = new Random(5);
        for (int i = 0; i < 400; i++) {
            byte[] damaged = Arrays.copyOf(coded, i % 4 == 0 ? random.nextInt(coded.length) : coded.length);
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                Layer layer = LayerCoder.decode(ByteBuffer.wrap(damaged), new Parts(130, 70), 3, form);
                LayerPainter.paint(layer, new byte[3 * 130 * 70]);
            } catch (NlcException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void cutLayers_areRefused() {
        byte[] coded = LayerCoder.encode(any(64, 64, 3, Form.SQUARES, 1));
        for (int length : new int[] {0, 3}) {
            assertThatThrownBy(() ->
                            LayerCoder.decode(ByteBuffer.wrap(coded, 0, length), new Parts(64, 64), 3, Form.SQUARES))
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("cut short");
        }
        assertThatThrownBy(() -> LayerCoder.decode(
                        ByteBuffer.wrap(new byte[] {0x7F, -1, -1, -1, 0}), new Parts(64, 64), 3, Form.SQUARES))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("cut short");
    }

    @Test
    void inverseTransform_isTheTransposeWithinRounding() {
        Random random = new Random(1);
        double[] samples = new double[64];
        double[] coefficients = new double[64];
        int[] scaled = new int[64];
        int[] back = new int[64];
        for (int n = 0; n < 200; n++) {
            Arrays.setAll(samples, i -> random.nextInt(511) - 255);
            BlockTransform.forward(samples, coefficients);
            Arrays.setAll(scaled, i -> (int) Math.rint(16 * coefficients[i]));
            BlockTransform.inverse(scaled, back);
            for (int i = 0; i < 64; i++) {
                assertThat(back[i] / 16.0).isCloseTo(samples[i], within(0.3));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32})
    void inverseTransformsOfSquares_areTheTransposeWithinRounding(int side) {
        Random random = new Random(side);
        float[] samples = new float[side * side];
        float[] coefficients = new float[side * side];
        int[] scaled = new int[side * side];
        int[] back = new int[side * side];
        for (int n = 0; n < 50; n++) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = random.nextInt(511) - 255;
            }
            SquareTransform.of(side).forward(samples, coefficients);
            Arrays.setAll(scaled, i -> Math.round(32 * coefficients[i]));
            SquareTransform.of(side).inverse(scaled, 2 * side - 1, back);
            for (int i = 0; i < samples.length; i++) {
                assertThat(back[i] / 32.0).isCloseTo(samples[i], within(0.3));
            }
        }
        Arrays.fill(scaled, 0);
        scaled[0] = 1000;
        scaled[1] = -300;
        int[] all = new int[side * side];
        SquareTransform.of(side).inverse(scaled, 2 * side - 1, all);
        SquareTransform.of(side).inverse(scaled, 2, back);
        assertThat(back).isEqualTo(all);
    }

    /** Eight states are worth more than half a decibel over one, whatever the source, at the same number of levels. */
    @Test
    void trellis_missesLessThanAPlainQuantiser() {
        Random random = new Random(8);
        float[] values = new float[32 * 32];
        double missed = 0;
        for (int n = 0; n < 20; n++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (40 * random.nextGaussian());
            }
            missed += new LevelSearch()
                    .find(new LevelSearch.Block(values, 0, 32, 32, false), 4, 4)
                    .error();
        }
        double plain = 4 * 4 / 12.0;
        assertThat(missed / 20 / values.length).isLessThan(plain * Math.pow(10, -0.05));
    }

    @Test
    void zigzag_startsAsThePageSays() {
        assertThat(Arrays.copyOf(BlockTransform.ZIGZAG, 7)).containsExactly(0, 1, 8, 16, 9, 2, 3);
        assertThat(Arrays.stream(BlockTransform.ZIGZAG).sorted().distinct().count())
                .isEqualTo(64);
    }

    @Test
    void colourAxes_undoEachOther() {
        Random random = new Random(2);
        for (int n = 0; n < 1000; n++) {
            int[] rgb = random.ints(3, -255, 256).toArray();
            int[] axes = new int[3];
            Arrays.setAll(axes, a -> (int) Math.rint(16 * ColourAxes.along(a, rgb[0], rgb[1], rgb[2])));
            for (int band = 0; band < 3; band++) {
                assertThat(ColourAxes.band(band, axes[0], axes[1], axes[2], 4)).isEqualTo(rgb[band]);
            }
        }
    }

    @Test
    void finerSteps_costMoreAndMissLess_andErrorsAreAsForetold() throws NlcException {
        int width = 96;
        int height = 80;
        byte[] rgb = noise(width, height, 9);
        byte[] base = noise(width, height, 10);
        Parts parts = new Parts(width, height);
        for (Mode mode : new Mode[] {Mode.RESIDUAL, Mode.OWN}) {
            double lastError = Double.POSITIVE_INFINITY;
            int lastBytes = 0;
            for (int step = Steps.COUNT - 4; step >= 0; step -= 4) {
                Layer layer = new Layer(parts, 3, Form.SQUARES);
                double foretold = 0;
                for (int part = 0; part < parts.count(); part++) {
                    PartTransform transform = new PartTransform(parts, part, mode, 3, rgb, base);
                    foretold += transform.outcome(step).error();
                    transform.store(layer, step);
                }
                byte[] out = base.clone();
                LayerPainter.paint(layer, out);
                double error = 0;
                for (int i = 0; i < out.length; i++) {
                    error += Math.pow((out[i] & 255) - (rgb[i] & 255), 2);
                }
                assertThat(error).isLessThan(lastError).isCloseTo(foretold, within(0.2 * foretold + rgb.length / 12.0));
                int bytes = LayerCoder.encode(layer).length;
                assertThat(bytes).isGreaterThan(lastBytes);
                lastError = error;
                lastBytes = bytes;
            }
            assertThat(lastError / rgb.length).isLessThan(0.5);
        }
    }

    @Test
    void blocksThatNeedNothing_costNextToNothing() {
        byte[] rgb = noise(512, 512, 4);
        Parts parts = new Parts(512, 512);
        Layer layer = new Layer(parts, 3, Form.SQUARES);
        for (int part = 0; part < parts.count(); part++) {
            new PartTransform(parts, part, Mode.RESIDUAL, 3, rgb, rgb).store(layer, 12);
        }
        assertThat(LayerCoder.encode(layer)).hasSizeLessThan(80); // of 12,288 blocks
        assertThat(LayerCoder.encode(new Layer(parts, 3, Form.SQUARES))).hasSizeLessThan(20);
    }

    @Test
    void partsWithoutPixels_areRefused() {
        assertThatThrownBy(() -> new Parts(0, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void layers_knowWhichModesTheyHave() {
        Layer layer = new Layer(new Parts(130, 64), 3, Form.SQUARES);
        assertThat(layer.needsBase()).isTrue();
        for (int part = 0; part < 3; part++) {
            layer.set(part, Mode.OWN, 4);
        }
        assertThat(layer.needsBase()).isFalse();
        assertThat(layer.has(Mode.OWN)).isTrue();
        assertThat(layer.has(Mode.BASE)).isFalse();
        layer.set(1, Mode.RESIDUAL, 4);
        assertThat(layer.needsBase()).isTrue();
    }

    /** What encoders look at is what decoders will see. */
    @Test
    void onePart_isPaintedAsWithTheOthers() {
        Layer layer = any(200, 70, 3, Form.SQUARES, 4);
        byte[] all = noise(200, 70, 1);
        byte[] one = all.clone();
        LayerPainter.paint(layer, all);
        for (int part = 0; part < layer.parts().count(); part++) {
            if (layer.mode(part).transformed()) {
                LayerPainter.paint(layer, part, one);
            }
        }
        assertThat(layer.has(Mode.OWN) && layer.has(Mode.RESIDUAL)).isTrue();
        for (int part = 0; part < layer.parts().count(); part++) {
            if (layer.mode(part) != Mode.EXACT) {
                int at = 3 * (layer.parts().y(part) * 200 + layer.parts().x(part));
                assertThat(Arrays.copyOfRange(one, at, at + 24)).isEqualTo(Arrays.copyOfRange(all, at, at + 24));
            }
        }
    }
}
