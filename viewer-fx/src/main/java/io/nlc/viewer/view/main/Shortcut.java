package io.nlc.viewer.view.main;

import static javafx.scene.input.KeyCode.DIGIT0;
import static javafx.scene.input.KeyCode.DIGIT1;
import static javafx.scene.input.KeyCode.NUMPAD0;
import static javafx.scene.input.KeyCode.NUMPAD1;

import io.nlc.viewer.model.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** What keys do wherever the focus is. */
enum Shortcut {
    SINGLE(Topic.MODES, code(KeyCode.Q)),
    SPLIT(Topic.MODES, code(KeyCode.W)),
    SIDE(Topic.MODES, code(KeyCode.E)),
    DIFFERENCE(Topic.MODES, code(KeyCode.R)),
    LOWER_RATE(Topic.RATE, typed("[")),
    HIGHER_RATE(Topic.RATE, typed("]")),
    DIVIDER_LEFT(Topic.DIVIDER, typed(",")),
    DIVIDER_RIGHT(Topic.DIVIDER, typed(".")),
    ZOOM_IN(Topic.ZOOM, typed("+", "=")),
    ZOOM_OUT(Topic.ZOOM, typed("-")),
    FIT(Topic.ZOOM, code(DIGIT0, NUMPAD0)),
    ACTUAL_SIZE(Topic.ZOOM, code(DIGIT1, NUMPAD1)),
    KEEP(Topic.KEEP, code(KeyCode.K)),
    BRUSH(Topic.BRUSH, code(KeyCode.M)),
    OPEN(Topic.FILES, new Keys.WithShortcut(KeyCode.O)),
    SAVE(Topic.FILES, new Keys.WithShortcut(KeyCode.S)),
    CLOSE(Topic.FILES, new Keys.WithShortcut(KeyCode.W)),
    RELOAD(Topic.FILES, code(KeyCode.F5)),
    COPY(Topic.CLIPBOARD, new Keys.WithShortcut(KeyCode.C)),
    COPY_VIEW(Topic.CLIPBOARD, new Keys.WithShortcut(KeyCode.C, true)),
    PASTE(Topic.CLIPBOARD, new Keys.WithShortcut(KeyCode.V)),
    NUMBERS(Topic.NUMBERS, code(KeyCode.N)),
    QUIT(Topic.QUIT, new Keys.WithShortcut(KeyCode.Q)),
    FULL_SCREEN(Topic.FULL_SCREEN, code(KeyCode.F11)),
    THEME(Topic.THEME, code(KeyCode.T)),
    PANEL(Topic.PANEL, code(KeyCode.P)),
    BATCH(Topic.BATCH, code(KeyCode.B)),
    PREVIOUS(Topic.TURN, code(KeyCode.PAGE_UP, KeyCode.LEFT)),
    NEXT(Topic.TURN, code(KeyCode.PAGE_DOWN, KeyCode.RIGHT)),
    HELP(Topic.HELP, code(KeyCode.F1)),
    CLOSE_MESSAGE(Topic.MESSAGE, code(KeyCode.ESCAPE));

    private final Topic topic;
    private final Keys keys;

    Shortcut(Topic topic, Keys keys) {
        this.topic = topic;
        this.keys = keys;
    }

    private static Keys code(KeyCode... codes) {
        return new Keys.Codes(List.of(codes));
    }

    private static Keys typed(String... signs) {
        return new Keys.Typed(List.of(signs));
    }

    /** Where the help speaks of it. */
    Topic topic() {
        return topic;
    }

    /** What people call its key. */
    String label(Texts texts) {
        return keys.label(texts);
    }

    /** The shortcut of an event, if it is one. */
    static Optional<Shortcut> of(KeyEvent e) {
        if (e.isShortcutDown() || e.isAltDown()) {
            return first(e, Keys.WithShortcut.class);
        }
        return first(e, Keys.Typed.class).or(() -> first(e, Keys.Codes.class));
    }

    private static Optional<Shortcut> first(KeyEvent e, Class<? extends Keys> kind) {
        return Arrays.stream(values())
                .filter(shortcut -> kind.isInstance(shortcut.keys) && shortcut.keys.match(e))
                .findFirst();
    }
}
