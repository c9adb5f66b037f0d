package io.nlc.viewer.view.main;

import io.nlc.viewer.vm.compare.CompareModel;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Slider;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Does what shortcuts say, except where somebody types; and shows the original as long as its key is held. */
final class Shortcuts {

    private final Actions actions;
    private final CompareModel compare;

    Shortcuts(Actions actions, CompareModel compare) {
        this.actions = actions;
        this.compare = compare;
    }

    /** Listens to what comes by a node. */
    void listen(Node node) {
        node.addEventFilter(KeyEvent.ANY, this::hold);
        node.addEventHandler(KeyEvent.KEY_PRESSED, this::press);
    }

    private static boolean typing(KeyEvent e) {
        return e.getTarget() instanceof TextInputControl;
    }

    private void press(KeyEvent e) {
        if (!typing(e)) {
            Shortcut.of(e).ifPresent(shortcut -> {
                actions.of(shortcut).run();
                e.consume();
            });
        }
    }

    private void hold(KeyEvent e) {
        boolean space = e.getCode() == KeyCode.SPACE
                && !(e.getTarget() instanceof ButtonBase)
                && !(e.getTarget() instanceof Slider);
        if ((e.getCode() == KeyCode.X || space) && !typing(e) && !e.isShortcutDown()) {
            if (e.getEventType() == KeyEvent.KEY_PRESSED) {
                compare.flickerProperty().set(true);
                e.consume();
            } else if (e.getEventType() == KeyEvent.KEY_RELEASED) {
                compare.flickerProperty().set(false);
                e.consume();
            }
        }
    }
}
