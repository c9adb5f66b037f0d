package io.nlc.viewer.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AreaMaskTest {

    /** 4 x 3 areas, of which the last column and row are narrower. */
    private static final AreaMask NONE = AreaMask.none(200, 150);

    private static List<String> marked(AreaMask mask) {
        List<String> all = new ArrayList<>();
        for (int row = 0; row < mask.rows(); row++) {
            for (int column = 0; column < mask.columns(); column++) {
                if (mask.marked(column, row)) {
                    all.add(column + "," + row);
                }
            }
        }
        return all;
    }

    @Test
    void brush_marksWhatItTouches_andTakesItAway() {
        assertThat(NONE.areas()).isEqualTo(12);
        assertThat(marked(NONE.brushed(100, 100, 5, true))).containsExactly("1,1");
        assertThat(marked(NONE.brushed(66, 100, 5, true))).containsExactly("0,1", "1,1");
        assertThat(marked(NONE.brushed(68, 68, 5, true)))
                .as("round: it does not touch the area beyond the corner")
                .containsExactly("1,0", "0,1", "1,1");
        AreaMask all = NONE.brushed(0, 0, 1000, true);
        assertThat(all.count()).isEqualTo(12);
        assertThat(marked(all.brushed(66, 100, 5, false))).hasSize(10).doesNotContain("0,1", "1,1");
        assertThat(NONE.count()).as("it is immutable").isZero();
    }

    @Test
    void brush_beyondThePicture_marksNothing() {
        assertThat(NONE.brushed(-6, 10, 5, true)).isEqualTo(NONE);
        assertThat(NONE.brushed(206, 10, 5, true))
                .as("the last area ends with the picture")
                .isEqualTo(NONE);
        assertThat(marked(NONE.brushed(-4, 10, 5, true))).containsExactly("0,0");
        assertThat(NONE.markedAt(210, 10)).isFalse();
        assertThat(NONE.brushed(0, 0, 1000, true).markedAt(199.5, 149.5)).isTrue();
        assertThat(NONE.brushed(0, 0, 1000, true).markedAt(200.5, 10)).isFalse();
        assertThat(NONE.brushed(0, 0, 1000, true).markedAt(-0.5, 10)).isFalse();
    }

    @Test
    void aFastStroke_leavesNoGaps() {
        AreaMask mask = AreaMask.none(1000, 1000).brushed(10, 10, 990, 990, 1, true);
        for (int i = 0; i < mask.columns(); i++) {
            assertThat(mask.marked(i, i)).as("%s", i).isTrue();
        }
        assertThat(mask.count()).isLessThan(3 * mask.columns());
    }

    @Test
    void rectangles_coverWhatIsMarked_asFarAsThePictureGoes() {
        AreaMask mask = NONE.with(2, 0, true).with(3, 0, true).with(0, 2, true).with(2, 2, true);
        assertThat(mask.rectangles())
                .containsExactly(
                        new Rectangle(128, 0, 72, 64), new Rectangle(0, 128, 64, 22), new Rectangle(128, 128, 64, 22));
        assertThat(NONE.rectangles()).isEmpty();
    }

    @Test
    void crop_isThatOfThePart() {
        AreaMask mask = NONE.with(1, 1, true).with(3, 2, true);
        AreaMask crop = mask.crop(new Area(64, 64, 136, 86));
        assertThat(crop.columns()).isEqualTo(3);
        assertThat(marked(crop)).containsExactly("0,0", "2,1");
        assertThat(mask.crop(new Area(0, 0, 64, 64)).count()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> mask.crop(new Area(10, 0, 64, 64)));
    }

    @Test
    void divides_ifThereIsBothKinds() {
        assertThat(NONE.divides()).isFalse();
        assertThat(NONE.with(0, 0, true).divides()).isTrue();
        assertThat(NONE.brushed(0, 0, 1000, true).divides()).isFalse();
        assertThat(NONE.with(0, 0, true).cleared()).isEqualTo(NONE).hasSameHashCodeAs(NONE);
        assertThat(NONE.with(0, 0, true)).isNotEqualTo(NONE).isEqualTo(NONE.brushed(9, 9, 3, true));
        assertThat(AreaMask.none(199, 150)).as("another picture").isNotEqualTo(NONE);
        assertThatIllegalArgumentException().isThrownBy(() -> NONE.with(4, 0, true));
    }
}
