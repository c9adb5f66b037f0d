package io.nlc.viewer.view.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.model.coding.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotStylesTest {

    private static final List<Codec> ALL = IntStream.range(0, 30)
            .mapToObj(i -> (Codec) new Codec.Nlc("pack/" + i))
            .toList();

    @Test
    void anyEightCurvesDiffer_theNinthIsDashed() {
        List<Codec> shown =
                List.of(0, 8, 16, 24, 1, 9, 17, 25, 2).stream().map(ALL::get).toList();
        PlotStyles styles = new PlotStyles();
        styles.assign(shown.subList(0, 8), ALL);
        assertThat(shown.subList(0, 8).stream().map(styles::of)).doesNotHaveDuplicates();
        assertThat(shown.subList(0, 8)).allMatch(codec -> styles.of(codec).contains("plot-solid"));
        styles.assign(shown, ALL);
        assertThat(styles.of(ALL.get(2))).contains("plot-dashed");
        assertThat(styles.of(Codec.JPEG)).contains("plot-color-jpeg");
    }

    @Test
    void aCurveKeepsItsStyleWhileOthersComeAndGo() {
        PlotStyles styles = new PlotStyles();
        List<Codec> shown = new ArrayList<>(List.of(ALL.get(8)));
        styles.assign(shown, ALL);
        List<String> before = styles.of(ALL.get(8));
        shown.add(0, ALL.get(0));
        styles.assign(shown, ALL);
        assertThat(styles.of(ALL.get(8))).isEqualTo(before);
        assertThat(styles.of(ALL.get(0))).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.984, 5, 0, 0.2", "24.8, 36.1, 6, 24, 2", "-31, 88, 6, -40, 20", "5, 5, 6, 5, 0.1"})
    void ticksAreRound(double low, double high, int count, double lower, double step) {
        Ticks ticks = Ticks.of(low, high, count);
        assertThat(ticks.lower()).isEqualTo(lower);
        assertThat(ticks.step()).isEqualTo(step);
        assertThat(ticks.upper()).isGreaterThanOrEqualTo(high).isGreaterThan(ticks.lower());
    }
}
