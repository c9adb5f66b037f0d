package io.nlc.codec.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.TestPacks;
import io.nlc.entropy.CorruptStreamException;
import io.nlc.failure.NlcException;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.Optimization;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Latents to bits and back with every type of context. */
class ContextTypesTest {

    private static final int[][] SIZES = {{4, 4}, {4, 20}, {20, 4}, {16, 24}, {32, 32}};

    static Stream<String> packs() {
        return TestPacks.contexts();
    }

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    private interface Use {
        void run(PackSessions sessions, LatentCoder coder) throws IOException;
    }

    private static void with(String pack, Use test) throws IOException {
        with(pack, TestPacks.CPU, test);
    }

    private static void with(String pack, RuntimeSettings settings, Use test) throws IOException {
        try (PackSessions sessions = PackSessions.acquire(TestPacks.tiny(pack), settings)) {
            for (boolean correcting : new boolean[] {false, true}) {
                test.run(sessions, new LatentCoder(sessions, correcting));
            }
        }
    }

    /** Some of it beyond any clip. */
    private static float[] latent(PackSessions sessions, int height, int width, long seed) {
        Random random = new Random(seed);
        float[] y = new float[sessions.pack().manifest().latent().channels() * height * width];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) (random.nextGaussian() * (i % 5 == 0 ? 40 : 1.5) * (i % 1000 == 999 ? 1000 : 1));
        }
        return y;
    }

    /** Nearly nothing, so that networks are sure of most symbols, and a few surprises. */
    private static float[] sparse(PackSessions sessions, int height, int width, long seed) {
        Random random = new Random(seed);
        float[] y = new float[sessions.pack().manifest().latent().channels() * height * width];
        for (int i = 0; i < y.length; i++) {
            y[i] = random.nextInt(12) == 0 ? random.nextInt(5) - 2 : 0;
        }
        return y;
    }

    private static void assertSame(Latents actual, Latents expected) {
        assertThat(actual.z()).isEqualTo(expected.z());
        assertThat(actual.y()).isEqualTo(expected.y());
    }

    @ParameterizedTest
    @MethodSource("packs")
    void decode_returnsTheLatentsOfTheEncoder(String pack) throws IOException {
        with(pack, (sessions, coder) -> {
            for (int[] size : SIZES) {
                for (float[] y :
                        new float[][] {latent(sessions, size[0], size[1], 7), sparse(sessions, size[0], size[1], 8)}) {
                    LatentCoder.Encoded encoded = coder.encode(y, size[0], size[1]);
                    assertSame(
                            new LatentCoder(sessions, coder.correcting()).decode(encoded.payload(), size[0], size[1]),
                            encoded.latents());
                    // and again with buffers that are full of other things
                    assertSame(coder.decode(encoded.payload(), size[0], size[1]), encoded.latents());
                }
            }
        });
    }

    /** Asked before every symbol: within a tile, not between tiles alone. The coder is of use afterwards. */
    @ParameterizedTest
    @MethodSource("packs")
    void stop_endsATileAtAnySymbol(String pack) throws IOException {
        with(pack, (sessions, plain) -> {
            int[] left = {Integer.MAX_VALUE};
            LatentCoder coder = new LatentCoder(sessions, plain.correcting(), () -> {
                if (left[0]-- == 0) {
                    throw new CancellationException("enough");
                }
            });
            float[] y = latent(sessions, 16, 24, 9);
            LatentCoder.Encoded encoded = plain.encode(y, 16, 24);
            for (int symbols : new int[] {0, 1, y.length / 2, y.length - 1}) {
                left[0] = symbols;
                assertThatThrownBy(() -> coder.decode(encoded.payload(), 16, 24))
                        .hasMessage("enough");
                left[0] = symbols;
                assertThatThrownBy(() -> coder.encode(y, 16, 24)).hasMessage("enough");
            }
            left[0] = y.length;
            assertSame(coder.decode(encoded.payload(), 16, 24), encoded.latents());
        });
    }

    /** Steps of some hundred rows, which threads share, one coding symbols of the first while others are computed. */
    @Test
    void stepsOfManyRows_anyNumberOfThreads_areTheSame() throws IOException {
        Map<Boolean, LatentCoder.Encoded> first = new HashMap<>();
        for (int threads : new int[] {1, 2, 5}) {
            with("tiny-3d", TestPacks.CPU.withThreads(threads), (sessions, coder) -> {
                float[] y = latent(sessions, 24, 96, 5);
                LatentCoder.Encoded encoded = coder.encode(y, 24, 96);
                first.putIfAbsent(coder.correcting(), encoded);
                assertThat(encoded.payload())
                        .as(threads + " threads")
                        .isEqualTo(first.get(coder.correcting()).payload());
                for (boolean guess : new boolean[] {false, true}) {
                    assertSame(coder.decode(encoded.payload(), new short[y.length], 24, 96, guess), encoded.latents());
                }
                byte[] bad = encoded.payload().clone();
                bad[bad.length / 2] ^= 0x10;
                assertThatCode(() -> coder.decode(bad, 24, 96))
                        .isInstanceOfAny(NlcException.class, CorruptStreamException.class);
                assertSame(coder.decode(encoded.payload(), 24, 96), encoded.latents());
            });
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void encode_lookingAheadMakesTheSameBytes(String pack) throws IOException {
        with(pack, (sessions, coder) -> {
            for (int seed = 0; seed < 15; seed++) {
                int height = SIZES[seed % 5][0];
                int width = SIZES[seed % 5][1];
                float[] y = seed < 5 ? latent(sessions, height, width, seed) : sparse(sessions, height, width, seed);
                LatentCoder.Encoded ahead = coder.encode(y, height, width, true);
                LatentCoder.Encoded plain = coder.encode(y, height, width, false);
                assertThat(ahead.payload()).as("seed %d", seed).isEqualTo(plain.payload());
                assertSame(ahead.latents(), plain.latents());
            }
        });
    }

    // Symbols that the networks are sure of take another value than was known, and change what comes after them. Here a
    // lot do.
    @ParameterizedTest
    @MethodSource("packs")
    void lookingAhead_noticesSymbolsThatChange(String pack) throws IOException {
        with(pack, (sessions, coder) -> {
            PackManifest m = sessions.pack().manifest();
            for (int every : new int[] {1, 50, 1000}) {
                for (int[] size : SIZES) {
                    Random random = new Random(every);
                    FloatTensor hyper = new FloatTensor(1, m.latent().hyperFeatures(), size[0], size[1]);
                    for (int i = 0; i < hyper.size(); i++) {
                        hyper.set(i, random.nextInt(101) - 50);
                    }
                    short[] known = new short[m.latent().channels() * size[0] * size[1]];
                    for (int i = 0; i < known.length; i++) {
                        known[i] = (short) (random.nextInt(11) - 5);
                    }
                    ContextForm form = ContextForm.of(sessions);
                    List<Float> ahead = parameters(form, hyper, known.clone(), size, true, every, known, m);
                    List<Float> plain = parameters(form, hyper, new short[known.length], size, false, every, known, m);
                    assertThat(ahead.equals(plain))
                            .as("one of %d symbols changes, %d x %d", every, size[0], size[1])
                            .isTrue();
                }
            }
        });
    }

    /**
     * Symbols and their parameters in the order in which they are coded, if one of {@code every} symbols is not what
     * was known.
     */
    private static List<Float> parameters(
            ContextForm form,
            FloatTensor hyper,
            short[] y,
            int[] size,
            boolean known,
            int every,
            short[] values,
            PackManifest m)
            throws IOException {
        List<Float> seen = new ArrayList<>();
        form.code(hyper, y, size[0], size[1], known, (symbol, params, mean, scale, weight, step) -> {
            seen.add((float) symbol);
            for (int k = 0; k < m.entropy().mixture(); k++) {
                seen.add(params[mean + k * step]);
                seen.add(params[scale + k * step]);
                seen.add(m.entropy().mixture() > 1 ? params[weight + k * step] : 0f);
            }
            return symbol * 7919 % every == every / 2 ? -values[symbol] : values[symbol];
        });
        assertThat(seen).hasSize(values.length * (1 + 3 * m.entropy().mixture()));
        return seen;
    }

    // A decoder that read a symbol before it was decoded, or kept something computed from one, would get other
    // parameters than the encoder.
    @ParameterizedTest
    @MethodSource("packs")
    void decode_doesNotReadUndecodedSymbols(String pack) throws IOException {
        with(pack, (sessions, coder) -> {
            for (int seed = 0; seed < 6; seed++) {
                LatentCoder.Encoded encoded = coder.encode(latent(sessions, 12, 16, seed), 12, 16);
                for (boolean guess : new boolean[] {false, true}) {
                    short[] poison = new short[encoded.latents().y().length];
                    Random random = new Random(seed);
                    for (int i = 0; i < poison.length; i++) {
                        poison[i] = (short) (random.nextInt(601) - 300);
                    }
                    assertSame(coder.decode(encoded.payload(), poison, 12, 16, guess), encoded.latents());
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("packs")
    void threadsAndOptimisation_doNotMatter(String pack) throws IOException {
        byte[][] payload = new byte[2][];
        for (int threads : new int[] {1, 2}) {
            for (Optimization level : new Optimization[] {Optimization.NONE, Optimization.ALL}) {
                with(pack, TestPacks.cpu(threads, level), (sessions, coder) -> {
                    int i = coder.correcting() ? 1 : 0;
                    if (payload[i] == null) {
                        payload[i] = coder.encode(latent(sessions, 12, 16, 3), 12, 16)
                                .payload();
                    }
                    coder.decode(payload[i], 12, 16); // compares the check value
                    assertThat(coder.encode(latent(sessions, 12, 16, 3), 12, 16).payload())
                            .hasSize(payload[i].length);
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void corruptPayload_endsInAnIoException(String pack) throws IOException {
        with(pack, (sessions, coder) -> {
            byte[] good = coder.encode(latent(sessions, 8, 8, 9), 8, 8).payload();
            Random random = new Random(5);
            for (int i = 0; i < 60; i++) {
                byte[] bad = good.clone();
                if (i < 20) {
                    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                } else if (i < 40) {
                    random.nextBytes(bad);
                } else {
                    bad = Arrays.copyOf(bad, random.nextInt(bad.length - 5));
                }
                byte[] payload = bad;
                assertThatCode(() -> coder.decode(payload, 8, 8))
                        .isInstanceOfAny(NlcException.class, CorruptStreamException.class);
            }
            coder.decode(good, 8, 8); // and the coder still works
        });
    }
}
