package io.nlc.viewer.view.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.model.picture.Area;
import org.junit.jupiter.api.Test;

class PaneAreasTest {

    @Test
    void panes_lieSideBySide_fourAsTwoByTwo() {
        assertThat(PaneAreas.of(100, 50, 1).areas()).containsExactly(new Area(0, 0, 100, 50));
        assertThat(PaneAreas.of(103, 50, 2).areas()).containsExactly(new Area(0, 0, 50, 50), new Area(53, 0, 50, 50));
        assertThat(PaneAreas.of(306, 50, 3).areas())
                .extracting(Area::x, Area::width)
                .doesNotHaveDuplicates()
                .hasSize(3);
        assertThat(PaneAreas.of(103, 53, 4).areas())
                .containsExactly(
                        new Area(0, 0, 50, 25),
                        new Area(53, 0, 50, 25),
                        new Area(0, 28, 50, 25),
                        new Area(53, 28, 50, 25));
    }

    @Test
    void at_isThePaneUnderAPlace_theFirstBetweenThem() {
        PaneAreas areas = PaneAreas.of(103, 50, 2);
        assertThat(areas.at(60, 10)).isEqualTo(areas.get(1));
        assertThat(areas.at(51, 10)).isEqualTo(areas.get(0));
        assertThat(areas.at(-5, 10)).isEqualTo(areas.get(0));
    }

    @Test
    void aFrameTooSmallForThem_hasEmptyAreas() {
        assertThat(PaneAreas.of(1, 1, 4).areas()).allMatch(a -> a.width() >= 0 && a.height() >= 0);
    }
}
