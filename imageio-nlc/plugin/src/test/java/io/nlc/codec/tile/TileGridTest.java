package io.nlc.codec.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nlc.picture.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileGridTest {

    @ParameterizedTest
    @CsvSource({"1,1", "64,64", "65,1", "768,512", "769,768", "1000,3000", "5000,17", "513,4097"})
    void tiles_coverThePaddedPictureOnce(int width, int height) {
        TileGrid grid = TileGrid.forPicture(width, height, 1 << 22);
        long area = 0;
        for (int i = 0; i < grid.tiles(); i++) {
            Region t = grid.tile(i);
            assertThat(t.x() % 64 + t.y() % 64 + t.width() % 64 + t.height() % 64)
                    .isZero();
            assertThat(t.intersects(grid.picture())).isTrue();
            area += (long) t.width() * t.height();
            for (int j = 0; j < i; j++) {
                assertThat(t.intersects(grid.tile(j))).isFalse();
            }
        }
        assertThat(area).isEqualTo((long) grid.padded().width() * grid.padded().height());
        assertThat(grid.padded().width()).isBetween(width, width + 63);
    }

    @Test
    void forPicture_kodakIsOneTile() {
        assertThat(TileGrid.forPicture(768, 512, 1 << 22).tiles()).isEqualTo(1);
        assertThat(TileGrid.forPicture(6000, 4000, 1 << 22).tiles()).isEqualTo(12 * 8);
    }

    @Test
    void forPicture_keepsToTheLargestTileOfThePack() {
        assertThat(TileGrid.forPicture(704, 704, 704 * 704).tiles()).isEqualTo(1);
        TileGrid grid = TileGrid.forPicture(704, 704, 704 * 704 - 1);
        assertThat(grid.tiles()).isEqualTo(4);
        assertThat(grid.tileWidth() * grid.tileHeight()).isEqualTo(512 * 512);
    }

    /** 512 + 2 x 32 a side does not fit, 256 + 2 x 32 does. */
    @Test
    void forPicture_takesSmallerTilesWhereMemoryIsShort() {
        assertThat(TileGrid.forPicture(1000, 700, 768 * 768, 32, 576 * 576).tileWidth())
                .isEqualTo(512);
        TileGrid half = TileGrid.forPicture(1000, 700, 768 * 768, 32, 576 * 576 - 1);
        assertThat(half.tileWidth()).isEqualTo(256);
        assertThat(half.tileHeight()).isEqualTo(256);
        assertThat(half.largest(32)).isEqualTo(320 * 320);
        assertThat(TileGrid.forPicture(700, 700, 768 * 768, 32, 704 * 704).tiles())
                .isEqualTo(1);
        assertThat(TileGrid.forPicture(700, 700, 768 * 768, 32, 704 * 704 - 1).tileWidth())
                .isEqualTo(512);
        assertThat(TileGrid.forPicture(1000, 700, 768 * 768, 32, 0).tileWidth()).isEqualTo(64);
    }

    @Test
    void withHalo_staysInsideThePaddedPicture() {
        TileGrid grid = new TileGrid(1000, 700, 512, 512);
        assertThat(grid.withHalo(grid.tile(0), 64)).isEqualTo(new Region(0, 0, 576, 576));
        assertThat(grid.withHalo(grid.tile(3), 64)).isEqualTo(new Region(448, 448, 1024 - 448, 704 - 448));
    }

    @Test
    void neighbours_haveASideInCommon() {
        TileGrid grid = new TileGrid(1000, 700, 256, 256); // 4 x 3
        assertThat(grid.neighbours(0)).containsExactlyInAnyOrder(1, 4);
        assertThat(grid.neighbours(5)).containsExactlyInAnyOrder(1, 4, 6, 9);
        assertThat(grid.neighbours(11)).containsExactlyInAnyOrder(7, 10);
        assertThat(new TileGrid(60, 60, 64, 64).neighbours(0)).isEmpty();
    }

    @Test
    void constructor_rejectsOddTiles() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TileGrid(10, 10, 100, 64))
                .withMessageContaining("100x64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TileGrid(0, 10, 64, 64))
                .withMessageContaining("0x10");
    }
}
