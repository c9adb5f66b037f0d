package io.nlc.viewer.model.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.model.document.TileStore.Tile;
import io.nlc.viewer.model.picture.MemoryPicture;
import io.nlc.viewer.model.picture.PictureSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TileStoreTest {

    private static final int WHOLE = 4 * TileStore.SIZE * TileStore.SIZE;
    private static final int RED = 0xFFFF0000;
    private static final int BLUE = 0xFF0000FF;

    private final TileStore store = new TileStore(3 * TileStore.SIZE + 2, 100, 2 * WHOLE);

    private static MemoryPicture square(int width, int height, int colour) {
        int[] argb = new int[width * height];
        Arrays.fill(argb, colour);
        return new MemoryPicture(width, height, argb);
    }

    private void put(Tile tile, int colour, boolean softly) {
        store.put(tile, square(TileStore.SIZE, 100, colour), softly, needed -> false);
    }

    @Test
    void argb_isThatOfTheLevel_orOfACoarserOneThatIsThere() {
        assertThat(store.argb(0, 600, 50)).isEqualTo(PictureSource.MISSING);
        put(new Tile(2, 1, 0), RED, false);
        assertThat(store.has(new Tile(2, 1, 0))).isTrue();
        assertThat(store.has(new Tile(1, 1, 0))).isFalse();
        assertThat(store.argb(0, 600, 50)).isEqualTo(RED);
        assertThat(store.argb(3, 600 >> 3, 50 >> 3)).isEqualTo(RED);
        assertThat(store.argb(0, 500, 50)).isEqualTo(PictureSource.MISSING);
    }

    @Test
    void put_softly_doesNotReplaceWhatIsThere_andIsReplaced() {
        Tile tile = new Tile(0, 0, 0);
        put(tile, RED, true);
        assertThat(store.soft(tile)).isTrue();
        put(tile, BLUE, false);
        assertThat(store.soft(tile)).isFalse();
        put(tile, RED, true);
        assertThat(store.soft(tile)).isFalse();
        assertThat(store.argb(0, 5, 5)).isEqualTo(BLUE);
    }

    @Test
    void put_aSliver_leavesNoLevelWithoutIt() {
        store.put(new Tile(0, 3, 0), square(2, 100, RED), false, needed -> false);
        for (int level = 0; level < TileStore.LEVELS; level++) {
            assertThat(store.argb(level, 3 * TileStore.SIZE >> level, 0)).isEqualTo(RED);
        }
    }

    @Test
    void overCapacity_whatWasUsedLeastRecentlyGoes_butNothingThatIsNeeded() {
        TileStore small = new TileStore(4 * TileStore.SIZE, TileStore.SIZE, 2 * WHOLE + WHOLE / 2);
        for (int column = 0; column < 4; column++) {
            MemoryPicture square = square(TileStore.SIZE, TileStore.SIZE, RED);
            small.put(new Tile(0, column, 0), square, false, tile -> tile.column() == 1);
            small.use(new Tile(0, 0, 0));
        }
        assertThat(small.bytes()).isLessThanOrEqualTo(2 * WHOLE + WHOLE / 2);
        assertThat(small.has(new Tile(0, 1, 0))).as("needed").isTrue();
        assertThat(small.has(new Tile(0, 2, 0))).as("not used").isFalse();
        assertThat(small.has(new Tile(TileStore.LEVELS - 1, 2, 0))).as("coarse").isTrue();
    }
}
