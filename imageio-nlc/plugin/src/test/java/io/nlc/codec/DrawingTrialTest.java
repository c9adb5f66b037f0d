package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.content.PartMap;
import io.nlc.codec.content.Price;
import io.nlc.codec.tile.TileGrid;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSource;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Above the quality that networks are good enough for, they run on a part of a picture at most, if that tells. */
class DrawingTrialTest {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    /** Counts the pixels that are read. */
    private static final class Counting implements PixelSource {
        private final TestPicture picture;
        private final AtomicLong read = new AtomicLong();

        Counting(int width, int height) {
            picture = TestPicture.scene(width, height);
        }

        Counting() {
            this(WIDTH, HEIGHT);
        }

        @Override
        public void readRgb(int x, int y, int width, int height, byte[] rgb) throws IOException {
            read.addAndGet((long) width * height);
            picture.readRgb(x, y, width, height, rgb);
        }
    }

    private static PartMap map(int width, int height) {
        return new PartMap(new TileGrid(width, height, 512, 512));
    }

    private static Optional<Price> surelyBeyond(PartMap map, Price price, Counting source) throws IOException {
        ModelPack pack = TestPacks.tiny();
        Subject subject = new Subject(map.grid().width(), map.grid().height(), false, source);
        return new DrawingTrial(
                        pack,
                        TestPacks.CPU,
                        new NlcEncoder(pack, TestPacks.CPU),
                        new PreparedPicture(subject, map, null))
                .surelyBeyond(price, CodecProgress.NONE);
    }

    @Test
    void layersFarBeyondNetworks_areFoundToBeOnAPartOfThePicture() throws IOException {
        Counting source = new Counting();
        assertThat(surelyBeyond(map(WIDTH, HEIGHT), Price.at(1), source)).contains(Price.at(1));
        assertThat(source.read.get()).isLessThan(WIDTH * HEIGHT);
    }

    @Test
    void stepsOfLayersThatAreNotBeyond_areMadeFinerToTheSameOneAtEveryQuality() throws IOException {
        // so coarse that no quality asks for it, which the answer does not know
        Price coarse = new Price(Price.at(0.95).lambda(), 31, Double.POSITIVE_INFINITY);
        Price finer = surelyBeyond(map(WIDTH, HEIGHT), coarse, new Counting()).orElseThrow();
        assertThat(finer.step())
                .isLessThanOrEqualTo(Price.at(Math.nextUp(Price.NETWORKS_TO)).step());
        assertThat(finer.lambda()).isEqualTo(coarse.lambda());
        for (double quality : new double[] {0.91, 0.93, 0.96}) {
            assertThat(surelyBeyond(map(WIDTH, HEIGHT), Price.at(quality), new Counting())
                            .orElseThrow()
                            .step())
                    .isEqualTo(Math.min(finer.step(), Price.at(quality).step()));
        }
    }

    @Test
    void smallPictures_areNotTried() throws IOException {
        Counting source = new Counting();
        assertThat(surelyBeyond(map(380, 300), Price.at(1), source)).isEmpty();
        assertThat(source.read.get()).isZero();
    }

    @Test
    void cellsThatAreTried_areOneOfFive_twoOfFew_andOfManySpreadOverAll() {
        assertThat(DrawingTrial.chosen(2)).containsExactly(0, 1);
        assertThat(DrawingTrial.chosen(4)).containsExactly(1, 3);
        assertThat(DrawingTrial.chosen(9)).containsExactly(1, 5);
        assertThat(DrawingTrial.chosen(12)).containsExactly(1, 6, 11);
        assertThat(DrawingTrial.chosen(100)).hasSize(20);
        for (int count : new int[] {121, 500, 10_000}) {
            int[] chosen = DrawingTrial.chosen(count);
            assertThat(chosen).hasSizeBetween(20, 24).isSorted();
            assertThat(chosen[chosen.length - 1]).isBetween(count * 9 / 10, count - 1);
        }
    }
}
