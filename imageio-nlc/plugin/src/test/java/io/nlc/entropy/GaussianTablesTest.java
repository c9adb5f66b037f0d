package io.nlc.entropy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The digests are of tables computed with 140-bit arithmetic (mpmath), from the formulas of docs/format.md. No entry of
 * P lies within 1e-6 of a rounding boundary there, so the table is the same however it is computed, if with some care.
 */
class GaussianTablesTest {
    @Test
    void weightsAreTheFormats() throws Exception {
        assertThat(digest(IntStream.range(0, 256).map(GaussianTables::powerOfTwo)))
                .isEqualTo("8652c0ace1f681e3ea5e144c5df5cb0f99b294ef5182e1b7bb1d91cf4bb54863");
    }

    @Test
    void reachesAreTheFormats() throws Exception {
        assertThat(digest(IntStream.rangeClosed(-24, 64).map(GaussianTables::reach)))
                .isEqualTo("bc22e37df633be2dec6ec47cf35c78b3fe80d19b7130adca3a7199934e63fcc2");
    }

    @Test
    void distributionsAreTheFormats() throws Exception {
        assertThat(digest(IntStream.rangeClosed(-24, 64)
                        .flatMap(s -> IntStream.rangeClosed(0, GaussianTables.reach(s))
                                .map(d -> GaussianTables.cumulative(GaussianTables.upperHalf(s), d)))))
                .isEqualTo("aa8455c6293b9795b01cac04dbbe8704cad8c13fc38c4f2bc50a3724fcc05899");
    }

    @Test
    void distributionsAreSymmetricAndSaturate() {
        for (int s = -24; s <= 64; s++) {
            int[] half = GaussianTables.upperHalf(s);
            assertThat(GaussianTables.cumulative(half, 0)).isEqualTo(1 << 23);
            for (int d = 0; d < half.length; d++) {
                assertThat(GaussianTables.cumulative(half, d) + GaussianTables.cumulative(half, -d))
                        .isEqualTo(1 << 24);
            }
            assertThat(GaussianTables.cumulative(half, GaussianTables.reach(s))).isEqualTo(1 << 24);
            assertThat(GaussianTables.cumulative(half, Integer.MAX_VALUE)).isEqualTo(1 << 24);
            assertThat(GaussianTables.cumulative(half, -Integer.MAX_VALUE)).isZero();
        }
    }

    private static String digest(IntStream values) throws Exception {
        int[] all = values.toArray();
        ByteBuffer bytes = ByteBuffer.allocate(4 * all.length);
        bytes.asIntBuffer().put(all);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    }
}
