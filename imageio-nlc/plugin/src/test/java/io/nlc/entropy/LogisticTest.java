package io.nlc.entropy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The digests are of tables computed with 140-bit arithmetic (mpmath), from the formulas of docs/format.md. No entry is
 * nearer than 4 * 10^-5 to a value that would be rounded otherwise.
 */
class LogisticTest {

    private static String digest(int from, int to, IntUnaryOperator table) throws NoSuchAlgorithmException {
        ByteBuffer bytes = ByteBuffer.allocate(2 * (to - from));
        for (int i = from; i < to; i++) {
            bytes.putShort((short) table.applyAsInt(i));
        }
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    }

    @Test
    void tablesAreThoseOfThePage() throws NoSuchAlgorithmException {
        assertThat(digest(0, 1 << 12, Logistic::stretch))
                .isEqualTo("acce0c177ae7652c7a40f2f9eeb8fbf8e99f1708e09b96dfb030807b972face1");
        assertThat(digest(0, 1 << 14, Logistic::stretchFine))
                .isEqualTo("5a2285b534e29322397b9e1420c0f828fd303377bdd34b9c53efc781906f2aaa");
        assertThat(digest(-Logistic.LIMIT, Logistic.LIMIT + 1, Logistic::squash))
                .isEqualTo("803db16c0329edff52f99b0e63d53fb08b492dd8b43eb7f3473b12e87ec76870");
    }

    @Test
    void whatIsStretchedIsSquashedAgain() {
        for (int p = 64; p < 1 << 14; p += 37) {
            double there = Logistic.squash(Logistic.stretchFine(p)) / 65536.0;
            double one = (p + 0.5) / (1 << 14);
            assertThat(there / one).as("%d", p).isBetween(0.99, 1.01);
        }
    }

    @Test
    void clip_limits() {
        assertThat(Logistic.clip(Long.MAX_VALUE)).isEqualTo(2047);
        assertThat(Logistic.clip(Long.MIN_VALUE)).isEqualTo(-2047);
        assertThat(Logistic.clip(-5)).isEqualTo(-5);
    }
}
