package io.nlc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static void isRefused(ThrowingCallable check, FailureKind kind, String message, Object... arguments) {
        assertThatThrownBy(check)
                .isInstanceOfSatisfying(NlcException.class, e -> {
                    assertThat(e.kind()).isEqualTo(kind);
                    assertThat(e.arguments()).containsExactly(arguments);
                })
                .hasMessageContaining(message);
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() throws Exception {
        Limits.DEFAULT.checkSize(65_535, 4096);
        isRefused(() -> Limits.DEFAULT.checkSize(65_536, 1), FailureKind.LIMIT, "65535 a side", 65_536L, 1L);
        isRefused(() -> Limits.DEFAULT.checkSize(65_535, 4097), FailureKind.LIMIT, "268435456 pixels", 65_535L, 4097L);
        isRefused(() -> Limits.DEFAULT.checkSize(0, 1), FailureKind.DAMAGED, "is empty");
    }

    @Test
    void sidesAndPixels() throws Exception {
        Limits limits = new Limits(100, 9999, 1000);
        limits.checkSize(100, 99);
        isRefused(() -> limits.checkSize(101, 1), FailureKind.LIMIT, "100 a side (nlc.maxSide)", 101L, 1L);
        isRefused(() -> limits.checkSize(1, 101), FailureKind.LIMIT, "100 a side (nlc.maxSide)", 1L, 101L);
        isRefused(() -> limits.checkSize(100, 100), FailureKind.LIMIT, "9999 pixels (nlc.maxPixels)", 100L, 100L);
    }

    @Test
    void noLimitAllowsWhatAnIntCannotHold() {
        Limits limits = new Limits(9_999_999_999L, 9_999_999_999_999_999L, 1000);
        isRefused(() -> limits.checkSize(1L << 31, 1), FailureKind.LIMIT, "nlc.maxSide", 1L << 31, 1L);
    }

    @Test
    void expansion() throws Exception {
        NlcHeader header = new NlcHeader(1000, 10, Colour.RGB, false, 0, 64, 64, "p", new byte[16]);
        Limits limits = new Limits(65_535, 1 << 28, 100);
        limits.checkExpansion(header, 300);
        isRefused(
                () -> limits.checkExpansion(header, 299),
                FailureKind.LIMIT,
                "a file of 299 bytes claims to hold 1000 x 10 pixels; more than 100 times its size is refused"
                        + " (nlc.maxExpansionRatio)",
                1000L,
                10L);
    }
}
