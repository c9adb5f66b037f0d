package io.nlc.entropy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;

/**
 * The whole table of one mixture, computed as docs/format.md says it and without any code of the coder: BigDecimal for
 * the transcendental tables, BigInteger for the sums, every value of the support.
 */
final class ReferenceMixture {
    private static final MathContext MC = new MathContext(40);
    private static final BigDecimal LN2 =
            new BigDecimal("0.69314718055994530941723212145817656807550013436025525412068");
    private static final BigDecimal SQRT_2_PI =
            new BigDecimal("2.50662827463100050241576528481104525300698674060993831662992");
    private static final Map<Long, BigInteger> PHI = new HashMap<>();
    private static final Map<Integer, BigDecimal> SIGMA = new HashMap<>();

    final int lo;
    final int hi;
    final int candidate;
    /** cum(lo) .. cum(hi + 1), then 65536. */
    final int[] cumulative;

    ReferenceMixture(int[] means, int[] scales, int[] weights) {
        int k = means.length;
        int[] m = new int[k];
        int[] s = new int[k];
        int best = 0;
        for (int i = 0; i < k; i++) {
            m[i] = Math.max(-8191, Math.min(8191, means[i]));
            s[i] = Math.max(-24, Math.min(64, Math.floorDiv(scales[i], 2)));
            best = weights[i] > weights[best] ? i : best;
        }
        BigInteger[] w = weights(weights, best);

        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        for (int i = 0; i < k; i++) {
            int reach = powerOfTwo(s[i], 8)
                    .multiply(BigDecimal.valueOf(96))
                    .setScale(0, RoundingMode.CEILING)
                    .intValueExact();
            low = Math.min(low, Math.floorDiv(m[i] - reach, 16) - 1);
            high = Math.max(high, -Math.floorDiv(-(m[i] + reach), 16) + 1);
        }
        lo = low;
        hi = high;
        candidate = Math.floorDiv(m[best] + 8, 16);

        int n = hi - lo + 2;
        cumulative = new int[n + 1];
        cumulative[n] = 65536;
        for (int v = lo + 1; v <= hi + 1; v++) {
            BigInteger f = BigInteger.ZERO;
            for (int i = 0; i < k; i++) {
                f = f.add(w[i].multiply(phi(s[i], 16 * v - 8 - m[i])));
            }
            cumulative[v - lo] =
                    f.multiply(BigInteger.valueOf(65536 - n)).shiftRight(40).intValueExact() + v - lo;
        }
    }

    private static BigInteger[] weights(int[] logs, int best) {
        int k = logs.length;
        BigInteger[] u = new BigInteger[k];
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < k; i++) {
            int d = (int) Math.min((long) logs[best] - logs[i], 255);
            u[i] = powerOfTwo(-d, 16)
                    .multiply(BigDecimal.valueOf(65536))
                    .setScale(0, RoundingMode.HALF_UP)
                    .toBigIntegerExact();
            sum = sum.add(u[i]);
        }
        BigInteger missing = BigInteger.valueOf(65536);
        BigInteger[] w = new BigInteger[k];
        for (int i = 0; i < k; i++) {
            w[i] = u[i].shiftLeft(16).divide(sum);
            missing = missing.subtract(w[i]);
        }
        w[best] = w[best].add(missing);
        return w;
    }

    int start(int v) {
        return cumulative[v - lo];
    }

    int frequency(int v) {
        return cumulative[v - lo + 1] - cumulative[v - lo];
    }

    int escapeFrequency() {
        return 65536 - start(hi + 1);
    }

    boolean deterministic() {
        return frequency(candidate) > 65520;
    }

    /** What the encoder has to write for a value. */
    int encode(RangeEncoder out, int value) {
        if (deterministic()) {
            return candidate;
        }
        if (value >= lo && value <= hi) {
            out.encode(start(value), frequency(value));
            return value;
        }
        out.encode(start(hi + 1), escapeFrequency());
        BigInteger e = value > hi
                ? BigInteger.TWO.multiply(BigInteger.valueOf((long) value - hi - 1))
                : BigInteger.TWO
                        .multiply(BigInteger.valueOf((long) lo - 1 - value))
                        .add(BigInteger.ONE);
        String binary = e.add(BigInteger.ONE).toString(2);
        ("0".repeat(binary.length() - 1) + binary).chars().forEach(bit -> out.encode(bit == '1' ? 32768 : 0, 32768));
        return value;
    }

    private static BigInteger phi(int s, int d) {
        if (d < 0) {
            return BigInteger.ONE.shiftLeft(24).subtract(phi(s, -d));
        }
        return PHI.computeIfAbsent((long) s << 32 | d, key -> {
            BigDecimal x = BigDecimal.valueOf(d)
                    .divide(SIGMA.computeIfAbsent(s, i -> powerOfTwo(i, 8)).multiply(BigDecimal.valueOf(16)), MC);
            if (x.compareTo(BigDecimal.valueOf(8)) > 0) {
                return BigInteger.ONE.shiftLeft(24);
            }
            // Phi(x) = 1/2 + 1/sqrt(2 pi) sum (-1)^n x^(2n+1) / (2^n n! (2n+1)): alternating, hence the 40 digits.
            BigDecimal square = x.multiply(x, MC);
            BigDecimal power = x;
            BigDecimal sum = x;
            for (int n = 1; power.abs().compareTo(new BigDecimal("1e-22")) > 0; n++) {
                power = power.multiply(square, MC).divide(BigDecimal.valueOf(-2L * n), MC);
                sum = sum.add(power.divide(BigDecimal.valueOf(2L * n + 1), MC), MC);
            }
            return sum.divide(SQRT_2_PI, MC)
                    .add(new BigDecimal("0.5"))
                    .multiply(BigDecimal.valueOf(1 << 24))
                    .setScale(0, RoundingMode.HALF_UP)
                    .toBigIntegerExact();
        });
    }

    /** 2^(a/b). */
    private static BigDecimal powerOfTwo(int a, int b) {
        int whole = Math.floorDiv(a, b);
        BigDecimal x = LN2.multiply(BigDecimal.valueOf(Math.floorMod(a, b)), MC).divide(BigDecimal.valueOf(b), MC);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int n = 1; n < 60; n++) {
            term = term.multiply(x, MC).divide(BigDecimal.valueOf(n), MC);
            sum = sum.add(term, MC);
        }
        return whole >= 0
                ? sum.multiply(BigDecimal.valueOf(2).pow(whole))
                : sum.divide(BigDecimal.valueOf(2).pow(-whole), MC);
    }
}
