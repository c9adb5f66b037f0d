package io.nlc.codec.latent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.context.CausalOrder;
import io.nlc.context.ContextModel;
import io.nlc.context.Tap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighbourGridTest {

    private static final int CHANNELS = 6;

    // pack.md word by word: neighbour by neighbour its symbols, neighbours by channels, rows, columns, zero outside the
    // tile.
    @ParameterizedTest
    @CsvSource({
        "serial,5,4,4",
        "serial,3,1,7",
        "serial,7,9,2",
        "context3d,5,4,4",
        "context3d,3,5,9",
        "context3d-serial,5,4,4",
        "context3d-serial,7,3,5"
    })
    void gather_isWhatThePackSays(String type, int kernel, int height, int width) {
        CausalOrder order = (CausalOrder) ContextModel.of(type, kernel, null).order();
        int planes = order.planes(CHANNELS);
        int symbols = CHANNELS / planes;
        NeighbourGrid grid = new NeighbourGrid(order.taps());
        grid.reset(planes, height, width, symbols);
        float[] values = new float[CHANNELS * height * width]; // channel, row, column
        fill(grid, values, planes * height * width);
        int reach = kernel / 2;
        float[] actual = new float[grid.seen() + 2];
        for (int plane = 0; plane < planes; plane++) {
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    grid.gather((plane * height + row) * width + column, actual, 1);
                    int i = 1;
                    for (int p = type.equals("serial") ? 0 : -reach; p <= 0; p++) {
                        for (int r = -reach; r <= (p < 0 ? reach : 0); r++) {
                            int left = type.equals("context3d") ? 0 : reach;
                            boolean own = p == 0 && r == 0;
                            for (int c = own ? -left : -reach; c <= (own ? -1 : reach); c++) {
                                for (int s = 0; s < symbols; s++) {
                                    float expected = value(
                                            values, symbols > 1 ? s : plane + p, row + r, column + c, height, width);
                                    assertThat(actual[i++]).isEqualTo(expected);
                                }
                            }
                        }
                    }
                    assertThat(i).isEqualTo(grid.seen() + 1);
                    assertThat(actual[0]).isZero();
                    assertThat(actual[i]).isZero();
                }
            }
        }
    }

    private static float value(float[] values, int channel, int row, int column, int height, int width) {
        boolean inside = channel >= 0 && row >= 0 && row < height && column >= 0 && column < width;
        return inside ? values[(channel * height + row) * width + column] : 0;
    }

    private static void fill(NeighbourGrid grid, float[] values, int elements) {
        Random random = new Random(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + random.nextInt(1000);
            assertThat(grid.set(grid.place(i % elements), i / elements, values[i]))
                    .isTrue();
            assertThat(grid.set(grid.place(i % elements), i / elements, values[i]))
                    .isFalse();
        }
    }

    @Test
    void reset_forgetsEverything() {
        NeighbourGrid grid = new NeighbourGrid(List.of(new Tap(0, -1, 0)));
        grid.reset(1, 8, 8, 2);
        fill(grid, new float[128], 64);
        grid.reset(1, 5, 9, 2);
        float[] seen = new float[2];
        for (int e = 0; e < 45; e++) {
            grid.gather(e, seen, 0);
            assertThat(seen).containsOnly(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"serial,5", "context3d,5", "context3d-serial,3"})
    void readers_areThoseThatSeeTheElement(String type, int kernel) {
        CausalOrder order = (CausalOrder) ContextModel.of(type, kernel, null).order();
        int planes = order.planes(4);
        NeighbourGrid grid = new NeighbourGrid(order.taps());
        grid.reset(planes, 5, 6, 1);
        float[] seen = new float[grid.seen()];
        for (int element = 0; element < planes * 30; element++) {
            grid.set(grid.place(element), 0, 9);
            Set<Integer> expected = new TreeSet<>();
            for (int reader = 0; reader < planes * 30; reader++) {
                grid.gather(reader, seen, 0);
                for (float v : seen) {
                    if (v == 9) {
                        expected.add(reader);
                    }
                }
            }
            Set<Integer> actual = new TreeSet<>();
            grid.forEachReader(element, actual::add);
            assertThat(actual).isEqualTo(expected);
            grid.set(grid.place(element), 0, 0);
        }
    }
}
