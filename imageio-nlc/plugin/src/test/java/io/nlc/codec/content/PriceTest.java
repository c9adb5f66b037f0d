package io.nlc.codec.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PriceTest {

    @Test
    void priceAtLeast_isTheOtherOneWhereThatIsFiner_andKeepsTheLargestError() {
        Price least = Price.firstBeyondNetworks().finer(48);
        Price one = Price.at(1);
        assertThat(one.atLeast(least)).isEqualTo(one);
        assertThat(Price.at(0.91).atLeast(least)).isEqualTo(least);
        assertThat(Price.at(0.92).atLeast(least)).isEqualTo(least);
        Price finest = Price.firstBeyondNetworks().finer(1000);
        assertThat(one.atLeast(finest)).isEqualTo(new Price(finest.lambda(), finest.step(), one.maxError()));
    }

    @Test
    void networks_areGoodEnoughUpToTheirHighestQuality_andNoFurther() {
        assertThat(Price.at(Price.NETWORKS_TO).beyondNetworks()).isFalse();
        assertThat(Price.firstBeyondNetworks().beyondNetworks()).isTrue();
    }
}
