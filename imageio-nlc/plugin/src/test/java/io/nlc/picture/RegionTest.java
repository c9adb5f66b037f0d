package io.nlc.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionTest {

    private static final Region REGION = new Region(10, 20, 30, 40);

    @Test
    void right_andBottomAreBehindTheLastPixel() {
        assertThat(REGION.right()).isEqualTo(40);
        assertThat(REGION.bottom()).isEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({"0,0,11,21,true", "39,59,1,1,true", "0,0,10,100,false", "40,20,9,9,false", "10,0,30,20,false"})
    void intersection_isWhatBothHave(int x, int y, int width, int height, boolean intersects) {
        Region other = new Region(x, y, width, height);
        assertThat(REGION.intersects(other)).isEqualTo(intersects);
        assertThat(other.intersects(REGION)).isEqualTo(intersects);
        if (intersects) {
            Region common = REGION.intersection(other);
            assertThat(common).isEqualTo(other.intersection(REGION));
            assertThat(common.x()).isEqualTo(Math.max(10, x));
            assertThat(common.bottom()).isEqualTo(Math.min(60, y + height));
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> REGION.intersection(other));
        }
    }

    @ParameterizedTest
    @CsvSource({"-1,0,1,1", "0,-1,1,1", "0,0,0,1", "0,0,1,0", "2147483647,0,1,1", "0,2,1,2147483647"})
    void constructor_refusesWhatIsNoRegion(int x, int y, int width, int height) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Region(x, y, width, height))
                .withMessageContaining("not at " + x + "," + y);
    }
}
