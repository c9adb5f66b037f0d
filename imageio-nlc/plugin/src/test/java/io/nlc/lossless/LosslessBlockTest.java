package io.nlc.lossless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of all shapes and contents come back exactly, and never much larger than they were. */
class LosslessBlockTest {

    private static Samples block(int width, int height, int depth, int planes, IntBinaryOperator sample) {
        Samples s = Samples.blank(width, height, depth, planes);
        for (int p = 0; p < planes; p++) {
            for (int i = 0; i < width * height; i++) {
                s.planes()[p][i] = sample.applyAsInt(p, i) & (1 << depth) - 1;
            }
        }
        return s;
    }

    private static int assertExact(Samples s) throws NlcException {
        byte[] coded = BlockCoder.encode(s.copy());
        Samples back = BlockCoder.decode(coded, 0, s.width(), s.height(), s.planes().length, s.depth());
        assertThat(back.planes()).isDeepEqualTo(s.planes());
        assertThat(coded.length).isLessThanOrEqualTo(1 + s.area() * s.planes().length * s.depth() / 8);
        return coded.length;
    }

    @Test
    void everyShapeAndContent_isExact() throws NlcException {
        Random random = new Random(1);
        int[][] sizes = {{1, 1}, {2, 1}, {1, 3}, {17, 5}, {64, 33}};
        for (int[] size : sizes) {
            for (int depth : new int[] {8, 16}) {
                int max = (1 << depth) - 1;
                for (int planes = 1; planes <= 4; planes++) {
                    int w = size[0];
                    assertExact(block(w, size[1], depth, planes, (p, i) -> 0));
                    assertExact(block(w, size[1], depth, planes, (p, i) -> max));
                    assertExact(block(w, size[1], depth, planes, (p, i) -> random.nextInt()));
                    assertExact(block(w, size[1], depth, planes, (p, i) -> (i & 1) * max));
                    assertExact(block(w, size[1], depth, planes, (p, i) -> (i % w * 3 + i / w * 5) * (p + 1)));
                    assertExact(block(w, size[1], depth, planes, (p, i) -> random.nextInt(9) * 257));
                    assertExact(block(w, size[1], depth, planes, (p, i) -> i * 71 % 1000 * (p + 1)));
                    assertExact(block(w, size[1], depth, planes, (p, i) -> random.nextInt(40) == 0 ? i : 300));
                }
            }
        }
    }

    /** What statistics have learned is wrong at once, again and again. */
    @Test
    void suddenChanges_areExact() throws NlcException {
        Random random = new Random(2);
        for (int depth : new int[] {8, 16}) {
            assertExact(block(300, 200, depth, 3, (p, i) -> i / 6000 % 2 == 0 ? (i & 1) * 0xFFFF : random.nextInt()));
            assertExact(block(300, 200, depth, 3, (p, i) -> i < 50_000 ? 7 : random.nextInt()));
        }
    }

    @Test
    void flatAreasAndPatterns_areSmall() throws NlcException {
        assertThat(assertExact(block(512, 512, 8, 3, (p, i) -> 200))).isLessThan(20);
        assertThat(assertExact(block(512, 512, 8, 1, (p, i) -> (i + i / 512) % 2 * 255)))
                .isLessThan(300);
        int[] row = new Random(3).ints(512).toArray();
        assertThat(assertExact(block(512, 512, 8, 3, (p, i) -> row[i % 512] >> 8 * p)))
                .isLessThan(3000);
        assertThat(assertExact(block(256, 256, 16, 1, (p, i) -> (i % 256 + i / 256) / 2 * 257)))
                .isLessThan(3000);
    }

    /** Steps of ramps come in patterns on every height; in strips they come again in each column. */
    @Test
    void slopes_areSmall() throws NlcException {
        assertThat(assertExact(block(256, 256, 8, 3, (p, i) -> (i % 256 / 32 * (p + 3) % 8 + 1) * (i / 256) / 8)))
                .isLessThan(1300);
        assertThat(assertExact(block(300, 200, 8, 3, (p, i) -> (i % 300 * (11 + p) + i / 300 * (23 - 2 * p)) / 40)))
                .isLessThan(11_000);
    }

    /** The way that takes longer to decode is for what it saves bytes of, as some of the rows tell. */
    @Test
    void photographs_areNotCodedAsGraphics_drawingsAre() throws NlcException {
        Random random = new Random(6);
        // Some of the pixels repeat by chance.
        int[] noise = random.ints(400 * 512, 0, 6).toArray();
        Samples photo = block(400, 512, 8, 3, (p, i) -> 60 + i % 400 / 7 + i / 4000 + noise[i] + 20 * p);
        assertThat(assertExact(photo)).isPositive();
        assertThat(BlockCoder.encode(photo.copy())[0] & 3).isZero();
        int[] strip = random.ints(400 * 16).toArray();
        Samples drawn = block(
                400, 512, 8, 3, (p, i) -> i / 400 / 16 % 3 > 0 ? strip[i % (400 * 16)] >> 8 * p : random.nextInt());
        assertThat(assertExact(drawn)).isPositive();
        assertThat(BlockCoder.encode(drawn.copy())[0] & 3).isEqualTo(1);
    }

    private static int way(Samples s) throws NlcException {
        assertExact(s);
        return BlockCoder.encode(s.copy())[0] & 3;
    }

    /**
     * Of blocks that are not small and have many colours, what repeats or slopes evenly is a drawing, however little
     * neighbours have in common.
     */
    @Test
    void whatRepeats_isADrawing() throws NlcException {
        int[] noise = new Random(8).ints(64 * 64).toArray();
        Samples slope = block(160, 130, 8, 3, (p, i) -> (i % 160 * (2 + p) + i / 160 * 3) % 256);
        Samples deep = block(160, 130, 16, 1, (p, i) -> i % 160 * 17 + i / 160 * 301);
        Samples tiles = block(160, 130, 8, 3, (p, i) -> noise[i % 160 % 41 + 64 * (i / 160 % 37)] >> 8 * p);
        Samples columns = block(160, 130, 8, 3, (p, i) -> noise[i % 160] >> 8 * p);
        Samples rows = block(160, 130, 8, 3, (p, i) -> noise[i / 160] >> 8 * p);
        for (Samples drawn : new Samples[] {slope, deep, tiles, columns, rows}) {
            assertThat(way(drawn)).isNotZero();
        }
        Random random = new Random(9);
        assertThat(way(block(160, 130, 8, 3, (p, i) -> i % 160 + 40 * p + random.nextInt(30))))
                .isZero();
    }

    /** Few colours are told by their places in a list, whether these come in patterns or by chance. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 16, 17, 63, 64, 65, 80, 81, 256})
    void fewColours_areAPalette(int colours) throws NlcException {
        int[] palette = new Random(colours).ints(colours).toArray();
        Random random = new Random(1);
        int[] run = {0};
        Samples s = block(96, 80, 8, 3, (p, i) -> {
            if (p == 0 && random.nextInt(6) == 0) {
                run[0] = random.nextInt(colours);
            }
            return p == 0 ? run[0] : 0;
        });
        int[] index = s.planes()[0].clone();
        for (int p = 0; p < 3; p++) {
            for (int i = 0; i < index.length; i++) {
                s.planes()[p][i] = palette[index[i]] >> 8 * p & 255;
            }
        }
        assertThat(way(s)).isEqualTo(2);
        double change = 1 / 6.0;
        double bits = s.area() * (change * Math.log(colours) / Math.log(2) + 0.65);
        assertThat(assertExact(s)).isLessThan((int) (1.25 * bits / 8) + 3 * colours + 60);
    }

    /** What nothing can shorten is as long as it was, and a byte. */
    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void noise_staysAsItIs(int depth) throws NlcException {
        Random random = new Random(11);
        for (int planes = 1; planes <= 4; planes++) {
            Samples s = block(6, 5, depth, planes, (p, i) -> random.nextInt());
            assertThat(assertExact(s)).isEqualTo(1 + 30 * planes * depth / 8);
            assertThat(way(s)).isEqualTo(3);
            byte[] coded = BlockCoder.encode(s);
            for (int length : new int[] {coded.length - 1, coded.length + 1}) {
                assertThatThrownBy(() ->
                                BlockCoder.decode(Arrays.copyOf(coded, length), 0, 6, 5, s.planes().length, depth))
                        .isInstanceOf(NlcException.class)
                        .hasMessageContaining("not " + (coded.length - 1));
            }
        }
    }

    /** Values that are rare do not spoil gaps between the others, where these are wide. */
    @Test
    void gapsBetweenValues_costNothing() throws NlcException {
        Random random = new Random(12);
        int[] noise = random.ints(128 * 128, 0, 5).toArray();
        int dense = assertExact(block(128, 128, 16, 1, (p, i) -> i % 128 / 2 + i / 300 + noise[i]));
        Samples gaps = block(128, 128, 16, 1, (p, i) -> 400 * (i % 128 / 2 + i / 300 + noise[i]) + 7);
        assertThat(assertExact(gaps)).isLessThan(dense + 300);
        assertThat(BlockCoder.encode(gaps.copy())[0] & 16).isEqualTo(16);
        for (int i = 0; i < 4; i++) {
            gaps.planes()[0][4000 * i + 77] = 401 * i + 3;
        }
        assertThat(assertExact(gaps)).isLessThan(dense + 400);
        assertThat(BlockCoder.encode(gaps.copy())[0] & 16).isEqualTo(16);
    }

    @Test
    void truncated_isRefusedOrDecoded() throws NlcException {
        Random random = new Random(5);
        Samples[] all = {
            block(40, 30, 8, 3, (p, i) -> i % 40 * 3 + random.nextInt(9)),
            block(40, 30, 8, 4, (p, i) -> i % 7 * 30 + i / 40 * p),
            block(40, 30, 16, 1, (p, i) -> i % 7 * 3000 + i / 40 * 17),
        };
        for (Samples s : all) {
            byte[] coded = BlockCoder.encode(s.copy());
            assertThat(coded[0] & 32).isEqualTo(32);
            for (int length = 1; length < coded.length - 4; length++) {
                byte[] part = Arrays.copyOf(coded, length);
                assertThatThrownBy(() -> BlockCoder.decode(part, 0, 40, 30, s.planes().length, s.depth()))
                        .isInstanceOf(NlcException.class);
            }
        }
    }

    @Test
    void unknownHeads_andNoise_areRefusedOrDecoded() throws NlcException {
        byte[] data = new byte[200];
        for (int head = 0; head < 256; head++) {
            for (int planes = 1; planes <= 4; planes++) {
                new Random(head).nextBytes(data);
                data[0] = (byte) head;
                int count = planes;
                boolean known = head < 64
                        && (head >> 2 & 3) < 3
                        && ((head >> 2 & 3) == 0 || planes >= 3)
                        && ((head & 3) < 2 || head < 4);
                if (known) {
                    try {
                        BlockCoder.decode(data, 0, 20, 30, count, 8);
                    } catch (NlcException e) {
                        assertThat(e.kind()).isEqualTo(FailureKind.DAMAGED);
                    }
                } else {
                    assertThatThrownBy(() -> BlockCoder.decode(data, 0, 20, 30, count, 8))
                            .isInstanceOfSatisfying(
                                    NlcException.class,
                                    e -> assertThat(e.kind()).isEqualTo(FailureKind.UNSUPPORTED));
                }
            }
        }
        assertThatThrownBy(() -> BlockCoder.decode(new byte[0], 0, 1, 1, 1, 8)).isInstanceOf(NlcException.class);
    }
}
