package io.nlc.codec.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.TestPicture;
import io.nlc.residual.Parts;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerPlannerTest {

    private static final int WIDTH = 128;
    private static final int HEIGHT = 64;

    /** Two parts side by side. */
    private static LayerPlanner planner(boolean drawn, double... offsets) {
        boolean[] graphic = {drawn, drawn};
        boolean[] visible = new boolean[WIDTH * HEIGHT];
        Arrays.fill(visible, true);
        byte[] rgb = TestPicture.scene(WIDTH, HEIGHT).rgb();
        return new LayerPlanner(
                new Parts(WIDTH, HEIGHT), 3, rgb, graphic, visible, offsets.length == 0 ? null : offsets);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPartOfALowerQualityCostsLess(boolean drawn) {
        Price price = Price.at(0.95);
        LayerPlanner.Plan plain = planner(drawn).alone(price);
        LayerPlanner.Plan lower = planner(drawn, 0, -0.4).alone(price);
        LayerPlanner.Plan lowest = planner(drawn, -0.4, -0.4).alone(price);
        assertThat(lower.payload().length())
                .isBetween(lowest.payload().length() + 1, plain.payload().length() - 1);
        assertThat(lower.squaredError()).isBetween(plain.squaredError() + 1, lowest.squaredError() - 1);
        assertThat(planner(drawn, 0, 0).alone(price).payload().data())
                .isEqualTo(plain.payload().data());
        LayerPlanner.Plan higher = planner(drawn, 0, 0.2).alone(price);
        assertThat(higher.payload().length()).isGreaterThan(plain.payload().length());
        assertThat(higher.squaredError()).isLessThan(plain.squaredError());
    }

    /** What quality 1 promises, it does not promise of parts that are lower, nor is it kept from others by these. */
    @Test
    void theLargestErrorCountsForPartsThatAreNotLower() {
        Price price = Price.at(1);
        double most = price.maxError() * 3 * 64 * HEIGHT;
        LayerPlanner.Plan lower = planner(false, 0, -1).alone(price);
        LayerPlanner.Plan plain = planner(false, 0, 0).alone(price);
        assertThat((double) plain.squaredError()).isLessThanOrEqualTo(2 * most);
        assertThat((double) lower.squaredError()).isGreaterThan(4 * most);
        assertThat(lower.payload().length()).isLessThan(plain.payload().length());
    }

    @Test
    void aPriceMovesAsQualityDoes() {
        Price price = Price.at(0.5);
        assertThat(price.moved(0)).isSameAs(price);
        assertThat(price.moved(0.25).lambda()).isCloseTo(Price.at(0.75).lambda(), within(1e-9));
        assertThat(price.moved(-0.5).lambda()).isCloseTo(Price.at(0).lambda(), within(1e-9));
        assertThat(price.moved(-0.5).step()).isEqualTo(price.step());
        Price one = Price.at(1);
        assertThat(one.moved(-0.1).maxError()).isInfinite();
        assertThat(one.moved(0.1).maxError()).isEqualTo(one.maxError());
        assertThat(one.moved(-0.1).step()).isBetween(one.step() + 1, one.step() + 2);
        assertThat(one.moved(-1).step()).isEqualTo(28);
        assertThat(Price.beyond(800).moved(1).step()).isZero();
    }
}
