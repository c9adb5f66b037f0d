package io.nlc.viewer.view.compare;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.vm.compare.CompareModel;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** The line between two pictures, which can be dragged and moved by keys. */
final class DividerHandle extends StackPane {

    private static final double KEY_STEP = 0.02;
    private static final double WIDTH = 28;

    private final CompareModel compare;

    DividerHandle(CompareModel compare, Texts texts) {
        this.compare = compare;
        getStyleClass().add("divider");
        setId("divider");
        setCursor(Cursor.H_RESIZE);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setAccessibleText(texts.get("divider.accessible"));
        Region line = new Region();
        line.getStyleClass().add("divider-line");
        Region grip = new Region();
        grip.getStyleClass().add("divider-grip");
        grip.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        getChildren().addAll(line, grip);
        StackPane.setAlignment(grip, Pos.CENTER);
        setManaged(false);
        addEventHandler(MouseEvent.ANY, this::mouse);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** Puts it where the model has it, over something of this size. */
    void place(double width, double height) {
        double x = compare.dividerProperty().get() * width;
        resizeRelocate(x - WIDTH / 2, 0, WIDTH, height);
    }

    private void mouse(MouseEvent e) {
        double width = getParent().getLayoutBounds().getWidth();
        if (e.getEventType() == MouseEvent.MOUSE_DRAGGED && width > 0) {
            compare.divide(
                    getParent().sceneToLocal(e.getSceneX(), e.getSceneY()).getX() / width);
        }
        if (e.getEventType() == MouseEvent.MOUSE_PRESSED) {
            requestFocus();
        }
        e.consume();
    }

    private void key(KeyEvent e) {
        if (e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.RIGHT) {
            compare.moveDivider(e.getCode() == KeyCode.LEFT ? -KEY_STEP : KEY_STEP);
            e.consume();
        }
    }
}
