package io.nlc.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TextsTest {

    private static Properties bundle(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = TextsTest.class.getResourceAsStream("/io/nlc/viewer/" + name)) {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return properties;
    }

    @Test
    void allLanguagesHaveTheSameKeys() throws IOException {
        assertThat(bundle("messages_de.properties").stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        bundle("messages.properties").stringPropertyNames());
    }

    @Test
    void allTextsAreFormatsWithTheSamePlaces() throws IOException {
        Properties german = bundle("messages_de.properties");
        new TreeMap<>(bundle("messages.properties")).forEach((key, english) -> {
            String other = german.getProperty((String) key);
            assertThatCode(() -> new MessageFormat(other, Locale.GERMAN))
                    .as("%s", key)
                    .doesNotThrowAnyException();
            assertThat(new MessageFormat(other, Locale.GERMAN).getFormatsByArgumentIndex())
                    .as("%s", key)
                    .hasSameSizeAs(new MessageFormat((String) english, Locale.ENGLISH).getFormatsByArgumentIndex());
        });
    }

    @Test
    void numbersAndNamesFollowTheLanguage() {
        Texts texts = new Texts(Locale.GERMAN);
        assertThat(texts.number(1.5, 2)).isEqualTo("1,50");
        assertThat(texts.get("batch.start")).isEqualTo("Umwandeln");
        assertThat(new Texts(Locale.FRENCH).get("batch.start")).isEqualTo("Convert");
        assertThat(texts.get("batch.summary.files", 1)).isEqualTo("1 Datei");
        assertThat(texts.get("inside.summary", 192, 8, 8, "a", "b", 1, "c")).contains("in einem Schritt:");
        assertThat(texts.get("inside.summary", 192, 8, 8, "a", "b", 14, "c")).contains("in 14 Schritten");
    }
}
