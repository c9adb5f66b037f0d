package io.nlc.viewer.view.compare;

import io.nlc.viewer.model.picture.Area;
import java.util.ArrayList;
import java.util.List;

/** Where panes lie in a frame, in device pixels. */
record PaneAreas(List<Area> areas) {

    private static final int GAP = 3;

    /**
     * Panes side by side; four as two by two.
     *
     * @param width of the frame
     * @param height of the frame
     * @param panes how many, at least 1
     */
    static PaneAreas of(int width, int height, int panes) {
        int columns = panes == 4 ? 2 : panes;
        int rows = (panes + columns - 1) / columns;
        List<Area> areas = new ArrayList<>();
        for (int i = 0; i < panes; i++) {
            int left = i % columns * (width + GAP) / columns;
            int right = (i % columns + 1) * (width + GAP) / columns - GAP;
            int top = i / columns * (height + GAP) / rows;
            int bottom = (i / columns + 1) * (height + GAP) / rows - GAP;
            areas.add(new Area(left, top, Math.max(0, right - left), Math.max(0, bottom - top)));
        }
        return new PaneAreas(areas);
    }

    /** The area of a pane. */
    Area get(int pane) {
        return areas.get(pane);
    }

    /** The area at a place; the first one between them. */
    Area at(double x, double y) {
        return areas.stream().filter(a -> a.contains(x, y)).findFirst().orElse(areas.get(0));
    }
}
