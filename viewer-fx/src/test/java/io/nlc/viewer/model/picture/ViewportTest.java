package io.nlc.viewer.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ViewportTest {

    private static final Area AREA = new Area(100, 50, 800, 600);

    @Test
    void fit_showsAll_andNeverEnlarges() {
        assertThat(Viewport.fit(1600, 600, 800, 600).zoom()).isEqualTo(0.5);
        assertThat(Viewport.fit(400, 300, 800, 600))
                .as("small ones are enlarged")
                .isEqualTo(new Viewport(2, 200, 150));
        assertThat(Viewport.fit(16, 16, 800, 600)).as("but not without end").isEqualTo(new Viewport(8, 8, 8));
    }

    @Test
    void zoomed_keepsWhatIsUnderThePointer() {
        Viewport view = new Viewport(0.7, 300, 200);
        double x = view.pictureX(431, AREA);
        double y = view.pictureY(222, AREA);
        Viewport nearer = view.zoomed(5, 431, 222, AREA);
        assertThat(nearer.pictureX(431, AREA)).isCloseTo(x, within(1e-9));
        assertThat(nearer.pictureY(222, AREA)).isCloseTo(y, within(1e-9));
        assertThat(nearer.frameX(x, AREA)).isCloseTo(431, within(1e-9));
        assertThat(view.zoomed(1e9, 0, 0, AREA).zoom()).isEqualTo(Viewport.MAX_ZOOM);
    }

    @Test
    void panned_movesByDevicePixels() {
        assertThat(new Viewport(2, 10, 10).panned(4, -6)).isEqualTo(new Viewport(2, 8, 13));
        assertThat(new Viewport(2, -5, 900).inside(100, 80)).isEqualTo(new Viewport(2, 0, 80));
    }

    @Test
    void level_isTheSmallestThatIsLargeEnough() {
        MemoryPicture picture = new MemoryPicture(256, 256, new int[65536]);
        assertThat(new Viewport(2, 0, 0).level(picture)).isZero();
        assertThat(new Viewport(0.51, 0, 0).level(picture)).isZero();
        assertThat(new Viewport(0.5, 0, 0).level(picture)).isEqualTo(1);
        assertThat(new Viewport(0.13, 0, 0).level(picture)).isEqualTo(2);
        assertThat(new Viewport(0.001, 0, 0).level(picture)).isEqualTo(picture.levels() - 1);
    }
}
