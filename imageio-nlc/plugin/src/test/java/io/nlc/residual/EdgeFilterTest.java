package io.nlc.residual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeFilterTest {

    private static final int COARSE = 24;

    private static byte[] picture(int width, int height, IntBinaryOperator gray) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            int v = gray.applyAsInt(i / 3 % width, i / 3 / width) + i % 3 * 4;
            rgb[i] = (byte) Math.max(0, Math.min(255, v));
        }
        return rgb;
    }

    private static Layer own(int width, int height, byte[] rgb, int step) {
        Parts parts = new Parts(width, height);
        Layer layer = new Layer(parts, 3, Form.SQUARES);
        for (int part = 0; part < parts.count(); part++) {
            new PartTransform(parts, part, Mode.OWN, 3, rgb, rgb).store(layer, step);
        }
        return layer;
    }

    private static byte[] painted(Layer layer, byte[] base) {
        byte[] out = base.clone();
        LayerPainter.paint(layer, out);
        return out;
    }

    /** Mean of the differences of neighbours beyond those of the picture, across or away from edges of 8 x 8. */
    private static double leaps(byte[] out, byte[] rgb, int width, boolean atEdges) {
        double sum = 0;
        int n = 0;
        for (int i = 3; i < out.length; i++) {
            int x = i / 3 % width;
            if (x > 0 && x % 8 == 0 == atEdges) {
                sum += Math.abs((out[i] & 255) - (out[i - 3] & 255) - (rgb[i] & 255) + (rgb[i - 3] & 255));
                n++;
            }
        }
        return sum / n;
    }

    private static double error(byte[] a, byte[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.pow((a[i] & 255) - (b[i] & 255), 2);
        }
        return sum;
    }

    @Test
    void softSquares_joinWithoutLeaps_andComeNearerToThePicture() {
        int width = 250;
        byte[] rgb = picture(width, 140, (x, y) -> 60 + x / 3 + (int) (20 * Math.sin(y / 60.0)));
        Layer layer = own(width, 140, rgb, COARSE);
        byte[] plain = painted(layer, rgb);
        layer.soften(part -> 2);
        assertThat(layer.form()).isEqualTo(Form.SOFTENED);
        byte[] soft = painted(layer, rgb);
        assertThat(leaps(soft, rgb, width, true))
                .isLessThan(0.6 * leaps(plain, rgb, width, true))
                .isLessThan(1.5 * leaps(soft, rgb, width, false));
        assertThat(error(soft, rgb)).isLessThan(error(plain, rgb));
    }

    @Test
    void withoutStrength_nothingChanges() {
        byte[] rgb = picture(130, 70, (x, y) -> 60 + x + y / 2);
        Layer layer = own(130, 70, rgb, COARSE);
        byte[] plain = painted(layer, rgb);
        layer.soften(part -> 3);
        assertThat(painted(layer, rgb)).isNotEqualTo(plain);
        layer.soften(part -> 0);
        assertThat(layer.form()).isEqualTo(Form.SQUARES);
        assertThat(painted(layer, rgb)).isEqualTo(plain);
    }

    @Test
    void trueEdges_stayWhereTheyAre() {
        byte[] rgb = picture(128, 64, (x, y) -> x / 32 % 2 == 0 ? 100 : 170);
        Layer layer = own(128, 64, rgb, COARSE);
        byte[] plain = painted(layer, rgb);
        layer.soften(part -> 3);
        assertThat(painted(layer, rgb)).isEqualTo(plain);
    }

    /** Exact parts neither change nor matter; own parts do not depend on what may differ by rounding. */
    @Test
    void exactPartsAndBases_doNotReachIntoOwnParts() {
        Random random = new Random(4);
        Layer layer = GoldenLayers.of(
                320, 200, 3, Form.SOFTENED, Mode.OWN, Mode.EXACT, Mode.OWN, Mode.BASE, Mode.RESIDUAL, Mode.OWN);
        for (int part = 0; part < layer.parts().count(); part++) {
            layer.setSoftening(part, layer.mode(part).transformed() ? 3 : 0);
        }
        byte[] a = painted(layer, picture(320, 200, (x, y) -> 50 + x / 2));
        byte[] b = painted(layer, picture(320, 200, (x, y) -> 90 + random.nextInt(9)));
        for (int part = 0; part < layer.parts().count(); part++) {
            byte[] own = cut(layer.parts(), part, a);
            if (layer.mode(part) == Mode.OWN || layer.mode(part) == Mode.EXACT) {
                assertThat(cut(layer.parts(), part, b)).isEqualTo(own);
            }
        }
        Layer hard = GoldenLayers.of(
                320, 200, 3, Form.SQUARES, Mode.OWN, Mode.EXACT, Mode.OWN, Mode.BASE, Mode.RESIDUAL, Mode.OWN);
        byte[] c = painted(hard, a);
        for (int part = 0; part < layer.parts().count(); part++) {
            if (layer.mode(part) == Mode.EXACT) {
                assertThat(cut(layer.parts(), part, a)).isEqualTo(cut(layer.parts(), part, c));
            }
        }
    }

    private static byte[] cut(Parts parts, int part, byte[] rgb) {
        byte[] out = new byte[3 * parts.width(part) * parts.height(part)];
        for (int y = 0; y < parts.height(part); y++) {
            int from = 3 * ((parts.y(part) + y) * parts.width() + parts.x(part));
            System.arraycopy(rgb, from, out, 3 * y * parts.width(part), 3 * parts.width(part));
        }
        return out;
    }

    @Test
    void basesBesideOwnParts_goOverIntoThem_byLittleForALittleRounding() {
        Layer layer = own(128, 64, picture(128, 64, (x, y) -> 100), COARSE);
        layer.set(1, Mode.BASE, 0);
        layer.soften(part -> 3);
        byte[] base = picture(128, 64, (x, y) -> 103);
        byte[] out = painted(layer, base);
        assertThat(Math.abs((out[3 * 64] & 255) - (out[3 * 63] & 255))).isLessThanOrEqualTo(1);
        for (int leap = -20; leap <= 20; leap++) {
            int now = leap;
            byte[] one = painted(layer, picture(128, 64, (x, y) -> 100 + now));
            byte[] two = painted(layer, picture(128, 64, (x, y) -> 101 + now));
            for (int i = 0; i < one.length; i++) {
                assertThat(Math.abs((one[i] & 255) - (two[i] & 255))).isLessThanOrEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void tilesOfAnySize_areFiltered(int planes) {
        for (int size = 1; size < 80; size++) {
            Layer layer = GoldenLayers.of(size, 81 - size, planes, Form.SOFTENED, Mode.OWN, Mode.RESIDUAL);
            byte[] out = painted(layer, picture(size, 81 - size, (x, y) -> x));
            for (int i = 0; planes == 1 && i < out.length; i++) {
                assertThat(out[i]).isEqualTo(out[i / 3 * 3]);
            }
        }
    }

    /** Turned by a right angle all is the same: no direction is preferred but for rounding. */
    @Test
    void bothDirections_areAlike() {
        byte[] across = picture(128, 128, (x, y) -> 60 + x / 2);
        byte[] down = picture(128, 128, (x, y) -> 60 + y / 2);
        byte[][] outs = new byte[2][];
        for (int i = 0; i < 2; i++) {
            byte[] rgb = i == 0 ? across : down;
            Layer layer = own(128, 128, rgb, COARSE);
            layer.soften(part -> 2);
            outs[i] = painted(layer, rgb);
        }
        int[] differences = new int[128 * 128];
        Arrays.setAll(differences, i -> (outs[0][3 * i] & 255) - (outs[1][3 * (i % 128 * 128 + i / 128)] & 255));
        assertThat(Arrays.stream(differences).map(Math::abs).max().orElseThrow())
                .isLessThanOrEqualTo(1);
    }
}
