package io.nlc.lossless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

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
