package io.nlc.codec.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.EncodedPicture;
import io.nlc.codec.NlcEncoder;
import io.nlc.codec.RateTarget;
import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.Rounding;
import io.nlc.codec.tile.PictureTask;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.model.ModelPack;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How encoders without effort round. */
class StrengthTest {

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    @Test
    void usual_fallsWithTheStepsOfBackProjection() throws IOException {
        PackManifest m = TestPacks.tiny().manifest();
        assertPrice(m, 0, 5, 4);
        assertPrice(m, 2 * Gains.TICKS, 5, 4);
        assertPrice(m, Gains.maxQuality(m), 3, 0);
        int between = 4 * Gains.TICKS + 128;
        double t = BackProjection.steps(m, between)[0] / 0.45;
        assertThat(t).isBetween(0.2, 0.9);
        assertPrice(m, between, 5 - 2 * t, 4 - 4 * t);
    }

    private static void assertPrice(PackManifest m, int quality, double multiple, double rise) {
        Rounding.Price price = Strength.usual(m, quality);
        double[] expected = Cost.of(m, quality).weights(multiple);
        assertThat(price.channels()).containsExactly(expected, within(1e-9 * expected[0]));
        assertThat(price.rise()).isEqualTo(rise, within(1e-9));
    }

    @Test
    void usual_isTheNearestInteger_whereLambdasWeighSomethingElseOrAlike() throws IOException {
        ModelPack pack = ModelPack.of(new EditedPack().tune("ms-ssim").source());
        assertThat(Strength.USUAL.prices(pack.manifest())).isEmpty();
        ModelPack visual = ModelPack.of(new EditedPack().tune("visual").source());
        assertThat(Strength.USUAL.prices(visual.manifest())).isPresent();
        assertThat(Strength.USUAL.prices(TestPacks.tiny().manifest())).isPresent();
        assertThat(Strength.USUAL.prices(BackProjectionTest.ofOneRate().manifest()))
                .isEmpty();
        assertThat(Strength.NONE.prices(TestPacks.tiny().manifest())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny-serial", "tiny-3d", "tiny-slices"})
    void encodersSaveBits_thatAreWorthMoreThanTheErrors(String name) throws IOException {
        ModelPack pack = TestPacks.tiny(name);
        int quality = 3 * Gains.TICKS; // no back-projection
        TestPicture p = TestPicture.scene(480, 360);
        RateTarget target = new RateTarget.Quality((double) quality / Gains.maxQuality(pack.manifest()));
        EncodedPicture usual = new NlcEncoder(pack, TestPacks.CPU).encode(480, 360, p, target, 0, CodecProgress.NONE);
        EncodedPicture nearest = encoded(pack, p, quality, Strength.NONE);
        assertThat(EffortTest.size(usual)).isLessThan(EffortTest.size(nearest));
        assertThat(EffortTest.cost(pack, p, usual)).isLessThan(EffortTest.cost(pack, p, nearest));
    }

    /** A picture of one tile as it is without back-projection. */
    static EncodedPicture encoded(ModelPack pack, TestPicture p, int quality, Strength strength) throws IOException {
        try (PackSessions sessions = PackSessions.acquire(pack, TestPacks.CPU);
                TileWorkers workers = new TileWorkers(sessions, 1)) {
            TileGrid grid = TileGrid.forPicture(
                    p.width(), p.height(), pack.manifest().tiles().maxArea());
            PictureTask task = new PictureTask(sessions, workers, grid, p, CodecProgress.NONE);
            byte[] payload = new Plan(task.analyzer().latent(0), strength)
                    .encode(task.encoder(), pack.manifest(), 0, quality)
                    .payload();
            return new EncodedPicture(quality, grid.tileWidth(), grid.tileHeight(), List.of(payload), true, Double.NaN);
        }
    }
}
