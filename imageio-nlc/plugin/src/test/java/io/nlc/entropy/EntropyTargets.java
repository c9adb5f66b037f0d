package io.nlc.entropy;

import io.nlc.fuzz.Checks;
import io.nlc.fuzz.FuzzInput;
import java.util.Arrays;

/**
 * What fuzzing does to the coders. In every target the first bytes are a program: what to code, with which models. It
 * is encoded and must come back; then the rest of the input is decoded by the same program as if it were a stream.
 */
public final class EntropyTargets {

    private static final int MAX_STEPS = 512;

    /** What a slot of a range of 2^24 loses at most by rounding, in bits, and somewhat more. */
    private static final double LOSS = 0.006;

    private static final int END_BYTES = 6;

    private EntropyTargets() {}

    private static byte[] program(FuzzInput in) {
        return in.bytes(4 * (1 + in.u8()));
    }

    private static RangeDecoder decoder(byte[] stream) throws CorruptStreamException {
        return new RangeDecoder(stream, 0, stream.length);
    }

    /** Slots, bits and escapes: the fast ways of the decoder against the plain one. */
    public static void rangeDecoder(byte[] input) throws CorruptStreamException {
        FuzzInput in = new FuzzInput(input);
        byte[] program = program(in);
        byte[] stream = in.rest();
        slots(program);
        RangeDecoder plain;
        RangeDecoder fast;
        try {
            plain = decoder(stream);
            fast = decoder(stream);
        } catch (CorruptStreamException e) {
            throw new AssertionError("nothing is wrong with a stream yet", e);
        }
        FuzzInput steps = new FuzzInput(program);
        for (int i = 0; i < MAX_STEPS && steps.more(); i++) {
            int kind = steps.u8() & 3;
            int argument = steps.u16();
            String a = outcome(() -> plain(plain, kind, argument));
            String b = outcome(() -> fast(fast, kind, argument));
            Checks.equal(a, b, "step " + i + " of kind " + kind + ": the plain and the fast way");
            if (!a.matches("-?\\d+")) {
                throw new CorruptStreamException(a);
            }
        }
    }

    private interface Step {
        int run() throws CorruptStreamException;
    }

    private static String outcome(Step step) {
        try {
            return String.valueOf(step.run());
        } catch (CorruptStreamException e) {
            return e.getMessage();
        }
    }

    private static int plain(RangeDecoder in, int kind, int argument) throws CorruptStreamException {
        switch (kind) {
            case 0 -> {
                int shift = 16 - argument % 17;
                if (shift == 16) {
                    return 0;
                }
                int value = in.target() >>> shift;
                in.consume(value << shift, 1 << shift);
                return value;
            }
            case 1 -> {
                int one = Math.max(1, argument);
                if (in.target() < one) {
                    in.consume(0, one);
                    return 1;
                }
                in.consume(one, RangeEncoder.TOTAL - one);
                return 0;
            }
            case 2 -> {
                int target = in.target();
                int frequency = 1 + argument;
                int start = Math.min(target / frequency * frequency, RangeEncoder.TOTAL);
                in.consume(start, Math.min(frequency, RangeEncoder.TOTAL - start));
                return target;
            }
            default -> {
                return EscapeCode.decode(in, -argument, argument);
            }
        }
    }

    private static int fast(RangeDecoder in, int kind, int argument) throws CorruptStreamException {
        switch (kind) {
            case 0 -> {
                return in.decodeBits(argument % 17);
            }
            case 1 -> {
                return in.decodeBit(Math.max(1, argument));
            }
            case 2 -> {
                int target = in.fastTarget();
                int frequency = 1 + argument;
                int start = Math.min(target / frequency * frequency, RangeEncoder.TOTAL);
                in.fastConsume(start, Math.min(frequency, RangeEncoder.TOTAL - start));
                return target;
            }
            default -> {
                return EscapeCode.decode(in, -argument, argument);
            }
        }
    }

    /** Any slots come back, in not much more than they cost. */
    private static void slots(byte[] program) {
        RangeEncoder out = new RangeEncoder();
        double bits = 0;
        int count = 0;
        FuzzInput steps = new FuzzInput(program);
        for (; count < MAX_STEPS && steps.more(); count++) {
            int start = steps.u16();
            int frequency = 1 + steps.u16() % (RangeEncoder.TOTAL - start);
            out.encode(start, frequency);
            bits += MixtureCoder.bitsOf(frequency);
        }
        byte[] stream = out.finish();
        Checks.that(
                stream.length <= (bits + LOSS * count) / 8 + END_BYTES,
                stream.length + " bytes for " + bits + " bits in " + count + " slots");
        try {
            RangeDecoder in = decoder(stream);
            steps = new FuzzInput(program);
            for (int i = 0; i < count; i++) {
                int start = steps.u16();
                int frequency = 1 + steps.u16() % (RangeEncoder.TOTAL - start);
                int target = in.target();
                Checks.that(target >= start && target - start < frequency, "slot " + i + " did not come back");
                in.consume(start, frequency);
            }
        } catch (CorruptStreamException e) {
            throw new AssertionError("our own stream is refused", e);
        }
    }

    /** Symbols of alphabets of any size, and bits in contexts. */
    public static void symbols(byte[] input) throws CorruptStreamException {
        FuzzInput in = new FuzzInput(input);
        int[] initial = new int[1 + in.u8()];
        for (int i = 0; i < initial.length; i++) {
            initial[i] = 1 + in.u8() % 32;
        }
        byte[] program = program(in);
        byte[] stream = in.rest();
        RangeEncoder out = new RangeEncoder();
        int[] written = walk(Coding.to(out), initial, program);
        byte[] coded = out.finish();
        try {
            int[] read = walk(Coding.from(decoder(coded)), initial, program);
            Checks.that(Arrays.equals(written, read), "symbols did not come back");
        } catch (CorruptStreamException e) {
            throw new AssertionError("our own stream is refused", e);
        }
        walk(Coding.from(decoder(stream)), initial, program);
    }

    private static int[] walk(Coding coding, int[] initial, byte[] program) throws CorruptStreamException {
        SymbolModel model = new SymbolModel(initial);
        SymbolModels several = new SymbolModels(new int[][] {initial, initial, initial, initial});
        BitModels bits = new BitModels(4);
        int[] values = new int[4 * MAX_STEPS];
        FuzzInput steps = new FuzzInput(program);
        for (int i = 0; i < values.length && steps.more(); i++) {
            int kind = steps.u8();
            int value = steps.u8();
            switch (kind & 3) {
                case 0 -> values[i] = coding.bit(bits, kind >> 2 & 3, value & 1);
                case 1 -> values[i] = coding.bits(kind >> 2 & 7, value & (1 << (kind >> 2 & 7)) - 1);
                case 2 -> values[i] = coding.symbol(several, kind >> 2 & 3, value % initial.length);
                default -> values[i] = coding.symbol(model, value % initial.length);
            }
        }
        return values;
    }

    /** Mixtures with parameters that are any floats. */
    public static void mixture(byte[] input) throws CorruptStreamException {
        FuzzInput in = new FuzzInput(input);
        int components = 1 + in.u8() % 64;
        int symbols = 1 + in.u8() % 16;
        boolean wild = (in.u8() & 1) == 0;
        float[] params = new float[3 * components * symbols];
        for (int i = 0; i < params.length && in.more(); i++) {
            params[i] = wild ? in.f32() : (byte) in.u8() * 4;
        }
        int[] values = new int[symbols];
        for (int s = 0; s < symbols; s++) {
            values[s] = wild ? in.i32() : (byte) in.u8();
        }
        byte[] stream = in.rest();
        MixtureCoder coder = new MixtureCoder(components);
        RangeEncoder out = new RangeEncoder();
        int[] expected = new int[symbols];
        double bits = 0;
        for (int s = 0; s < symbols; s++) {
            int mean = 3 * components * s;
            int at = mean + components;
            int weight = at + components;
            double cost = coder.bits(params, mean, at, weight, 1, values[s]);
            Checks.that(cost >= 0 && cost < 100, "a value costs " + cost + " bits");
            bits += cost;
            expected[s] = coder.encode(out, params, mean, at, weight, 1, values[s]);
            int sure = coder.deterministic(params, mean, at, weight, 1);
            Checks.equal(
                    sure == Integer.MIN_VALUE ? values[s] : sure, expected[s], "what is said to be seen, and that");
            double[] sum = new double[3];
            coder.distribution(params, mean, at, weight, 1).addProbabilities(-1, sum);
            Checks.that(Math.abs(sum[0] + sum[1] + sum[2] - 1) < 1e-9, "probabilities sum to something else than 1");
        }
        byte[] coded = out.finish();
        Checks.that(
                coded.length <= (bits + LOSS * 80 * symbols) / 8 + END_BYTES,
                coded.length + " bytes for " + bits + " bits");
        try {
            Checks.that(Arrays.equals(expected, decode(coder, params, symbols, coded)), "values did not come back");
        } catch (CorruptStreamException e) {
            throw new AssertionError("our own stream is refused", e);
        }
        decode(coder, params, symbols, stream);
        corrected(coder, params, values, stream);
    }

    /** The same with any doubt in the place of what the parameters say. */
    private static void corrected(MixtureCoder coder, float[] params, int[] values, byte[] stream)
            throws CorruptStreamException {
        RangeEncoder out = new RangeEncoder();
        int[] expected = new int[values.length];
        double bits = 0;
        for (int s = 0; s < values.length; s++) {
            MixtureCoder.Distribution distribution = corrected(coder, params, values.length, s);
            double cost = distribution.bits(values[s]);
            Checks.that(cost >= 0 && cost < 120, "a corrected value costs " + cost + " bits");
            bits += cost;
            double[] sum = new double[3];
            distribution.addProbabilities(-1, sum);
            Checks.that(Math.abs(sum[0] + sum[1] + sum[2] - 1) < 1e-9, "probabilities sum to something else than 1");
            expected[s] = distribution.encode(out, values[s]);
        }
        byte[] coded = out.finish();
        Checks.that(
                coded.length <= (bits + LOSS * 80 * values.length) / 8 + END_BYTES,
                coded.length + " bytes for " + bits + " corrected bits");
        try {
            Checks.that(
                    Arrays.equals(expected, decodeCorrected(coder, params, values.length, coded)),
                    "corrected values did not come back");
        } catch (CorruptStreamException e) {
            throw new AssertionError("our own stream is refused", e);
        }
        decodeCorrected(coder, params, values.length, stream);
    }

    private static int[] decodeCorrected(MixtureCoder coder, float[] params, int symbols, byte[] stream)
            throws CorruptStreamException {
        RangeDecoder in = decoder(stream);
        int[] values = new int[symbols];
        for (int s = 0; s < symbols; s++) {
            values[s] = corrected(coder, params, symbols, s).decode(in);
        }
        return values;
    }

    /** The distribution of a symbol, corrected by a doubt that both ends know from the parameters. */
    private static MixtureCoder.Distribution corrected(MixtureCoder coder, float[] params, int symbols, int s) {
        int components = params.length / symbols / 3;
        int mean = 3 * components * s;
        MixtureCoder.Distribution distribution =
                coder.distribution(params, mean, mean + components, mean + 2 * components, 1);
        distribution.correct(1 + (Float.floatToIntBits(params[mean]) >>> 8) % 65_535);
        return distribution;
    }

    private static int[] decode(MixtureCoder coder, float[] params, int symbols, byte[] stream)
            throws CorruptStreamException {
        int components = params.length / symbols / 3;
        RangeDecoder in = decoder(stream);
        int[] values = new int[symbols];
        for (int s = 0; s < symbols; s++) {
            int mean = 3 * components * s;
            values[s] = coder.decode(in, params, mean, mean + components, mean + 2 * components, 1);
        }
        return values;
    }

    /** Any table that is one, and any values. */
    public static void prior(byte[] input) throws CorruptStreamException {
        FuzzInput in = new FuzzInput(input);
        int lo = in.i32();
        int[] frequencies = new int[1 + in.u8()];
        int left = RangeEncoder.TOTAL;
        boolean free = (in.u8() & 7) == 0;
        for (int i = 0; i < frequencies.length; i++) {
            boolean last = i == frequencies.length - 1;
            int most = left - (frequencies.length - 1 - i);
            frequencies[i] = free ? in.i32() : last ? left : 1 + in.u16() % most;
            left -= frequencies[i];
        }
        FactorizedPrior prior;
        try {
            prior = new FactorizedPrior(new int[] {lo}, new int[][] {frequencies});
        } catch (IllegalArgumentException e) {
            Checks.that(e.getMessage().startsWith("channel 0: "), "the channel is not named");
            return;
        }
        int[] values = new int[32];
        int[] expected = new int[values.length];
        RangeEncoder out = new RangeEncoder();
        for (int i = 0; i < values.length; i++) {
            values[i] = (in.u8() & 1) == 0 ? lo + in.u8() : in.i32();
            expected[i] = prior.code(out, 0, values[i]);
            double bits = prior.bits(0, values[i]);
            Checks.that(bits >= 0 && bits < 100, "a value costs " + bits + " bits");
        }
        byte[] coded = out.finish();
        byte[] stream = in.rest();
        try {
            RangeDecoder back = decoder(coded);
            for (int i = 0; i < values.length; i++) {
                Checks.equal(expected[i], prior.decode(back, 0), "values");
            }
        } catch (CorruptStreamException e) {
            throw new AssertionError("our own stream is refused", e);
        }
        RangeDecoder hostile = decoder(stream);
        for (int i = 0; i < MAX_STEPS; i++) {
            prior.decode(hostile, 0);
        }
    }
}
