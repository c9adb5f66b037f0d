package io.nlc.viewer.view.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.model.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

class ShortcutTest {

    private static Optional<Shortcut> of(KeyCode code, String text) {
        return Shortcut.of(event(code, text, false, false));
    }

    private static KeyEvent event(KeyCode code, String text, boolean control, boolean alt) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", text, code, false, control, alt, false);
    }

    @Test
    void signs_areKnownByWhatIsTyped_whereverTheyLie() {
        assertThat(of(KeyCode.EQUALS, "=")).contains(Shortcut.ZOOM_IN);
        assertThat(of(KeyCode.PLUS, "+")).contains(Shortcut.ZOOM_IN);
        assertThat(of(KeyCode.ADD, "+")).contains(Shortcut.ZOOM_IN);
        assertThat(of(KeyCode.SLASH, "-")).contains(Shortcut.ZOOM_OUT);
        assertThat(of(KeyCode.DIGIT8, "[")).contains(Shortcut.LOWER_RATE);
        assertThat(of(KeyCode.DIGIT9, "]")).contains(Shortcut.HIGHER_RATE);
        assertThat(of(KeyCode.COMMA, ",")).contains(Shortcut.DIVIDER_LEFT);
        assertThat(of(KeyCode.PERIOD, ".")).contains(Shortcut.DIVIDER_RIGHT);
    }

    @Test
    void letters_digitsAndTheRest_areKnownByTheirKey() {
        assertThat(of(KeyCode.Q, "q")).contains(Shortcut.SINGLE);
        assertThat(of(KeyCode.W, "W")).contains(Shortcut.SPLIT);
        assertThat(of(KeyCode.DIGIT0, "0")).contains(Shortcut.FIT);
        assertThat(of(KeyCode.NUMPAD1, "1")).contains(Shortcut.ACTUAL_SIZE);
        assertThat(of(KeyCode.PAGE_DOWN, "")).contains(Shortcut.NEXT);
        assertThat(of(KeyCode.F1, "")).contains(Shortcut.HELP);
        assertThat(of(KeyCode.ESCAPE, "")).contains(Shortcut.CLOSE_MESSAGE);
        assertThat(of(KeyCode.Z, "z")).isEmpty();
    }

    @Test
    void withCtrlOrAlt_onlyThoseThatWantIt() {
        assertThat(Shortcut.of(event(KeyCode.O, "o", true, false))).contains(Shortcut.OPEN);
        assertThat(Shortcut.of(event(KeyCode.S, "s", true, false))).contains(Shortcut.SAVE);
        assertThat(Shortcut.of(event(KeyCode.K, "k", true, false))).isEmpty();
        assertThat(Shortcut.of(event(KeyCode.K, "k", false, true))).isEmpty();
        assertThat(of(KeyCode.S, "s")).isEmpty();
    }

    @Test
    void help_saysEveryKeyOnce_inBothLanguages() {
        for (Locale language : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            Texts texts = new Texts(language);
            assertThat(Arrays.stream(Shortcut.values()).map(s -> s.label(texts)))
                    .doesNotHaveDuplicates()
                    .noneMatch(String::isBlank);
            for (Topic topic : Topic.values()) {
                assertThat(topic.text(texts)).isNotBlank();
                List<String> labels =
                        topic.shortcuts().stream().map(s -> s.label(texts)).toList();
                assertThat(topic.keys(texts)).isNotBlank();
                if (!labels.isEmpty()) {
                    assertThat(topic.keys(texts).split("  ")).containsExactlyElementsOf(labels);
                }
            }
        }
        assertThat(Topic.FILES.keys(new Texts(Locale.GERMAN))).isEqualTo("Strg+O  Strg+S  Strg+W  F5");
        assertThat(Topic.ZOOM.keys(new Texts(Locale.ENGLISH))).isEqualTo("+  \u2212  0  1");
    }
}
