package io.nlc.viewer.view.main;

import io.nlc.viewer.model.Texts;
import java.util.List;
import java.util.Locale;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** One key, or several that mean the same. */
sealed interface Keys {

    /** Whether an event is of them; of events with Ctrl or Alt, {@link WithShortcut} alone is asked. */
    boolean match(KeyEvent e);

    /** What people call them. */
    String label(Texts texts);

    /** By what is typed, for signs lie elsewhere on other keyboards. */
    record Typed(List<String> signs) implements Keys {

        @Override
        public boolean match(KeyEvent e) {
            return signs.contains(e.getText());
        }

        @Override
        public String label(Texts texts) {
            return signs.get(0).equals("-") ? "\u2212" : signs.get(0);
        }
    }

    /** By the key. */
    record Codes(List<KeyCode> codes) implements Keys {

        @Override
        public boolean match(KeyEvent e) {
            return codes.contains(e.getCode());
        }

        @Override
        public String label(Texts texts) {
            KeyCode code = codes.get(0);
            boolean plain = code.isLetterKey() || code.isDigitKey();
            return plain ? code.getName() : texts.get("key." + code.name().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * A letter with Ctrl, or what the system has for that.
     *
     * @param shift whether Shift is held as well
     */
    record WithShortcut(KeyCode code, boolean shift) implements Keys {

        WithShortcut(KeyCode code) {
            this(code, false);
        }

        @Override
        public boolean match(KeyEvent e) {
            KeyCodeCombination keys = shift
                    ? new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN)
                    : new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN);
            return keys.match(e);
        }

        @Override
        public String label(Texts texts) {
            return texts.get(shift ? "key.shiftShortcut" : "key.shortcut", code.getName());
        }
    }
}
