package io.nlc.viewer.model.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.codec.RateTarget;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.Scores;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BdComparisonTest {

    private static final Codec NLC = new Codec.Nlc("a/b");
    private static final Codec OTHER = new Codec.Nlc("c/d");

    private final List<RatePoint> points = new ArrayList<>();

    private void curve(Codec codec, double factor, int count) {
        for (int i = 0; i < count; i++) {
            point(codec, factor * (1 << i) / 10, 28 + 3 * i);
        }
    }

    private void point(Codec codec, double bpp, double psnr) {
        RateTarget target = new RateTarget.Quality(0.001 * points.size());
        points.add(new RatePoint(new EncodeRequest(codec, target), 0.5, 1000, bpp, psnr, Scores.UNKNOWN));
    }

    private BdComparison compared() {
        return BdComparison.of(points, NLC, List.of(NLC, OTHER, Codec.JPEG), Metric.PSNR);
    }

    @Test
    void halfTheBits_areMinusFiftyPercent() {
        curve(NLC, 1, 5);
        curve(Codec.JPEG, 2, 5);
        curve(OTHER, 0.8, 4);
        BdComparison compared = compared();
        assertThat(compared.reference()).isEqualTo(NLC);
        assertThat(compared.lines()).extracting(BdComparison.Line::codec).containsExactly(OTHER, Codec.JPEG);
        assertThat(compared.lines().get(0).percent()).isCloseTo(25, within(1e-6));
        assertThat(compared.lines().get(1).percent()).isCloseTo(-50, within(1e-6));
    }

    @Test
    void tooFewPoints_orNoCommonQuality_sayNothing() {
        curve(NLC, 1, 5);
        curve(Codec.JPEG, 2, 3);
        assertThat(compared()).isEqualTo(BdComparison.NONE);
        for (int i = 0; i < 5; i++) {
            point(OTHER, 1 + i, 50 + i);
        }
        assertThat(compared()).isEqualTo(BdComparison.NONE);
        assertThat(BdComparison.of(points, NLC, List.of(NLC, Codec.JPEG), Metric.MS_SSIM))
                .as("none is known")
                .isEqualTo(BdComparison.NONE);
    }

    @Test
    void pointsOfOneQuality_countOnce_andEffortsBelongToTheirPack() {
        curve(NLC, 1, 3);
        point(new Codec.Nlc("a/b", 3), 0.8, 37);
        point(NLC, 0.9, 37);
        point(NLC, 0.5, Double.POSITIVE_INFINITY);
        curve(Codec.JPEG, 2, 4);
        assertThat(compared().lines())
                .singleElement()
                .satisfies(line -> assertThat(line.percent()).isCloseTo(-50, within(1e-6)));
    }
}
