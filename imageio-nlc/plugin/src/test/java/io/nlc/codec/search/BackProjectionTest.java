package io.nlc.codec.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonPrimitive;
import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.EncodedPicture;
import io.nlc.codec.NlcEncoder;
import io.nlc.codec.RateTarget;
import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.LevelMap;
import io.nlc.codec.tile.PictureTask;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.model.ModelPack;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.Precision;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an encoder takes back from latents: as much as the level says, by the pack's own transforms. */
class BackProjectionTest {

    private static final int LOW = 2 * Gains.TICKS;
    private static final int HIGH = 5 * Gains.TICKS;
    private static final int HIGHEST = 7 * Gains.TICKS;

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    @Test
    void steps_growWithThePriceOfErrors() throws IOException {
        PackManifest m = TestPacks.tiny().manifest();
        assertThat(BackProjection.steps(m, 0)).isEmpty();
        double last = 0;
        for (int quality = 0; quality <= Gains.maxQuality(m); quality += 32) {
            double[] steps = BackProjection.steps(m, quality);
            assertThat(Arrays.stream(steps).allMatch(s -> 0.15 <= s && s <= 0.8))
                    .isTrue();
            assertThat(Arrays.stream(steps).sum()).isGreaterThanOrEqualTo(last);
            last = Arrays.stream(steps).sum();
        }
        assertThat(last).isEqualTo(1.4);
        assertThat(BackProjection.steps(m, 5 * Gains.TICKS))
                .containsExactly(new double[] {0.35 * Math.log(0.025 / 0.0062)}, within(1e-9));
    }

    @Test
    void thereIsNone_whereLambdasWeighSomethingElse() throws IOException {
        ModelPack pack = ModelPack.of(new EditedPack().tune("ms-ssim").source());
        assertThat(BackProjection.steps(pack.manifest(), HIGH)).isEmpty();
    }

    @Test
    void thereIsNone_whereTransformsHaveOneRate() throws IOException {
        assertThat(BackProjection.steps(ofOneRate().manifest(), HIGH)).isEmpty();
    }

    static ModelPack ofOneRate() throws IOException {
        EditedPack one = new EditedPack();
        JsonArray lambdas = one.json().getAsJsonArray("lambdas");
        for (int i = 0; i < lambdas.size(); i++) {
            lambdas.set(i, new JsonPrimitive(0.18));
        }
        return ModelPack.of(one.source());
    }

    @Test
    void thereIsNone_whereBitsAreDear() throws IOException {
        assertThat(new One(TestPacks.tiny(), LevelMap.NONE, Precision.FULL).projected(LOW))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"FULL,1280", "FULL,1792", "AUTO,1280", "FAST,1792"})
    void latent_isMovedByWhatComesBack(Precision precision, int quality) throws IOException {
        One one = new One(TestPacks.tiny("tiny-int8"), LevelMap.NONE, precision);
        float[] analysed = one.analysed();
        float[] expected = analysed.clone();
        double[] steps = BackProjection.steps(one.pack.manifest(), quality);
        assertThat(steps).hasSize(quality == HIGHEST ? 2 : 1);
        for (double step : steps) {
            float[] back = one.again(expected, quality);
            for (int i = 0; i < expected.length; i++) {
                expected[i] += (float) step * (analysed[i] - back[i]);
            }
        }
        float[] found = one.projected(quality);
        // Bytes make something else of it than floats, but nearer to that than to where it was.
        double tolerance = precision == Precision.FULL ? 1e-4 : 0.5 * distance(analysed, expected);
        assertThat(distance(found, expected)).isLessThan(tolerance);
    }

    /** The root of the mean square. */
    private static double distance(float[] a, float[] b) {
        return Math.sqrt(IntStream.range(0, a.length)
                .mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i]))
                .average()
                .orElseThrow());
    }

    /** The right half is asked for at a quality at which nothing is taken back. */
    @Test
    void eachArea_hasItsOwnStep() throws IOException {
        LevelMap map = new LevelMap(2, 1, new int[] {LevelMap.NEUTRAL, LevelMap.sample(-5)});
        One one = new One(TestPacks.tiny(), map, Precision.FULL);
        float[] plain = one.analysed();
        float[] found = one.projected(HIGH);
        for (int i = 0; i < plain.length; i++) {
            if (i % 8 >= 4) {
                assertThat(found[i]).isEqualTo(plain[i]);
            }
        }
        assertThat(found).isNotEqualTo(plain);
    }

    @Test
    void picturesAreBetter_forFewerBitsThanAHigherQualityWouldTake() throws IOException {
        ModelPack pack = TestPacks.tinySerial();
        TestPicture p = TestPicture.scene(256, 192);
        RateTarget target = new RateTarget.Quality((double) HIGH / Gains.maxQuality(pack.manifest()));
        EncodedPicture projected =
                new NlcEncoder(pack, TestPacks.CPU).encode(256, 192, p, target, 0, CodecProgress.NONE);
        EncodedPicture plain = StrengthTest.encoded(pack, p, HIGH, Strength.USUAL);
        assertThat(EffortTest.cost(pack, p, projected)).isLessThan(0.99 * EffortTest.cost(pack, p, plain));
    }

    /** A picture of one tile, 128 x 64 pixels. */
    private record One(ModelPack pack, LevelMap map, Precision precision) {

        private interface Work<T> {
            T on(PictureTask task) throws IOException;
        }

        private <T> T with(Work<T> work) throws IOException {
            TileGrid grid = TileGrid.forPicture(128, 64, pack.manifest().tiles().maxArea());
            try (PackSessions sessions = PackSessions.acquire(pack, TestPacks.CPU);
                    TileWorkers workers = new TileWorkers(sessions, 1)) {
                return work.on(new PictureTask(
                        sessions, workers, grid, TestPicture.scene(128, 64), map, precision, CodecProgress.NONE));
            }
        }

        /** Null if there is no back-projection. */
        float[] projected(int quality) throws IOException {
            return with(task -> {
                BackProjection projection = BackProjection.of(task, quality).orElse(null);
                return projection == null ? null : projection.latent(0, task.analyzer()::latent);
            });
        }

        float[] analysed() throws IOException {
            return with(task -> task.analyzer().latent(0));
        }

        /** What floats make of a latent and back. */
        float[] again(float[] latent, int quality) throws IOException {
            return with(task -> {
                int channels = pack.manifest().latent().channels();
                FloatTensor y = new FloatTensor(1, channels, 4, 8)
                        .put(Gains.times(latent, Gains.gain(pack.manifest(), quality), 32));
                float[] x = task.sessions().synthesis().run(3 * 128 * 64, y, Gains.inverse(pack.manifest(), quality));
                return task.sessions()
                        .analysis()
                        .run(
                                channels * 32,
                                new FloatTensor(1, 3, 64, 128).put(BackProjection.clamped(x)),
                                FloatTensor.filled(1f, 1, channels, 1, 1));
            });
        }
    }
}
