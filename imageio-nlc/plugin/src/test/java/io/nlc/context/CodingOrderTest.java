package io.nlc.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nlc.context.SliceOrder.SlicePass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodingOrderTest {

    private static final int CHANNELS = 7;

    private static CodingOrder order(String type, int kernel) {
        return switch (type) {
            case "none" -> ContextModel.of(type, 0, null).order();
            case "slices" -> ContextModel.of(type, 0, List.of(3, 1, 3)).order();
            default -> ContextModel.of(type, kernel, null).order();
        };
    }

    /** The step of each symbol of CHANNELS x height x width, which must be in just one. */
    private static int[] stepOfEach(CodingOrder order, int height, int width) {
        List<int[]> steps = new ArrayList<>();
        int area = height * width;
        if (order instanceof PositionOrder positions) {
            positions.passes(height, width).forEach(pass -> steps.add(symbols(pass.positions(), 0, CHANNELS, area)));
        } else if (order instanceof SliceOrder slices) {
            slices.passes(height, width)
                    .forEach(pass -> steps.add(symbols(pass.positions(), pass.first(), pass.channels(), area)));
        } else if (order instanceof CausalOrder causal) {
            for (int s = 0; s < order.steps(CHANNELS, height, width); s++) {
                int[] elements = causal.elements(s, CHANNELS, height, width);
                assertThat(elements).isSorted();
                steps.add(symbols(elements, 0, CHANNELS / causal.planes(CHANNELS), causal.planes(CHANNELS) * area));
            }
        }
        assertThat(steps).hasSize(order.steps(CHANNELS, height, width));
        int[] step = new int[CHANNELS * area];
        Arrays.fill(step, -1);
        for (int s = 0; s < steps.size(); s++) {
            for (int symbol : steps.get(s)) {
                assertThat(step[symbol])
                        .as("step of symbol %d before step %d", symbol, s)
                        .isEqualTo(-1);
                step[symbol] = s;
            }
        }
        return step;
    }

    private static int[] symbols(int[] positions, int firstChannel, int channels, int area) {
        return IntStream.range(firstChannel, firstChannel + channels)
                .flatMap(c -> Arrays.stream(positions).map(p -> c * area + p))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "checkerboard", "serial", "context3d", "context3d-serial", "slices"})
    void steps_visitEverySymbolOnce(String type) {
        for (int[] size : new int[][] {{1, 1}, {1, 2}, {1, 9}, {7, 1}, {3, 5}, {5, 4}, {4, 4}, {9, 23}, {32, 48}}) {
            assertThat(stepOfEach(order(type, 5), size[0], size[1]))
                    .as("%d x %d", size[0], size[1])
                    .doesNotContain(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none,false",
        "checkerboard,false",
        "serial,false",
        "context3d,true",
        "context3d-serial,true",
        "slices,true"
    })
    void step_isTheOneThatVisitsTheSymbol(String type, boolean byChannel) {
        CodingOrder order = order(type, 5);
        assertThat(order.byChannel()).isEqualTo(byChannel);
        for (int[] size : new int[][] {{1, 1}, {1, 2}, {2, 1}, {1, 9}, {7, 1}, {3, 5}, {4, 4}, {9, 23}}) {
            int width = size[1];
            int area = size[0] * width;
            int[] expected = stepOfEach(order, size[0], width);
            int[] steps = IntStream.range(0, CHANNELS * area)
                    .map(i -> order.step(i / area, i % area / width, i % width, size[0], width))
                    .toArray();
            assertThat(steps).as("%d x %d", size[0], width).isEqualTo(expected);
        }
        assertThat(new SliceOrder(List.of(CHANNELS)).byChannel()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"none,1", "checkerboard,2", "serial,141", "context3d,605", "context3d-serial,1860", "slices,6"})
    void steps_ofAPictureOf768x512(String type, int steps) {
        assertThat(order(type, 5).steps(192, 32, 48)).isEqualTo(steps);
    }

    // What format.md says that an element sees, and nothing else: computed here from the kernel, not from taps().
    @ParameterizedTest
    @CsvSource({
        "serial,3,6,5",
        "serial,5,1,7",
        "serial,5,8,3",
        "serial,5,9,20",
        "serial,7,10,12",
        "serial,11,13,30",
        "context3d,3,6,5",
        "context3d,5,1,7",
        "context3d,5,8,3",
        "context3d,5,9,12",
        "context3d,7,10,12",
        "context3d-serial,3,6,5",
        "context3d-serial,5,1,7",
        "context3d-serial,5,8,3",
        "context3d-serial,5,9,12",
        "context3d-serial,7,10,12"
    })
    void causal_everythingSeenIsCodedBefore(String type, int kernel, int height, int width) {
        CausalOrder order = (CausalOrder) order(type, kernel);
        int reach = kernel / 2;
        List<Tap> expected = new ArrayList<>();
        for (int p = order.planes(CHANNELS) == 1 ? 0 : -reach; p <= 0; p++) {
            for (int r = -reach; r <= reach; r++) {
                for (int c = -reach; c <= reach; c++) {
                    if (p < 0 || r < 0 || r == 0 && c < 0 && !type.equals("context3d")) {
                        expected.add(new Tap(p, r, c));
                    }
                }
            }
        }
        assertThat(order.taps()).containsExactlyElementsOf(expected);
        int[] step = stepOfEach(order, height, width);
        for (int e = 0; e < order.planes(CHANNELS) * height * width; e++) {
            for (Tap tap : expected) {
                int plane = e / (height * width) + tap.plane();
                int row = e / width % height + tap.row();
                int column = e % width + tap.column();
                if (plane >= 0 && row >= 0 && row < height && column >= 0 && column < width) {
                    assertThat(step[(plane * height + row) * width + column]).isLessThan(step[e]);
                }
            }
        }
    }

    @Test
    void slices_seeWhatIsCodedBefore() {
        int[] step = stepOfEach(order("slices", 0), 3, 4);
        int[] slice = {0, 0, 0, 1, 2, 2, 2};
        for (int symbol = 0; symbol < step.length; symbol++) {
            boolean anchor = (symbol % 12 / 4 + symbol % 4) % 2 == 0;
            assertThat(step[symbol]).isEqualTo(2 * slice[symbol / 12] + (anchor ? 0 : 1));
        }
        assertThat(((SliceOrder) order("slices", 0)).passes(3, 4))
                .extracting(SlicePass::anchors)
                .containsExactly(true, false, true, false, true, false);
    }

    @Test
    void checkerboard_anchorsFirstAndBlind() {
        List<Pass> passes = new CheckerboardOrder().passes(3, 4);
        assertThat(passes).hasSize(2);
        assertThat(passes.get(0).positions()).containsExactly(0, 2, 5, 7, 8, 10);
        assertThat(passes.get(0).seesContext()).isFalse();
        assertThat(passes.get(1).seesContext()).isTrue();
    }

    @Test
    void checkerboard_neighboursOfANonAnchorAreAnchors() {
        List<Pass> passes = new CheckerboardOrder().passes(6, 5);
        for (int p : passes.get(1).positions()) {
            if (p % 5 > 0) {
                assertThat(Arrays.binarySearch(passes.get(0).positions(), p - 1))
                        .isNotNegative();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"serial", "context3d", "context3d-serial"})
    void causal_badKernelIsNamed(String type) {
        for (int kernel : new int[] {0, 1, 4, 17}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> order(type, kernel))
                    .withMessageContaining("" + kernel);
        }
    }

    @Test
    void slices_emptyOnesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SliceOrder(List.of(4, 0)))
                .withMessageContaining("0");
        assertThatIllegalArgumentException().isThrownBy(() -> new SliceOrder(List.of()));
    }

    @Test
    void of_unknownTypeIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order("spiral", 5))
                .withMessageContaining("spiral");
    }
}
