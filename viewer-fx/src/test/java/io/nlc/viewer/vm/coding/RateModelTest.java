package io.nlc.viewer.vm.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.codec.RateTarget;
import io.nlc.model.ModelPacks;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.vm.ViewerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateModelTest extends ViewerTest {

    private static final String OTHER = "minnen2018-128/serial";

    private RateModel rate;
    private int asked;

    @BeforeEach
    void count() {
        rate = viewer.rate();
        rate.whenAsked(() -> asked++);
    }

    @Test
    void sliderAndPack_areAskedFor_andRemembered() {
        rate.rateProperty(RateMode.QUALITY).set(0.25);
        rate.packs().packProperty().set(OTHER);
        assertThat(asked).isEqualTo(2);
        assertThat(settings.get("quality", 0.0)).isEqualTo(0.25);
        assertThat(settings.get("pack", "")).isEqualTo(OTHER);
        assertThat(rate.request()).isEqualTo(EncodeRequest.nlc(OTHER, new RateTarget.Quality(0.25)));
    }

    @Test
    void theLastSliderLeads() {
        rate.rateProperty(RateMode.BPP).set(0.75);
        assertThat(rate.modeProperty().get()).isEqualTo(RateMode.BPP);
        assertThat(rate.request().target()).isEqualTo(new RateTarget.BitsPerPixel(0.75));
        rate.rateProperty(RateMode.PSNR).set(31);
        assertThat(rate.request().target()).isEqualTo(new RateTarget.Psnr(31));
    }

    @Test
    void slide_movesTheLeadingOne_toItsEndAtMost() {
        rate.rateProperty(RateMode.PSNR).set(30);
        rate.slide(0.25);
        assertThat(rate.rateProperty(RateMode.PSNR).get()).isEqualTo(34);
        rate.slide(3);
        assertThat(rate.rateProperty(RateMode.PSNR).get()).isEqualTo(RateMode.PSNR.max());
    }

    @Test
    void following_isNobodysWish_andNotRemembered() {
        rate.follow(OTHER, 0.125);
        assertThat(asked).isZero();
        assertThat(rate.packs().packProperty().get()).isEqualTo(OTHER);
        assertThat(rate.rateProperty(RateMode.QUALITY).get()).isEqualTo(0.125);
        assertThat(settings.get("pack", ModelPacks.DEFAULT)).isEqualTo(ModelPacks.DEFAULT);
        assertThat(settings.get("quality", 0.5)).isEqualTo(0.5);
    }
}
