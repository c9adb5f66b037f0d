package io.nlc.codec.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nlc.picture.Region;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TileRangeTest {

    /** 4 columns and 3 rows, of which the last ones are smaller. */
    private static final TileGrid GRID = new TileGrid(1000, 700, 256, 256);

    @Test
    void touched_isEveryTileThatSharesAPixel() {
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            int x = random.nextInt(GRID.padded().width());
            int y = random.nextInt(GRID.padded().height());
            Region r = new Region(
                    x,
                    y,
                    1 + random.nextInt(GRID.padded().width() - x),
                    1 + random.nextInt(GRID.padded().height() - y));
            TileRange range = GRID.touched(r);
            List<Integer> expected = IntStream.range(0, GRID.tiles())
                    .filter(t -> GRID.tile(t).intersects(r))
                    .boxed()
                    .toList();
            assertThat(range.tiles()).isEqualTo(expected);
            assertThat(range.count()).isEqualTo(expected.size());
            assertThat(IntStream.range(0, GRID.tiles()).filter(range::contains).boxed())
                    .containsExactlyElementsOf(expected);
            assertThat(range.region().intersection(r)).isEqualTo(r);
            assertThat(GRID.touched(range.region())).isEqualTo(range);
        }
    }

    @Test
    void region_endsWithThePaddedPicture() {
        assertThat(GRID.touched(GRID.padded()).region()).isEqualTo(GRID.padded());
        assertThat(new TileRange(GRID, 1, 1, 2, 1).region()).isEqualTo(new Region(256, 256, 512, 256));
        assertThat(new TileRange(GRID, 3, 2, 3, 2).region()).isEqualTo(GRID.tile(11));
    }

    @Test
    void row_isThatOfTheGrid() {
        TileRange range = new TileRange(GRID, 1, 1, 2, 2);
        assertThat(range.row(1)).containsExactly(5, 6);
        assertThat(range.row(2)).containsExactly(9, 10);
        assertThatIllegalArgumentException().isThrownBy(() -> range.row(0)).withMessage("row must be 1 to 2, not 0");
    }

    @Test
    void constructor_rejectsWhatIsNotInTheGrid() {
        for (int[] r :
                new int[][] {{-1, 0, 0, 0}, {0, -1, 0, 0}, {1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 4, 0}, {0, 0, 0, 3}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TileRange(GRID, r[0], r[1], r[2], r[3]))
                    .withMessageContaining("4 x 3 tiles");
        }
    }
}
