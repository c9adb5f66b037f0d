package io.nlc.viewer.view.main;

import io.nlc.viewer.model.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A line of the help: shortcuts that belong together, or what the controls do with keys and mouse themselves. */
enum Topic {
    MODES,
    ORIGINAL,
    RATE,
    DIVIDER,
    ZOOM,
    MOVE,
    KEEP,
    BRUSH,
    PAINT,
    FILES,
    CLIPBOARD,
    NUMBERS,
    FULL_SCREEN,
    THEME,
    PANEL,
    CONTROLS,
    MOUSE,
    BATCH,
    TURN,
    HELP,
    MESSAGE,
    QUIT;

    private static final String BETWEEN = "  ";

    /** The shortcuts; none if others see to these keys. */
    List<Shortcut> shortcuts() {
        return Arrays.stream(Shortcut.values())
                .filter(shortcut -> shortcut.topic() == this)
                .toList();
    }

    /** With which keys. */
    String keys(Texts texts) {
        return shortcuts().isEmpty()
                ? texts.get(key("key"))
                : shortcuts().stream().map(shortcut -> shortcut.label(texts)).collect(Collectors.joining(BETWEEN));
    }

    /** What they do. */
    String text(Texts texts) {
        return texts.get(key("text"));
    }

    private String key(String what) {
        return "help." + name().toLowerCase(Locale.ROOT) + "." + what;
    }
}
