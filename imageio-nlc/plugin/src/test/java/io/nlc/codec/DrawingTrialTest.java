package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.content.Price;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSource;
import java.io.IOException;
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
        private final TestPicture picture = TestPicture.scene(WIDTH, HEIGHT);
        private final AtomicLong read = new AtomicLong();

        @Override
        public void readRgb(int x, int y, int width, int height, byte[] rgb) throws IOException {
            read.addAndGet((long) width * height);
            picture.readRgb(x, y, width, height, rgb);
        }
    }

    private static boolean surelyBeyond(int width, int height, Price price, Counting source) throws IOException {
        ModelPack pack = TestPacks.tiny();
        Subject subject = new Subject(width, height, false, source);
        return new DrawingTrial(pack, TestPacks.CPU, new NlcEncoder(pack, TestPacks.CPU), subject)
                .surelyBeyond(price, CodecProgress.NONE);
    }

    @Test
    void layersFarBeyondNetworks_areFoundToBeOnAPartOfThePicture() throws IOException {
        Counting source = new Counting();
        assertThat(surelyBeyond(WIDTH, HEIGHT, Price.at(1), source)).isTrue();
        assertThat(source.read.get()).isLessThan(WIDTH * HEIGHT);
    }

    @Test
    void fewerBytesThanNetworks_areNotBeyond() throws IOException {
        Price coarsest = new Price(0, 31, Double.POSITIVE_INFINITY);
        assertThat(surelyBeyond(WIDTH, HEIGHT, coarsest, new Counting())).isFalse();
    }

    @Test
    void smallPictures_areNotTried() throws IOException {
        Counting source = new Counting();
        assertThat(surelyBeyond(500, 300, Price.at(1), source)).isFalse();
        assertThat(source.read.get()).isZero();
    }
}
