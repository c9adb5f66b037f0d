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

    private static Optional<Price> surelyBeyond(int width, int height, Counting source) throws IOException {
        ModelPack pack = TestPacks.tiny();
        PreparedPicture picture =
                new PreparedPicture(new Subject(width, height, false, source), map(width, height), null);
        return new DrawingTrial(pack, TestPacks.CPU, new NlcEncoder(pack, TestPacks.CPU), picture)
                .surelyBeyond(CodecProgress.NONE);
    }

    @Test
    void priceOfLayersBeyondNetworks_isFoundOnAPartOfThePicture() throws IOException {
        Counting source = new Counting();
        Price least = surelyBeyond(WIDTH, HEIGHT, source).orElseThrow();
        assertThat(least.step())
                .isBetween(Price.at(1).step(), Price.firstBeyondNetworks().step());
        assertThat(least.lambda()).isEqualTo(Price.firstBeyondNetworks().lambda());
        assertThat(source.read.get()).isLessThan(WIDTH * HEIGHT);
    }

    @Test
    void smallPictures_areNotTried() throws IOException {
        Counting source = new Counting();
        assertThat(surelyBeyond(380, 300, source)).isEmpty();
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
