package io.nlc.viewer.model.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.Jobs;
import io.nlc.viewer.model.coding.NlcFile;
import io.nlc.viewer.model.picture.MemoryPicture;
import io.nlc.viewer.model.picture.PictureSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TiledPictureTest {

    private static final int WIDTH = 1100;
    private static final int HEIGHT = 700;

    @TempDir
    static Path folder;

    private static Path file;
    private static MemoryPicture whole;

    @BeforeAll
    static void encode() throws IOException {
        file = TestPictures.nlc(folder, "large.nlc", WIDTH, HEIGHT);
        whole = MemoryPicture.of(ImageIO.read(file.toFile()));
    }

    private static TiledPicture open(long capacity) throws IOException {
        return new TiledPicture(file, NlcFile.of(file, TestPictures.CPU), TestPictures.CPU, capacity, new Jobs());
    }

    private static void await(TiledPicture picture) throws InterruptedException {
        while (picture.busy()) {
            Thread.sleep(5);
        }
        assertThat(picture.problem()).isNull();
    }

    @Test
    void need_bringsJustWhatIsSeen_equalToTheWhole() throws Exception {
        try (TiledPicture picture = open(1 << 30)) {
            assertThat(picture.argb(0, 600, 100)).isEqualTo(PictureSource.MISSING);
            picture.need(0, 600, 100, 640, 140);
            await(picture);
            assertThat(picture.bytes()).as("one square").isLessThan(512 * 512 * 4 * 3 / 2);
            for (int y = 0; y < 512; y += 7) {
                for (int x = 512; x < 1024; x += 5) {
                    assertThat(picture.argb(0, x, y)).isEqualTo(whole.argb(0, x, y));
                }
            }
            assertThat(picture.argb(0, 10, 10)).isEqualTo(PictureSource.MISSING);
        }
    }

    @Test
    void need_ofACoarseLevel_coversAll_inLittleMemory() throws Exception {
        try (TiledPicture picture = open(1 << 30)) {
            picture.need(2, 0, 0, picture.width(2), picture.height(2));
            await(picture);
            for (int y = 0; y < picture.height(2); y++) {
                for (int x = 0; x < picture.width(2); x++) {
                    assertThat(picture.argb(2, x, y)).isEqualTo(whole.argb(2, x, y));
                }
            }
            assertThat(picture.bytes()).isLessThan(4L * WIDTH * HEIGHT / 10);
            assertThat(picture.argb(0, WIDTH - 1, HEIGHT - 1))
                    .as("finer levels show the coarse one")
                    .isEqualTo(picture.argb(2, picture.width(2) - 1, picture.height(2) - 1));
        }
    }

    @Test
    void need_bringsAPreviewFirst_thenThePicture() throws Exception {
        try (TiledPicture picture = open(1 << 30)) {
            List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
            picture.whenChanged(() -> seen.add(picture.argb(1, 300, 200)));
            picture.need(1, 290, 190, 310, 210);
            await(picture);
            assertThat(seen)
                    .hasSize(2)
                    .last()
                    .isEqualTo(whole.argb(1, 300, 200))
                    .isEqualTo(picture.argb(1, 300, 200));
            assertThat(seen.get(0)).isNotIn(PictureSource.MISSING, seen.get(1));
            long bytes = picture.bytes();
            picture.need(1, 291, 190, 309, 210);
            picture.need(2, 145, 95, 155, 105);
            await(picture);
            assertThat(seen).as("what is there is not decoded again").hasSize(2);
            assertThat(picture.bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void capacity_isKept_byDroppingWhatWasSeenLongAgo() throws Exception {
        long capacity = 3 * 512 * 512 * 4;
        try (TiledPicture picture = open(capacity)) {
            for (int x = 0; x < WIDTH; x += 512) {
                picture.need(0, x, 0, x + 10, 10);
                await(picture);
                picture.need(0, x, 600, x + 10, 610);
                await(picture);
                assertThat(picture.bytes()).isLessThanOrEqualTo(capacity);
            }
            assertThat(picture.argb(0, 1030, 610)).isEqualTo(whole.argb(0, 1030, 610));
        }
    }

    @Test
    void damage_isSaid_once() throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x55;
        Path damaged = Files.write(folder.resolve("damaged.nlc"), bytes);
        try (TiledPicture picture = new TiledPicture(
                damaged, NlcFile.of(damaged, TestPictures.CPU), TestPictures.CPU, 1 << 30, new Jobs())) {
            picture.need(3, 0, 0, picture.width(3), picture.height(3));
            while (picture.busy()) {
                Thread.sleep(5);
            }
            assertThat(picture.problem()).hasMessageContaining("tile");
            picture.need(0, 0, 0, 5, 5);
            assertThat(picture.busy()).isFalse();
        }
    }
}
