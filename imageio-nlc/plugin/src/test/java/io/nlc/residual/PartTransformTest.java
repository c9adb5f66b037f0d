package io.nlc.residual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.failure.NlcException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How parts are cut and quantised is up to encoders, and what they make of it must not get worse. The list says what it
 * was; logarithms may differ by a rounding from one machine to another, and so it is not compared digit by digit.
 */
class PartTransformTest {

    /** Two parts, the second of 26 columns; 50 rows. */
    private static final Parts PARTS = new Parts(90, 50);

    private static final List<String> PICTURES = List.of("waves", "grain", "edges", "signs");

    /** A sample without random numbers, so for ever the same. */
    private static int sample(String picture, int x, int y, int band) {
        int noise = noise(x + 90 * y, band);
        int value =
                switch (picture) {
                    case "waves" ->
                        (int) (120 + 60 * StrictMath.sin((x + 5 * band) / 11.0) + 40 * StrictMath.cos(y / 17.0));
                    case "grain" -> 100 + x / 2 + noise % 60 - 5 * band;
                    case "edges" -> (2 * x + 3 * y) / 40 % 2 == 0 ? 60 + 20 * band : 190 - 10 * band + noise % 4;
                    default -> noise(x / 3 * 3 % 24 + y / 4 * 100, 9) % 3 == 0 ? 30 : 240 - y;
                };
        return Math.max(0, Math.min(255, value));
    }

    private static int noise(int a, int b) {
        int h = a * 0x9E3779B1 + b * 0x61C88647 + 0x2545F491;
        h = (h ^ h >>> 15) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return (h ^ h >>> 16) >>> 8;
    }

    private static byte[] rgb(String picture, boolean gray) {
        byte[] rgb = new byte[3 * 90 * 50];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) sample(picture, i / 3 % 90, i / 3 / 90, gray ? 0 : i % 3);
        }
        return rgb;
    }

    /** What networks might make of it: the picture, softened. */
    private static byte[] base(byte[] rgb) {
        byte[] base = rgb.clone();
        for (int i = 6; i < base.length - 6; i++) {
            base[i] = (byte) (((rgb[i - 6] & 255) + 2 * (rgb[i] & 255) + (rgb[i + 6] & 255)) / 4);
        }
        return base;
    }

    /**
     * What became of a picture.
     *
     * @param bytes of the layer
     * @param error squared, of all samples
     * @param foretoldBits by {@link PartTransform#outcome}
     * @param foretoldError likewise
     */
    private record Made(int bytes, long error, double foretoldBits, double foretoldError) {}

    private static Made made(String picture, int planes, Mode mode, int step) throws NlcException {
        byte[] rgb = rgb(picture, planes == 1);
        byte[] base = base(rgb);
        Layer layer = new Layer(PARTS, planes, Form.SQUARES);
        double bits = 0;
        double foretold = 0;
        for (int part = 0; part < PARTS.count(); part++) {
            PartTransform transform = new PartTransform(PARTS, part, mode, planes, rgb, base);
            PartTransform.Outcome outcome = transform.outcome(step);
            bits += outcome.bits();
            foretold += outcome.error();
            transform.store(layer, step);
        }
        byte[] coded = LayerCoder.encode(layer);
        LayerPainter.paint(LayerCoder.decode(ByteBuffer.wrap(coded), PARTS, planes, Form.SQUARES), base);
        long error = 0;
        for (int i = 0; i < rgb.length; i++) {
            int d = (rgb[i] & 255) - (base[i] & 255);
            error += d * d;
        }
        return new Made(coded.length, error, bits, foretold);
    }

    static Stream<String> lines() throws IOException {
        try (InputStream in = PartTransformTest.class.getResourceAsStream("/nlc/parts.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void parts_costAndMissAsMuchAsTheyDid(String line) throws NlcException {
        String[] w = line.split(",");
        Made made = made(w[0], Integer.parseInt(w[1]), Mode.valueOf(w[2]), Integer.parseInt(w[3]));
        assertThat(made.bytes).isCloseTo(Integer.parseInt(w[4]), Percentage.withPercentage(0.1));
        assertThat(made.error).isCloseTo(Long.parseLong(w[5]), Percentage.withPercentage(0.1));
        assertThat(made.foretoldBits).isCloseTo(Double.parseDouble(w[6]), Percentage.withPercentage(0.1));
        assertThat(made.foretoldError).isCloseTo(Double.parseDouble(w[7]), Percentage.withPercentage(0.1));
    }

    /** Squares are large where there is little, and small at edges. */
    @Test
    void flatParts_areCutIntoLargeSquares_edgesIntoSmallOnes() {
        byte[] rgb = new byte[3 * 90 * 50];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % 90;
            int y = i / 3 / 90;
            rgb[i] = (byte) (x > 20 && x < 24 && y > 9 && y < 13 ? 250 : 100);
        }
        Layer layer = new Layer(PARTS, 3, Form.SQUARES);
        for (int part = 0; part < PARTS.count(); part++) {
            new PartTransform(PARTS, part, Mode.OWN, 3, rgb, rgb).store(layer, 8);
        }
        assertThat(layer.squares().side(22, 11)).isEqualTo(8);
        assertThat(layer.squares().side(40, 10)).isEqualTo(32);
        assertThat(layer.squares().side(80, 40)).isEqualTo(32);
        assertThat(layer.squares().side(3, 40)).isEqualTo(32);
    }

    /** Where the step is coarse enough, nothing is left but the means of parts of their own. */
    @Test
    void nothing_costsNothing() {
        byte[] rgb = rgb("waves", false);
        PartTransform same = new PartTransform(PARTS, 1, Mode.RESIDUAL, 3, rgb, rgb);
        assertThat(same.outcome(0).bits()).isCloseTo(0.6, within(1e-9)); // two squares of three planes
        assertThat(same.outcome(0).error()).isCloseTo(26 * 50 * 3 / 12.0, within(1e-6));
    }

    /** Made the list. */
    public static void main(String[] args) throws NlcException {
        for (String picture : PICTURES) {
            for (int planes : new int[] {1, 3}) {
                for (Mode mode : new Mode[] {Mode.RESIDUAL, Mode.OWN}) {
                    for (int step : new int[] {3, 12, 21}) {
                        Made m = made(picture, planes, mode, step);
                        System.out.printf(
                                Locale.ROOT,
                                "%s,%d,%s,%d,%d,%d,%.1f,%.1f%n",
                                picture,
                                planes,
                                mode,
                                step,
                                m.bytes,
                                m.error,
                                m.foretoldBits,
                                m.foretoldError);
                    }
                }
            }
        }
    }
}
